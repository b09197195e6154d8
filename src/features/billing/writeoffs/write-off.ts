/** What nobody asks for any more, and the way back: two deeds of the matrix. ALL-11 */
import { z } from 'zod';
import { Conflict, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, type Money, sum } from '../../../core/money/money.ts';
import type { Work } from '../../../platform/work/work.ts';
import { endAllocations, insertAllocations, liveAllocations } from '../balance/index.ts';
import { requireOpenPeriod } from '../closing/index.ts';
import { type Invoice, invoiceRef, lockInvoice, markCollectible, markUncollectible } from '../invoices/index.ts';
import type { DeedFacts, DeedOf } from '../rights/index.ts';

const payload = z.object({ invoiceId: z.string(), reason: z.string() });
export type WriteOff = z.infer<typeof payload>;

const factsOf = (invoice: Invoice, amount: Money, verb: string): DeedFacts => ({
  description: `${verb} ${invoiceRef(invoice)}`,
  amount,
  subject: { type: 'invoice', id: invoice.id },
  customerId: invoice.customerId,
  ...(invoice.presented ? { thread: { kind: 'invoice', subjectId: invoice.id } } : {}),
});

/** @throws Conflict, UserError why nothing can be written off */
export const refuseNothingOpen = (invoice: Pick<Invoice, 'ref' | 'state' | 'open' | 'presented'>): void => {
  const number = invoiceRef(invoice);
  if (invoice.state === 'void') throw new Conflict(`Invoice ${number} is void: nothing of it is open.`);
  if (invoice.state === 'uncollectible') throw new Conflict(`Invoice ${number} is written off already.`);
  if (invoice.open.amount === 0n) throw new UserError(`Invoice ${number} is paid in full: nothing of it is open.`);
  if (!invoice.presented)
    throw new UserError(`Accounting does not have invoice ${number} yet: correct or cancel it where it was planned.`);
};

/** What is open of an invoice is given up. */
export const writeOffDeed: DeedOf<WriteOff, Invoice> = {
  name: 'invoice.write_off',
  right: 'write_off',
  payload,
  examine: async (work, { invoiceId }) => {
    await requireOpenPeriod(work, work.today);
    const invoice = await lockInvoice(work, invoiceId);
    refuseNothingOpen(invoice);
    return factsOf(invoice, invoice.open, `write off the ${formatMoney(invoice.open)} that are open of`);
  },
  carryOut: async (work, { invoiceId, reason }) => {
    const invoice = await lockInvoice(work, invoiceId);
    const id = newId();
    await insertAllocations(work, [
      {
        id,
        source: { kind: 'write_off', id },
        target: { kind: 'invoice', id: invoice.id },
        customerId: invoice.customerId,
        decision: id,
        amount: invoice.open,
        reason,
        madeBy: work.by.id,
        madeAt: work.now,
      },
    ]);
    return markUncollectible(work, invoice, reason);
  },
};

const writtenOffOf = async (work: Work, invoice: Invoice) =>
  (await liveAllocations(work.tx, { targets: [invoice.id] })).filter(({ source }) => source.kind === 'write_off');

/** What was written off is asked for again. */
export const reopenDeed: DeedOf<WriteOff, Invoice> = {
  name: 'invoice.reopen',
  right: 'reopen',
  payload,
  examine: async (work, { invoiceId }) => {
    await requireOpenPeriod(work, work.today);
    const invoice = await lockInvoice(work, invoiceId);
    if (invoice.state !== 'uncollectible')
      throw new Conflict(`Invoice ${invoiceRef(invoice)} is not written off: there is nothing to re-open.`);
    const amounts = (await writtenOffOf(work, invoice)).map(({ amount }) => amount);
    return factsOf(invoice, sum(amounts, invoice.amount.currency), 're-open');
  },
  carryOut: async (work, { invoiceId, reason }) => {
    const invoice = await lockInvoice(work, invoiceId);
    const entries = await writtenOffOf(work, invoice);
    await endAllocations(
      work,
      entries.map(({ id }) => id),
      reason,
    );
    const ended = entries.reduce((total, { amount }) => total + amount.amount, 0n);
    return markCollectible(work, invoice, invoice.writtenOff.amount - ended, reason);
  },
};
