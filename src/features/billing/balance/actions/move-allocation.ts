import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { compare, formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { type Invoice, invoiceById, invoiceRef, invoiceTitle, lockInvoices, moneyRoles } from '../../invoices/index.ts';
import { type AllocationEntry, type MoneySource, mayBeSettled } from '../entry.ts';
import { invoicesSettled, type Settled } from '../events.ts';
import { auditSettled, carryOut } from '../settle.ts';
import { standingAllocation, takeBack } from '../take-back.ts';
import { openInvoicesOf } from '../use-balance.ts';

const doing = 'allocate payments differently';
const toBalance = 'balance';

interface Movable {
  readonly entry: AllocationEntry;
  readonly from: Invoice | undefined;
  readonly open: readonly Invoice[];
}

/** Allocate differently: to which invoice, and why. ALL-10 */
const moveForm = ({ entry, from, open }: Movable): ModalView =>
  modal({
    callback: 'allocation.move',
    title: 'Allocate differently',
    submit: 'Allocate',
    data: entry.id,
    blocks: [
      section(
        `${formatMoney(entry.amount)}, allocated to ${from ? escapeMrkdwn(clip(invoiceTitle(from), 200)) : 'an invoice'}. What the other invoice does not need stays the customer’s balance.`,
      ),
      selectInput({
        name: 'to',
        label: 'Allocate it to',
        choices: [
          { value: toBalance, text: 'No invoice: the customer’s balance' },
          ...open.map((each) => ({
            value: each.id,
            text: clip(`${invoiceTitle(each)}, ${formatMoney(each.open)} open`, 75),
          })),
        ],
      }),
      textInput({ name: 'reason', label: 'Why is it allocated differently?', multiline: true, max: 500 }),
    ],
  });

/** So much of it as the other invoice needs. */
const allocateTo = async (
  work: Work,
  entry: AllocationEntry,
  source: MoneySource,
  to: Invoice,
  reason: string,
): Promise<readonly Settled[]> => {
  if (!mayBeSettled(to) || to.customerId !== entry.customerId || to.open.currency !== entry.amount.currency)
    throw new Conflict(
      `Nothing can be allocated to ${invoiceRef(to)} any more. Choose another invoice. Nothing was changed.`,
    );
  const amount = compare(entry.amount, to.open) < 0 ? entry.amount : to.open;
  const settled = await carryOut(work, {
    customerId: entry.customerId,
    decision: newId(),
    currency: amount.currency,
    stored: [{ source, rest: entry.amount }],
    invoices: [to],
    settlement: { allocations: [{ source: source.id, target: to.id, amount }], writeOffs: [] },
    reason,
    tells: (after) => ({
      text: `${person(work.by.id)} allocated ${formatMoney(amount)} of ${escapeMrkdwn(source.name)} to it: ${escapeMrkdwn(reason)}\n${formatMoney(after.open)} is open.`,
    }),
  });
  auditSettled(work, settled, reason);
  return settled;
};

/** What was allocated wrongly is allocated to another invoice, or to none, with a reason: one allocation ends, another begins. ALL-10 */
export const moveAllocation = (
  deps: Deps,
  by: By,
  input: { readonly allocationId: string; readonly toInvoiceId?: string | undefined; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { allocationId, toInvoiceId, reason } = input;
    const named = await standingAllocation(work.tx, allocationId);
    const locked = await lockInvoices(work, [named.target.id, ...(toInvoiceId ? [toInvoiceId] : [])]);
    const entry = await standingAllocation(work.tx, allocationId);
    const from = locked.filter(({ id }) => id === entry.target.id);
    const { settled, sources } = await takeBack(work, [entry.id], from, reason);
    const to = locked.find(({ id }) => id === toInvoiceId && id !== entry.target.id);
    const source = sources.get(entry.source.id);
    const moved = to && source ? await allocateTo(work, entry, source, to, reason) : [];
    await work.emit(invoicesSettled, [...settled, ...moved]);
  });

export const moveAllocationButton: Interaction = {
  id: 'allocation.move',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: async ({ db: { prisma } }, id): Promise<Movable> => {
      const entry = await standingAllocation(prisma, id);
      const open = await openInvoicesOf(prisma, entry.customerId);
      return {
        entry,
        from: await invoiceById(prisma, entry.target.id),
        open: open.filter((each) => each.id !== entry.target.id && each.open.currency === entry.amount.currency),
      };
    },
    form: moveForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const to = required(values.option('to'), 'to', 'Choose what it is allocated to.');
    const reason = required(values.text('reason'), 'reason', 'Say why it is allocated differently.');
    await moveAllocation(deps, by, { allocationId: data, toInvoiceId: to === toBalance ? undefined : to, reason });
    return said('It is allocated differently.');
  },
};
