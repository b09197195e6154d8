import { activitiesSlice } from '../../src/features/activities/index.ts';
import { invoicingSlice } from '../../src/features/billing/invoices/index.ts';
import { billingOnboardingSlice } from '../../src/features/billing/onboarding/index.ts';
import { paymentsSlice } from '../../src/features/billing/payments/index.ts';
import { subscriptionsSlice } from '../../src/features/billing/subscriptions/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/playbook-files.ts';
import { hardwareSlice } from '../../src/features/purchase/hardware/index.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import { createHarness, type Harness, type HarnessOptions } from '../support/harness.ts';

export { type Amounts, type Journey, startProject } from '../support/journey.ts';

/** Everybody is there, and every slice that onboarding stands on, and more where a test names them. */
export const startOffice = async (
  engine: Engine,
  { slices = [], ...more }: Partial<Pick<HarnessOptions, 'start' | 'timeZone' | 'slices'>> = {},
): Promise<Harness> => {
  const below = [customersSlice, documentsSlice, activitiesSlice, subscriptionsSlice, invoicingSlice, paymentsSlice];
  return createHarness({
    ...more,
    engine,
    slices: [...below, ...slices, billingOnboardingSlice, hardwareSlice, onboardingSlice(await loadPlaybooks())],
  });
};
