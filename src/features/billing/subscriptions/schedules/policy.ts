import { z } from 'zod';
import type { PolicyDefinition } from '../../../../platform/work/policies.ts';

export interface SubscriptionsPolicy {
  /** Days of the month on which going live credits exactly half. BIL-9 */
  readonly midMonthDays: readonly number[];
  /** How many months ahead an unarmed template's placeholder date lies. ONB-6 */
  readonly placeholderMonths: number;
  /** In the table of taxes, that of services which were typed without one. BIL-14 */
  readonly taxCategory: string;
  /** BIL-6: within how many days after it was added a service can be regretted, and everything billed for it is credited. */
  readonly regretDays: number;
  /** BIL-6: on how many days a year a service may be paused. */
  readonly pauseDaysPerYear: number;
  /** BIL-6: how many pauses of a service may begin in a year. */
  readonly pausesPerYear: number;
  /** Whether an end moves by the days paused. */
  readonly pauseMovesEnd: boolean;
}

export const subscriptionsPolicy: PolicyDefinition<SubscriptionsPolicy> = {
  key: 'subscriptions',
  title: 'Recurring billing',
  schema: z.object({
    // The 1st is no exception: a month used in full is credited nothing.
    midMonthDays: z.array(z.int().min(2).max(31)),
    placeholderMonths: z.int().min(1).max(24),
    taxCategory: z.string().min(1, 'Name a category of the table of taxes, such as services.').max(40),
    regretDays: z.int().min(0).max(365),
    pauseDaysPerYear: z.int().min(0).max(366),
    pausesPerYear: z.int().min(0).max(366),
    pauseMovesEnd: z.boolean(),
  }),
  defaults: {
    midMonthDays: [15],
    placeholderMonths: 2,
    taxCategory: 'services',
    regretDays: 14,
    pauseDaysPerYear: 60,
    pausesPerYear: 4,
    pauseMovesEnd: false,
  },
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
    taxCategory: {
      label: 'Tax category of services',
      hint: 'In the table of taxes, for services that name none of their own',
      kind: 'text',
    },
    regretDays: {
      label: 'Days to regret a service',
      hint: 'Within so many days after it was added everything billed for it is credited',
      kind: 'integer',
    },
    pauseDaysPerYear: { label: 'Days of pause a year', hint: 'Of one service', kind: 'integer' },
    pausesPerYear: {
      label: 'Pauses a year',
      hint: 'Of one service; counted in the year in which they begin',
      kind: 'integer',
    },
    pauseMovesEnd: { label: 'A pause moves the end of the service by its days', kind: 'boolean' },
  },
};
