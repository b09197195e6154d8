import type { Database } from '../../db/open.ts';

export interface Restraint {
  readonly reason: string;
  readonly since: Date;
}

/** What keeps everything from being sent: a hold somebody must release, or a pause that ends when Slack accepts Baton again. */
export interface Restraints {
  readonly hold?: Restraint;
  readonly pause?: Restraint;
}

export const restraints = async (db: Database): Promise<Restraints> => {
  const rows = await db.prisma.deliveryLimit.findMany({ where: { key: { in: ['hold', 'pause'] } } });
  const of = (key: string): Restraint | undefined => {
    const row = rows.find((each) => each.key === key);
    return row && { reason: row.reason ?? '', since: row.since ?? new Date(0) };
  };
  const hold = of('hold');
  const pause = of('pause');
  return { ...(hold ? { hold } : {}), ...(pause ? { pause } : {}) };
};

/** @returns false when it was restrained already */
export const restrain = async (
  db: Database,
  key: 'hold' | 'pause',
  reason: string,
  since: Date,
  until?: Date,
): Promise<boolean> => {
  const { count } = await db.prisma.deliveryLimit.createMany({
    data: [{ key, reason, since, until: until ?? null }],
    skipDuplicates: true,
  });
  return count > 0;
};

/** @returns true for one replica each time a pause is due to be looked into */
export const mayTryAgain = async (db: Database, now: Date, next: Date): Promise<boolean> => {
  const { count } = await db.prisma.deliveryLimit.updateMany({
    where: { key: 'pause', until: { lte: now } },
    data: { until: next },
  });
  return count > 0;
};

export const endPause = async (db: Database): Promise<void> => {
  await db.prisma.deliveryLimit.deleteMany({ where: { key: 'pause' } });
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
