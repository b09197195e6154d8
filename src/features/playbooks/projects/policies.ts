import { z } from 'zod';
import { isCurrency } from '../../../core/money/money.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

const amounts = z.record(z.string().refine(isCurrency), z.string().regex(/^\d{1,12}$/));

export interface OnboardingPolicy {
  readonly defaultCurrency: string;
  /** By currency, minor units: an up-front charge strictly below it (tax included) opens a `below_amount` gate. ONB-7 */
  readonly hardwareFreeBelow: Record<string, string>;
  /** Whether people may approve the exceptions that they asked for themselves. ALL-1 */
  readonly allowSelfApproval: boolean;
}

/** What admins may change about onboarding without editing a playbook. */
export const onboardingPolicy: PolicyDefinition<OnboardingPolicy> = {
  key: 'onboarding',
  title: 'Onboarding',
  schema: z.object({
    defaultCurrency: z.string().refine(isCurrency, 'This is not a currency. Write its three letters, such as USD.'),
    hardwareFreeBelow: amounts,
    allowSelfApproval: z.boolean(),
  }),
  defaults: { defaultCurrency: 'USD', hardwareFreeBelow: { USD: '50000' }, allowSelfApproval: false },
  fields: {
    defaultCurrency: { label: 'Currency offered for new projects', kind: 'text', hint: 'Three letters, such as USD.' },
    hardwareFreeBelow: {
      label: 'Hardware below this is ordered before it is paid',
      kind: 'amounts',
      hint: 'Tax included, one amount per currency. A currency that is not named has no such exception.',
    },
    allowSelfApproval: {
      label: 'People may approve exceptions that they asked for themselves',
      kind: 'boolean',
      hint: 'Only for a workspace of one person.',
    },
  },
};
