import type { Slice } from '../platform/slice/slice.ts';
import { activitiesSlice } from './activities/index.ts';
import { assetsCsv, assetsSlice } from './billing/assets/index.ts';
import { balanceSlice } from './billing/balance/index.ts';
import { bankCsv, bankSlice } from './billing/bank/index.ts';
import { billRemindersSlice } from './billing/billreminders/index.ts';
import { billRunsSlice } from './billing/billruns/index.ts';
import { billsSlice } from './billing/bills/index.ts';
import { carryOverSlice } from './billing/carryover/index.ts';
import { catalogSlice, chargesCsv, plansCsv } from './billing/catalog/index.ts';
import { checklistSlice } from './billing/checklist/index.ts';
import { closingSlice } from './billing/closing/index.ts';
import { correspondenceSlice } from './billing/correspondence/index.ts';
import { creditsSlice } from './billing/credits/index.ts';
import { depositsSlice } from './billing/deposits/index.ts';
import { billingFindingSlice } from './billing/finding/index.ts';
import { forecastSlice } from './billing/forecast/index.ts';
import { invoicingSlice } from './billing/invoices/index.ts';
import { journalSlice } from './billing/journal/index.ts';
import { lettersSlice } from './billing/letters/index.ts';
import { looksSlice } from './billing/looks/index.ts';
import { occasionsSlice } from './billing/occasions/index.ts';
import { billingOnboardingSlice } from './billing/onboarding/index.ts';
import { balancesCsv, openInvoicesCsv } from './billing/openings/index.ts';
import { billingPapersSlice } from './billing/papers/index.ts';
import { paymentsSlice } from './billing/payments/index.ts';
import { presentingSlice } from './billing/presenting/index.ts';
import { quotesSlice } from './billing/quotes/index.ts';
import { readinessSlice } from './billing/readiness/index.ts';
import { refundsSlice } from './billing/refunds/index.ts';
import { remindingSlice } from './billing/reminding/index.ts';
import { billingReportsSlice } from './billing/reports/index.ts';
import { returnsSlice } from './billing/returns/index.ts';
import { rightsSlice } from './billing/rights/index.ts';
import { sellersSlice } from './billing/sellers/index.ts';
import { servicesSlice } from './billing/services/index.ts';
import { setupSlice } from './billing/setup/index.ts';
import { statementsSlice } from './billing/statements/index.ts';
import { subscriptionsCsv, subscriptionsSlice } from './billing/subscriptions/index.ts';
import { taxesCsv, taxesSlice } from './billing/taxes/index.ts';
import { terminationsSlice } from './billing/terminations/index.ts';
import { writeOffsSlice } from './billing/writeoffs/index.ts';
import { type CollectionsOptions, collectionsSlice, type ReportFormat } from './collections/index.ts';
import { customersCsv, customersSlice, groupsCsv } from './customers/index.ts';
import { documentsSlice } from './documents/index.ts';
import { type CsvKind, entriesSlice } from './entries/index.ts';
import { findSlice } from './find/index.ts';
import { formsSlice } from './forms/index.ts';
import { licenseLetterSlice, licensesCsv, licensesSlice } from './licenses/index.ts';
import { onboardingSlice } from './onboarding/index.ts';
import { pagesSlice } from './pages/index.ts';
import { createPress, type Press } from './papers/index.ts';
import type { Playbook } from './playbooks/index.ts';
import { hardwareSlice } from './purchase/hardware/index.ts';
import { reportsSlice } from './reports/index.ts';
import { storySlice } from './story/index.ts';
import { templatesSlice } from './templates/index.ts';

/** What the slices are made with. */
export interface Ingredients {
  readonly playbooks: readonly Playbook[];
  readonly reportFormats: readonly ReportFormat[];
  readonly openFile: CollectionsOptions['openFile'];
  readonly wakeRuns: CollectionsOptions['wakeRuns'];
  /** With fonts beside our own. */
  readonly fontsDir?: string | undefined;
  /** Under which browsers reach Baton. */
  readonly publicUrl?: string | undefined;
  /** Where customers give the gateway another card. */
  readonly cardUpdateUrl?: string | undefined;
  /** Where the gateway's reports are put. */
  readonly reportsDir?: string | undefined;
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
export const featureSlices = ({
  playbooks,
  reportFormats,
  openFile,
  wakeRuns,
  fontsDir,
  publicUrl,
  cardUpdateUrl,
  reportsDir,
  press = createPress({ fontsDir }),
}: Ingredients & { readonly press?: Press }): readonly Slice[] => [
  storySlice,
  findSlice,
  documentsSlice,
  reportsSlice(wakeRuns),
  entriesSlice({ kinds: csvKinds, openFile, wakeRuns }),
  customersSlice,
  activitiesSlice,
  setupSlice,
  templatesSlice,
  checklistSlice,
  sellersSlice,
  looksSlice({ openFile, press, wakeRuns }),
  taxesSlice,
  catalogSlice,
  assetsSlice({ openFile, wakeRuns }),
  rightsSlice,
  closingSlice,
  subscriptionsSlice,
  servicesSlice,
  invoicingSlice,
  lettersSlice,
  presentingSlice({ press, wakeRuns }),
  balanceSlice,
  carryOverSlice(wakeRuns),
  billsSlice,
  billRunsSlice(wakeRuns),
  readinessSlice,
  billRemindersSlice,
  forecastSlice(wakeRuns),
  creditsSlice,
  billingPapersSlice({ press, wakeRuns }),
  writeOffsSlice,
  paymentsSlice,
  depositsSlice,
  bankSlice,
  refundsSlice,
  terminationsSlice,
  returnsSlice,
  quotesSlice({ press, wakeRuns }),
  billingFindingSlice,
  billingReportsSlice,
  journalSlice,
  statementsSlice({ press, wakeRuns }),
  billingOnboardingSlice,
  hardwareSlice,
  correspondenceSlice,
  occasionsSlice(press),
  licensesSlice,
  licenseLetterSlice(press),
  remindingSlice(publicUrl),
  collectionsSlice({ formats: reportFormats, openFile, wakeRuns, cardUpdateUrl, reportsDir }),
  onboardingSlice(playbooks),
  formsSlice(publicUrl),
  pagesSlice({ publicUrl, cardUpdateUrl, press }),
];
