import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../db/open.ts';
import { systemWall, type Wall } from '../process/wall.ts';
import type { SlotMessage } from '../slice/registry.ts';
import type { Deps } from '../work/work.ts';
import { busyCounter } from './busy.ts';
import type { DeliveryMetrics, Engine } from './engine.ts';
import { workLane } from './lanes/work-lane.ts';
import { onDemand } from './on-demand.ts';
import { channelOfRoleChanged } from './outbox/channel-of-role.ts';
import { claimItems, leaseLanes, renewLeases, waitingLanes } from './outbox/lanes.ts';
import { type Restraints, restrain, restraints } from './outbox/restraints.ts';
import { recordResults } from './outbox/results.ts';
import { tellAdmins } from './parked/notice.ts';
import { persistently, rarely, spaced } from './patience.ts';
import { type Capacity, defaultCapacity, defaultPace, defaultTiming, type Pace, type Timing } from './settings.ts';
import { grouped, limiter } from './sharing.ts';
import { updateAll } from './slots/updates.ts';
import type { DeliveryClient } from './transports/slack/client.ts';
import { inWords } from './transports/slack/outcome.ts';
import { watcher } from './watch.ts';

export interface DeliveryOptions {
  readonly deps: Deps;
  readonly db?: Database;
  readonly slots: ReadonlyMap<string, SlotMessage>;
  /** Delivery's own (`deliveryClient` in ./client.ts): no retries, rate limits rejected, timeout under half the lease. */
  readonly client: DeliveryClient;
  readonly log: Logger;
  readonly metrics: DeliveryMetrics;
  /** For leases, pacing and retries. Not the business clock: that one may be moved by days. */
  readonly wall?: Wall;
  readonly instanceId?: string;
  readonly pace?: Partial<Pace>;
  readonly timing?: Partial<Timing>;
  readonly capacity?: Partial<Capacity>;
  /** DELIVERY_HOLD: send nothing until an admin has looked at what would go out and released it. */
  readonly hold?: boolean;
}

export interface Delivery {
  /** Something was committed that may have to be sent. Cheap; call it after every commit. */
  wake(): void;
  /** Resolves when nothing is being sent and nothing can be sent now (lanes that wait for their time count as idle). */
  idle(): Promise<void>;
  /** Finishes what is on its way, gives back what is not, and releases its lanes. */
  stop(): Promise<void>;
  /** What restrains delivery, as of the last poll. */
  status(): Restraints & { readonly lanes: number };
}

/** Commits that follow one another this closely are looked at together. */
const wakeGapMs = 25;

