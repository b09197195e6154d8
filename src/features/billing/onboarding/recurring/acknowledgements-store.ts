import { groupBy } from '../../../../core/group.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';

/** One desk's word. `desk` is a role: sales or service. ONB-15 */
export interface Acknowledgement {
  readonly desk: string;
  readonly by: string;
  readonly at: Date;
}

export const acknowledgementsOfProjects = async (
  tx: Tx,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Acknowledgement[]>> => {
  const rows = await tx.$queryRaw<(Acknowledgement & { project_id: string })[]>`
    SELECT project_id, desk, by, at FROM acknowledgements WHERE project_id = ANY(${[...projectIds]}::uuid[]) ORDER BY at, desk`;
  const given = groupBy(rows, (row) => row.project_id);
  return new Map([...given].map(([id, own]) => [id, own.map(({ desk, by, at }) => ({ desk, by, at }))]));
};

/** Of a project `p`: whether its customer is live, its playbook asks (in either spelling), and one of these desks has not said so. */
export const lacksWord = (desks: readonly string[]): Sql => Prisma.sql`p.went_live_on IS NOT NULL
  AND jsonb_path_exists(p.playbook, '$.stages[*].*[*] ? (@ like_regex "^(billing[.])?request_acknowledgements$")')
  AND ${desks.length}::int >
    (SELECT count(*) FROM acknowledgements a WHERE a.project_id = p.id AND a.desk = ANY(${[...desks]}::text[]))`;

/** False when this desk acknowledged before. */
export const insertAcknowledgement = async (
  tx: Tx,
  row: { readonly projectId: string; readonly desk: string; readonly by: string; readonly at: Date },
): Promise<boolean> => (await tx.acknowledgement.createMany({ data: row, skipDuplicates: true })).count === 1;

/** Acknowledgements of an earlier delivery say nothing about the next one; the audit log keeps them. */
export const deleteAcknowledgements = async (tx: Tx, projectId: string): Promise<void> => {
  await tx.acknowledgement.deleteMany({ where: { projectId } });
};

/** False when this desk has not acknowledged. */
export const deleteAcknowledgement = async (tx: Tx, projectId: string, desk: string): Promise<boolean> =>
  (await tx.acknowledgement.deleteMany({ where: { projectId, desk } })).count === 1;
