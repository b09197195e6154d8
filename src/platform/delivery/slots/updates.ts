import { Prisma } from '../../../generated/prisma/client.ts';
import type { Database } from '../../db/open.ts';
import type { Engine } from '../engine.ts';
import { holdLane } from '../lanes/hold-lane.ts';
import { verdictOn } from '../lanes/verdict.ts';
import { blockUpdates, returnUpdates, takeUpdates } from '../outbox/budget.ts';
import { noticeKind } from '../parked/notice.ts';
import { backoff, updateBudget } from '../settings.ts';
import { rejoined } from '../transports/slack/join.ts';
import { inWords, type Outcome, triedInVain } from '../transports/slack/outcome.ts';
import { updateMessage } from '../transports/slack/send.ts';
import { renderSlot, renderTrouble } from './render.ts';

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
  readonly triedBefore: Date | undefined;
  readonly laneHeld: boolean;
  /** Its lane refused a change, and this one is to show whether it still does. */
  readonly probing: boolean;
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
  readonly tried_before: Date | null;
  readonly lane_held: boolean;
  readonly probing: boolean;
}

/** Of one lane at the same time: should it refuse, the others still have most of the budget. */
const atOnce = 10;

/** What may be updated now. Of a lane that refused a change nothing but one message, when its time has come. */
const due = (at: string, expired: string): Prisma.Sql => Prisma.sql`
  s.ts IS NOT NULL AND s.state IN ('pending', 'sending')
  AND (CASE s.state WHEN 'pending' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz
       ELSE s.tried_at <= ${expired}::timestamptz END)
  AND NOT EXISTS (SELECT 1 FROM lanes refusing WHERE refusing.id = s.lane AND refusing.updates_at > ${at}::timestamptz)`;

/**
 * Takes messages that no longer show the current state. Each is taken by itself, not by lane: updates neither overtake
 * nor hold up anything, and one whose owner vanished is simply repeated after the lease. A lane that refused is tried with one,
 * so that it does not use up what all others could have.
 */
const claimStale = async (engine: Engine, now: Date, most: number): Promise<Stale[]> => {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - engine.timing.leaseMs).toISOString();
  const again = new Date(now.getTime() + engine.timing.holdRetryMs).toISOString();
  const rows = await engine.db.prisma.$queryRaw<StaleRow[]>`
    WITH due AS MATERIALIZED (
      SELECT s.id, s.lane, s.tried_at, l.held_reason IS NOT NULL AS lane_held, l.updates_at IS NOT NULL AS probing,
        row_number() OVER (PARTITION BY s.lane ORDER BY s.priority, s.seq) AS rank
      FROM (
        SELECT s.id, s.lane, s.tried_at, s.priority, s.seq FROM message_slots s
        WHERE ${due(at, expired)} AND NOT EXISTS (SELECT 1 FROM delivery_limits WHERE key IN ('hold', 'pause'))
        ORDER BY s.priority, s.seq LIMIT ${most}
        FOR UPDATE OF s SKIP LOCKED
      ) s LEFT JOIN lanes l ON l.id = s.lane
    ), probed AS (
      UPDATE lanes SET updates_at = ${again}::timestamptz FROM due
      WHERE due.probing AND due.rank = 1 AND lanes.id = due.lane AND lanes.updates_at <= ${at}::timestamptz RETURNING lanes.id
    )
    UPDATE message_slots m SET state = 'sending', attempts = m.attempts + 1, tried_at = ${at}::timestamptz
    FROM due
    WHERE m.id = due.id AND CASE WHEN due.probing THEN due.rank = 1 AND due.lane IN (SELECT id FROM probed) ELSE due.rank <= ${atOnce} END
    RETURNING m.id, m.kind, m.subject_id, m.part, m.lane, m.channel, m.ts, m.wanted, m.attempts, m.reposts, m.tried_at,
      due.tried_at AS tried_before, due.lane_held, due.probing`;
  return rows.map(({ subject_id, tried_at, tried_before, lane_held, part, ...row }) => ({
    ...row,
    subjectId: subject_id,
    triedAt: tried_at,
    triedBefore: tried_before ?? undefined,
    laneHeld: lane_held,
    ...(part === null ? {} : { part }),
  }));
};

