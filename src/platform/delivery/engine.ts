import type { Logger } from 'pino';
import type { Database } from '../db/open.ts';
import type { Metrics } from '../process/metrics.ts';
import type { Wall } from '../process/wall.ts';
import type { SlotMessage } from '../slice/registry.ts';
import type { Deps } from '../work/work.ts';
import { claimItems, type Item } from './outbox/items.ts';
import { renewLeases } from './outbox/lanes.ts';
import { type LaneResult, type PostResult, recordResults } from './outbox/results.ts';
import { pauser } from './pauses.ts';
import { defaultTiming, type Timing } from './settings.ts';
import { grouped, limiter, persistently } from './sharing.ts';
import type { Transport } from './transport.ts';

export type DeliveryMetrics = Pick<Metrics, 'delivered' | 'waiting'>;

/** What all of one running delivery shares. */
export interface Shared {
  readonly db: Database;
  readonly deps: Deps;
  /** Who leases: unique per start of a process. */
  readonly me: string;
  readonly slots: ReadonlyMap<string, SlotMessage>;
  readonly wall: Wall;
  readonly log: Logger;
  readonly metrics: DeliveryMetrics;
  readonly now: () => number;
  readonly stopping: () => boolean;
  /** Something else may be due because of what was just recorded. */
  readonly wake: () => void;
  /** Waits on the wall's timer; ends early when delivery stops. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Bounds the queries of single messages: hundreds of lanes must not take the connections that answers to people need. */
  readonly query: <T>(work: () => Promise<T>) => Promise<T>;
  readonly claim: (lane: { readonly lane: string; readonly n: number }) => Promise<readonly Item[]>;
  readonly record: (result: { readonly posts: readonly PostResult[]; readonly lane?: LaneResult }) => Promise<void>;
  /** Something is parked or about to be (`new`), or no longer (`old`): the admins are told. */
  readonly tell: (which: 'new' | 'old') => void;
  /** It is known of letters how they fared: whoever wrote them is told. */
  readonly fared: () => void;
}

/** What the workers of one transport share. */
export interface Engine extends Shared {
  readonly transport: Transport;
  readonly timing: Timing;
  /** Bounds the requests under way. */
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>;
  /** @returns the new end of the lease in ms, or 0 when the lane is somebody else's now */
  readonly renew: (lane: string) => Promise<number>;
  /** The transport refuses everything: it stops until it does not. */
  readonly pause: (problem: string) => Promise<void>;
  /** Counts how an attempt ended. */
  readonly count: (outcome: string) => void;
  /** When it last took a change of a message from this replica; milliseconds since 1970. */
  readonly changes: { takenAt: number };
}

/** Statements that many lanes share: whoever asks while one is under way is served by the next, together. */
export const sharedStatements = ({
  db,
  deps,
  me,
  wall,
}: Pick<Shared, 'db' | 'deps' | 'me' | 'wall'>): Pick<Shared, 'claim' | 'record' | 'query'> => ({
  query: limiter(4),
  claim: grouped(async (asked) => {
    const items = await claimItems(db, me, wall.now(), asked);
    return asked.map(({ lane }) => items.filter((item) => item.lane === lane));
  }),
  record: grouped(async (results) => {
    const posts = results.flatMap((each) => each.posts);
    const changed = results.flatMap((each) => (each.lane ? [each.lane] : []));
    await persistently(() => recordResults(db, me, deps.clock.now(), posts, changed));
    return results.map(() => undefined);
  }),
});

export const engineOf = (shared: Shared, transport: Transport, asked: Partial<Timing> | undefined): Engine => {
  const timing = { ...defaultTiming, ...transport.timing, ...asked };
  if (timing.requestTimeoutMs * 2 > timing.leaseMs)
    throw new Error(`Delivery: the request timeout of ${transport.name} must be under half the lease.`);
  const { db, me, now, wall } = shared;
  return {
    ...shared,
    transport,
    timing,
    gate: limiter(transport.capacity.requests),
    renew: grouped(async (lanes: readonly string[]) => {
      const until = new Date(now() + timing.leaseMs);
      const kept = await renewLeases(db, me, lanes, wall.now(), until);
      return lanes.map((lane) => (kept.has(lane) ? until.getTime() : 0));
    }),
    pause: pauser(shared, transport, timing),
    count: (outcome) => shared.metrics.delivered.inc({ transport: transport.name, outcome }),
    changes: { takenAt: 0 },
  };
};
