import { z } from 'zod';
import type { PolicyDefinition } from '../../../../platform/work/policies.ts';

export interface CollectionsPolicy {
  /** The gateway tries so often before the account is FAILED. COL-2 */
  readonly attempts: number;
  /** Whether the first try is one of them; gateways that call them retries count those after it. COL-0 */
  readonly countsFirstAttempt: boolean;
  /** Days from FAILED to the deadline. COL-4 */
  readonly deadlineDays: number;
  /** Whether the passed deadline asks Support to expire by itself, or only reminds accounting. COL-4 */
  readonly deadlineActs: boolean;
  /** Days between reminders once a deadline that only reminds has passed. */
  readonly reminderDays: number;
  /** The deadline lies at least so many days behind the attempt that is expected after a card was updated. COL-0 */
  readonly daysAfterCardUpdate: number;
  /** All snoozes of a case together. COL-0 */
  readonly maxSnoozeDays: number;
  /** An import that opens more cases than this tells of them in digests. COL-2 */
  readonly digestThreshold: number;
  /** Where a report names no periods: a try so many days after the one before it is for another one. COL-1 */
  readonly daysToNewPeriod: number;
}

/** With how many tries in all an account is FAILED. */
export const triesUntilFailed = ({
  attempts,
  countsFirstAttempt,
}: Pick<CollectionsPolicy, 'attempts' | 'countsFirstAttempt'>): number => attempts + (countsFirstAttempt ? 0 : 1);

/** What admins may change about failed charges. */
export const collectionsPolicy: PolicyDefinition<CollectionsPolicy> = {
  key: 'collections',
  title: 'Failed charges',
  schema: z.object({
    attempts: z.int().min(1).max(20),
    countsFirstAttempt: z.boolean(),
    deadlineDays: z.int().min(1).max(90),
    deadlineActs: z.boolean(),
    reminderDays: z.int().min(1).max(30),
    daysAfterCardUpdate: z.int().min(0).max(30),
    maxSnoozeDays: z.int().min(0).max(90),
    digestThreshold: z.int().min(1).max(1000),
    daysToNewPeriod: z.int().min(2).max(60),
  }),
  defaults: {
    attempts: 5,
    countsFirstAttempt: true,
    deadlineDays: 7,
    deadlineActs: true,
    reminderDays: 1,
    daysAfterCardUpdate: 3,
    maxSnoozeDays: 14,
    digestThreshold: 20,
    daysToNewPeriod: 15,
  },
  fields: {
    attempts: { label: 'Attempts before an account is FAILED', kind: 'integer' },
    countsFirstAttempt: {
      label: 'The first try is one of them',
      hint: 'Otherwise only the tries after it are counted: 5 means 6 tries in all',
      kind: 'boolean',
    },
    deadlineDays: { label: 'Days from FAILED to the deadline', kind: 'integer' },
    deadlineActs: {
      label: 'The passed deadline asks Support to expire',
      hint: 'Otherwise accounting is only reminded',
      kind: 'boolean',
    },
    reminderDays: { label: 'Days between reminders after the deadline', kind: 'integer' },
    daysAfterCardUpdate: {
      label: 'Days left after a card was updated',
      hint: 'Counted from the next attempt',
      kind: 'integer',
    },
    maxSnoozeDays: { label: 'Days that a case can be snoozed in all', kind: 'integer' },
    digestThreshold: { label: 'More new cases than this in one import arrive as digests', kind: 'integer' },
    daysToNewPeriod: {
      label: 'Days after a try from which the next one is for another period',
      hint: 'For reports that name no periods',
      kind: 'integer',
    },
  },
};
