import type { Day } from '../../../core/time/calendar.ts';

/** What is billed together. An end is its last day. CUS-3 */
export interface BillingGroup {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly startOn: Day;
  readonly endOn: Day | null;
  readonly termsId: string | null;
  readonly purchaseOrder: string | null;
  /** Who receives its invoices, instead of the customer's addresses. */
  readonly addressees: readonly string[];
  readonly contractId: string | null;
  /** Who issues its invoices; none: the default seller, or the accounting system where there is none. BIL-12 */
  readonly sellerId: string | null;
}

export type GroupEntries = Omit<BillingGroup, 'id' | 'customerId'>;

/** Who sets up what is billed. ALL-1 */
export const groupEditors = ['sales', 'billing', 'accounting', 'admin'] as const;

export const maxGroupName = 100;

/** Whether anything can be billed in it on a day or later: it has not ended before. */
export const isLive = ({ endOn }: Pick<BillingGroup, 'endOn'>, on: Day): boolean => endOn === null || endOn >= on;

/**
 * What is wrong with a group's entries, by field; empty when nothing is. CUS-3
 *
 * Example: from 2026-03-01 to 2026-02-28 gives `end_on`; to 2026-03-01 is a group of one day.
 */
export const groupProblems = ({ name, startOn, endOn }: GroupEntries): Record<string, string> => ({
  ...(name.trim() === '' || name.length > maxGroupName
    ? { name: `Name the billing group, in at most ${maxGroupName} characters.` }
    : {}),
  ...(endOn !== null && endOn < startOn
    ? { end_on: 'It ends before it starts: choose the start’s day or a later one.' }
    : {}),
});
