import type { Database } from '../../db/open.ts';
import type { Sent } from '../transport.ts';

/** Something to send: a post, or a slot's first message. */
export interface Item {
  readonly type: 'post' | 'slot';
  readonly id: string;
  readonly lane: string;
  /** Tries that came to nothing, with this one: to send, or to look up what became of it. */
  readonly attempts: number;
  /** When it was tried the time before this. */
  readonly triedBefore?: Date;
  /** The message it answers. */
  readonly thread?: Sent;
  /** A post's content. */
  readonly payload?: unknown;
  /** A slot's subject. */
  readonly kind?: string;
  readonly subjectId?: string;
  readonly part?: string;
}

/** As the statements answer. */
interface ItemRow {
  readonly type: 'post' | 'slot';
  readonly id: string;
  readonly lane: string;
  readonly attempts: number;
  readonly tried_before: Date | null;
  readonly thread_channel: string | null;
  readonly thread_ts: string | null;
  readonly payload: unknown;
  readonly kind: string | null;
  readonly subject_id: string | null;
  readonly part: string | null;
}

const itemOf = (row: ItemRow): Item => ({
  type: row.type,
  id: row.id,
  lane: row.lane,
  attempts: row.attempts,
  ...(row.tried_before ? { triedBefore: row.tried_before } : {}),
  ...(row.thread_ts ? { thread: { channel: row.thread_channel ?? row.lane, ts: row.thread_ts } } : {}),
  ...(row.type === 'post' ? { payload: row.payload } : {}),
  ...(row.kind && row.subject_id ? { kind: row.kind, subjectId: row.subject_id } : {}),
  ...(row.part === null ? {} : { part: row.part }),
});

/**
 * Marks the next messages of each lane as being sent, oldest first, decisions before digests; replies only once their
 * root is posted. A slot whose row is locked (it is being changed this moment) ends its lane's portion: nothing
 * overtakes it, and nobody waits for a lock.
 */
export const claimItems = async (
  db: Database,
  me: string,
  now: Date,
  lanes: readonly { readonly lane: string; readonly n: number }[],
): Promise<Item[]> => {
  const at = now.toISOString();
  // What was picked is found again by its id alone: were its state named, the planner would walk all that waits.
  const rows = await db.prisma.$queryRaw<ItemRow[]>`
    WITH w AS (
      SELECT w.lane, w.n FROM jsonb_to_recordset(${JSON.stringify(lanes)}::jsonb) AS w(lane text, n int)
      JOIN lanes l ON l.id = w.lane AND l.leased_by = ${me} AND l.lease_until > ${at}::timestamptz
    ), pick AS MATERIALIZED (
      SELECT w.lane, x.type, x.id, x.state, x.tried_before, x.thread_channel, x.thread_ts, row_number() OVER (PARTITION BY w.lane ORDER BY x.priority, x.seq) AS rank
      FROM w CROSS JOIN LATERAL (
        (SELECT 'post' AS type, p.id, p.state, p.priority, p.seq, p.tried_at AS tried_before, r.channel AS thread_channel, r.ts AS thread_ts
         FROM posts p LEFT JOIN message_slots r ON r.id = p.slot_id
         WHERE p.lane = w.lane AND p.state IN ('pending', 'sending', 'unknown') AND p.state = 'pending'
           AND (p.slot_id IS NULL OR r.ts IS NOT NULL) AND (p.next_at IS NULL OR p.next_at <= ${at}::timestamptz)
         ORDER BY p.priority, p.seq LIMIT w.n)
        UNION ALL
        (SELECT 'slot', s.id, s.state, s.priority, s.seq, s.tried_at, NULL, NULL FROM message_slots s
         WHERE s.lane = w.lane AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown') AND s.state = 'pending'
           AND (s.next_at IS NULL OR s.next_at <= ${at}::timestamptz)
         ORDER BY s.priority, s.seq LIMIT w.n)
        ORDER BY 4, 5 LIMIT w.n
      ) x
    ), free AS MATERIALIZED (
      SELECT id FROM message_slots WHERE id IN (SELECT id FROM pick WHERE type = 'slot') AND state = 'pending' FOR UPDATE SKIP LOCKED
    ), taken AS MATERIALIZED (
      SELECT type, id, lane, state, tried_before, thread_channel, thread_ts, rank FROM pick WHERE rank < COALESCE((SELECT min(b.rank) FROM pick b WHERE b.lane = pick.lane AND b.type = 'slot'
        AND b.id NOT IN (SELECT id FROM free)), 1000000)
    ), p AS (
      UPDATE posts SET state = 'sending', attempts = attempts + 1, tried_at = ${at}::timestamptz, thread_ts = t.thread_ts
      FROM taken t WHERE t.type = 'post' AND posts.id = t.id AND posts.state = t.state
      RETURNING posts.id, posts.attempts, posts.payload
    ), s AS (
      UPDATE message_slots SET state = 'sending', attempts = attempts + 1, tried_at = ${at}::timestamptz
      FROM taken t WHERE t.type = 'slot' AND message_slots.id = t.id
      RETURNING message_slots.id, attempts, kind, subject_id, part
    )
    SELECT t.type, t.id, t.lane, COALESCE(p.attempts, s.attempts) AS attempts, t.tried_before, t.thread_channel, t.thread_ts, p.payload,
           s.kind, s.subject_id, s.part
    FROM taken t LEFT JOIN p ON p.id = t.id LEFT JOIN s ON s.id = t.id
    WHERE p.id IS NOT NULL OR s.id IS NOT NULL
    ORDER BY t.lane, t.rank`;
  return rows.map(itemOf);
};

