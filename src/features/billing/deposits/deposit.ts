/** Several payments of one deposit, and what each of them pays. BIL-15 */
import { FieldErrors } from '../../../core/errors.ts';
import { type Money, parseAmount, subtract } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import {
  type Allocation,
  mayBeSettled,
  type Settlement,
  type Source,
  settleGiven,
  settleOldestFirst,
  type Target,
  type Tolerances,
  targetOf,
} from '../balance/index.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';

/** One payment as it is typed in. */
export interface DepositLine {
  readonly amount: Money;
  readonly reference?: string | undefined;
  /** The numbers of the invoices it pays, in this order; the oldest first where none is named. */
  readonly pays: readonly string[];
}

/** Checks of one deposit; more are another form. */
const mostLines = 20;

/**
 * BIL-15: one payment a line: the amount, its reference, and which invoices it pays if not the oldest first.
 *
 * Example: `1,500.00; 1234; I-3 I-5` pays I-3, then I-5; `200.00; 1235` the oldest; `200.00` has no reference.
 * @throws FieldErrors at `payments`, naming the line
 */
export const parseDeposit = (text: string, currency: string): readonly DepositLine[] => {
  const lines = text.split('\n').map((line) => line.trim());
  const problems: string[] = [];
  const payments = lines.flatMap((line, at): readonly DepositLine[] => {
    if (line === '') return [];
    const [first = '', reference = '', invoices = '', ...more] = line.split(';').map((part) => part.trim());
    const amount = parseAmount(first, currency);
    const pays = invoices.split(/[\s,]+/).filter((each) => each !== '');
    if (!amount.ok) problems.push(`Line ${at + 1}: ${amount.error}`);
    else if (amount.value.amount <= 0n) problems.push(`Line ${at + 1}: enter an amount above zero.`);
    else if (more.length > 0) problems.push(`Line ${at + 1}: write amount; reference; invoices, and no more.`);
    else
      return [
        { amount: amount.value, reference: reference || undefined, pays: pays.map((each) => each.toUpperCase()) },
      ];
    return [];
  });
  if (problems.length > 0) throw new FieldErrors({ payments: problems.slice(0, 5).join(' ') });
  if (payments.length === 0) throw new FieldErrors({ payments: 'Enter at least one payment.' });
  if (payments.length > mostLines)
    throw new FieldErrors({ payments: `Enter ${mostLines} payments at most, and the others in another form.` });
  const references = payments.flatMap(({ reference }) => reference?.toLowerCase() ?? []);
  const twice = references.find((each, at) => references.indexOf(each) !== at);
  if (twice !== undefined)
    throw new FieldErrors({ payments: `${twice} stands here twice: each payment needs a reference of its own.` });
  return payments;
};

export interface DepositFacts {
  /** In the order of the lines; `id` and `name` as they will be told. */
  readonly sources: readonly (Source & { readonly pays: readonly string[] })[];
  /** What is open of the customer, oldest first. */
  readonly invoices: readonly Invoice[];
}

const chosen = (pays: readonly string[], invoices: readonly Invoice[], at: number): readonly Invoice[] => {
  if (pays.length === 0) return invoices;
  return pays.map((number) => {
    const found = invoices.find((each) => invoiceRef(each) === number || each.issued?.number.toUpperCase() === number);
    if (!found)
      throw new FieldErrors({
        payments: `Payment ${at + 1}: ${number} is no open invoice of this customer. Take it out, or choose another.`,
      });
    return found;
  });
};

/**
 * BIL-15: each payment pays its invoices in the order they are named, else the oldest first; what is left over is the customer's
 * balance. The preview and what is saved are this.
 *
 * Example: 130.00 and 57.10 on I-1 of 100.00 and I-2 of 80.00 pay both, 7.10 is left over.
 * @throws FieldErrors at `payments` for an invoice that is not open
 */
export const decideDeposit = ({ sources, invoices }: DepositFacts, tolerances: Tolerances, today: Day): Settlement => {
  const open = invoices.filter(mayBeSettled);
  const left = new Map(open.map((each) => [each.id, each.open]));
  const allocations: Allocation[] = [];
  sources.forEach((source, at) => {
    const own = chosen(source.pays, open, at);
    const targets = own.map((each, order): Target => {
      const target = targetOf(each, today);
      // Named ones in the order of their names: a day that follows the order.
      const dueOn = source.pays.length > 0 ? (`0001-01-${String(order + 1).padStart(2, '0')}` as Day) : target.dueOn;
      return { ...target, dueOn, open: left.get(each.id) ?? target.open };
    });
    const settled = settleOldestFirst({ sources: [source], targets }, {});
    for (const allocation of settled.allocations) {
      allocations.push(allocation);
      const before = left.get(allocation.target);
      if (before) left.set(allocation.target, subtract(before, allocation.amount));
    }
  });
  return settleGiven({ sources, targets: open.map((each) => targetOf(each, today)) }, allocations, tolerances);
};
