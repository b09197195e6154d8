/** The money in the windows of charges and licenses: what was paid, and what else their customer owes. WRK-1 */
import { todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { invoiceRows, invoicesOfCustomer } from '../../billing/invoices/index.ts';
import { paymentSection } from '../../billing/payments/index.ts';
import { licenseById } from '../../licenses/index.ts';
import { caseById, caseIdsOfLicense } from '../cases/index.ts';

const openInvoices = (
  subject: string,
  customerOf: (tx: Tx, id: string) => Promise<string | undefined>,
): WindowSection => ({
  subject,
  order: 40,
  title: 'Open invoices of the customer',
  rows: async ({ deps: { db, timeZone, clock } }, id, page) => {
    const customerId = await customerOf(db.prisma, id);
    if (!customerId) return [];
    return invoiceRows(
      await invoicesOfCustomer(db.prisma, customerId, { ...page, open: true }),
      todayIn(timeZone, clock.now()),
    );
  },
});

export const moneySections: readonly WindowSection[] = [
  paymentSection('case', 20, async (_tx, id) => ({ subjects: [{ type: 'case', id }] })),
  paymentSection('license', 30, async (tx, id) => {
    const cases = (await caseIdsOfLicense(tx, id)).map((caseId) => ({ type: 'case', id: caseId }));
    return { subjects: [{ type: 'license', id }, ...cases] };
  }),
  openInvoices('case', async (tx, id) => (await caseById(tx, id))?.customerId),
  openInvoices('license', async (tx, id) => (await licenseById(tx, id))?.customerId),
];
