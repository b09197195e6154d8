/** Pacing towards Slack. */
export interface Pace {
  /** Between two messages of one channel, measured from the answer to the first; 0 is off. Slack allows one a second. */
  readonly messageIntervalMs: number;
  /** `chat.update` per minute in the whole workspace, shared by all replicas; 0 is off. Slack's tier 3 is 50. */
  readonly updatesPerMinute: number;
}

export interface Timing {
  /** How long a lane belongs to a replica without renewal. */
  readonly leaseMs: number;
  /** A request to Slack takes at most this long; under half the lease. */
  readonly requestTimeoutMs: number;
  /** After an unknown outcome: how long until the old request can no longer land, and Slack shows it if it did. */
  readonly settleMs: number;
  /** How often to look for work that nobody announced. */
  readonly pollMs: number;
  /** First and longest wait after failures. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** How often a channel that refused is tried again, and a pause is looked into. */
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

export const defaultPace: Pace = { messageIntervalMs: 1000, updatesPerMinute: 50 };

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

/** With pacing a lane mostly waits, so many are held; without, few are worked on in larger portions. */
export const defaultCapacity = (pace: Pace): Capacity =>
  pace.messageIntervalMs > 0 ? { lanes: 500, requests: 50, batch: 1 } : { lanes: 40, requests: 40, batch: 10 };

/** Claimed this long before a message may go, so that it goes on time. */
export const claimLeadMs = 40;

/** Added to the interval: the receiver measures with another clock's tick. */
export const pacingSafetyMs = 3;

/** The instant before which nothing more may be posted to the channel; `answeredAt` is when Slack answered. */
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

/**
 * `chat.update` budget as a leaking bucket: `burst` at once, then one every `everyMs`, which is the permitted rate. After an
 * idle minute people who press many buttons see their messages change at once; Slack tolerates such bursts ("50+"), and
 * where it does not, its 429 empties the bucket for all replicas.
 */
export const updateBudget = (pace: Pace): { readonly everyMs: number; readonly burst: number } => ({
  burst: Math.max(1, Math.floor(pace.updatesPerMinute * 0.6)),
  everyMs: Math.ceil(60_000 / Math.max(1, pace.updatesPerMinute)),
});
