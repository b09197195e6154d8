import { Prisma } from '../../../generated/prisma/client.ts';
import type { Database } from '../../db/open.ts';

/** A lane with something unsent, and when it may be worked on. */
export interface Waiting {
  readonly transport: string;
  readonly lane: string;
  /** Milliseconds since 1970; 0 when nothing stands in the way. */
  readonly dueAt: number;
  readonly isNew: boolean;
  /** A `role:` lane whose role has a channel by now. */
  readonly adopt?: { readonly role: string; readonly channel: string };
}

/**
 * Which lanes have something to send now, the longest waiting first. Walks the partial indexes from lane to lane, so that
 * it costs what is waiting and not what was ever sent. What was put off is seen when its time has come.
 */
export const waitingLanes = async (db: Database, now: Date): Promise<Waiting[]> => {
  const at = now.toISOString();
  const rows = await db.prisma.$queryRaw<
    {
      transport: string;
      lane: string;
      due_at: Date | null;
      is_new: boolean;
      role: string | null;
      channel_id: string | null;
    }[]
  >`
    WITH RECURSIVE p AS (
      (SELECT lane, transport FROM posts WHERE state IN ('pending', 'sending', 'unknown') AND ${isDue(at)} ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT n.lane, n.transport FROM p CROSS JOIN LATERAL (SELECT x.lane, x.transport FROM posts x
        WHERE x.state IN ('pending', 'sending', 'unknown') AND ${isDue(at)} AND x.lane > p.lane ORDER BY x.lane LIMIT 1) n
    ), s AS (
      (SELECT lane, transport FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND ${isDue(at)} ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT n.lane, n.transport FROM s CROSS JOIN LATERAL (SELECT x.lane, x.transport FROM message_slots x
        WHERE x.ts IS NULL AND x.state IN ('pending', 'sending', 'unknown') AND ${isDue(at)} AND x.lane > s.lane ORDER BY x.lane LIMIT 1) n
    )
    SELECT w.transport, w.lane, GREATEST(l.next_at, l.lease_until) AS due_at, l.id IS NULL AS is_new, rc.role, rc.channel_id
    FROM (SELECT lane, transport FROM p UNION SELECT lane, transport FROM s) w
      LEFT JOIN lanes l ON l.id = w.lane
      LEFT JOIN role_channels rc ON w.lane = 'role:' || rc.role
    WHERE (w.lane NOT LIKE 'role:%' OR rc.role IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM delivery_limits d WHERE d.transport = w.transport AND d.reason IS NOT NULL)
    ORDER BY due_at NULLS FIRST, w.lane`;
  return rows.map((row) => ({
    transport: row.transport,
    lane: row.lane,
    dueAt: row.due_at?.getTime() ?? 0,
    isNew: row.is_new,
    ...(row.role && row.channel_id ? { adopt: { role: row.role, channel: row.channel_id } } : {}),
  }));
};

/** Not put off. */
const isDue = (at: string): Prisma.Sql =>
  Prisma.sql`(state <> 'pending' OR next_at IS NULL OR next_at <= ${at}::timestamptz)`;

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
  const fresh = lanes.filter((lane) => lane.isNew).map(({ lane, transport }) => ({ lane, transport }));
  if (fresh.length > 0) {
    await db.prisma.$executeRaw`
      INSERT INTO lanes (id, transport) SELECT lane, transport
      FROM jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) AS f(lane text, transport text) ON CONFLICT DO NOTHING`;
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
