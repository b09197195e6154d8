import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';

/** An expired license that is active again, of which its customer is told once. */
export interface Restoration {
  readonly id: string;
  readonly licenseId: string;
}

/** @param decision by which it may be undone for a while */
export const insertRestoration = async (
  { tx, now }: Work,
  { decision, licenseId }: { readonly decision: string; readonly licenseId: string },
): Promise<void> => {
  await tx.licenseRestoration.create({ data: { id: decision, licenseId, restoredAt: now }, select: { id: true } });
};

/** Support took it back before anybody was told. */
export const endRestorations = async ({ tx, now }: Work, licenseId: string): Promise<void> => {
  await tx.licenseRestoration.updateMany({ where: { licenseId, endedAt: null }, data: { endedAt: now } });
};

/** Those that nobody can undo any more and of which nobody was told, the oldest first. */
export const untoldRestorations = (tx: Tx, before: Date, take: number): Promise<readonly Restoration[]> =>
  tx.licenseRestoration.findMany({
    where: { endedAt: null, restoredAt: { lt: before } },
    select: { id: true, licenseId: true },
    orderBy: { restoredAt: 'asc' },
    take,
  });

/** @returns whether nobody was told before */
export const endRestoration = async ({ tx, now }: Work, id: string): Promise<boolean> => {
  const { count } = await tx.licenseRestoration.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
  return count > 0;
};
