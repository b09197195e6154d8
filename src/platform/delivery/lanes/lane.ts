import type { Engine } from '../engine.ts';
import type { Item } from '../outbox/items.ts';
import type { LaneResult } from '../outbox/results.ts';
import { noticeKind } from '../parked/notice.ts';

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

/** The admins must hear of this, once it is recorded; of their own notice they are not told. */
export const noteNews = (lane: Lane, item: Item, news: 'new' | 'old'): void => {
  if (item.kind !== noticeKind.kind && lane.news !== 'new') lane.news = news;
};

export const tellNews = (engine: Engine, lane: Lane): void => {
  if (lane.news) engine.tell(lane.news);
  lane.news = undefined;
};
