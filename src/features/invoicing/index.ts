import type { Slice } from '../../platform/slice.ts';

export { correctInvoice, voidInvoice } from './correct-invoice.ts';
export { invoiceChanged, invoiceLocking } from './events.ts';
export type { Charge, Invoice, InvoiceState, PickedUp } from './invoice.ts';
export { planInvoices, presentInvoices } from './plan-invoices.ts';
export { invoiceById, invoicesFor, lockInvoice, settleInvoice } from './store.ts';

export const invoicingSlice: Slice = { name: 'invoicing' };
