import { add, type Money, negate, sumByCurrency, zero } from '../../../core/money/money.ts';
import type { Table } from '../../../platform/block-kit/table.ts';
import { figureOf, moneyReaders, type Range, type Reading, type Report, type ReportRow } from '../../reports/index.ts';
import { readClosing } from '../closing/index.ts';
import { type JournalPolicy, journalPolicy } from './accounts.ts';
import { bookingOf, type JournalLine, type LedgerDocument } from './booking.ts';
import { documentsIn } from './document-store.ts';
import { keepExport, keptExport } from './export-store.ts';

interface Sides {
  readonly debit?: Money | undefined;
  readonly credit?: Money | undefined;
}

const sidesOf = (amount: Money): Sides => (amount.amount > 0n ? { debit: amount } : { credit: negate(amount) });

const rowOf = (document: LedgerDocument, { account, amount, tax }: JournalLine): ReportRow => ({
  date: document.on,
  document: document.kind,
  number: document.number,
  account,
  ...sidesOf(amount),
  currency: amount.currency,
  customer: document.customer,
  tax,
});

async function* rows(reading: Reading, range: Range): AsyncGenerator<readonly ReportRow[]> {
  const accounts = await reading.policy(journalPolicy);
  for await (const documents of documentsIn(reading.tx, { ...range, timeZone: reading.timeZone }))
    yield documents.flatMap((each) => bookingOf(each, accounts).map((line) => rowOf(each, line)));
}

interface Totals {
  readonly debit: Money;
  readonly credit: Money;
}

/** What is booked on each account, of each currency by itself. ALL-7 */
const totalsIn = async (
  { tx, timeZone }: Reading,
  range: Range,
  accounts: JournalPolicy,
): Promise<ReadonlyMap<string, Totals>> => {
  const totals = new Map<string, Totals>();
  for await (const documents of documentsIn(tx, { ...range, timeZone }))
    for (const { account, amount } of documents.flatMap((each) => bookingOf(each, accounts))) {
      const { debit = zero(amount.currency), credit = zero(amount.currency) } = sidesOf(amount);
      const key = `${amount.currency} ${account}`;
      const known = totals.get(key);
      totals.set(
        key,
        known ? { debit: add(known.debit, debit), credit: add(known.credit, credit) } : { debit, credit },
      );
    }
  return totals;
};

const tableOf = (totals: ReadonlyMap<string, Totals>): Table => {
  const sorted = [...totals].sort(([one], [other]) => (one < other ? -1 : 1));
  const all = [...totals.values()];
  const credits = sumByCurrency(all.map(({ credit }) => credit));
  const sums = sumByCurrency(all.map(({ debit }) => debit)).map((debit) => ({
    debit,
    credit: credits.find(({ currency }) => currency === debit.currency) ?? zero(debit.currency),
  }));
  return {
    caption: 'Booked by account',
    columns: ['Account', 'Currency', 'Debit', 'Credit'],
    rows: [
      ...sorted.map(([key, { debit, credit }]) => [
        key.slice(key.indexOf(' ') + 1),
        debit.currency,
        figureOf(debit),
        figureOf(credit),
      ]),
      ...sums.map(({ debit, credit }) => ['Total', debit.currency, figureOf(debit), figureOf(credit)]),
    ],
  };
};

/**
 * BIL-21: what was invoiced, credited, paid, given back and written off in a period, by account code: debits equal credits for each
 * document and in total. A closed period's file is the same whenever it is asked for.
 */
export const journalReport: Report = {
  word: 'journal',
  title: 'Journal',
  help: 'invoices, credits and money by account, for the bookkeeping',
  readers: moneyReaders,
  range: 'past',
  fields: [
    { key: 'date', name: 'Date', kind: 'day' },
    { key: 'document', name: 'Document', kind: 'text' },
    { key: 'number', name: 'Number', kind: 'text' },
    { key: 'account', name: 'Account', kind: 'text' },
    { key: 'debit', name: 'Debit', kind: 'money' },
    { key: 'credit', name: 'Credit', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'tax', name: 'Tax', kind: 'text' },
  ],
  overview: async (reading, range) => {
    const { closedOn } = await readClosing(reading.tx);
    const isClosed = closedOn !== undefined && range.last <= closedOn;
    return {
      tables: [tableOf(await totalsIn(reading, range, await reading.policy(journalPolicy)))],
      charts: [],
      note: isClosed
        ? 'These days are closed: the file is the same whenever it is asked for.'
        : 'These days are not closed yet: what is dated into them later comes into a later file.',
    };
  },
  rows,
  kept: {
    find: async (work, of) => {
      const { closedOn } = await readClosing(work.tx);
      return closedOn !== undefined && of.last <= closedOn ? keptExport(work.tx, of) : undefined;
    },
    note: async (work, of, hash) => {
      const { closedOn } = await readClosing(work.tx);
      if (closedOn !== undefined && of.last <= closedOn) await keepExport(work, of, hash);
    },
  },
};
