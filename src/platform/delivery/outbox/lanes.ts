import type { Database } from '../../db/open.ts';

/** A lane with something unsent, and when it may be worked on. */
export interface Waiting {
  readonly lane: string;
  /** Milliseconds since 1970; 0 when nothing stands in the way. */
  readonly dueAt: number;
  readonly isNew: boolean;
  /** A `role:` lane whose role has a channel by now. */
  readonly adopt?: { readonly role: string; readonly channel: string };
}

/**
 * Which lanes have something to post, the longest waiting first. Walks the partial indexes from lane to lane, so that
 * it costs what is waiting and not what was ever sent.
 */
export const waitingLanes = async (db: Database): Promise<Waiting[]> => {
  const rows = await db.prisma.$queryRaw<
    { lane: string; due_at: Date | null; is_new: boolean; role: string | null; channel_id: string | null }[]
  >`
    WITH RECURSIVE p AS (
      (SELECT lane FROM posts WHERE state IN ('pending', 'sending', 'unknown') ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT x.lane FROM posts x WHERE x.state IN ('pending', 'sending', 'unknown') AND x.lane > p.lane ORDER BY x.lane LIMIT 1)
      FROM p WHERE p.lane IS NOT NULL
    ), s AS (
      (SELECT lane FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT x.lane FROM message_slots x WHERE x.ts IS NULL AND x.state IN ('pending', 'sending', 'unknown') AND x.lane > s.lane ORDER BY x.lane LIMIT 1)
      FROM s WHERE s.lane IS NOT NULL
    )
    SELECT w.lane, GREATEST(l.next_at, l.lease_until) AS due_at, l.id IS NULL AS is_new, rc.role, rc.channel_id
    FROM (SELECT lane FROM p UNION SELECT lane FROM s) w
      LEFT JOIN lanes l ON l.id = w.lane
      LEFT JOIN role_channels rc ON w.lane = 'role:' || rc.role
    WHERE w.lane IS NOT NULL AND (w.lane NOT LIKE 'role:%' OR rc.role IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM delivery_limits WHERE key IN ('hold', 'pause'))
    ORDER BY due_at NULLS FIRST, w.lane`;
  return rows.map((row) => ({
    lane: row.lane,
    dueAt: row.due_at?.getTime() ?? 0,
    isNew: row.is_new,
    ...(row.role && row.channel_id ? { adopt: { role: row.role, channel: row.channel_id } } : {}),
  }));
};

/** Where there can be no other process, whoever holds a lane has died. */
export const freeLanes = async (db: Database): Promise<void> => {
  await db.prisma.$executeRaw`UPDATE lanes SET leased_by = NULL, lease_until = NULL WHERE leased_by IS NOT NULL`;
};

/** A lane that this replica owns for a while. */
export interface LeasedLane {
  readonly id: string;
  readonly channel: string | null;
  readonly lastTs: string | null;
  readonly failures: number;
  readonly held: boolean;
  /** It has messages of unknown outcome, which must be looked up before anything else is posted. */
  readonly unsettled: boolean;
}

/**
 * Takes lanes that nobody owns. Rows that an owner who vanished left in `sending` become `unknown`; their lane is not
 * returned but put off until what was on its way must have arrived.
 */
