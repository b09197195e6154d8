import { NotFound } from '../../../core/errors.ts';
import type { WindowKind } from '../../../platform/slice/slice.ts';
import { customerById } from '../../customers/index.ts';
import { invoiceDoor } from './invoice.ts';
import { invoiceHead } from './invoice-views.ts';
import { invoiceById } from './store.ts';

/** The invoice as its message shows it, unfolded, with the same buttons for accounting. WRK-1 */
export const invoiceWindow: WindowKind = {
  ...invoiceDoor,
  read: async ({ deps }, id) => {
    const invoice = await invoiceById(deps.db.prisma, id);
    const customer = invoice && (await customerById(deps.db.prisma, invoice.customerId));
    if (!invoice || !customer) throw new NotFound('invoice');
    return invoiceHead(invoice, customer);
  },
};
