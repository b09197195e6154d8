/** What a settlement writes: allocations, what invoices are paid, what is left over. BIL-15 */
import { newId } from '../../../core/ids.ts';
import { add, formatMoney, type Money, money, negate, subtract, sum, zero } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, invoiceRef, settleInvoice } from '../invoices/index.ts';
import type { Settlement } from './allocation.ts';
import { type AllocationEntry, type MoneySource, type SourceRest, settledWith } from './entry.ts';
import { moveBalance, type Settled } from './events.ts';
import { addToRest, insertAllocations, lockBalance } from './store.ts';

/** What one source gave to one invoice. */
export interface Part {
  readonly source: MoneySource;
  readonly amount: Money;
}

export interface SettledInvoice extends Settled {
  readonly parts: readonly Part[];
  /** What it lacked so little that it was not asked for. */
  readonly writtenOffAmount: Money;
}

/** What is said in the invoice's thread; mrkdwn. */
export type Telling = (after: Invoice, parts: readonly Part[]) => { readonly text: string; readonly key?: string };

export interface Settling {
  readonly customerId: string;
  /** What is decided at once, and undone at once: the payment, or an id of its own. */
  readonly decision: string;
  readonly currency: string;
  /** Money that is not in the balance yet, with all that it amounts to: what is left of it goes there. */
  readonly fresh?: readonly SourceRest[];
  /** Money of the balance, which the caller has locked. */
  readonly stored?: readonly SourceRest[];
  /** Locked, all that the settlement names. */
  readonly invoices: readonly Invoice[];
  readonly settlement: Pick<Settlement, 'allocations' | 'writeOffs'>;
  readonly tells: Telling;
  readonly reason?: string | undefined;
}

const entriesOf = (
  work: Work,
  { customerId, settlement, reason, decision }: Settling,
  sources: ReadonlyMap<string, MoneySource>,
): readonly AllocationEntry[] =>
  settlement.allocations.map(({ source, target, amount }): AllocationEntry => {
    const kind = sources.get(source)?.kind;
    if (!kind) throw new RangeError(`BIL-15: ${source} is no source of this settlement`);
    return {
      id: newId(),
      source: { kind, id: source },
      target: { kind: 'invoice', id: target },
      customerId,
      decision,
      amount,
      reason,
      madeBy: work.by.id,
      madeAt: work.now,
    };
  });

const tolerated = (work: Work, { customerId, settlement, decision }: Settling): readonly AllocationEntry[] =>
  settlement.writeOffs.map(({ target, amount, text }) => {
    const id = newId();
    return {
      id,
      source: { kind: 'tolerance', id },
      target: { kind: 'invoice', id: target },
      customerId,
      decision,
      amount,
      reason: text,
      madeBy: work.by.id,
      madeAt: work.now,
    };
  });

/** What is left of each goes into the balance, or comes from it. */
const moveRests = async (work: Work, settling: Settling): Promise<void> => {
  const { customerId, currency, fresh = [], stored = [], settlement } = settling;
  const usedOf = ({ source }: SourceRest): Money =>
    sum(
      settlement.allocations.filter((each) => each.source === source.id).map(({ amount }) => amount),
      currency,
    );
  const changes = [
    ...fresh.map((each) => ({ source: each.source, change: subtract(each.rest, usedOf(each)) })),
    ...stored.map((each) => ({ source: each.source, change: negate(usedOf(each)) })),
  ].filter(({ change }) => change.amount !== 0n);
  if (changes.length === 0) return;
  // Where there was nothing before, nothing is locked yet. Lock order: after the invoices.
  await lockBalance(work.tx, customerId, currency);
  let total = zero(currency);
  for (const { source, change } of changes) {
    await addToRest(work.tx, customerId, source, change);
    total = add(total, change);
  }
  await moveBalance(work, customerId, total);
};

const howOf = (parts: readonly Part[]): string =>
  `from the balance (${parts.map(({ source }) => source.name).join(', ')})`;

/** Writes one invoice's part of a settlement. */
const settleOne = async (
  work: Work,
  invoice: Invoice,
  entries: readonly AllocationEntry[],
  settling: Settling,
  sources: ReadonlyMap<string, MoneySource>,
): Promise<SettledInvoice | undefined> => {
  const own = entries.filter(({ target }) => target.id === invoice.id);
  const latest = own.at(-1);
  if (!latest) return undefined;
  const amount = sum(
    own.map((each) => each.amount),
    settling.currency,
  );
  const parts = own.flatMap(({ source, amount: part }) => {
    const found = sources.get(source.id);
    return found ? [{ source: found, amount: part }] : [];
  });
  const writtenOff = settling.settlement.writeOffs.find(({ target }) => target === invoice.id);
  const after = await settleInvoice(work, invoice, settledWith(invoice, own), (now) => {
    const { text, key = `settled:${latest.id}` } = settling.tells(now, parts);
    return { text: writtenOff ? `${text} ${escapeMrkdwn(writtenOff.text)}` : text, key };
  });
  const { id: allocationId, decision } = latest;
  const writtenOffAmount = writtenOff?.amount ?? zero(settling.currency);
  return { before: invoice, after, amount, allocationId, decision, how: howOf(parts), parts, writtenOffAmount };
};

/** Writes what is left of the sources, then what becomes of each invoice, which may have others use the balance. */
const settleInvoices = async (
  work: Work,
  settling: Settling,
  entries: readonly AllocationEntry[],
  sources: ReadonlyMap<string, MoneySource>,
): Promise<readonly SettledInvoice[]> => {
  await moveRests(work, settling);
  const settled: SettledInvoice[] = [];
  for (const invoice of settling.invoices) {
    const one = await settleOne(work, invoice, entries, settling, sources);
    if (one) settled.push(one);
  }
  return settled;
};

/**
 * Writes a settlement: the allocations, what each invoice is paid, what is left. Audit and events are the caller's, which knows
 * what happened. BIL-15
 */
export const carryOut = async (work: Work, settling: Settling): Promise<readonly SettledInvoice[]> => {
  const { fresh = [], stored = [] } = settling;
  const sources = new Map([...fresh, ...stored].map(({ source }) => [source.id, source]));
  const entries = [...entriesOf(work, settling, sources), ...tolerated(work, settling)];
  // Sent in this order, and together as far as they go.
  const [, settled] = await Promise.all([
    insertAllocations(work, entries),
    settleInvoices(work, settling, entries, sources),
  ]);
  return settled;
};

/** The audit rows of invoices that are settled, or open again, without a payment that says so. ALL-2 */
export const auditSettled = (work: Work, settled: readonly Settled[], reason?: string): void => {
  for (const { before, after, amount, how } of settled) {
    work.audit({
      action: amount.amount < 0n ? 'invoice.unsettled' : 'invoice.settled',
      subject: after.subject,
      customerId: after.customerId,
      before: { invoice: after.id, number: invoiceRef(after), label: after.label, open: formatMoney(before.open) },
      after: {
        invoice: after.id,
        number: invoiceRef(after),
        label: after.label,
        open: formatMoney(after.open),
        amount: formatMoney(money(amount.amount < 0n ? -amount.amount : amount.amount, amount.currency)),
        how,
      },
      reason,
    });
  }
};