export const leaseLanes = async (
  db: Database,
  me: string,
  lanes: readonly Waiting[],
  at: { readonly now: Date; readonly until: Date; readonly settled: Date },
): Promise<LeasedLane[]> => {
  const fresh = JSON.stringify(lanes.filter((lane) => lane.isNew).map((lane) => lane.lane));
  if (fresh !== '[]') {
    await db.prisma.$executeRaw`
      INSERT INTO lanes (id) SELECT jsonb_array_elements_text(${fresh}::jsonb) ON CONFLICT DO NOTHING`;
  }
  const wanted = JSON.stringify(lanes.map((lane) => lane.lane));
  const rows = await db.prisma.$queryRaw<
    { id: string; channel: string | null; last_ts: string | null; failures: number; held: boolean }[]
  >`
    UPDATE lanes l SET leased_by = ${me}, lease_until = ${at.until.toISOString()}::timestamptz
    FROM (
      SELECT id FROM lanes
      WHERE id IN (SELECT jsonb_array_elements_text(${wanted}::jsonb))
        AND (lease_until IS NULL OR lease_until <= ${at.now.toISOString()}::timestamptz)
        AND (next_at IS NULL OR next_at <= ${at.now.toISOString()}::timestamptz)
      FOR UPDATE SKIP LOCKED
    ) free
    WHERE l.id = free.id
    RETURNING l.id, l.channel, l.last_ts, l.failures, l.held_reason IS NOT NULL AS held`;
  if (rows.length === 0) return [];
  // A statement of its own: it must see what the former owner recorded before the lane was ours.
  const mine = JSON.stringify(rows.map((row) => row.id));
  const unsettled = await db.prisma.$queryRaw<{ lane: string; put_off: boolean }[]>`
    WITH mine AS (SELECT jsonb_array_elements_text(${mine}::jsonb) AS lane), p AS (
      UPDATE posts SET state = 'unknown'
      WHERE state IN ('pending', 'sending', 'unknown') AND state = 'sending' AND lane IN (SELECT lane FROM mine) RETURNING lane
    ), s AS (
      UPDATE message_slots SET state = 'unknown'
      WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND state = 'sending' AND lane IN (SELECT lane FROM mine)
      RETURNING lane
    ), off AS (
      UPDATE lanes SET leased_by = NULL, lease_until = NULL, next_at = ${at.settled.toISOString()}::timestamptz
      WHERE id IN (SELECT lane FROM p UNION SELECT lane FROM s) AND leased_by = ${me} RETURNING id
    )
    SELECT id AS lane, true AS put_off FROM off
    UNION ALL SELECT DISTINCT lane, false FROM posts
      WHERE state IN ('pending', 'sending', 'unknown') AND state = 'unknown' AND lane IN (SELECT lane FROM mine)
    UNION ALL SELECT DISTINCT lane, false FROM message_slots
      WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND state = 'unknown' AND lane IN (SELECT lane FROM mine)`;
  const putOff = new Set(unsettled.filter((row) => row.put_off).map((row) => row.lane));
  const unknown = new Set(unsettled.map((row) => row.lane));
  return rows
    .filter((row) => !putOff.has(row.id))
    .map(({ last_ts, ...row }) => ({ ...row, lastTs: last_ts, unsettled: unknown.has(row.id) }));
};

/** @returns those of the lanes that are still this replica's */
export const renewLeases = async (
  db: Database,
  me: string,
  lanes: readonly string[],
  now: Date,
  until: Date,
): Promise<Set<string>> => {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    UPDATE lanes SET lease_until = ${until.toISOString()}::timestamptz
    WHERE id IN (SELECT jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb))
      AND leased_by = ${me} AND lease_until > ${now.toISOString()}::timestamptz
    RETURNING id`;
  return new Set(rows.map((row) => row.id));
};

/** Something to post: a post, or a slot's first message. */
export interface Item {
  readonly type: 'post' | 'slot';
  readonly id: string;
  readonly lane: string;
  /** Tries that came to nothing, with this one: to send, or to look up what became of it. */
  readonly attempts: number;
  /** When it was tried the time before this. */
  readonly triedBefore?: Date;
  readonly thread?: { readonly channel: string; readonly ts: string };
  /** A post's content. */
  readonly payload?: unknown;
  /** A slot's subject. */
  readonly kind?: string;
  readonly subjectId?: string;
  readonly part?: string;
}

/** As the statements answer. */
export interface ItemRow {
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

export const itemOf = (row: ItemRow): Item => ({
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
           AND (p.slot_id IS NULL OR r.ts IS NOT NULL)
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
