import { Conflict, NotFound } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  addToRest,
  endAllocations,
  liveAllocations,
  lockBalance,
  moveBalance,
  sourcesOf,
} from '../../balance/index.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { requireRight, requireRightEarly } from '../../rights/index.ts';
import type { Refund } from '../refund.ts';
import { takeBackForm } from '../refund-views.ts';
import { markTakenBack, refundById } from '../store.ts';

const takenBackAlready = ({ takenBack }: Refund): Conflict =>
  new Conflict(
    takenBack
      ? `${person(takenBack.by)} took this refund back ${moment(takenBack.at)}: ${takenBack.reason}`
      : 'This refund was taken back just now.',
  );

const standingRefund = async (deps: Deps, id: string): Promise<Refund> => {
  const refund = await refundById(deps.db.prisma, id);
  if (!refund) throw new NotFound('refund');
  if (refund.takenBack) throw takenBackAlready(refund);
  return refund;
};

/** The opposite of a refund, with a reason: it is left over again. What was refunded of money that came back since, is not. ALL-5 */
export const takeRefundBack = (
  deps: Deps,
  by: By,
  { refundId, reason }: { readonly refundId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    await requireRight(work, 'refund');
    await requireOpenPeriod(work, work.today);
    const refund = await refundById(work.tx, refundId);
    if (!refund) throw new NotFound('refund');
    if (!(await markTakenBack(work, refundId, reason)))
      throw takenBackAlready((await refundById(work.tx, refundId)) ?? refund);
    const { customerId, amount } = refund;
    await lockBalance(work.tx, customerId, amount.currency);
    const entries = await liveAllocations(work.tx, { targets: [refundId] });
    const sources = await sourcesOf(work, entries);
    await endAllocations(
      work,
      entries.map(({ id }) => id),
      reason,
    );
    for (const entry of entries) {
      const source = sources.get(entry.source.id);
      if (source) await addToRest(work.tx, customerId, source, entry.amount);
    }
    await moveBalance(work, customerId, amount);
    work.audit({
      action: 'refund.taken_back',
      subject: { type: 'customer', id: customerId },
      customerId,
      before: { refund: refundId, amount: formatMoney(amount) },
      reason,
    });
  });

export const takeRefundBackButton: Interaction = {
  id: 'refund.take_back',
  press: async (request) => {
    await requireRightEarly(request, 'refund');
    return { modal: takeBackForm(await standingRefund(request.deps, request.value)) };
  },
  submit: async ({ deps, by, data, values }) => {
    await takeRefundBack(deps, by, {
      refundId: data,
      reason: required(values.text('reason'), 'reason', 'Say why it is taken back.'),
    });
    return said('The refund is taken back: the money is left over again.');
  },
};
