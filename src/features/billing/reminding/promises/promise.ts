import { formatMoney, type Money } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { addDays, type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { point } from '../../../../platform/work/contributions.ts';
import type { Work } from '../../../../platform/work/work.ts';

/** `ended`: nothing is owed any more without that money, or somebody took it back, or a later one stands in its place. */
export type PromiseState = 'open' | 'kept' | 'broken' | 'ended';

/** So much is to come by a day. BIL-18 */
export interface PaymentPromise {
  readonly id: string;
  readonly customerId: string;
  /** What it is for: an invoice, all of a customer's, a failed charge. */
  readonly subject: Subject;
  readonly promisedOn: Day;
  readonly amount: Money;
  /** What had come, or was promised for an earlier day, before it was made; minor units. */
  readonly paidBefore: bigint;
  readonly madeBy: string;
  readonly madeOn: Day;
  readonly madeAt: Date;
  readonly state: PromiseState;
  readonly wordId: string | undefined;
}

/** What came for its subject; minor units. */
export interface Come {
  readonly received: bigint;
  /** Until the promised day. */
  readonly receivedBy: bigint;
  /** What is still to be paid of the subject. */
  readonly owed: bigint;
}

/**
 * BIL-18: what became of a promise, by the money as it is: asked whenever money comes, comes back, or a day is over.
 *
 * Example: $100 by March 5: $60 on March 5 is `broken` from March 6 on; with $40 more, received on March 5 and recorded on
 * March 6, `kept`; when the check for them comes back, `broken` again.
 */
export const judge = (
  { amount, paidBefore, promisedOn }: Pick<PaymentPromise, 'amount' | 'paidBefore' | 'promisedOn'>,
  { received, receivedBy, owed }: Come,
  today: Day,
): PromiseState => {
  if (receivedBy >= paidBefore + amount.amount) return 'kept';
  // What no money settled was credited, voided or written off: nobody waits for it.
  const isLate = received > receivedBy;
  if (owed <= 0n && !isLate) return received > paidBefore ? 'kept' : 'ended';
  return today > promisedOn ? 'broken' : 'open';
};

/** Nobody waits longer for what was promised; in days. */
export const promiseAtMost = 60;

export const lastPromisedDay = (today: Day): Day => addDays(today, promiseAtMost);

export const promiseText = ({ amount, promisedOn }: Pick<PaymentPromise, 'amount' | 'promisedOn'>): string =>
  `${formatMoney(amount)} by ${formatDay(promisedOn)}`;

/** Whoever keeps a kind of thing that can be promised for says what came for it, and where people talk of it. */
export interface PromiseSubject {
  readonly type: string;
  /** By the promises' ids, in one statement for however many. */
  readonly read: (tx: Tx, promises: readonly PaymentPromise[]) => Promise<ReadonlyMap<string, Come>>;
  /** @param text mrkdwn */
  readonly tell: (work: Work, subjectId: string, text: string) => Promise<void>;
}

export const promiseSubjects = point<PromiseSubject>('promises.subjects');
