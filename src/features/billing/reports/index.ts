import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { reports } from '../../reports/index.ts';
import { ageingReport } from './ageing-report.ts';
import { balancesReport } from './balances-report.ts';
import { invoicesReport } from './invoices-report.ts';
import { revenueReport } from './revenue-report.ts';

export { type OpenInvoice, openInvoices } from './ageing-store.ts';

/** What billing knows in figures. CUS-8 */
export const billingReportsSlice: Slice = {
  name: 'billing reports',
  contributes: [ageingReport, revenueReport, invoicesReport, balancesReport].map((report) =>
    contribute(reports, report),
  ),
};