/** Something that may have been sent. */
export interface UnknownItem extends Item {
  readonly triedAt: Date;
  readonly problem: string;
  readonly lastTry: boolean;
}

/** What a lane has of unknown outcome, oldest first. */
export const unknownItems = async (db: Database, lane: string): Promise<UnknownItem[]> => {
  const rows = await db.prisma.$queryRaw<(ItemRow & { tried_at: Date; problem: string | null; last_try: boolean })[]>`
    SELECT type, id, lane, attempts, NULL::timestamptz AS tried_before, problem, last_try, thread_channel, thread_ts, payload, kind, subject_id, part, tried_at FROM (
      SELECT 'post' AS type, p.id, p.lane, p.attempts, p.problem, p.last_try, r.channel AS thread_channel, p.thread_ts, NULL AS payload,
             NULL AS kind, NULL::uuid AS subject_id, NULL AS part, p.tried_at, p.seq
      FROM posts p LEFT JOIN message_slots r ON r.id = p.slot_id
      WHERE p.lane = ${lane} AND p.state IN ('pending', 'sending', 'unknown') AND p.state = 'unknown'
      UNION ALL
      SELECT 'slot', s.id, s.lane, s.attempts, s.problem, s.last_try, NULL, NULL, NULL, s.kind, s.subject_id, s.part, s.tried_at, s.seq
      FROM message_slots s
      WHERE s.lane = ${lane} AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown') AND s.state = 'unknown'
    ) u ORDER BY seq`;
  return rows.map((row) => ({
    ...itemOf(row),
    triedAt: row.tried_at,
    problem: row.problem ?? '',
    lastTry: row.last_try,
  }));
};

/** How many messages are in each state that is not an end. */
export const unsentByState = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.prisma.$queryRaw<{ state: string; count: number }[]>`
    SELECT state, count(*)::int AS count FROM (
      SELECT state FROM posts WHERE state IN ('pending', 'sending', 'unknown')
      UNION ALL SELECT state FROM posts WHERE state = 'parked'
      UNION ALL SELECT state FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown')
      UNION ALL SELECT state FROM message_slots WHERE ts IS NOT NULL AND state IN ('pending', 'sending')
      UNION ALL SELECT state FROM message_slots WHERE state = 'parked'
    ) u GROUP BY state`;
  return new Map(rows.map((row) => [row.state, row.count]));
};
