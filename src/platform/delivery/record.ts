import type { Database } from '../db/open.ts';
import { rootMissing } from './write-effects.ts';

export interface PostResult {
  readonly id: string;
  readonly state: 'sent' | 'pending' | 'unknown' | 'parked';
  readonly channel?: string;
  readonly ts?: string;
  readonly problem?: string;
}

export interface LaneResult {
  readonly id: string;
  /** Milliseconds since 1970; 0 is at once. */
  readonly nextAt: number;
  readonly failures: number;
  readonly channel?: string | undefined;
  readonly lastTs?: string | undefined;
  /** The channel takes messages again. */
  readonly unheld?: boolean;
  readonly release: boolean;
}

const instant = (ms: number): string | null => (ms > 0 ? new Date(ms).toISOString() : null);

/**
 * Records what became of posts and lanes, in one statement however many. A message known to be sent is recorded even
 * if its lane went to another replica meanwhile: it is the truth, and spares that one looking it up.
 */
export async function recordResults(
  db: Database,
  me: string,
  sentAt: Date,
  posts: readonly PostResult[],
  lanes: readonly LaneResult[],
): Promise<void> {
  const laneRows = lanes.map((lane) => ({ ...lane, nextAt: instant(lane.nextAt) }));
  // The ids by themselves as well: for rows of JSON the planner would read every post there ever was.
  await db.prisma.$executeRaw`
    WITH p AS (
      SELECT id, state, channel, ts, problem FROM jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
        AS p(id uuid, state text, channel text, ts text, problem text)
    ), done AS (
      UPDATE posts SET state = p.state, channel = COALESCE(p.channel, posts.channel), ts = COALESCE(p.ts, posts.ts),
        problem = p.problem, sent_at = CASE WHEN p.state = 'sent' THEN ${sentAt.toISOString()}::timestamptz END
      FROM p WHERE posts.id = p.id AND posts.id = ANY(${posts.map((post) => post.id)}::uuid[]) AND posts.state <> 'sent' AND (p.state = 'sent' OR (
        posts.state IN ('sending', 'unknown') AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = posts.lane AND o.leased_by = ${me})))
    )
    UPDATE lanes SET
      next_at = l."nextAt", failures = l.failures, channel = COALESCE(l.channel, lanes.channel),
      last_ts = COALESCE(l."lastTs", lanes.last_ts),
      held_reason = CASE WHEN l.unheld THEN NULL ELSE held_reason END,
      held_since = CASE WHEN l.unheld THEN NULL ELSE held_since END,
      leased_by = CASE WHEN l.release THEN NULL ELSE leased_by END,
      lease_until = CASE WHEN l.release THEN NULL ELSE lease_until END
    FROM jsonb_to_recordset(${JSON.stringify(laneRows)}::jsonb)
      AS l(id text, "nextAt" timestamptz, failures int, channel text, "lastTs" text, unheld boolean, release boolean)
    WHERE lanes.id = l.id AND lanes.leased_by = ${me}`;
}

export type SlotResult =
  | { readonly state: 'posted'; readonly channel: string; readonly ts: string; readonly version: number | null }
  /** Nothing is to be shown: its subject is gone. */
  | { readonly state: 'settled'; readonly version: number }
  | { readonly state: 'pending'; readonly problem?: string; readonly nextAt?: number }
  | { readonly state: 'unknown'; readonly problem: string }
  | { readonly state: 'parked'; readonly problem: string };

/**
 * Records what became of a slot's first message, unless the lane went to another replica. Alone, not in bulk: whoever shows several slots at once locks them in
 * another order. `version` null means it was found later, so what it shows is not known and it is rendered again.
 */
export async function recordSlot(db: Database, me: string, id: string, result: SlotResult): Promise<void> {
  const problem = 'problem' in result ? (result.problem ?? null) : null;
  switch (result.state) {
    case 'posted':
      await db.prisma.$executeRaw`
        WITH slot AS (
          UPDATE message_slots SET channel = ${result.channel}, ts = ${result.ts}, sent = COALESCE(${result.version}::int, 0),
            state = CASE WHEN wanted > COALESCE(${result.version}::int, 0) THEN 'pending' ELSE 'idle' END,
            attempts = 0, next_at = NULL, problem = NULL
          WHERE id = ${id}::uuid AND ts IS NULL RETURNING id)
        UPDATE posts SET state = 'pending', problem = NULL
        WHERE slot_id IN (SELECT id FROM slot) AND state = 'parked' AND problem = ${rootMissing}`;
      return;
    case 'settled':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET sent = ${result.version}, attempts = 0,
          state = CASE WHEN wanted > ${result.version} THEN 'pending' ELSE 'idle' END
        WHERE id = ${id}::uuid AND state = 'sending' AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      await parkReplies(db, id);
      return;
    case 'pending':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'pending', problem = ${problem}, next_at = ${instant(result.nextAt ?? 0)}::timestamptz
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case 'unknown':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'unknown', problem = ${problem}
        WHERE id = ${id}::uuid AND ts IS NULL AND state = 'sending'
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case 'parked':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'parked', problem = ${problem}
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      await parkReplies(db, id);
  }
}

/** Replies cannot go before their message: they wait, visibly, until it is posted. */
async function parkReplies(db: Database, slotId: string): Promise<void> {
  await db.prisma.$executeRaw`
    UPDATE posts SET state = 'parked', problem = ${rootMissing}
    WHERE slot_id = ${slotId}::uuid AND state = 'pending'
      AND EXISTS (SELECT 1 FROM message_slots WHERE id = ${slotId}::uuid AND ts IS NULL AND state IN ('parked', 'idle'))`;
}

/** What the slot should show is read before it is rendered: a change in between asks for one more rendering. */
export async function wantedVersion(db: Database, id: string): Promise<number> {
  const slot = await db.prisma.messageSlot.findUniqueOrThrow({ where: { id }, select: { wanted: true } });
  return slot.wanted;
}
