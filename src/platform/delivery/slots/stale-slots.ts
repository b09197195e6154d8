import { Prisma } from '../../../generated/prisma/client.ts';
import type { Database } from '../../db/open.ts';
import type { SlotRef } from '../../work/work.ts';
import type { Engine } from '../engine.ts';

/** A posted slot that must be rendered again. */
export interface Stale {
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
export const claimStale = async ({ db, timing, transport }: Engine, now: Date, most: number): Promise<Stale[]> => {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - timing.leaseMs).toISOString();
  const again = new Date(now.getTime() + timing.holdRetryMs).toISOString();
  const rows = await db.prisma.$queryRaw<StaleRow[]>`
    WITH due AS MATERIALIZED (
      SELECT s.id, s.lane, s.tried_at, l.held_reason IS NOT NULL AS lane_held, l.updates_at IS NOT NULL AS probing,
        row_number() OVER (PARTITION BY s.lane ORDER BY s.priority, s.seq) AS rank
      FROM (
        SELECT s.id, s.lane, s.tried_at, s.priority, s.seq FROM message_slots s
        WHERE ${due(at, expired)} AND s.transport = ${transport.name}
          AND NOT EXISTS (SELECT 1 FROM delivery_limits d WHERE d.transport = ${transport.name} AND d.reason IS NOT NULL)
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

/** A change as it ended, for the row. */
export type ChangeResult =
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

/**
 * Records a change unless the slot was taken by another replica meanwhile. In that case ours may have landed on top
 * of theirs, so the message is rendered once more.
 */
export const recordChange = async (db: Database, slot: Stale, result: ChangeResult): Promise<void> => {
  const problem = 'problem' in result ? (result.problem ?? null) : null;
  const nextAt = result.state === 'pending' && result.nextAt ? new Date(result.nextAt).toISOString() : null;
  const done = await db.prisma.$executeRaw`
    UPDATE message_slots SET problem = ${problem}, next_at = ${nextAt}::timestamptz,
      sent = CASE WHEN ${result.state} = 'idle' THEN ${slot.wanted} ELSE sent END,
      attempts = CASE ${result.state} WHEN 'idle' THEN 0 WHEN 'pending' THEN attempts - ${result.state === 'pending' && !result.counted ? 1 : 0}::int ELSE attempts END,
      state = CASE WHEN ${result.state} = 'idle' AND wanted > ${slot.wanted} THEN 'pending' ELSE ${result.state} END
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
  if (done > 0) return;
  await db.prisma.$executeRaw`
    UPDATE message_slots SET wanted = wanted + 1, state = CASE state WHEN 'idle' THEN 'pending' ELSE state END
    WHERE id = ${slot.id}::uuid AND ts = ${slot.ts}`;
};

/** Somebody deleted the message: it waits for its lane like a new one, once. */
export const postAnew = async (db: Database, slot: Stale): Promise<void> => {
  await db.prisma.$executeRaw`
    UPDATE message_slots SET state = 'pending', ts = NULL, channel = NULL, reposts = reposts + 1, attempts = 0,
      next_at = NULL, seq = nextval('posts_seq_seq')
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
};

/** A lane takes changes again. Whether it takes new messages only one of these can tell, where any waits. */
export const takesChanges = async (db: Database, slot: Stale): Promise<void> => {
  await db.prisma.$executeRaw`
    WITH waiting AS (
      SELECT EXISTS (SELECT 1 FROM posts WHERE lane = ${slot.lane} AND state IN ('pending', 'sending', 'unknown'))
        OR EXISTS (SELECT 1 FROM message_slots WHERE lane = ${slot.lane} AND ts IS NULL AND state IN ('pending', 'sending', 'unknown')) AS any)
    UPDATE lanes SET updates_at = NULL, next_at = NULL,
      held_reason = CASE WHEN waiting.any THEN held_reason END, held_since = CASE WHEN waiting.any THEN held_since END
    FROM waiting WHERE lanes.id = ${slot.lane} AND (${slot.probing} OR NOT waiting.any)`;
};

/** A lane refused a change: until then none is tried, and then but one. */
export const refusesChanges = async (db: Database, slot: Stale, until: Date): Promise<void> => {
  await db.prisma.lane.updateMany({ where: { id: slot.lane }, data: { updatesAt: until } });
};

/** Which slot a message is, for replies in its thread; undefined for any other message. `ts` is the root's. */
export const findSlotByMessage = async (db: Database, channel: string, ts: string): Promise<SlotRef | undefined> => {
  const slot = await db.prisma.messageSlot.findFirst({
    where: { channel, ts },
    select: { kind: true, subjectId: true, part: true },
  });
  if (!slot) return undefined;
  return { kind: slot.kind, subjectId: slot.subjectId, ...(slot.part === null ? {} : { part: slot.part }) };
};
