import { type Money, money } from '../../../core/money/money.ts';
import {
  countOf,
  figureOf,
  moneyReaders,
  type Range,
  type Reading,
  type Report,
  type ReportRow,
} from '../../reports/index.ts';
import { type InvoicedSum, type IssuedInvoice, invoicedSums, invoicesOf } from './invoices-store.ts';

const openOf = ({ state, amount, paid, credited, writtenOff }: IssuedInvoice): bigint =>
  state === 'open' ? amount - paid - credited - writtenOff : 0n;

const rowOf = (invoice: IssuedInvoice): ReportRow => {
  const of = (amount: bigint): Money => money(amount, invoice.currency);
  return {
    number: invoice.number,
    customer: invoice.customer,
    type: invoice.contractType ?? undefined,
    label: invoice.label,
    issued: invoice.issuedOn,
    due: invoice.dueOn ?? undefined,
    first: invoice.periodFirst ?? undefined,
    last: invoice.periodLast ?? undefined,
    sent: invoice.sentOn ?? undefined,
    order: invoice.purchaseOrder ?? undefined,
    net: of(invoice.net),
    tax: of(invoice.tax),
    amount: of(invoice.amount),
    paid: of(invoice.paid),
    credited: of(invoice.credited),
    written_off: of(invoice.writtenOff),
    open: of(openOf(invoice)),
    currency: invoice.currency,
    state: invoice.state,
  };
};

async function* rows({ tx }: Reading, range: Range): AsyncGenerator<readonly ReportRow[]> {
  for await (const batch of invoicesOf(tx, range)) yield batch.map(rowOf);
}

const lineOf = ({ currency, state, invoices, ...sums }: InvoicedSum) => [
  state,
  currency,
  countOf(invoices),
  ...[sums.net, sums.tax, sums.amount, sums.open].map((of) => figureOf(money(of, currency))),
];

/** CUS-8: the invoices of a period, with the fields that somebody chooses. */
export const invoicesReport: Report = {
  word: 'invoices',
  title: 'Invoices',
  help: 'the invoices of a period, with chosen fields',
  readers: moneyReaders,
  range: 'past',
  fields: [
    { key: 'number', name: 'Number', kind: 'text' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'type', name: 'Contract type', kind: 'text', isExtra: true },
    { key: 'label', name: 'Invoice', kind: 'text' },
    { key: 'issued', name: 'Issued on', kind: 'day' },
    { key: 'due', name: 'Due on', kind: 'day' },
    { key: 'first', name: 'Period from', kind: 'day', isExtra: true },
    { key: 'last', name: 'Period to', kind: 'day', isExtra: true },
    { key: 'sent', name: 'Sent on', kind: 'day', isExtra: true },
    { key: 'order', name: 'Order number', kind: 'text', isExtra: true },
    { key: 'net', name: 'Net', kind: 'money' },
    { key: 'tax', name: 'Tax', kind: 'money' },
    { key: 'amount', name: 'Amount', kind: 'money' },
    { key: 'paid', name: 'Paid', kind: 'money', isExtra: true },
    { key: 'credited', name: 'Credited', kind: 'money', isExtra: true },
    { key: 'written_off', name: 'Written off', kind: 'money', isExtra: true },
    { key: 'open', name: 'Open', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
    { key: 'state', name: 'State', kind: 'text' },
  ],
  overview: async ({ tx }, range) => ({
    tables: [
      {
        caption: 'Invoices by state',
        columns: ['State', 'Currency', 'Invoices', 'Net', 'Tax', 'Amount', 'Open'],
        rows: (await invoicedSums(tx, range)).map(lineOf),
      },
    ],
    charts: [],
  }),
  rows,
};
