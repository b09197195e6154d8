/** What can be promised for, of what billing keeps: an invoice, and whatever a customer owes. */
import { invoiceById, redraw } from '../../invoices/index.ts';
import type { PromiseSubject } from './promise.ts';
import { comeForInvoices, comeFromCustomers } from './store.ts';

export const invoicePromises: PromiseSubject = {
  type: 'invoice',
  read: comeForInvoices,
  tell: async (work, id, text) => {
    const invoice = await invoiceById(work.tx, id);
    if (invoice) redraw(work, invoice, { text });
  },
};

/** A customer has no message of their own: what is promised for all is told in accounting's channel. */
export const customerPromises: PromiseSubject = {
  type: 'customer',
  read: comeFromCustomers,
  tell: async (work, customerId, text) =>
    work.post({ to: { role: 'accounting' }, customerId, priority: 1, content: { text } }),
};
