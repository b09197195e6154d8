import type { Slice } from '../platform/slice.ts';
import { activitiesSlice } from './activities/index.ts';
import { customersSlice } from './customers/index.ts';
import { documentsSlice } from './documents/index.ts';
import { invoicingSlice } from './invoicing/index.ts';
import { licensesSlice } from './licenses/index.ts';
import { onboardingSlice, type Playbook } from './onboarding/index.ts';
import { paymentsSlice } from './payments/index.ts';
import { subscriptionsSlice } from './subscriptions/index.ts';

/** All slices, bottom first; their order is the order of what they contribute. */
export const featureSlices = (playbooks: readonly Playbook[]): readonly Slice[] => [
  documentsSlice,
  customersSlice,
  activitiesSlice,
  subscriptionsSlice,
  invoicingSlice,
  paymentsSlice,
  licensesSlice,
  onboardingSlice(playbooks),
];
