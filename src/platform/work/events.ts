import type { Work } from './work.ts';

/**
 * A domain event: how a slice reacts to another against the direction of imports, in the same transaction. It is named by what it
 * means, and tells of many at once, so that bulk work emits it once for each chunk: `eventType<readonly PaymentEvent[]>`.
 */
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

/** For a reaction that takes what happened one by one; one that reads for many at once is declared by `on`. */
export const onEach = <T>(event: EventType<readonly T[]>, handle: (work: Work, each: T) => Promise<void>): Reaction =>
  on(event, async (work, all) => {
    for (const each of all) await handle(work, each);
  });
