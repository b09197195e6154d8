import type { Budget, Capacity, Pace } from '../../settings.ts';

/** Pacing towards Slack. */
export interface SlackPace {
  /** Between two messages of one channel, measured from the answer to the first; 0 is off. Slack allows one a second. */
  readonly messageIntervalMs: number;
  /** `chat.update` per minute in the whole workspace, shared by all replicas; 0 is off. Slack's tier 3 is 50. */
  readonly updatesPerMinute: number;
}

export const defaultPace: SlackPace = { messageIntervalMs: 1000, updatesPerMinute: 50 };

/**
 * `chat.update` budget as a leaking bucket: `burst` at once, then one every `everyMs`, which is the permitted rate. After an
 * idle minute people who press many buttons see their messages change at once; Slack tolerates such bursts ("50+"), and
 * where it does not, its 429 empties the bucket for all replicas.
 */
export const updateBudget = ({ updatesPerMinute }: SlackPace): Budget => ({
  key: 'chat.update',
  burst: Math.max(1, Math.floor(updatesPerMinute * 0.6)),
  everyMs: Math.ceil(60_000 / Math.max(1, updatesPerMinute)),
});

export const paceOf = (pace: SlackPace): Pace => ({
  messageIntervalMs: pace.messageIntervalMs,
  ...(pace.updatesPerMinute > 0 ? { changes: updateBudget(pace) } : {}),
});

/** With pacing a lane mostly waits, so many are held; without, few are worked on in larger portions. */
export const defaultCapacity = (pace: SlackPace): Capacity =>
  pace.messageIntervalMs > 0 ? { lanes: 500, requests: 50, batch: 1 } : { lanes: 40, requests: 40, batch: 10 };
