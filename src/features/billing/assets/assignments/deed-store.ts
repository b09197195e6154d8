/** What one deed did to whose assets are: the rows that it took back and those that it began. ALL-10 */
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Assignment } from './assignment.ts';
import { assignmentOf } from './store.ts';

export const assetsOfDeed = async (tx: Tx, decision: string): Promise<readonly string[]> => {
  const rows = await tx.assetAssignment.findMany({ where: { decision }, select: { assetId: true } });
  return [...new Set(rows.map(({ assetId }) => assetId))];
};

export interface Deed {
  readonly by: string;
  readonly at: Date;
  readonly began: readonly Assignment[];
  readonly tookBack: readonly Assignment[];
  /** Who changed since what it began, and when; or undid it. */
  readonly later?: { readonly by: string; readonly at: Date; readonly isUndo: boolean } | undefined;
}

/** Of assets that the caller has locked. */
export const deedOf = async (tx: Tx, decision: string): Promise<Deed | undefined> => {
  const [began, tookBack] = await Promise.all(
    [{ decision }, { takenBackDecision: decision, NOT: { decision } }].map((where) =>
      tx.assetAssignment.findMany({ where, orderBy: [{ firstOn: 'asc' }, { id: 'asc' }] }),
    ),
  );
  const [first] = began ?? [];
  if (!began || !tookBack || !first) return undefined;
  const changed = began.find(({ takenBackAt }) => takenBackAt !== null);
  return {
    by: first.createdBy,
    at: first.createdAt,
    began: began.map(assignmentOf),
    tookBack: tookBack.map(assignmentOf),
    later: changed?.takenBackAt
      ? {
          by: changed.takenBackBy ?? first.createdBy,
          at: changed.takenBackAt,
          isUndo: changed.takenBackDecision === decision,
        }
      : undefined,
  };
};

/** What it took back stands again; what it began never was, which is known by its own deed having taken it back. */
export const undoDeed = async (work: Work, decision: string): Promise<void> => {
  await work.tx.assetAssignment.updateMany({
    where: { takenBackDecision: decision },
    data: { takenBackBy: null, takenBackAt: null, takenBackDecision: null },
  });
  await work.tx.assetAssignment.updateMany({
    where: { decision },
    data: { takenBackBy: work.by.id, takenBackAt: work.now, takenBackDecision: decision },
  });
};
