import type { Database } from '../../db/open.ts';
import { type Pace, updateBudget } from '../settings.ts';

const key = 'chat.update';

/**
 * Takes up to `wanted` calls of `chat.update` from the budget that all replicas share. One instant per method is
 * enough: how far the calls already granted reach into the future.
 * @returns how many were granted
 */
export const takeUpdates = async (db: Database, pace: Pace, now: number, wanted: number): Promise<number> => {
  if (pace.updatesPerMinute <= 0) return wanted;
  const { burst, everyMs } = updateBudget(pace);
  await db.prisma.$executeRaw`INSERT INTO delivery_limits (key) VALUES (${key}) ON CONFLICT DO NOTHING`;
  const at = new Date(now).toISOString();
  const rows = await db.prisma.$queryRaw<{ granted: number }[]>`
    WITH now AS (
      SELECT key, GREATEST(until, ${at}::timestamptz) AS base,
        LEAST(${wanted}::int, floor((${burst * everyMs}::float8
          - extract(epoch FROM GREATEST(until, ${at}::timestamptz) - ${at}::timestamptz)::float8 * 1000) / ${everyMs}::float8)::int) AS n
      FROM delivery_limits WHERE key = ${key} FOR UPDATE
    )
    UPDATE delivery_limits l SET until = now.base + make_interval(secs => now.n * ${everyMs / 1000}::float8)
    FROM now WHERE l.key = now.key AND now.n > 0 RETURNING now.n AS granted`;
  return rows[0]?.granted ?? 0;
};

/** Gives back what was not needed. */
export const returnUpdates = async (db: Database, pace: Pace, count: number): Promise<void> => {
  if (pace.updatesPerMinute <= 0 || count <= 0) return;
  const seconds = (count * updateBudget(pace).everyMs) / 1000;
  await db.prisma
    .$executeRaw`UPDATE delivery_limits SET until = until - make_interval(secs => ${seconds}::float8) WHERE key = ${key}`;
};

/** Slack said 429 to an update: no replica makes one before then. */
export const blockUpdates = async (db: Database, pace: Pace, until: number): Promise<void> => {
  const { burst, everyMs } = updateBudget(pace);
  const empty = new Date(until + (pace.updatesPerMinute > 0 ? (burst - 1) * everyMs : 0)).toISOString();
  await db.prisma.$executeRaw`
    INSERT INTO delivery_limits (key, until) VALUES (${key}, ${empty}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET until = GREATEST(delivery_limits.until, EXCLUDED.until)`;
};
