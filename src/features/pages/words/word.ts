import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';

/**
 * Of a bill: `wrong`, something is not right; `promise`, they pay by a day. Of a project: `message`; `file`, which they sent; `suits`, a
 * planned day; `another_day`, which they wish for instead; `accepted`, a wording by their name.
 */
export type WordKind = 'wrong' | 'promise' | 'message' | 'file' | 'suits' | 'another_day' | 'accepted';

/** What a customer said on a page of theirs. */
export interface CustomerWord {
  readonly id: string;
  readonly subject: Subject;
  readonly customerId: string;
  readonly kind: WordKind;
  /** As they wrote it; the wording that they accepted; the name of their file. */
  readonly text: string | undefined;
  /** Of a promise. */
  readonly promisedOn: Day | undefined;
  /** The project's day that it is about, or the stage at which it was accepted. */
  readonly about?: string | undefined;
  readonly day?: Day | undefined;
  /** The name under which it was accepted. */
  readonly signedBy?: string | undefined;
  /** The file, as it was filed. */
  readonly documentId?: string | undefined;
  readonly at: Date;
  /** A person took it back. */
  readonly endedBy: string | undefined;
}
