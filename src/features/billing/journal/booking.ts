/** What a document books: on which accounts, debits as much as credits. BIL-21 */
import { add, type Money, negate, sum } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type LineTax, taxTotals } from '../taxes/index.ts';
import { type JournalPolicy, taxAccount } from './accounts.ts';

/** What was dated; each is undone by its opposite, with a date of its own. */
export type DocumentKind =
  | 'invoice'
  | 'invoice voided'
  | 'credit note'
  | 'credit note cancelled'
  | 'payment'
  | 'payment came back'
  | 'refund'
  | 'refund taken back'
  | 'write-off'
  | 're-opened';

export interface DocumentLine {
  readonly account?: string | undefined;
  readonly net: Money;
  readonly tax: LineTax;
}

/** A dated document; its amounts are what is written on it, never below zero. */
export interface LedgerDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  /** For people: `INV-2026-0001`, `check 1234`. */
  readonly number: string;
  readonly on: Day;
  readonly customer: string;
  /** With tax. */
  readonly amount: Money;
  /** The tax in it. */
  readonly tax: Money;
  /** What it charges or takes back, of those that do. */
  readonly lines: readonly DocumentLine[];
  /** How the money moved, of those that are money. */
  readonly method?: string | undefined;
  /** Another system issued or received it: its revenue or its money is in those books. */
  readonly isOpening: boolean;
}

export interface JournalLine {
  readonly account: string;
  /** Above zero on the debit side, below zero on the credit side. */
  readonly amount: Money;
  /** The tax's code, of a line of tax. */
  readonly tax?: string;
}

const opposites: ReadonlySet<DocumentKind> = new Set([
  'invoice voided',
  'credit note',
  'payment came back',
  'refund',
  're-opened',
]);

/** By account; of one account several lines are one. */
const gathered = (lines: readonly JournalLine[]): readonly JournalLine[] => {
  const byKey = new Map<string, JournalLine>();
  for (const line of lines) {
    const key = `${line.account} ${line.tax ?? ''}`;
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, amount: add(known.amount, line.amount) } : line);
  }
  return [...byKey.values()].filter(({ amount }) => amount.amount !== 0n);
};

/** What its lines come to by tax; what rounding, or a header without lines, leaves is on the first. */
const taxLines = ({ lines, tax }: LedgerDocument, accounts: JournalPolicy): readonly JournalLine[] => {
  const { currency } = tax;
  const totals = taxTotals(lines, currency).taxes.map((each) => ({
    account: taxAccount(accounts, each.tax.code),
    amount: each.amount,
    tax: each.tax.code,
  }));
  const rest = add(
    tax,
    negate(
      sum(
        totals.map(({ amount }) => amount),
        currency,
      ),
    ),
  );
  const [first = { account: accounts.tax, amount: sum([], currency), tax: '' }, ...others] = totals;
  return [{ ...first, amount: add(first.amount, rest) }, ...others];
};

const charged = (document: LedgerDocument, accounts: JournalPolicy): readonly JournalLine[] => {
  const { amount, lines, isOpening } = document;
  const owed = { account: accounts.receivables, amount };
  if (isOpening) return [owed, { account: accounts.opening, amount: negate(amount) }];
  const earned = [
    ...lines.map(({ account, net }) => ({ account: account ?? accounts.revenue, amount: net })),
    ...taxLines(document, accounts),
  ];
  return [owed, ...earned.map((line) => ({ ...line, amount: negate(line.amount) }))];
};

const moneyAccount = ({ method, isOpening }: LedgerDocument, accounts: JournalPolicy): string => {
  if (isOpening) return accounts.opening;
  return method === 'card' ? accounts.card : accounts.bank;
};

/** Someone gave it, or gave it up: the customer owes less. */
const settled = (document: LedgerDocument, account: string, accounts: JournalPolicy): readonly JournalLine[] => [
  { account, amount: document.amount },
  { account: accounts.receivables, amount: negate(document.amount) },
];

const asCharged = (document: LedgerDocument, accounts: JournalPolicy): readonly JournalLine[] => {
  switch (document.kind) {
    case 'payment':
    case 'payment came back':
    case 'refund':
    case 'refund taken back':
      return settled(document, moneyAccount(document, accounts), accounts);
    case 'write-off':
    case 're-opened':
      return settled(document, accounts.writeOffs, accounts);
    default:
      return charged(document, accounts);
  }
};

/**
 * BIL-21: a document's lines in the journal, which sum to zero.
 *
 * Example: an invoice of 100.00 and 8.25 tax: receivables 108.25; revenue −100.00; tax −8.25. Its payment: bank 108.25; receivables
 * −108.25. A credit note, a refund and whatever undoes is the opposite of what it undoes.
 * @throws RangeError for one that does not balance: it was stored wrong
 */
export const bookingOf = (document: LedgerDocument, accounts: JournalPolicy): readonly JournalLine[] => {
  const lines = gathered(asCharged(document, accounts));
  const left = sum(
    lines.map(({ amount }) => amount),
    document.amount.currency,
  );
  if (left.amount !== 0n) throw new RangeError(`BIL-21: ${document.kind} ${document.number} does not balance`);
  return opposites.has(document.kind) ? lines.map((line) => ({ ...line, amount: negate(line.amount) })) : lines;
};
