import type { Engine, Shared } from '../engine.ts';
import { channelOfRoleChanged } from '../outbox/channel-of-role.ts';
import { type LeasedLane, leaseLanes, type Waiting, waitingLanes } from '../outbox/lanes.ts';
import { workLane } from './work-lane.ts';

/** Which lanes this replica works on. */
export interface Dispatcher {
  /** Takes what is due and can be taken. @returns whether to look again at once */
  look(): Promise<boolean>;
  /** Of one transport. */
  running(transport: string): number;
  stop(): Promise<void>;
}

/**
 * Takes lanes that are due, each transport's as far as its capacity goes: a slow one keeps no other waiting.
 * @param again asked for when a lane's time has come, or one has ended
 */
export const dispatcher = (
  { db, me, now, wall, log, stopping }: Shared,
  engines: ReadonlyMap<string, Engine>,
  around: { readonly begin: () => void; readonly end: () => void; readonly again: () => void },
): Dispatcher => {
  const lanes = new Map<string, { readonly transport: string; readonly work: Promise<void> }>();
  let cancelTimer: () => void = () => {};
  const running = (transport: string) => [...lanes.values()].filter((lane) => lane.transport === transport).length;

  const start = (engine: Engine, leased: LeasedLane, leaseUntil: number): void => {
    around.begin();
    const work = workLane(engine, leased, leaseUntil)
      // The database is away, or a fault: the lease runs out, and whoever takes the lane next looks up what was sent.
      .catch((error: unknown) => log.error({ err: error, lane: leased.id }, 'work on a lane broke off'))
      .finally(() => {
        lanes.delete(leased.id);
        around.again();
        around.end();
      });
    lanes.set(leased.id, { transport: engine.transport.name, work });
  };

  /** @returns whether all that was due and there was room for was had */
  const lease = async (engine: Engine, waiting: readonly Waiting[], moment: number): Promise<boolean> => {
    const { transport, timing } = engine;
    const room = Math.max(0, transport.capacity.lanes - running(transport.name));
    const due = waiting.filter((each) => each.dueAt <= moment).slice(0, room);
    if (due.length === 0 || stopping()) return true;
    const until = moment + timing.leaseMs;
    const leased = await leaseLanes(db, me, due, {
      now: new Date(moment),
      until: new Date(until),
      settled: new Date(now() + timing.settleMs),
    });
    for (const lane of leased) start(engine, lane, until);
    // Somebody else was quicker, or a lane was put off: its new time must be known.
    return leased.length === due.length;
  };

  return {
    running,
    look: async () => {
      const waiting = (await waitingLanes(db, wall.now())).filter((each) => !lanes.has(each.lane));
      const adopted = waiting.flatMap((each) => each.adopt ?? []);
      for (const { role, channel } of adopted) await db.tx((tx) => channelOfRoleChanged(tx, role, channel));
      const moment = now();
      const ours = waiting.filter((each) => !each.adopt && engines.has(each.transport));
      const next = Math.min(...ours.map((each) => each.dueAt).filter((at) => at > moment));
      cancelTimer();
      cancelTimer = Number.isFinite(next) ? wall.after(next - moment, around.again) : () => {};
      let allHad = adopted.length === 0;
      for (const [name, engine] of engines) {
        const theirs = ours.filter((each) => each.transport === name);
        if (!(await lease(engine, theirs, moment))) allHad = false;
      }
      return !allHad;
    },
    stop: async () => {
      cancelTimer();
      await Promise.all([...lanes.values()].map(({ work }) => work));
    },
  };
};
