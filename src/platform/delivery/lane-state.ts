import type { LaneResult } from './record.ts';

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
}

/** Whether the lane's worker goes on, stops and releases it, or has lost it. */
export type Step = 'on' | 'stop' | 'lost';

/** What is written back. */
export const laneResult = (lane: Lane, release: boolean): LaneResult => ({
  id: lane.id,
  nextAt: lane.nextAt,
  failures: lane.failures,
  channel: lane.channel,
  lastTs: lane.lastTs,
  unheld: lane.unheld,
  release,
});
