import type { Database } from '../../db/open.ts';
import { slack } from '../../work/transports.ts';

/** What keeps all of a transport from being sent: a hold somebody must release, or a pause that ends when the other side takes messages again. */
export interface Restraint {
  readonly kind: 'hold' | 'pause';
  readonly reason: string;
  readonly since: Date;
}

/** Slack's carry no name: versions that knew no other transport obey them too. */
export const restraintKey = (transport: string, kind: Restraint['kind']): string =>
  transport === slack ? kind : `${transport}.${kind}`;

export const isHold = (key: string): boolean => /^(\w+\.)?hold$/.test(key);

/** By transport; holds first. */
export const restraints = async (db: Database): Promise<ReadonlyMap<string, readonly Restraint[]>> => {
  const rows = await db.prisma.deliveryLimit.findMany({ where: { reason: { not: null } }, orderBy: { key: 'asc' } });
  const found = new Map<string, Restraint[]>();
  for (const { transport, key, reason, since } of rows) {
    const restraint: Restraint = {
      kind: isHold(key) ? 'hold' : 'pause',
      reason: reason ?? '',
      since: since ?? new Date(0),
    };
    found.set(transport, [...(found.get(transport) ?? []), restraint]);
  }
  return found;
};

/** @returns false when it was restrained already */
export const restrain = async (
  db: Database,
  transport: string,
  { kind, reason, since }: Restraint,
  until?: Date,
): Promise<boolean> => {
  const { count } = await db.prisma.deliveryLimit.createMany({
    data: [{ key: restraintKey(transport, kind), transport, reason, since, until: until ?? null }],
    skipDuplicates: true,
  });
  return count > 0;
};

/** @returns true for one replica each time a pause is due to be looked into */
export const mayTryAgain = async (db: Database, transport: string, now: Date, next: Date): Promise<boolean> => {
  const { count } = await db.prisma.deliveryLimit.updateMany({
    where: { key: restraintKey(transport, 'pause'), until: { lte: now } },
    data: { until: next },
  });
  return count > 0;
};

export const endPause = async (db: Database, transport: string): Promise<void> => {
  await db.prisma.deliveryLimit.deleteMany({ where: { key: restraintKey(transport, 'pause') } });
};
