import { createHash } from 'node:crypto';
import { Conflict, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { ActionRequest, Answer, Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  existingInvoice,
  type Invoice,
  invoiceRef,
  invoiceTitle,
  lockInvoice,
  lockInvoices,
  moneyRoles,
} from '../../invoices/index.ts';
import type { Allocation } from '../allocation.ts';
import { balanceForm, settlementLines } from '../balance-views.ts';
import { settlingPolicy, tolerancesOf } from '../policy.ts';
import type { SettledInvoice } from '../settle.ts';
import { balancesOf, restsOf } from '../store.ts';
import { decideUse, openInvoicesOf, refuseNothing, spendBalance } from '../use-balance.ts';

const doing = 'use a customer’s balance';

/** Names what somebody is shown: how much of what pays what. */
const figuresOf = (parts: readonly Allocation[]): string =>
  createHash('sha256')
    .update(
      parts
        .map(({ source, target, amount }) => `${source} ${target} ${amount.amount}`)
        .sort()
        .join('\n'),
    )
    .digest('base64url')
    .slice(0, 16);

/** Nothing else than what was shown is done. ALL-3 @throws Conflict */
const requireShown = (settled: readonly SettledInvoice[], shown: string | undefined): void => {
  const parts = settled.flatMap(({ after, parts: used }) =>
    used.map(({ source, amount }) => ({ source: source.id, target: after.id, amount })),
  );
  if (shown !== undefined && figuresOf(parts) !== shown)
    throw new Conflict(
      'What is left over, or what is open, has changed since this form was opened. Nothing was saved: close the form, open it again and check what would be paid.',
    );
};

/** What a customer has left over pays this invoice, as far as it goes. BIL-15, N20 @param shown what somebody was told it pays */
export const payFromBalance = (
  deps: Deps,
  by: By,
  invoiceId: string,
  shown?: string,
): Promise<readonly SettledInvoice[]> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const invoice = await lockInvoice(work, invoiceId);
    const settled = await spendBalance(work, [invoice]);
    refuseNothing(settled, invoiceRef(invoice));
    requireShown(settled, shown);
    return settled;
  });

/** … or all that is open, the oldest first. BIL-15 */
export const payAllFromBalance = (
  deps: Deps,
  by: By,
  customerId: string,
  shown?: string,
): Promise<readonly SettledInvoice[]> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const open = await openInvoicesOf(work.tx, customerId);
    const settled: SettledInvoice[] = [];
    const locked = await lockInvoices(
      work,
      open.map(({ id }) => id),
    );
    for (const currency of new Set(locked.map((each) => each.open.currency)))
      settled.push(
        ...(await spendBalance(
          work,
          locked.filter((each) => each.open.currency === currency),
        )),
      );
    refuseNothing(settled, 'this customer');
    requireShown(settled, shown);
    return settled;
  });

interface UsePreview {
  readonly lines: readonly string[];
  readonly figures: string;
}

/** What it would pay, read outside of any transaction. @throws UserError where it would be nothing */
const preview = async (deps: Deps, customerId: string, invoices: readonly Invoice[]): Promise<UsePreview> => {
  const tolerances = tolerancesOf(await deps.policy(settlingPolicy));
  const today = todayIn(deps.timeZone, deps.clock.now());
  const lines: string[] = [];
  const parts: Allocation[] = [];
  for (const balance of await balancesOf(deps.db.prisma, customerId)) {
    const { currency } = balance;
    const rests = await restsOf(deps.db.prisma, { customerId, currency });
    const use = decideUse({ rests, balance, invoices }, tolerances, today);
    const names = new Map(use.rests.map(({ source }) => [source.id, source.name]));
    parts.push(...use.settlement.allocations);
    if (use.settlement.allocations.length > 0)
      lines.push(...settlementLines(use.invoices, use.settlement, (id) => names.get(id) ?? ''));
  }
  if (lines.length === 0)
    throw new UserError(
      'Nothing is left over that could pay this: record a payment, or wait until an invoice is open.',
    );
  return { lines, figures: figuresOf(parts) };
};

const answer = (settled: readonly SettledInvoice[]): Answer => {
  const text = settled
    .map(
      ({ amount, after }) =>
        `${formatMoney(amount)} of the balance is used for ${invoiceRef(after)}; ${formatMoney(after.open)} of it is open.`,
    )
    .join('\n');
  return { say: decidedAnswer(text, 'balance.undo', settled[0]?.decision ?? '', 'used') };
};

const opens =
  (find: (request: ActionRequest) => Promise<Answer>) =>
  async (request: ActionRequest): Promise<Answer> => {
    await requireEarly(request, moneyRoles, doing);
    return find(request);
  };

/** On an invoice. */
export const balanceButton: Interaction = {
  id: 'balance.use',
  press: opens(async ({ deps, value }) => {
    const invoice = await existingInvoice(deps, value);
    const { lines, figures } = await preview(deps, invoice.customerId, [invoice]);
    return { modal: balanceForm('balance.use', `${value} ${figures}`, { title: invoiceTitle(invoice), lines }) };
  }),
  submit: async ({ deps, by, data }) => {
    const [invoiceId = '', shown] = data.split(' ');
    return answer(await payFromBalance(deps, by, invoiceId, shown));
  },
};

/** In the customer's window. */
export const balanceForAllButton: Interaction = {
  id: 'balance.use_all',
  press: opens(async ({ deps, value }) => {
    const { lines, figures } = await preview(deps, value, await openInvoicesOf(deps.db.prisma, value));
    const title = 'What is open, the oldest first';
    return { modal: balanceForm('balance.use_all', `${value} ${figures}`, { title, lines }) };
  }),
  submit: async ({ deps, by, data }) => {
    const [customerId = '', shown] = data.split(' ');
    return answer(await payAllFromBalance(deps, by, customerId, shown));
  },
};
