import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';

/** `wrong`: something is not right; `promise`: they pay by a day. */
export type WordKind = 'wrong' | 'promise';

/** What a customer said on a page of theirs. */
export interface CustomerWord {
  readonly id: string;
  readonly subject: Subject;
  readonly customerId: string;
  readonly kind: WordKind;
  /** As they wrote it. */
  readonly text: string | undefined;
  /** Of a promise. */
  readonly promisedOn: Day | undefined;
  readonly at: Date;
  /** A person took it back. */
  readonly endedBy: string | undefined;
}
