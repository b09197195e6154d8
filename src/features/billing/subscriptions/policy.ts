import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

export interface SubscriptionsPolicy {
  /** Days of the month on which going live credits exactly half. BIL-9 */
  readonly midMonthDays: readonly number[];
  /** How many months ahead an unarmed template's placeholder date lies. ONB-6 */
  readonly placeholderMonths: number;
}

export const subscriptionsPolicy: PolicyDefinition<SubscriptionsPolicy> = {
  key: 'subscriptions',
  title: 'Recurring billing',
  schema: z.object({
    // The 1st is no exception: a month used in full is credited nothing.
    midMonthDays: z.array(z.int().min(2).max(31)),
    placeholderMonths: z.int().min(1).max(24),
  }),
  defaults: { midMonthDays: [15], placeholderMonths: 2 },
  fields: {
    midMonthDays: {
      label: 'Mid-month days',
      hint: 'Going live on one of these days of the month credits exactly half of the prepaid month',
      kind: 'integers',
    },
    placeholderMonths: {
      label: 'Months until the placeholder date',
      hint: 'For recurring billing that is not armed yet',
      kind: 'integer',
    },
  },
};
