import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../db/open.ts';
import { systemWall, type Wall } from '../process/wall.ts';
import type { SlotMessage } from '../slice/registry.ts';
import type { Deps } from '../work/work.ts';
import { type DeliveryMetrics, engineOf, type Shared, sharedStatements } from './engine.ts';
import { dispatcher } from './lanes/dispatch.ts';
import { tellFates } from './letters/tell-fates.ts';
import { unsentByState } from './outbox/items.ts';
import { type Restraint, restrain, restraints } from './outbox/restraints.ts';
import { tellAdmins } from './parked/notice.ts';
import { pauseEnded } from './pauses.ts';
import { defaultTiming, type Timing } from './settings.ts';
import { updateAll } from './slots/updates.ts';
import type { Transport } from './transport.ts';
import { busyCounter, onDemand, rarely, sleeper, spaced } from './wakes.ts';

export interface DeliveryOptions {
  readonly deps: Deps;
  readonly db?: Database;
  readonly slots: ReadonlyMap<string, SlotMessage>;
  readonly transports: readonly Transport[];
  readonly log: Logger;
  readonly metrics: DeliveryMetrics;
  /** For leases, pacing and retries. Not the business clock: that one may be moved by days. */
  readonly wall?: Wall;
  readonly instanceId?: string;
  readonly timing?: Partial<Timing>;
  /** DELIVERY_HOLD: send nothing until an admin has looked at what would go out and released it. */
  readonly hold?: boolean;
}

export interface TransportStatus {
  /** As of the last poll. */
  readonly restraints: readonly Restraint[];
  /** Under way in this replica. */
  readonly lanes: number;
}

export interface Delivery {
  /** Something was committed that may have to be sent. Cheap; call it after every commit. */
  wake(): void;
  /** Resolves when nothing is being sent and nothing can be sent now (lanes that wait for their time count as idle). */
  idle(): Promise<void>;
  /** Finishes what is on its way, gives back what is not, and releases its lanes. */
  stop(): Promise<void>;
  /** By transport. */
  status(): Readonly<Record<string, TransportStatus>>;
}

/** Commits that follow one another this closely are looked at together. */
const wakeGapMs = 25;
const countEveryMs = 10_000;

/** Sends what is in the outbox by its transports: finds lanes that are due, has them worked on, keeps slots up to date. */
export const startDelivery = (options: DeliveryOptions): Delivery => {
  const { deps, log, metrics, slots } = options;
  const db = options.db ?? deps.db;
  const wall = options.wall ?? systemWall;
  const now = () => wall.now().getTime();
  const { pollMs } = { ...defaultTiming, ...options.timing };
  // Unique per start: a restarted process must not take the leases of its former self for its own.
  const me = `${options.instanceId ?? 'baton'}:${randomUUID()}`;

  let stopping = false;
  let holdWritten = options.hold !== true;
  let restrained: Awaited<ReturnType<typeof restraints>> = new Map();
  const news: ('new' | 'old')[] = [];
  const { begin, end, idle } = busyCounter();

  const sleeping = sleeper(wall, { begin, end, stopping: () => stopping });
  const shared: Shared = {
    ...sharedStatements({ db, deps, me, wall }),
    db,
    deps,
    me,
    slots,
    wall,
    log,
    metrics,
    now,
    stopping: () => stopping,
    wake: () => wake(),
    sleep: sleeping.sleep,
    tell: (which) => {
      news.push(which);
      telling.kick();
    },
    fared: () => faring.kick(),
  };
  const engines = new Map(
    options.transports.map((each) => {
      const engine = engineOf(shared, each, options.timing);
      const pause = async (problem: string) => {
        await engine.pause(problem);
        restrained = await restraints(db);
      };
      return [each.name, { ...engine, pause }];
    }),
  );

  const asked = (name: string, work: () => Promise<void>) =>
    onDemand(work, {
      begin,
      end,
      stopping: () => stopping,
      failed: rarely((error) => log.warn({ err: error }, `delivery: ${name} failed, trying again`)),
    });
  const lanes = dispatcher(shared, engines, { begin, end, again: () => posting.kick() });
  const posting = asked('looking for messages', async () => {
    if (!holdWritten) {
      const hold: Restraint = { kind: 'hold', reason: 'DELIVERY_HOLD is set', since: wall.now() };
      for (const name of engines.keys()) await restrain(db, name, hold);
      holdWritten = true;
      restrained = await restraints(db);
    }
    if (await lanes.look()) posting.kick();
  });
  const notTold = rarely((error) => log.error({ err: error }, 'delivery: nobody could be told how a letter fared'));
  const faring = asked('telling how letters fared', () => tellFates(deps, notTold));
  const telling = asked('telling the admins', () => tellAdmins(shared, news.splice(0)));
  const updating = [...engines.values()].flatMap((engine) => {
    const { change } = engine.transport;
    if (!change) return [];
    let from = 0;
    return asked('updating', async () => {
      if (now() >= from) from = await updateAll(engine, change);
    });
  });
  // Two hundred commits a second need not mean two hundred looks.
  const waking = spaced(
    wakeGapMs,
    () => {
      posting.kick();
      for (const each of updating) each.kick();
    },
    { begin, end },
  );
  const wake = () => {
    if (!stopping) waking.call();
  };

  // Each by itself: one whose server lets it wait keeps no other waiting.
  const resumings = [...engines].map(([name, engine]) => {
    const resuming = asked('looking into a pause', async () => {
      if (await pauseEnded(engine)) restrained = await restraints(db);
    });
    return [name, resuming] as const;
  });
  let countAt = 0;
  const watching = asked('polling', async () => {
    restrained = await restraints(db);
    if (now() >= countAt) {
      countAt = now() + countEveryMs;
      // What an admin dropped, and what another left untold when it died.
      faring.kick();
      const counts = await unsentByState(db);
      for (const state of ['pending', 'sending', 'unknown', 'parked'])
        metrics.waiting.set({ state }, counts.get(state) ?? 0);
    }
    for (const [name, resuming] of resumings)
      if (restrained.get(name)?.some((each) => each.kind === 'pause')) resuming.kick();
  });
  let cancelPoll: () => void = () => {};
  const poll = () => {
    if (stopping) return;
    watching.kick();
    wake();
    cancelPoll = wall.after(pollMs, poll);
  };
  poll();

  return {
    wake,
    idle,
    stop: async () => {
      stopping = true;
      cancelPoll();
      waking.stop();
      sleeping.wakeAll();
      const loops = [posting, watching, telling, faring, ...updating, ...resumings.map(([, each]) => each)];
      await Promise.all([lanes.stop(), ...loops.map((each) => each.done())]);
      for (const { transport } of engines.values()) transport.close?.();
    },
    status: () =>
      Object.fromEntries(
        [...engines.keys()].map((name) => [
          name,
          { restraints: restrained.get(name) ?? [], lanes: lanes.running(name) },
        ]),
      ),
  };
};
