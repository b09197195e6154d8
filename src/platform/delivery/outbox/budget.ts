import type { Database } from '../../db/open.ts';
import type { Budget } from '../settings.ts';

/**
 * Takes up to `wanted` tokens from a budget that all replicas share. One instant is enough: how far what was granted already
 * reaches into the future.
 * @returns how many were granted
 */
export const take = async (db: Database, budget: Budget | undefined, now: number, wanted: number): Promise<number> => {
  if (!budget) return wanted;
  const { key, burst, everyMs } = budget;
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
export const giveBack = async (db: Database, budget: Budget | undefined, count: number): Promise<void> => {
  if (!budget || count <= 0) return;
  const seconds = (count * budget.everyMs) / 1000;
  await db.prisma.$executeRaw`
    UPDATE delivery_limits SET until = until - make_interval(secs => ${seconds}::float8) WHERE key = ${budget.key}`;
};

/** The other side said when it takes more: no replica asks before then. */
export const empty = async (db: Database, { key, burst, everyMs }: Budget, until: number): Promise<void> => {
  const at = new Date(until + (burst - 1) * everyMs).toISOString();
  await db.prisma.$executeRaw`
    INSERT INTO delivery_limits (key, until) VALUES (${key}, ${at}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET until = GREATEST(delivery_limits.until, EXCLUDED.until)`;
};
