/** Where the time comes from. Rules take days and instants as arguments; only the outer rooms ask a clock. */
export interface Clock {
  now(): Date;
}

/** A clock that tests and the sandbox may set. */
export interface SettableClock extends Clock {
  /** From now on it is this instant; a running clock goes on from there. */
  set(instant: Date): void;
  /** Moves the clock forward (or, with a negative number, back) by milliseconds. */
  advance(milliseconds: number): void;
}

/** The machine's time. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that begins at `start`. It stands still (tests), unless `running`: then it ticks with the machine from
 * whatever it was last set to (the sandbox's time travel).
 */
export const settableClock = (start: Date, options: { readonly running?: boolean } = {}): SettableClock => {
  const ticks = options.running ? () => Date.now() : () => 0;
  let offset = start.getTime() - ticks();
  return {
    now: () => new Date(ticks() + offset),
    set(instant) {
      offset = instant.getTime() - ticks();
    },
    advance(milliseconds) {
      offset += milliseconds;
    },
  };
};
