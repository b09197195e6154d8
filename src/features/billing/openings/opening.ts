/** Rows of what is open when a workspace starts: invoices that another system issued, and what customers have left over. BIL-21 */
import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney, isCurrency, type Money, parseAmount, subtract, zero } from '../../../core/money/money.ts';
import { type Day, formatDay, parseDay } from '../../../core/time/calendar.ts';
import { dayProblem } from '../../../core/time/day-range.ts';

type Cells = Readonly<Record<string, string | undefined>>;

export interface OpenInvoice {
  readonly customer: string;
  /** In the system that issued it. */
  readonly number: string;
  readonly label: string;
  /** With tax. */
  readonly amount: Money;
  readonly tax: Money;
  /** What is still to be paid of it; from 1 to the amount. */
  readonly open: Money;
  readonly issuedOn: Day;
  readonly dueOn: Day;
}

export interface OpeningBalance {
  readonly customer: string;
  readonly amount: Money;
  readonly asOf: Day;
  /** Where it comes from, for people. */
  readonly origin?: string | undefined;
}

const dayText = 'Write the day as year-month-day, such as 2026-03-01.';

/** Reads the cells of a row, and gathers what is wrong with them. */
const reader = (cells: Cells) => {
  const problems: Record<string, string> = {};
  const refuse = (column: string, text: string): undefined => {
    problems[column] ??= text;
  };
  const currency = (cells.currency ?? '').toUpperCase();
  if (!isCurrency(currency)) refuse('currency', 'This is not a currency. Write its three letters, such as USD.');
  return {
    refuse,
    currency,
    day: (column: string): Day | undefined => parseDay(cells[column] ?? '') ?? refuse(column, dayText),
    amount: (column: string): Money | undefined => {
      if (!isCurrency(currency)) return undefined;
      const parsed = parseAmount(cells[column] ?? '', currency);
      return parsed.ok ? parsed.value : refuse(column, parsed.error);
    },
    end: (): void => {
      if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    },
  };
};

/**
 * BIL-21: an invoice that is open elsewhere; without `tax` it has none, without `open` nothing of it is paid.
 *
 * Example: 1,082.50 with 82.50 tax, of which 500.00 are open: 582.50 came in before.
 * @throws FieldErrors by column
 */
export const readOpenInvoice = (cells: Cells): OpenInvoice => {
  const { refuse, day, amount: amountOf, currency, end } = reader(cells);
  const [issuedOn, dueOn, amount] = [day('issued_on'), day('due_on'), amountOf('amount')];
  const tax = cells.tax === undefined && isCurrency(currency) ? zero(currency) : amountOf('tax');
  const open = cells.open === undefined ? amount : amountOf('open');
  if (amount?.amount === 0n)
    refuse('amount', 'An open invoice is for something: leave the row out, or enter its amount.');
  else if (amount && tax && tax.amount >= amount.amount)
    refuse('tax', `The tax is part of the amount, which is ${formatMoney(amount)}: it must be less.`);
  if (cells.open !== undefined && open?.amount === 0n) refuse('open', 'Nothing of it is open. Leave out what is paid.');
  else if (amount && open && open.amount > amount.amount)
    refuse('open', `No more can be open than its amount, ${formatMoney(amount)}.`);
  if (issuedOn && dueOn && dueOn < issuedOn)
    refuse('due_on', `It was issued on ${formatDay(issuedOn)}: it cannot be due before that.`);
  end();
  if (!issuedOn || !dueOn || !amount || !tax || !open) throw new Error('a row without problems has all of its values');
  const number = cells.number ?? '';
  return {
    customer: cells.customer ?? '',
    number,
    label: cells.label ?? `Invoice ${number}`,
    ...{ amount, tax, open, issuedOn, dueOn },
  };
};

/** What came in for it before: what is not open any more. */
export const paidBefore = ({ amount, open }: OpenInvoice): Money => subtract(amount, open);

/** BIL-21: what a customer has left over as of a day. @throws FieldErrors by column */
export const readBalance = (cells: Cells): OpeningBalance => {
  const { refuse, day, amount: amountOf, end } = reader(cells);
  const asOf = day('as_of');
  // What somebody owes is not less than nothing left over: it has a due date, and is asked for.
  if (/^\s*[-−–(]/u.test(cells.balance ?? ''))
    refuse('balance', 'What a customer owes comes in as open invoices, not as a negative balance.');
  const amount = amountOf('balance');
  if (amount?.amount === 0n) refuse('balance', 'Nothing is left over: leave the row out.');
  end();
  if (!asOf || !amount) throw new Error('a row without problems has all of its values');
  return { customer: cells.customer ?? '', amount, asOf, origin: cells.origin };
};

/** Whom a row is about, as Baton knows them. */
export interface OpeningFacts {
  readonly customer: { readonly name: string; readonly currency: string } | undefined;
  readonly today: Day;
  /** Why nothing can be dated on a day. BIL-16 */
  readonly closed: (on: Day) => string | undefined;
}

/** What is wrong with a row beside what Baton knows, by column; `on`: the column of its day, and that day. */
export const openingProblems = (
  row: { readonly customer: string; readonly amount: Money },
  { column, on }: { readonly column: string; readonly on: Day },
  { customer, today, closed }: OpeningFacts,
): Readonly<Record<string, string>> => {
  const { currency } = row.amount;
  const wrongDay = on > today ? 'This day is yet to come.' : (dayProblem(on, 'happened', today) ?? closed(on));
  return {
    ...(customer
      ? {}
      : { customer: `Baton knows no customer called “${row.customer}”. Enter it first, or correct the name.` }),
    ...(customer && customer.currency !== currency
      ? { currency: `${customer.name} is billed in ${customer.currency}, not ${currency}.` }
      : {}),
    ...(wrongDay ? { [column]: wrongDay } : {}),
  };
};