export const startDelivery = (options: DeliveryOptions): Delivery => {
  const db = options.db ?? options.deps.db;
  const wall = options.wall ?? systemWall;
  const pace = { ...defaultPace, ...options.pace };
  const timing = { ...defaultTiming, ...options.timing };
  const capacity = { ...defaultCapacity(pace), ...options.capacity };
  const { log, metrics } = options;
  if (timing.requestTimeoutMs * 2 > timing.leaseMs)
    throw new Error('Delivery: the request timeout must be under half the lease.');
  // Unique per start: a restarted process must not take the leases of its former self for its own.
  const me = `${options.instanceId ?? 'baton'}:${randomUUID()}`;
  const now = () => wall.now().getTime();
  const later = (ms: number) => new Date(now() + ms);

  let stopping = false;
  let holdWritten = options.hold !== true;
  let restrained: Restraints = {};
  const sleepers = new Set<() => void>();
  const lanes = new Map<string, Promise<void>>();
  const news: ('new' | 'old')[] = [];
  const { begin, end, idle } = busyCounter();

  const sleep = async (ms: number): Promise<void> => {
    const until = now() + ms;
    // Timers may fire a little early.
    while (!stopping && now() < until) {
      await new Promise<void>((resolve) => {
        const done = () => {
          cancel();
          sleepers.delete(done);
          begin();
          resolve();
        };
        const cancel = wall.after(until - now(), done);
        sleepers.add(done);
        end();
      });
    }
  };

  const engine: Engine = {
    db,
    deps: options.deps,
    me,
    client: options.client,
    slots: options.slots,
    wall,
    pace,
    timing,
    capacity,
    log,
    metrics,
    now,
    stopping: () => stopping,
    wake: () => wake(),
    sleep,
    gate: limiter(capacity.requests),
    query: limiter(4),
    claim: grouped(async (asked) => {
      const items = await claimItems(db, me, wall.now(), asked);
      return asked.map(({ lane }) => items.filter((item) => item.lane === lane));
    }),
    record: grouped(async (results) => {
      const posts = results.flatMap((each) => each.posts);
      const changed = results.flatMap((each) => (each.lane ? [each.lane] : []));
      await persistently(() => recordResults(db, me, options.deps.clock.now(), posts, changed));
      return results.map(() => undefined);
    }),
    renew: grouped(async (asked: readonly string[]) => {
      const until = later(timing.leaseMs);
      const kept = await renewLeases(db, me, asked, wall.now(), until);
      return asked.map((lane) => (kept.has(lane) ? until.getTime() : 0));
    }),
    pause: async (problem) => {
      metrics.slackUp.set(0);
      if (await restrain(db, 'pause', inWords(problem), wall.now(), later(timing.pauseRetryMs))) {
        log.error({ problem }, 'delivery is paused: Slack refuses this app');
      }
      restrained = await restraints(db);
    },
    tell: (which) => {
      news.push(which);
      telling.kick();
    },
    changes: { takenAt: 0 },
  };

  const startLane = (leased: Parameters<typeof workLane>[1], leaseUntil: number) => {
    begin();
    const work = workLane(engine, leased, leaseUntil)
      // The database is away, or a fault: the lease runs out, and whoever takes the lane next looks up what was sent.
      .catch((error: unknown) => log.error({ err: error, lane: leased.id }, 'work on a lane broke off'))
      .finally(() => {
        lanes.delete(leased.id);
        pump();
        end();
      });
    lanes.set(leased.id, work);
  };

  let dirty = false;
  let cancelTimer: () => void = () => {};
  const discover = async (): Promise<void> => {
    if (!holdWritten) {
      await restrain(db, 'hold', 'DELIVERY_HOLD is set', wall.now());
      holdWritten = true;
      restrained = await restraints(db);
    }
    const waiting = (await waitingLanes(db)).filter((each) => !lanes.has(each.lane));
    for (const { adopt } of waiting)
      if (adopt) await db.tx((tx) => channelOfRoleChanged(tx, adopt.role, adopt.channel));
    const moment = now();
    const channels = waiting.filter((each) => !each.adopt);
    const due = channels.filter((each) => each.dueAt <= moment).slice(0, Math.max(0, capacity.lanes - lanes.size));
    if (waiting.length > channels.length) dirty = true;
    const next = Math.min(...channels.map((each) => each.dueAt).filter((at) => at > moment));
    cancelTimer();
    cancelTimer = Number.isFinite(next) ? wall.after(next - moment, pump) : () => {};
    if (due.length === 0 || stopping) return;
    const until = moment + timing.leaseMs;
    const leased = await leaseLanes(db, me, due, {
      now: new Date(moment),
      until: new Date(until),
      settled: later(timing.settleMs),
    });
    for (const lane of leased) startLane(lane, until);
    // Somebody else was quicker, or a lane was put off: its new time must be known.
    if (leased.length < due.length) dirty = true;
  };

  const asked = (name: string, work: () => Promise<void>) =>
    onDemand(work, {
      begin,
      end,
      stopping: () => stopping,
      failed: rarely((error) => log.warn({ err: error }, `delivery: ${name} failed, trying again`)),
    });
  const posting = asked('looking for messages', async () => {
    dirty = false;
    await discover();
    if (dirty) posting.kick();
  });
  const telling = asked('telling the admins', () => tellAdmins(engine, news.splice(0)));
  let updatesFrom = 0;
  const updating = asked('updating', async () => {
    if (now() >= updatesFrom) updatesFrom = await updateAll(engine);
  });
  const pump = () => {
    if (!stopping) posting.kick();
  };
  // Two hundred commits a second need not mean two hundred looks.
  const waking = spaced(
    wakeGapMs,
    () => {
      posting.kick();
      updating.kick();
    },
    { begin, end },
  );
  const wake = () => {
    if (!stopping) waking.call();
  };

  const watching = asked(
    'polling',
    watcher(engine, (current) => {
      restrained = current;
    }),
  );
  let cancelPoll: () => void = () => {};
  const poll = () => {
    if (stopping) return;
    watching.kick();
    wake();
    cancelPoll = wall.after(timing.pollMs, poll);
  };
  poll();

  return {
    wake,
    idle,
    stop: async () => {
      stopping = true;
      cancelPoll();
      cancelTimer();
      waking.stop();
      for (const wakeUp of [...sleepers]) wakeUp();
      await Promise.all([...lanes.values(), posting.done(), updating.done(), watching.done(), telling.done()]);
    },
    status: () => ({ ...restrained, lanes: lanes.size }),
  };
};
