import type { Slice } from '../platform/slice/slice.ts';
import { activitiesSlice } from './activities/index.ts';
import { assetsCsv, assetsSlice } from './billing/assets/index.ts';
import { balanceSlice } from './billing/balance/index.ts';
import { bankCsv, bankSlice } from './billing/bank/index.ts';
import { billRunsSlice } from './billing/billruns/index.ts';
import { billsSlice } from './billing/bills/index.ts';
import { catalogSlice, chargesCsv, plansCsv } from './billing/catalog/index.ts';
import { closingSlice } from './billing/closing/index.ts';
import { creditsSlice } from './billing/credits/index.ts';
import { depositsSlice } from './billing/deposits/index.ts';
import { invoicingSlice } from './billing/invoices/index.ts';
import { billingOnboardingSlice } from './billing/onboarding/index.ts';
import { balancesCsv, openInvoicesCsv } from './billing/openings/index.ts';
import { paymentsSlice } from './billing/payments/index.ts';
import { refundsSlice } from './billing/refunds/index.ts';
import { returnsSlice } from './billing/returns/index.ts';
import { rightsSlice } from './billing/rights/index.ts';
import { sellersSlice } from './billing/sellers/index.ts';
import { setupSlice } from './billing/setup/index.ts';
import { subscriptionsCsv, subscriptionsSlice } from './billing/subscriptions/index.ts';
import { taxesCsv, taxesSlice } from './billing/taxes/index.ts';
import { writeOffsSlice } from './billing/writeoffs/index.ts';
import { type CollectionsOptions, collectionsSlice, type ReportFormat } from './collections/index.ts';
import { customersCsv, customersSlice, groupsCsv } from './customers/index.ts';
import { documentsSlice } from './documents/index.ts';
import { type CsvKind, entriesSlice } from './entries/index.ts';
import { licensesCsv, licensesSlice } from './licenses/index.ts';
import { onboardingSlice } from './onboarding/index.ts';
import type { Playbook } from './playbooks/index.ts';
import { hardwareSlice } from './purchase/hardware/index.ts';
import { storySlice } from './story/index.ts';

/** What the slices are made with. */
export interface Ingredients {
  readonly playbooks: readonly Playbook[];
  readonly reportFormats: readonly ReportFormat[];
  readonly openFile: CollectionsOptions['openFile'];
  readonly wakeRuns: CollectionsOptions['wakeRuns'];
}

/** What can be entered from CSV files. BIL-21 */
export const csvKinds: readonly CsvKind[] = [
  customersCsv,
  groupsCsv,
  plansCsv,
  chargesCsv,
  taxesCsv,
  assetsCsv,
  licensesCsv,
  subscriptionsCsv,
  openInvoicesCsv,
  balancesCsv,
  bankCsv,
];

/** All slices, bottom first; their order is the order of what they contribute. */
export const featureSlices = ({ playbooks, reportFormats, openFile, wakeRuns }: Ingredients): readonly Slice[] => [
  storySlice,
  documentsSlice,
  entriesSlice({ kinds: csvKinds, openFile, wakeRuns }),
  customersSlice,
  activitiesSlice,
  setupSlice,
  sellersSlice,
  taxesSlice,
  catalogSlice,
  assetsSlice({ openFile, wakeRuns }),
  rightsSlice,
  closingSlice,
  subscriptionsSlice,
  invoicingSlice,
  balanceSlice,
  billsSlice,
  billRunsSlice(wakeRuns),
  creditsSlice,
  writeOffsSlice,
  paymentsSlice,
  depositsSlice,
  bankSlice,
  refundsSlice,
  returnsSlice,
  billingOnboardingSlice,
  hardwareSlice,
  licensesSlice,
  collectionsSlice({ formats: reportFormats, openFile, wakeRuns }),
  onboardingSlice(playbooks),
];
