import type { WindowSection } from '../../platform/slice/slice.ts';
import { documentList, documentRows } from './document-views.ts';
import { documentsOf, documentsOfCustomer } from './store.ts';

/** The documents in the windows of what they belong to. */
export const documentSections: readonly WindowSection[] = [
  {
    subject: 'invoice',
    order: 40,
    title: 'Documents',
    read: async (deps, id) => ({ blocks: documentList(await documentsOf(deps.db.prisma, [{ type: 'invoice', id }])) }),
  },
  {
    subject: 'customer',
    order: 80,
    title: 'Documents',
    rows: async ({ deps }, customerId, page) =>
      documentRows(await documentsOfCustomer(deps.db.prisma, customerId, page)),
  },
];
