import type { WindowSection } from '../../../platform/slice/slice.ts';
import { letterRows } from '../letters/index.ts';
import { lettersOf } from './store.ts';
import { invoiceKinds } from './words/letter-kinds.ts';

/** What was mailed of an invoice, and how each fared. BIL-5 */
export const lettersSection: WindowSection = {
  subject: 'invoice',
  order: 8,
  title: 'Letters',
  rows: async ({ deps }, invoiceId, page) =>
    letterRows(await lettersOf(deps.db.prisma, invoiceId, page), Object.values(invoiceKinds)),
};
