import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';

/** What these rows are charged for. */
export const nameCause = async (work: Work, causeId: string, rowIds: readonly string[]): Promise<void> => {
  await work.tx.subscriptionItem.updateMany({ where: { id: { in: [...rowIds] } }, data: { causeId } });
};

/** The rows of these subscriptions that are charged for something, and were not taken back. */
export const chargedFor = async (
  tx: Tx,
  subscriptionIds: readonly string[],
  causeId: string,
): Promise<readonly string[]> => {
  const rows = await tx.subscriptionItem.findMany({
    where: { subscriptionId: { in: [...subscriptionIds] }, causeId, withdrawn: false },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
};
