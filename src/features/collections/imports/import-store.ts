import type { ReportImport } from '../../../generated/prisma/client.ts';
import type { Database, Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { ImportParameters } from './import-run.ts';

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

/** Who imports the gateway's reports. */
export const importRoles = ['accounting', 'billing', 'admin'] as const;

/** Versions before runs look for imports here themselves, and take up none that is leased. Goes with the next release but one. */
const notForThem = new Date('9999-01-01T00:00:00Z');

export const createImport = (work: Work, id: string, { gateway, fileName, fileId }: ImportParameters) =>
  work.tx.reportImport.create({
    data: {
      id,
      gateway,
      fileName,
      ...(fileId === undefined ? {} : { slackFileId: fileId }),
      leaseUntil: notForThem,
      requestedBy: work.by.id,
      requestedAt: work.now,
    },
    select: { id: true },
  });

/** What its run is asked. */
export const parametersOf = ({ gateway, fileName, slackFileId }: ReportImport): ImportParameters => ({
  gateway,
  fileName,
  ...(slackFileId === null ? {} : { fileId: slackFileId }),
});

/**
 * Imports that a version before runs has written down, or that died with it, are runs from now on; one that is under way there has
 * its row locked. @returns how many
 */
export const adoptImports = (db: Database): Promise<number> =>
  db.prisma.$executeRaw`
    WITH waiting AS (
      SELECT id, gateway, file_name, slack_file_id, requested_by, requested_at FROM report_imports
      WHERE slack_file_id IS NOT NULL AND ((state = 'queued' AND (lease_until IS NULL OR lease_until < now()))
        OR (state = 'running' AND lease_until < now()))
      FOR UPDATE SKIP LOCKED
    ), adopted AS (
      INSERT INTO runs (id, kind, parameters, started_by, started_at)
      SELECT id, 'report.import', jsonb_build_object('gateway', gateway, 'fileName', file_name, 'fileId', slack_file_id),
        requested_by, requested_at FROM waiting
      ON CONFLICT (id) DO UPDATE SET state = 'queued', problem = NULL, tries = 0, lease_until = NULL, ended_at = NULL
        WHERE runs.state = 'failed')
    UPDATE report_imports r SET state = 'queued', lease_until = ${notForThem}::timestamptz FROM waiting WHERE r.id = waiting.id`;

export const importById = (tx: Pick<Tx, 'reportImport'>, id: string) => tx.reportImport.findUnique({ where: { id } });

/** Has a refused import run again. @returns false when it is not refused (any more) */
export const requeueImport = async (tx: Tx, id: string): Promise<boolean> => {
  const { count } = await tx.reportImport.updateMany({
    where: { id, state: 'refused' },
    data: { state: 'queued', problem: null, header: [], endedAt: null, leaseUntil: notForThem },
  });
  return count === 1;
};

/** One that is only rehearsed from a shell has no row. */
export const endImport = (
  tx: Tx,
  id: string,
  end: Partial<ImportCounts> & Pick<ReportImport, 'state' | 'endedAt'> & { problem?: string; header?: string[] },
) => tx.reportImport.updateMany({ where: { id }, data: { ...end, leaseUntil: null } });

/** Reports of one gateway are imported one after the other. */
export const lockGateway = async (tx: Tx, gateway: string): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`report ${gateway}`}))::text`;
  // What is sorted or compared with half a million rows stays in memory; compiling the statement would not pay.
  await tx.$executeRaw`SET LOCAL work_mem = '64MB'`;
  await tx.$executeRaw`SET LOCAL jit = off`;
};
