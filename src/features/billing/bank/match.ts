/** What money on a bank's statement may pay. BIL-15 */
import type { Invoice } from '../invoices/index.ts';
import { invoiceRef } from '../invoices/index.ts';
import type { BankRow } from './bank-row.ts';

/** An invoice that is open, with whose it is. */
export interface Candidate {
  readonly invoice: Invoice;
  readonly customerName: string;
}

export interface Match {
  readonly customerId: string;
  readonly customerName: string;
  /** In this order. */
  readonly invoices: readonly Invoice[];
  /** For people: why it is suggested. */
  readonly why: string;
}

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .trim()} `;

const numbersOf = (invoice: Invoice): readonly string[] =>
  [invoiceRef(invoice), invoice.issued?.number, invoice.sent?.number].flatMap((each) => each || []);

/** A number of its own is no part of another: `I-1` does not stand in `I-12`. */
const names = (text: string, name: string): boolean => {
  const word = wordsOf(name);
  return word.trim() !== '' && text.includes(word);
};

const matchOf = (found: readonly Candidate[], why: string): Match | undefined => {
  const [first] = found;
  if (!first || found.some(({ invoice }) => invoice.customerId !== first.invoice.customerId)) return undefined;
  const { customerName } = first;
  return { customerId: first.invoice.customerId, customerName, invoices: found.map(({ invoice }) => invoice), why };
};

/**
 * BIL-15: which open invoices a row suggests: those whose numbers stand in its text; else the one of the customer it names that has just
 * this open; else all of that customer, oldest first; else the only one that has just this open. Nothing where it could be of several customers.
 *
 * Example: `ACME I-12` of 50.00 suggests I-12; `Acme Corp.` of 50.00 the invoice of Acme Corp. that has 50.00 open.
 */
export const matchRow = (row: Pick<BankRow, 'amount' | 'text'>, open: readonly Candidate[]): Match | undefined => {
  const text = wordsOf(row.text);
  const own = open.filter(({ invoice }) => invoice.open.currency === row.amount.currency);
  const byNumber = own.filter(({ invoice }) => numbersOf(invoice).some((number) => names(text, number)));
  if (byNumber.length > 0) return matchOf(byNumber, 'its number stands in the text');
  const byName = own.filter(({ customerName }) => names(text, customerName));
  const isJust = ({ invoice }: Candidate): boolean => invoice.open.amount === row.amount.amount;
  const [named] = byName.filter(isJust);
  if (named && matchOf(byName, '')) return matchOf([named], 'the customer’s name and the amount');
  if (byName.length > 0) return matchOf(byName, 'the customer’s name, oldest first');
  const just = own.filter(isJust);
  return just.length === 1 ? matchOf(just, 'the amount only') : undefined;
};
