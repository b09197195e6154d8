import type { Work } from './work.ts';

/** A domain event: how a slice reacts to another against the direction of imports, in the same transaction. */
export interface EventType<P> {
  readonly name: string;
  /** Type carrier only; never set. */
  readonly payload?: P;
}

export const eventType = <P>(name: string): EventType<P> => ({ name });

export interface Reaction {
  readonly event: string;
  readonly handle: (work: Work, payload: unknown) => Promise<void>;
}

/** Declares that `handle` runs inside the transaction that emits `event`. */
export const on = <P>(event: EventType<P>, handle: (work: Work, payload: P) => Promise<void>): Reaction => ({
  event: event.name,
  handle: (work, payload) => handle(work, payload as P),
});