/** Whether anything waits for an update now: the cheap question that is asked at every wake. */
export const anyStale = async (db: Database, now: Date, leaseMs: number): Promise<boolean> => {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - leaseMs).toISOString();
  const rows = await db.prisma.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM message_slots s WHERE ${due(at, expired)}) AS any`;
  return rows[0]?.any ?? false;
};

/**
 * Brings all messages that can be brought up to date, as far as the budget goes.
 * @returns when to look again at the earliest, in milliseconds since 1970: the budget is the workspace's, and asking does not fill it
 */
export const updateAll = async (engine: Engine): Promise<number> => {
  const { db, timing, pace } = engine;
  while (!engine.stopping() && (await anyStale(db, new Date(engine.now()), timing.leaseMs))) {
    const granted = await takeUpdates(db, pace, engine.now(), engine.capacity.requests);
    if (granted === 0) return engine.now() + updateBudget(pace).everyMs;
    const stale = await claimStale(engine, new Date(engine.now()), granted);
    await returnUpdates(db, pace, granted - stale.length);
    if (stale.length === 0) return 0;
    await Promise.all(stale.map((slot) => updateOne(engine, slot)));
  }
  return 0;
};

const updateOne = async (engine: Engine, slot: Stale): Promise<void> => {
  const rendering = await engine.query(() => renderSlot(engine, slot));
  if (rendering.kind === 'failed') {
    return finish(engine, slot, await renderTrouble(engine, slot.attempts, rendering.problem));
  }
  // What it showed last stays.
  if (rendering.kind === 'nothing') return finish(engine, slot, { state: 'idle' });
  const ends = slot.triedAt.getTime() + engine.timing.leaseMs;
  const mayGo = () => ends - engine.now() > engine.timing.requestTimeoutMs;
  const outcome = await engine.gate(() => updateMessage(engine, slot, rendering.message, mayGo));
  engine.metrics.delivered.inc({ outcome: outcome.kind === 'sent' ? 'updated' : outcome.kind });
  if (outcome.kind === 'gone') return deleted(engine, slot, rendering.message.open);
  await finish(engine, slot, await resultOf(engine, slot, outcome));
  if (outcome.kind !== 'sent') return;
  engine.changes.takenAt = engine.now();
  if (slot.laneHeld || slot.probing) await takesChanges(engine, slot);
};

/** A lane takes changes again. Whether it takes new messages only one of these can tell, where any waits. */
const takesChanges = async (engine: Engine, slot: Stale): Promise<void> => {
  await engine.db.prisma.$executeRaw`
    WITH waiting AS (
      SELECT EXISTS (SELECT 1 FROM posts WHERE lane = ${slot.lane} AND state IN ('pending', 'sending', 'unknown'))
        OR EXISTS (SELECT 1 FROM message_slots WHERE lane = ${slot.lane} AND ts IS NULL AND state IN ('pending', 'sending', 'unknown')) AS any)
    UPDATE lanes SET updates_at = NULL, next_at = NULL,
      held_reason = CASE WHEN waiting.any THEN held_reason END, held_since = CASE WHEN waiting.any THEN held_since END
    FROM waiting WHERE lanes.id = ${slot.lane} AND (${slot.probing} OR NOT waiting.any)`;
  engine.wake();
};

/** It refused a change: the next one is tried after a while, and but one. */
const refusesChanges = async (engine: Engine, slot: Stale, problem: string): Promise<void> => {
  const again = new Date(engine.now() + engine.timing.holdRetryMs);
  await engine.db.prisma.lane.updateMany({ where: { id: slot.lane }, data: { updatesAt: again } });
  await holdLane(engine, slot.lane, problem);
};

type Result =
  | { readonly state: 'idle' }
  | {
      readonly state: 'pending';
      readonly nextAt?: number;
      readonly problem?: string;
      /** It was tried, and failed. */
      readonly counted?: boolean;
      /** Its tries are used up. */
      readonly failing?: boolean;
    }
  | { readonly state: 'parked'; readonly problem: string };

const resultOf = async (engine: Engine, slot: Stale, outcome: Outcome): Promise<Result> => {
  const { timing } = engine;
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
      return { state: 'pending', problem: outcome.problem, nextAt: retryAt(), counted: true };
    case 'rate_limited':
      await blockUpdates(engine.db, engine.pace, engine.now() + outcome.retryAfterMs);
      return { state: 'pending', nextAt: engine.now() + outcome.retryAfterMs };
    case 'held':
      if (await rejoined(engine, slot.channel, outcome.problem)) return { state: 'pending', nextAt: retryAt() };
      await refusesChanges(engine, slot, outcome.problem);
      return { state: 'pending', problem: inWords(outcome.problem) };
    case 'paused':
      await engine.pause(outcome.problem);
      return { state: 'pending' };
    case 'refused':
      return { state: 'parked', problem: inWords(outcome.problem) };
    default:
      return { state: 'pending' };
  }
};

/**
 * Records an update unless the slot was taken by another replica meanwhile. In that case ours may have landed on top
 * of theirs, so the message is rendered once more.
 */
const finish = async (engine: Engine, slot: Stale, result: Result): Promise<void> => {
  const problem = 'problem' in result ? (result.problem ?? null) : null;
  const nextAt = result.state === 'pending' && result.nextAt ? new Date(result.nextAt).toISOString() : null;
  const done = await engine.query(
    () => engine.db.prisma.$executeRaw`
    UPDATE message_slots SET problem = ${problem}, next_at = ${nextAt}::timestamptz,
      sent = CASE WHEN ${result.state} = 'idle' THEN ${slot.wanted} ELSE sent END,
      attempts = CASE ${result.state} WHEN 'idle' THEN 0 WHEN 'pending' THEN attempts - ${result.state === 'pending' && !result.counted ? 1 : 0}::int ELSE attempts END,
      state = CASE WHEN ${result.state} = 'idle' AND wanted > ${slot.wanted} THEN 'pending' ELSE ${result.state} END
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`,
  );
  const isNews = result.state === 'parked' || (result.state === 'pending' && result.failing === true);
  if (isNews && slot.kind !== noticeKind.kind) engine.tell('new');
  if (done === 0) {
    await engine.db.prisma.$executeRaw`
      UPDATE message_slots SET wanted = wanted + 1, state = CASE state WHEN 'idle' THEN 'pending' ELSE state END
      WHERE id = ${slot.id}::uuid AND ts = ${slot.ts}`;
  }
};

/** Somebody deleted the message: it is posted anew, once, if it still asks for something. */
const deleted = async (engine: Engine, slot: Stale, open: boolean): Promise<void> => {
  if (!open || slot.reposts > 0) return finish(engine, slot, { state: 'idle' });
  await engine.db.prisma.$executeRaw`
    UPDATE message_slots SET state = 'pending', ts = NULL, channel = NULL, reposts = reposts + 1, attempts = 0,
      next_at = NULL, seq = nextval('posts_seq_seq')
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
  engine.wake();
};
