import type { Database } from '../db/open.ts';
import { blockUpdates, returnUpdates, takeUpdates } from './budget.ts';
import type { Engine } from './engine.ts';
import { holdLane } from './hold-lane.ts';
import { inWords, type Outcome } from './outcome.ts';
import { renderSlot, renderTrouble } from './render.ts';
import { updateMessage } from './send.ts';
import { backoff, updateBudget } from './settings.ts';

/** A posted slot that must be rendered again. */
interface Stale {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly part?: string;
  readonly lane: string;
  readonly channel: string;
  readonly ts: string;
  readonly wanted: number;
  readonly attempts: number;
  readonly reposts: number;
  readonly triedAt: Date;
  readonly laneHeld: boolean;
}

interface StaleRow {
  readonly id: string;
  readonly kind: string;
  readonly subject_id: string;
  readonly part: string | null;
  readonly lane: string;
  readonly channel: string;
  readonly ts: string;
  readonly wanted: number;
  readonly attempts: number;
  readonly reposts: number;
  readonly tried_at: Date;
  readonly lane_held: boolean;
}

/**
 * Takes messages that no longer show the current state. Each is taken by itself, not by lane: updates neither overtake
 * nor hold up anything, and one whose owner vanished is simply repeated after the lease.
 */
async function claimStale(db: Database, now: Date, leaseMs: number, most: number): Promise<Stale[]> {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - leaseMs).toISOString();
  const rows = await db.prisma.$queryRaw<StaleRow[]>`
    UPDATE message_slots m SET state = 'sending', attempts = m.attempts + 1, tried_at = ${at}::timestamptz
    FROM (
      SELECT s.id, l.held_reason IS NOT NULL AS lane_held
      FROM message_slots s LEFT JOIN lanes l ON l.id = s.lane
      WHERE s.ts IS NOT NULL AND s.state IN ('pending', 'sending')
        AND (CASE s.state WHEN 'pending' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz
             ELSE s.tried_at <= ${expired}::timestamptz END)
        AND NOT EXISTS (SELECT 1 FROM delivery_limits WHERE key IN ('hold', 'pause'))
      ORDER BY s.priority, s.seq LIMIT ${most}
      FOR UPDATE OF s SKIP LOCKED
    ) due
    WHERE m.id = due.id
    RETURNING m.id, m.kind, m.subject_id, m.part, m.lane, m.channel, m.ts, m.wanted, m.attempts, m.reposts, m.tried_at, due.lane_held`;
  return rows.map(({ subject_id, tried_at, lane_held, part, ...row }) => ({
    ...row,
    subjectId: subject_id,
    triedAt: tried_at,
    laneHeld: lane_held,
    ...(part === null ? {} : { part }),
  }));
}

