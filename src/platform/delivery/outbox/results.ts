import type { Database } from '../../db/open.ts';
import { rootMissing } from '../../work/write-effects.ts';

/** What became of something that was sent, or was to be, as its row keeps it. */
export type Result =
  | { readonly state: 'sent'; readonly channel: string; readonly ts: string }
  /** It waits again. `nextAt`: it was tried and put off until then, in milliseconds since 1970; the try counts. */
  | { readonly state: 'pending'; readonly problem?: string; readonly nextAt?: number }
  /** `lastTry`: unless it is found, it is given up. */
  | { readonly state: 'unknown'; readonly problem: string; readonly lastTry?: boolean }
  /** `isBounce`: the other side refuses whom it is for. */
  | { readonly state: 'parked'; readonly problem: string; readonly isBounce?: true };

export type PostResult = { readonly id: string } & Result;

export interface LaneResult {
  readonly id: string;
  /** Milliseconds since 1970; 0 is at once. */
  readonly nextAt: number;
  readonly failures: number;
  readonly channel?: string | undefined;
  readonly lastTs?: string | undefined;
  /** When it last took a message; milliseconds since 1970. */
  readonly takenAt?: number | undefined;
  /** It takes messages again. */
  readonly unheld?: boolean;
  readonly release: boolean;
}

const instant = (ms: number): string | null => (ms > 0 ? new Date(ms).toISOString() : null);

/**
 * Records what became of posts and lanes, in one statement however many. A message known to be sent is recorded even
 * if its lane went to another replica meanwhile: it is the truth, and spares that one looking it up. A try that nobody answered is
 * not counted; one that put the message off is, and one to look it up that failed.
 */
export const recordResults = async (
  db: Database,
  me: string,
  sentAt: Date,
  posts: readonly PostResult[],
  lanes: readonly LaneResult[],
): Promise<void> => {
  const laneRows = lanes.map((lane) => ({
    ...lane,
    nextAt: instant(lane.nextAt),
    takenAt: instant(lane.takenAt ?? 0),
  }));
  const postRows = posts.map((post) => ({ ...post, nextAt: instant('nextAt' in post ? (post.nextAt ?? 0) : 0) }));
  // The ids by themselves as well: for rows of JSON the planner would read every post there ever was.
  await db.prisma.$executeRaw`
    WITH p AS (
      SELECT id, state, channel, ts, problem, "lastTry", "isBounce", "nextAt" FROM jsonb_to_recordset(${JSON.stringify(postRows)}::jsonb)
        AS p(id uuid, state text, channel text, ts text, problem text, "lastTry" boolean, "isBounce" boolean, "nextAt" timestamptz)
    ), done AS (
      UPDATE posts SET state = p.state, channel = COALESCE(p.channel, posts.channel), ts = COALESCE(p.ts, posts.ts),
        problem = p.problem, last_try = COALESCE(p."lastTry", false), is_bounce = COALESCE(p."isBounce", false), next_at = p."nextAt",
        attempts = posts.attempts + CASE WHEN p.state = 'pending' AND posts.state = 'sending' AND p."nextAt" IS NULL THEN -1
          WHEN p.state = 'unknown' AND posts.state = 'unknown' THEN 1 ELSE 0 END,
        sent_at = CASE WHEN p.state = 'sent' THEN ${sentAt.toISOString()}::timestamptz END
      FROM p WHERE posts.id = p.id AND posts.id = ANY(${posts.map((post) => post.id)}::uuid[]) AND posts.state <> 'sent' AND (p.state = 'sent' OR (
        posts.state IN ('sending', 'unknown') AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = posts.lane AND o.leased_by = ${me})))
    )
    UPDATE lanes SET
      next_at = l."nextAt", failures = l.failures, channel = COALESCE(l.channel, lanes.channel),
      last_ts = COALESCE(l."lastTs", lanes.last_ts), taken_at = COALESCE(l."takenAt", lanes.taken_at),
      held_reason = CASE WHEN l.unheld THEN NULL ELSE held_reason END,
      held_since = CASE WHEN l.unheld THEN NULL ELSE held_since END,
      updates_at = CASE WHEN l.unheld THEN NULL ELSE updates_at END,
      leased_by = CASE WHEN l.release THEN NULL ELSE leased_by END,
      lease_until = CASE WHEN l.release THEN NULL ELSE lease_until END
    FROM jsonb_to_recordset(${JSON.stringify(laneRows)}::jsonb)
      AS l(id text, "nextAt" timestamptz, failures int, channel text, "lastTs" text, "takenAt" timestamptz, unheld boolean, release boolean)
    WHERE lanes.id = l.id AND lanes.leased_by = ${me}`;
};

export type SlotResult =
  | Exclude<Result, { readonly state: 'sent' }>
  | { readonly state: 'posted'; readonly channel: string; readonly ts: string; readonly version: number | null }
  /** Nothing is to be shown: its subject is gone. */
  | { readonly state: 'settled'; readonly version: number };

/**
 * Records what became of a slot's first message, unless the lane went to another replica. Alone, not in bulk: whoever shows several slots at once locks them in
 * another order. `version` null means it was found later, so what it shows is not known and it is rendered again.
 */
export const recordSlot = async (db: Database, me: string, id: string, result: SlotResult): Promise<void> => {
  const problem = 'problem' in result ? (result.problem ?? null) : null;
  switch (result.state) {
    case 'posted':
      await db.prisma.$executeRaw`
        WITH slot AS (
          UPDATE message_slots SET channel = ${result.channel}, ts = ${result.ts}, sent = COALESCE(${result.version}::int, 0),
            state = CASE WHEN wanted > COALESCE(${result.version}::int, 0) THEN 'pending' ELSE 'idle' END,
            attempts = 0, next_at = NULL, problem = NULL, last_try = false
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
        UPDATE message_slots SET state = 'pending', problem = ${problem}, last_try = false,
          attempts = attempts - CASE WHEN state = 'sending' AND ${result.nextAt === undefined}::boolean THEN 1 ELSE 0 END,
          next_at = ${instant(result.nextAt ?? 0)}::timestamptz
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case 'unknown':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'unknown', problem = ${problem}, last_try = ${result.lastTry === true},
          attempts = attempts + CASE WHEN state = 'unknown' THEN 1 ELSE 0 END
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case 'parked':
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'parked', problem = ${problem}, last_try = false
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      await parkReplies(db, id);
  }
};

/** Replies cannot go before their message: they wait, visibly, until it is posted. */
const parkReplies = async (db: Database, slotId: string): Promise<void> => {
  await db.prisma.$executeRaw`
    UPDATE posts SET state = 'parked', problem = ${rootMissing}
    WHERE slot_id = ${slotId}::uuid AND state = 'pending'
      AND EXISTS (SELECT 1 FROM message_slots WHERE id = ${slotId}::uuid AND ts IS NULL AND state IN ('parked', 'idle'))`;
};

/** What the slot should show is read before it is rendered: a change in between asks for one more rendering. */
export const wantedVersion = async (db: Database, id: string): Promise<number> => {
  const slot = await db.prisma.messageSlot.findUniqueOrThrow({ where: { id }, select: { wanted: true } });
  return slot.wanted;
};
