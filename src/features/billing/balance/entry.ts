/** What settles what, as it is kept. BIL-15 */
import { type Money, money, subtract } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type Invoice, invoiceRef, type SettledBy } from '../invoices/index.ts';
import type { Source, Target } from './allocation.ts';

/** Money that came, or that was credited. */
export interface MoneySource {
  readonly kind: 'payment' | 'credit_note';
  readonly id: string;
  /** For people: `the check 1234 of Mar 2, 2026`. */
  readonly name: string;
  /** The oldest is used first. */
  readonly on: Day;
}

/** `write_off`: a person gave the rest up; `tolerance`: it was too little to be asked for. */
export type SourceKind = MoneySource['kind'] | 'write_off' | 'tolerance';

export interface AllocationEntry {
  readonly id: string;
  readonly source: { readonly kind: SourceKind; readonly id: string };
  readonly target: { readonly kind: 'invoice' | 'refund'; readonly id: string };
  readonly customerId: string;
  /** What was decided at once, and is undone at once. ALL-5 */
  readonly decision: string;
  readonly amount: Money;
  readonly reason?: string | undefined;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly ended?: { readonly by: string; readonly at: Date; readonly reason: string };
}

/** A source with what is left of it. */
export interface SourceRest {
  readonly source: MoneySource;
  readonly rest: Money;
}

/** An invoice as what can still be settled: due by its terms, else when it was sent; what was not sent yet, last. */
export const targetOf = (invoice: Invoice, today: Day): Target => ({
  id: invoice.id,
  name: invoiceRef(invoice),
  dueOn: invoice.dueOn ?? invoice.sent?.on ?? today,
  open: invoice.open,
});

export const sourceOf = ({ source, rest }: SourceRest): Source => ({
  id: source.id,
  name: source.name,
  on: source.on,
  rest,
});

/** What an invoice is settled by once these are added, or, with `-1n`, ended. */
export const settledWith = (
  { paid, credited, writtenOff }: Pick<Invoice, 'paid' | 'credited' | 'writtenOff'>,
  entries: readonly AllocationEntry[],
  sign: 1n | -1n = 1n,
): SettledBy => {
  const of = (...kinds: readonly SourceKind[]): bigint =>
    sign * entries.reduce((sum, { source, amount }) => sum + (kinds.includes(source.kind) ? amount.amount : 0n), 0n);
  return {
    paid: paid.amount + of('payment'),
    credited: credited.amount + of('credit_note'),
    writtenOff: writtenOff.amount + of('write_off', 'tolerance'),
  };
};

/** Whether money may go to it by itself: accounting has it, and nobody has to say first whether it stands (ONB-19). */
export const mayBeSettled = (invoice: Invoice): boolean =>
  invoice.presented && invoice.open.amount > 0n && invoice.inDoubt === undefined;

/**
 * What can be used of what is left: where a refund lacks money since the payment behind it came back, as much of the latest money
 * stays where it is. Oldest first.
 *
 * Example: rests of 30.00 and 50.00 and a balance of 60.00 give 30.00 and 30.00.
 */
export const usable = (rests: readonly SourceRest[], balance: Money): readonly SourceRest[] => {
  let left = balance.amount;
  return rests.flatMap(({ source, rest }) => {
    const amount = rest.amount < left ? rest.amount : left;
    if (amount <= 0n) return [];
    left -= amount;
    return [{ source, rest: money(amount, rest.currency) }];
  });
};

/** So much of what is left, the oldest first. @throws RangeError when there is less: the caller has asked */
export const drawn = (rests: readonly SourceRest[], amount: Money): readonly SourceRest[] => {
  let wanted = amount;
  const parts = rests.flatMap(({ source, rest }) => {
    const part = rest.amount < wanted.amount ? rest : wanted;
    if (part.amount === 0n) return [];
    wanted = subtract(wanted, part);
    return [{ source, rest: part }];
  });
  if (wanted.amount > 0n) throw new RangeError('more is drawn than is left');
  return parts;
};
