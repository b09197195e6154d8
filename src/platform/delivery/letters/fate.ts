import { eventType } from '../../work/events.ts';

/**
 * How a letter fared on the way to one of its recipients.
 * - `accepted`: a server took it.
 * - `bounced`: it was refused for whom it is for, or came back.
 * - `held`: it waits for an admin, since it cannot be sent as it is or nobody knows whether it went.
 * - `dropped`: an admin gave it up.
 */
export interface LetterFate {
  readonly letterId: string;
  readonly postId: string;
  /** Blank where it was erased. */
  readonly to: string;
  readonly fate: 'accepted' | 'bounced' | 'held' | 'dropped';
  /** What is known of it, for people; plain text, may be blank. */
  readonly how: string;
  readonly at: Date;
}

/** Letters that were written with a `letterId` fared so. The same may be told twice. */
export const lettersFared = eventType<readonly LetterFate[]>('letters.fared');