/** Whether anything waits for an update now: the cheap question that is asked at every wake. */
export async function anyStale(db: Database, now: Date, leaseMs: number): Promise<boolean> {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - leaseMs).toISOString();
  const rows = await db.prisma.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM message_slots s WHERE s.ts IS NOT NULL AND s.state IN ('pending', 'sending')
      AND (CASE s.state WHEN 'pending' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz
           ELSE s.tried_at <= ${expired}::timestamptz END)) AS any`;
  return rows[0]?.any ?? false;
}

/**
 * Brings all messages that can be brought up to date, as far as the budget goes.
 * @returns when to look again at the earliest, in milliseconds since 1970: the budget is the workspace's, and asking does not fill it
 */
export async function updateAll(engine: Engine): Promise<number> {
  const { db, timing, pace } = engine;
  while (!engine.stopping() && (await anyStale(db, new Date(engine.now()), timing.leaseMs))) {
    const granted = await takeUpdates(db, pace, engine.now(), engine.capacity.requests);
    if (granted === 0) return engine.now() + updateBudget(pace).everyMs;
    const stale = await claimStale(db, new Date(engine.now()), timing.leaseMs, granted);
    await returnUpdates(db, pace, granted - stale.length);
    if (stale.length === 0) return 0;
    await Promise.all(stale.map((slot) => updateOne(engine, slot)));
  }
  return 0;
}

async function updateOne(engine: Engine, slot: Stale): Promise<void> {
  const rendering = await engine.query(() => renderSlot(engine, slot));
  if (rendering.kind === 'failed') {
    return finish(engine, slot, renderTrouble(engine, slot.attempts, rendering.problem));
  }
  // What it showed last stays.
  if (rendering.kind === 'nothing') return finish(engine, slot, { state: 'idle' });
  const ends = slot.triedAt.getTime() + engine.timing.leaseMs;
  const mayGo = () => ends - engine.now() > engine.timing.requestTimeoutMs;
  const outcome = await engine.gate(() => updateMessage(engine, slot, rendering.message, mayGo));
  engine.metrics.delivered.inc({ outcome: outcome.kind === 'sent' ? 'updated' : outcome.kind });
  if (outcome.kind === 'gone') return deleted(engine, slot, rendering.message.open);
  await finish(engine, slot, await resultOf(engine, slot, outcome));
  if (outcome.kind === 'sent' && slot.laneHeld) {
    await engine.db.prisma.lane.updateMany({
      where: { id: slot.lane },
      data: { heldReason: null, heldSince: null, nextAt: null },
    });
  }
}

type Result =
  | { readonly state: 'idle' }
  | { readonly state: 'pending'; readonly nextAt?: number; readonly problem?: string }
  | { readonly state: 'parked'; readonly problem: string };

async function resultOf(engine: Engine, slot: Stale, outcome: Outcome): Promise<Result> {
  const { timing } = engine;
  const retryAt = () => engine.now() + backoff(timing, slot.attempts, Math.random());
  switch (outcome.kind) {
    case 'sent':
      return { state: 'idle' };
    case 'unknown':
      // Repeated, but not before the old request can no longer land on top of the new one.
      return {
        state: 'pending',
        problem: outcome.problem,
        nextAt: Math.max(engine.now() + timing.settleMs, retryAt()),
      };
    case 'unreachable':
      return { state: 'pending', problem: outcome.problem, nextAt: retryAt() };
    case 'rate_limited':
      await blockUpdates(engine.db, engine.pace, engine.now() + outcome.retryAfterMs);
      return { state: 'pending', nextAt: engine.now() + outcome.retryAfterMs };
    case 'held':
      if (!slot.laneHeld) await holdLane(engine, slot.lane, outcome.problem);
      return { state: 'pending', problem: inWords(outcome.problem), nextAt: engine.now() + timing.holdRetryMs };
    case 'paused':
      await engine.pause(outcome.problem);
      return { state: 'pending' };
    case 'refused':
      return { state: 'parked', problem: inWords(outcome.problem) };
    default:
      return { state: 'pending' };
  }
}

/**
 * Records an update unless the slot was taken by another replica meanwhile. In that case ours may have landed on top
 * of theirs, so the message is rendered once more.
 */
async function finish(engine: Engine, slot: Stale, result: Result): Promise<void> {
  const problem = 'problem' in result ? (result.problem ?? null) : null;
  const nextAt = result.state === 'pending' && result.nextAt ? new Date(result.nextAt).toISOString() : null;
  const done = await engine.query(
    () => engine.db.prisma.$executeRaw`
    UPDATE message_slots SET problem = ${problem}, next_at = ${nextAt}::timestamptz,
      sent = CASE WHEN ${result.state} = 'idle' THEN ${slot.wanted} ELSE sent END,
      attempts = CASE WHEN ${result.state} = 'idle' THEN 0 ELSE attempts END,
      state = CASE WHEN ${result.state} = 'idle' AND wanted > ${slot.wanted} THEN 'pending' ELSE ${result.state} END
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`,
  );
  if (done === 0) {
    await engine.db.prisma.$executeRaw`
      UPDATE message_slots SET wanted = wanted + 1, state = CASE state WHEN 'idle' THEN 'pending' ELSE state END
      WHERE id = ${slot.id}::uuid AND ts = ${slot.ts}`;
  }
}

/** Somebody deleted the message: it is posted anew, once, if it still asks for something. */
async function deleted(engine: Engine, slot: Stale, open: boolean): Promise<void> {
  if (!open || slot.reposts > 0) return finish(engine, slot, { state: 'idle' });
  await engine.db.prisma.$executeRaw`
    UPDATE message_slots SET state = 'pending', ts = NULL, channel = NULL, reposts = reposts + 1, attempts = 0,
      next_at = NULL, seq = nextval('posts_seq_seq')
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
  engine.wake();
}
