import { money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { moneyReaders, type Range, type Reading, type Report, type ReportRow } from '../../reports/index.ts';
import { ageingCharts, ageingTable, ageNames, ageOf, debtorsTable } from './ageing.ts';
import { type AsOf, agedSums, type OpenInvoice, openInvoices } from './ageing-store.ts';

const asOfOf = ({ today, timeZone }: Reading, { last: on }: Range): AsOf => ({ on, timeZone, isNow: on === today });

const rowOf = ({ currency, dueOn, issuedOn, amount, open, ...invoice }: OpenInvoice, on: Day): ReportRow => ({
  customer: invoice.customer,
  number: invoice.number,
  label: invoice.label,
  issued: issuedOn ?? undefined,
  due: dueOn,
  age: ageNames[ageOf(dueOn, on)],
  amount: money(amount, currency),
  open: money(open, currency),
  currency,
});

async function* rows(reading: Reading, range: Range): AsyncGenerator<readonly ReportRow[]> {
  for await (const batch of openInvoices(reading.tx, asOfOf(reading, range)))
    yield batch.map((each) => rowOf(each, range.last));
}

/** CUS-8: what customers owe by how long it has been due; its total is what is open of all invoices that went out. */
export const ageingReport: Report = {
  word: 'ageing',
  title: 'Receivables ageing',
  help: 'what customers owe, by how long it has been due',
  readers: moneyReaders,
  range: 'as_of',
  fields: [
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'number', name: 'Number', kind: 'text' },
    { key: 'label', name: 'Invoice', kind: 'text', isExtra: true },
    { key: 'issued', name: 'Issued on', kind: 'day' },
    { key: 'due', name: 'Due on', kind: 'day' },
    { key: 'age', name: 'Age', kind: 'text' },
    { key: 'amount', name: 'Amount', kind: 'money', isExtra: true },
    { key: 'open', name: 'Open', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
  ],
  overview: async (reading, range) => {
    const aged = await agedSums(reading.tx, asOfOf(reading, range));
    const all = aged.filter(({ customer }) => customer === undefined);
    return {
      tables: [ageingTable(all), debtorsTable(aged.filter(({ customer }) => customer !== undefined))],
      charts: ageingCharts(all),
      note: 'Drafts are not counted: they went out to nobody. What customers have left over is in the report “Credits and balances”.',
    };
  },
  rows,
};
