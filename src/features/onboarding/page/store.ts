/** What the project's window reads of its own. */
import type { Handoff } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel } from '../../../platform/db/rows/as-model.ts';

export interface ProjectNote {
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

/** ONB-12. Newest first. */
export const notesOf = (tx: Tx, projectId: string, take: number): Promise<readonly ProjectNote[]> =>
  tx.$queryRaw`
    SELECT text, by, at FROM project_notes WHERE project_id = ${projectId}::uuid ORDER BY at DESC, id DESC LIMIT ${take}`;

/** The last decision on the project: what its maker may still undo. */
export const lastDecision = async (tx: Tx, projectId: string) => {
  const [row] = await asModel<Pick<Handoff, 'id' | 'state' | 'decidedBy' | 'decidedAt'>>(tx.$queryRaw`
    SELECT id, state, decided_by, decided_at FROM handoffs
    WHERE project_id = ${projectId}::uuid AND state IN ('approved', 'returned') ORDER BY decided_at DESC LIMIT 1`);
  return row;
};

/** The desk's turn that the project is in, or was in last. */
export const latestTurn = async (tx: Tx, projectId: string): Promise<{ readonly id: string } | undefined> => {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM handoffs WHERE project_id = ${projectId}::uuid ORDER BY turn DESC LIMIT 1`;
  return row;
};
