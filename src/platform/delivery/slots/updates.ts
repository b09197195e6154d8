import type { Engine } from '../engine.ts';
import { holdLane } from '../hold-lane.ts';
import { empty, giveBack, take } from '../outbox/budget.ts';
import { noticeKind } from '../parked/notice.ts';
import { backoff } from '../settings.ts';
import { attempt, type Outcome, type Transport } from '../transport.ts';
import { triedInVain, verdictOn } from '../verdict.ts';
import { renderSlot, renderTrouble } from './render.ts';
import {
  anyStale,
  type ChangeResult,
  claimStale,
  postAnew,
  recordChange,
  refusesChanges,
  type Stale,
  takesChanges,
} from './stale-slots.ts';

type Change = NonNullable<Transport['change']>;

/**
 * Brings all messages that can be brought up to date, as far as the budget goes.
 * @returns when to look again at the earliest, in milliseconds since 1970: the budget is the workspace's, and asking does not fill it
 */
export const updateAll = async (engine: Engine, change: Change): Promise<number> => {
  const { db, timing, transport } = engine;
  const { changes } = transport.pace;
  while (!engine.stopping() && (await anyStale(db, new Date(engine.now()), timing.leaseMs))) {
    const granted = await take(db, changes, engine.now(), transport.capacity.requests);
    if (granted === 0) return engine.now() + (changes?.everyMs ?? 0);
    const stale = await claimStale(engine, new Date(engine.now()), granted);
    await giveBack(db, changes, granted - stale.length);
    if (stale.length === 0) return 0;
    await Promise.all(stale.map((slot) => updateOne(engine, change, slot)));
  }
  return 0;
};

const updateOne = async (engine: Engine, change: Change, slot: Stale): Promise<void> => {
  const rendering = await engine.query(() => renderSlot(engine, slot));
  if (rendering.kind === 'failed') {
    return finish(engine, slot, await renderTrouble(engine, slot.attempts, rendering.problem));
  }
  // What it showed last stays.
  if (rendering.kind === 'nothing') return finish(engine, slot, { state: 'idle' });
  const ends = slot.triedAt.getTime() + engine.timing.leaseMs;
  const mayGo = () => ends - engine.now() > engine.timing.requestTimeoutMs;
  const { message } = rendering;
  const where = { channel: slot.channel, ts: slot.ts };
  const outcome = await engine.gate(() => attempt(engine.transport, mayGo, () => change(where, message, mayGo)));
  engine.count(outcome.kind === 'sent' ? 'updated' : outcome.kind);
  if (outcome.kind === 'gone') return deleted(engine, slot, message.open);
  await finish(engine, slot, await resultOf(engine, slot, outcome));
  if (outcome.kind !== 'sent') return;
  engine.changes.takenAt = engine.now();
  if (!slot.laneHeld && !slot.probing) return;
  await takesChanges(engine.db, slot);
  engine.wake();
};

const resultOf = async (engine: Engine, slot: Stale, outcome: Outcome): Promise<ChangeResult> => {
  const { timing, transport } = engine;
  const retryAt = () => engine.now() + backoff(timing, slot.attempts, Math.random());
  switch (outcome.kind) {
    case 'sent':
      return { state: 'idle' };
    case 'unknown': {
      const changed = async (since: Date) => engine.changes.takenAt >= since.getTime();
      const verdict = await verdictOn(engine, slot, changed);
      if (verdict === 'last') return { state: 'parked', problem: triedInVain(outcome.problem, slot.attempts) };
      // Repeated, but not before the old request can no longer land on top of the new one.
      const nextAt = Math.max(engine.now() + timing.settleMs, retryAt());
      return { state: 'pending', problem: outcome.problem, nextAt, counted: true, failing: verdict === 'aside' };
    }
    case 'unreachable':
    case 'deferred':
      return { state: 'pending', problem: outcome.problem, nextAt: retryAt(), counted: true };
    case 'rate_limited': {
      const nextAt = engine.now() + outcome.retryAfterMs;
      if (transport.pace.changes) await empty(engine.db, transport.pace.changes, nextAt);
      return { state: 'pending', nextAt };
    }
    case 'held':
      if (outcome.canJoin && (await transport.join?.(slot.channel))) return { state: 'pending', nextAt: retryAt() };
      // The next one is tried after a while, and but one.
      await refusesChanges(engine.db, slot, new Date(engine.now() + timing.holdRetryMs));
      await holdLane(engine, slot.lane, outcome.problem);
      return { state: 'pending', problem: outcome.problem };
    case 'paused':
      await engine.pause(outcome.problem);
      return { state: 'pending' };
    case 'refused':
      return { state: 'parked', problem: outcome.problem };
    default:
      return { state: 'pending' };
  }
};

const finish = async (engine: Engine, slot: Stale, result: ChangeResult): Promise<void> => {
  await engine.query(() => recordChange(engine.db, slot, result));
  const isNews = result.state === 'parked' || (result.state === 'pending' && result.failing === true);
  if (isNews && slot.kind !== noticeKind.kind) engine.tell('new');
};

/** Somebody deleted the message: it is posted anew, once, if it still asks for something. */
const deleted = async (engine: Engine, slot: Stale, open: boolean): Promise<void> => {
  if (!open || slot.reposts > 0) return finish(engine, slot, { state: 'idle' });
  await postAnew(engine.db, slot);
  engine.wake();
};
