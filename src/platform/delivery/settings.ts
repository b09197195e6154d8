/** A bucket of tokens that all replicas share: `burst` at once, then one every `everyMs`. */
export interface Budget {
  /** Its row among the limits. */
  readonly key: string;
  readonly burst: number;
  readonly everyMs: number;
}

/** How fast a transport may be used. */
export interface Pace {
  /** Between two messages of one lane, measured from the answer to the first; 0 is off. */
  readonly messageIntervalMs: number;
  /** Messages of all lanes together. */
  readonly messages?: Budget;
  /** Changes of messages, of all lanes together. */
  readonly changes?: Budget;
}

export interface Timing {
  /** How long a lane belongs to a replica without renewal. */
  readonly leaseMs: number;
  /** A request takes at most this long; under half the lease. */
  readonly requestTimeoutMs: number;
  /** After an unknown outcome: how long until the old request can no longer land, and can be seen if it did. */
  readonly settleMs: number;
  /** How often to look for work that nobody announced. */
  readonly pollMs: number;
  /** First and longest wait after failures. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** How often a lane that refused is tried again, and a pause is looked into. */
  readonly holdRetryMs: number;
  readonly pauseRetryMs: number;
}

/** How much is done at the same time. */
export interface Capacity {
  readonly lanes: number;
  readonly requests: number;
  /** Messages of one lane marked at once; more than one only without pacing. */
  readonly batch: number;
}

export const defaultTiming: Timing = {
  leaseMs: 30_000,
  requestTimeoutMs: 10_000,
  settleMs: 10_000,
  pollMs: 250,
  backoffMs: 500,
  maxBackoffMs: 30_000,
  holdRetryMs: 15 * 60_000,
  pauseRetryMs: 30_000,
};

/** Claimed this long before a message may go, so that it goes on time. */
export const claimLeadMs = 40;

/** Added to the interval: the receiver measures with another clock's tick. */
export const pacingSafetyMs = 3;

/** The instant before which nothing more may be sent to the lane; `answeredAt` is when the last message was taken. */
export const nextMessageAt = (pace: Pace, answeredAt: number): number =>
  pace.messageIntervalMs > 0 ? answeredAt + pace.messageIntervalMs + pacingSafetyMs : 0;

/**
 * How long to wait after the n-th failure in a row: doubling from `backoffMs` up to `maxBackoffMs`, of which a random
 * half is left out so that lanes which failed together don't return together.
 *
 * Example: with 500 and 30,000 the third failure waits between 1,000 and 2,000 ms.
 * @param random 0 … 1
 */
export const backoff = (
  timing: Pick<Timing, 'backoffMs' | 'maxBackoffMs'>,
  failures: number,
  random: number,
): number => {
  const full = Math.min(timing.maxBackoffMs, timing.backoffMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(full * (0.5 + random / 2));
};
