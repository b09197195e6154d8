import type { Subject } from '../../../core/subject.ts';
import { addDays, type Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';
import { type Contract, lastDay, termInHand } from '../../customers/index.ts';

/** What can be ended in order. CUS-6 */
export const terminable = ['customer', 'subscription', 'asset'] as const;
export type Terminable = (typeof terminable)[number];

interface Said {
  readonly by: string;
  readonly at: Date;
}

/** The ordered end of a customer, a subscription or an asset: what it still asks for follows from the facts. CUS-6 */
export interface Termination {
  readonly id: string;
  readonly subject: Subject & { readonly type: Terminable };
  readonly customerId: string;
  /** `taken_back`: it goes on as if nothing had been said; `reactivated`: it had ended, and began anew. */
  readonly state: 'open' | 'taken_back' | 'reactivated';
  readonly noticeOn: Day;
  /** The last day served. BIL-22 */
  readonly endOn: Day;
  readonly reason?: string | undefined;
  /** The contracts whose notice was recorded with it. */
  readonly contractIds: readonly string[];
  /** Of an asset: whose it was. */
  readonly was?: { readonly groupId: string; readonly isFree: boolean } | undefined;
  readonly recorded: Said;
  /** The final bill is neither made nor sent. */
  readonly waived?: (Said & { readonly reason: string }) | undefined;
  /** What is left of the customer's money stays their balance. */
  readonly carried?: Said | undefined;
  readonly ended?: (Said & { readonly reason: string }) | undefined;
}

export const terminationDoor: Door = {
  subject: 'termination',
  opens: 'termination.open',
  button: 'Open termination',
};

export const terminationSubject = (id: string): Subject => ({ type: terminationDoor.subject, id });

/**
 * CUS-6: the last day that a notice allows: of each contract the end of the term that it can still end, and without contracts so many
 * days later.
 *
 * Example: notice on Jan 10, 30 days, no contract: Feb 9; a year from Jan 1 with 90 days' notice: Dec 31.
 */
export const earliestEnd = (contracts: readonly Contract[], noticeOn: Day, noticeDays: number): Day => {
  const ends = contracts.flatMap((each) => lastDay(each) ?? termInHand(each, noticeOn)?.endOn ?? []);
  const [last] = ends
    .filter((end) => end >= noticeOn)
    .sort()
    .slice(-1);
  return last ?? addDays(noticeOn, noticeDays);
};
