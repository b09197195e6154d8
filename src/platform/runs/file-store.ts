/** Which runs had which file. */
import type { Tx } from '../db/open.ts';

/** When the latest other run of this kind finished that had these very bytes. */
export const lastDoneWith = async (tx: Tx, kind: string, hash: string, id: string): Promise<Date | undefined> => {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(ended_at) AS at FROM runs WHERE file_hash = ${hash} AND kind = ${kind} AND state = 'done' AND id <> ${id}::uuid`;
  return row?.at ?? undefined;
};

/** Whether a run of this kind had these very bytes, whatever came of it, or is about to read what is asked for by such parameters. */
export const isFileTaken = async (
  tx: Pick<Tx, '$queryRaw'>,
  kind: string,
  hash: string,
  parameters: object,
): Promise<boolean> => {
  const [row] = await tx.$queryRaw<{ isTaken: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM runs WHERE kind = ${kind} AND file_hash = ${hash})
      OR EXISTS (SELECT 1 FROM runs WHERE kind = ${kind} AND file_hash IS NULL AND state IN ('queued', 'running')
        AND parameters @> ${JSON.stringify(parameters)}::jsonb) AS "isTaken"`;
  return row?.isTaken ?? false;
};

/** Runs that nobody works on since then, and whose files are kept still. */
export const runsWithOldFiles = async (tx: Tx, before: Date, limit: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM file_needs n JOIN runs r ON r.id = CASE WHEN n.owner LIKE 'run:%' THEN substr(n.owner, 5)::uuid END
    WHERE r.state NOT IN ('queued', 'running') AND coalesce(r.ended_at, r.started_at) < ${before}::timestamptz
    LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
};
