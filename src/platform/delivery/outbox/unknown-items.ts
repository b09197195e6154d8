import type { Database } from '../../db/open.ts';
import { type Item, type ItemRow, itemOf } from './lanes.ts';

export interface UnknownItem extends Item {
  readonly triedAt: Date;
  readonly threadTs: string | null;
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
    threadTs: row.thread_ts,
    problem: row.problem ?? '',
    lastTry: row.last_try,
  }));
};
