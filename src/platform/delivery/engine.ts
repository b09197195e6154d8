import type { Logger } from 'pino';
import type { Database } from '../db/open.ts';
import type { Metrics } from '../process/metrics.ts';
import type { Wall } from '../process/wall.ts';
import type { SlotMessage } from '../slice/registry.ts';
import type { Deps } from '../work/work.ts';
import type { Item } from './outbox/lanes.ts';
import type { LaneResult, PostResult } from './outbox/results.ts';
import type { Capacity, Pace, Timing } from './settings.ts';
import type { DeliveryClient } from './transports/slack/client.ts';

export type DeliveryMetrics = Pick<Metrics, 'delivered' | 'slackUp' | 'waiting'>;

/** What the workers of one running delivery share. */
export interface Engine {
  readonly db: Database;
  readonly deps: Deps;
  /** Who leases: unique per start of a process. */
  readonly me: string;
  readonly client: DeliveryClient;
  readonly slots: ReadonlyMap<string, SlotMessage>;
  readonly wall: Wall;
  readonly pace: Pace;
  readonly timing: Timing;
  readonly capacity: Capacity;
  readonly log: Logger;
  readonly metrics: DeliveryMetrics;
  readonly now: () => number;
  readonly stopping: () => boolean;
  /** Something else may be due because of what was just recorded. */
  readonly wake: () => void;
  /** Waits on the wall's timer; ends early when delivery stops. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Bounds the requests under way. */
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>;
  /** Bounds the queries of single messages: hundreds of lanes must not take the connections that answers to people need. */
  readonly query: <T>(work: () => Promise<T>) => Promise<T>;
  readonly claim: (lane: { readonly lane: string; readonly n: number }) => Promise<readonly Item[]>;
  readonly record: (result: { readonly posts: readonly PostResult[]; readonly lane?: LaneResult }) => Promise<void>;
  /** @returns the new end of the lease in ms, or 0 when the lane is somebody else's now */
  readonly renew: (lane: string) => Promise<number>;
  /** Slack refuses everything: stop until it does not. */
  readonly pause: (problem: string) => Promise<void>;
  /** Something is parked or about to be (`new`), or no longer (`old`): the admins are told. */
  readonly tell: (which: 'new' | 'old') => void;
  /** When Slack last took a change of a message from this replica; milliseconds since 1970. */
  readonly changes: { takenAt: number };
}
