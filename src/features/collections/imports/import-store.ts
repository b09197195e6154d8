import { Prisma, type ReportImport } from '../../../generated/prisma/client.ts';
import type { Database, Tx } from '../../../platform/db/open.ts';

export interface ImportCounts {
  readonly rows: number;
  readonly added: number;
  readonly known: number;
  readonly opened: number;
  readonly updated: number;
  readonly recovered: number;
  readonly unmatched: number;
}

/** What an import came to, and what is to be told besides. */
export interface Imported {
  readonly counts: ImportCounts;
  /** Known transactions that say something else now. */
  readonly changed: number;
  readonly notes: readonly string[];
}

export interface Claimed {
  readonly id: string;
  readonly run: string;
  readonly runs: number;
  readonly gateway: string;
  readonly fileName: string;
  readonly requestedBy: string;
  readonly slackFileId: string;
}

/** Given by somebody, and nobody's for now. A run that is under way has its row locked besides. */
const unclaimed = Prisma.sql`slack_file_id IS NOT NULL
  AND ((state = 'queued' AND (lease_until IS NULL OR lease_until < now())) OR (state = 'running' AND lease_until < now()))`;

/**
 * Takes the oldest import that nobody works on. The lease is the database's own time, shared by all replicas; a run whose
 * transaction is under way holds the row itself (`lockRun`), however long it takes.
 */
export const claimImport = async (db: Database, run: string): Promise<Claimed | undefined> => {
  const [row] = await db.prisma.$queryRaw<Claimed[]>`
    WITH next AS (
      SELECT id FROM report_imports WHERE ${unclaimed} ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE report_imports r SET state = 'running', run = ${run}::uuid, runs = r.runs + 1, lease_until = now() + interval '2 minutes'
    FROM next WHERE r.id = next.id
    RETURNING r.id, r.run::text AS run, r.runs, r.gateway, r.file_name AS "fileName", r.requested_by AS "requestedBy",
              r.slack_file_id AS "slackFileId"`;
  return row;
};

/** Whether `claimImport` would find one. */
export const isImportWaiting = async (db: Database): Promise<boolean> => {
  const rows = await db.prisma.$queryRaw<object[]>`
    SELECT 1 FROM report_imports WHERE ${unclaimed} LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return rows.length > 0;
};

/** Puts a run that failed back, to be tried again after a while. */
export const releaseImport = async (db: Database, id: string, run: string, minutes: number): Promise<void> => {
  await db.prisma.$executeRaw`
    UPDATE report_imports SET state = 'queued', lease_until = now() + make_interval(mins => ${minutes}::int)
    WHERE id = ${id}::uuid AND run = ${run}::uuid AND state = 'running'`;
};

export const importById = (tx: Pick<Tx, 'reportImport'>, id: string) => tx.reportImport.findUnique({ where: { id } });

/** Has a refused import run again. @returns false when it is not refused (any more) */
export const requeueImport = async (tx: Tx, id: string): Promise<boolean> => {
  const { count } = await tx.reportImport.updateMany({
    where: { id, state: 'refused' },
    data: { state: 'queued', problem: null, header: [], runs: 0, endedAt: null },
  });
  return count === 1;
};

/** Locks the import until its transaction ends, so that nobody else takes it. @returns false when another run has taken over */
export const lockRun = async (tx: Tx, id: string, run: string): Promise<boolean> => {
  const rows = await tx.$queryRaw<object[]>`
    SELECT 1 FROM report_imports WHERE id = ${id}::uuid AND run = ${run}::uuid AND state = 'running' FOR UPDATE`;
  return rows.length === 1;
};

export const endImport = (
  tx: Tx,
  id: string,
  end: Partial<ImportCounts> & Pick<ReportImport, 'state' | 'endedAt'> & { problem?: string; header?: string[] },
) => tx.reportImport.update({ where: { id }, data: { ...end, leaseUntil: null } });

/** Reports of one gateway are imported one after the other. */
export const lockGateway = async (tx: Tx, gateway: string): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`report ${gateway}`}))::text`;
  // What is sorted or compared with half a million rows stays in memory; compiling the statement would not pay.
  await tx.$executeRaw`SET LOCAL work_mem = '64MB'`;
  await tx.$executeRaw`SET LOCAL jit = off`;
};
