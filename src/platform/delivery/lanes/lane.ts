import type { LaneResult } from '../outbox/results.ts';

/** A lane in this replica's hands; kept in memory while it is, and written back with every result. */
export interface Lane {
  readonly id: string;
  leaseUntil: number;
  nextAt: number;
  failures: number;
  held: boolean;
  unheld: boolean;
  channel: string | undefined;
  lastTs: string | undefined;
  takenAt: number | undefined;
  /** Before then it is not looked up what became of messages that were put aside. */
  settleAt: number;
  /** What the admins must hear of once it is recorded. */
  news: 'new' | 'old' | undefined;
}

/** Whether the lane's worker goes on, stops and releases it, or has lost it. */
export type Step = 'on' | 'stop' | 'lost';

/** What is written back. */
export const laneResult = (lane: Lane, release: boolean): LaneResult => ({
  id: lane.id,
  nextAt: release ? Math.max(lane.nextAt, lane.settleAt) : lane.nextAt,
  failures: lane.failures,
  channel: lane.channel,
  lastTs: lane.lastTs,
  takenAt: lane.takenAt,
  unheld: lane.unheld,
  release,
});
