export { balancesCsv } from './balances-csv.ts';
export { openInvoicesCsv } from './open-invoices-csv.ts';
