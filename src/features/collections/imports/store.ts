import type { Day } from '../../../core/time/calendar.ts';
import type { ReportImport } from '../../../generated/prisma/client.ts';
import type { Database, Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type CollectionCase, casesByIds, type Decline } from '../cases/index.ts';
import type { ImportParameters } from './import-run.ts';
import type { NamedMapping } from './report.ts';

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

export const mappingsOf = async (tx: Pick<Tx, 'reportMapping'>, gateway: string): Promise<readonly NamedMapping[]> =>
  tx.reportMapping.findMany({ where: { gateway }, select: { name: true, header: true, settings: true } });

/** How reports with this header are read from now on. COL-1 */
export const saveMapping = async ({ tx, by, now }: Work, gateway: string, { name, header, settings }: NamedMapping) => {
  const said = { name, settings: settings as object, mappedBy: by.id, mappedAt: now };
  await tx.reportMapping.upsert({
    where: { gateway_header: { gateway, header } },
    create: { gateway, header, ...said },
    update: said,
    select: { name: true },
  });
};

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

/**
 * Numbers the subscriptions and periods whose cases this import may change: those with a new failed attempt (`report_rows`),
 * and those with a new approved one that have a case already.
 */
export const findAffected = async (tx: Tx, gateway: string, importId: string): Promise<void> => {
  // CREATE TABLE takes no parameters.
  const [gw, id] = [gateway, importId].map((text) => `'${text.replaceAll("'", "''")}'`);
  await tx.$executeRawUnsafe(
    `CREATE TEMP TABLE import_charges ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY subscription, period)::int AS n, subscription, period, customer, name FROM (
       SELECT DISTINCT ON (subscription, period) subscription, period, customer, name FROM (
         SELECT gateway_subscription AS subscription, period, customer, name, at, transaction_id FROM report_rows WHERE outcome = 'failed'
         UNION ALL
         SELECT c.gateway_subscription, c.period, c.reported_customer, c.reported_name, '-infinity', a.transaction_id
         FROM payment_attempts a JOIN cases c
           ON c.gateway = a.gateway AND c.gateway_subscription = a.gateway_subscription AND c.period = a.period
         WHERE a.gateway = ${gw} AND a.import_id = ${id}::uuid AND a.outcome = 'approved') told
       ORDER BY subscription, period, at DESC, transaction_id) latest`,
  );
  await tx.$executeRawUnsafe('CREATE INDEX ON import_charges (n)');
  await tx.$executeRawUnsafe('ANALYZE import_charges');
};

export interface AffectedCharge {
  readonly n: number;
  readonly subscription: string;
  readonly period: string;
  /** Who it is for the gateway, as the latest failed attempt says. */
  readonly customer: string;
  readonly name: string;
}

export interface AttemptRow {
  readonly n: number;
  readonly transactionId: string;
  readonly isNew: boolean;
  readonly at: Date;
  readonly currency: string;
  readonly amount: bigint;
  readonly outcome: 'failed' | 'approved';
  readonly decline: Decline | null;
  readonly reason: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly nextAttemptOn: Day | null;
  readonly number: number | null;
}

export interface AffectedPage {
  readonly affected: readonly AffectedCharge[];
  /** In the order of time. */
  readonly attempts: readonly AttemptRow[];
  /** The cases that exist, locked. */
  readonly cases: readonly CollectionCase[];
}

/** Each is looked up by itself (OFFSET 0 holds the planner to that): it has not heard yet of the rows that were just added. */
export const affectedPage = async (
  tx: Tx,
  gateway: string,
  importId: string,
  from: number,
  to: number,
): Promise<AffectedPage> => {
  const reading = tx.$queryRaw<AffectedCharge[]>`
    SELECT n, subscription, period, customer, name FROM import_charges WHERE n > ${from} AND n <= ${to} ORDER BY n`;
  const attempting = tx.$queryRaw<AttemptRow[]>`
    SELECT t.n, a.transaction_id AS "transactionId", a.import_id = ${importId}::uuid AS "isNew", a.at, a.currency, a.amount, a.outcome,
           a.decline, a.reason, a.card_brand AS "cardBrand", a.card_last4 AS "cardLast4",
           a.next_attempt_on::text AS "nextAttemptOn", a.number
    FROM import_charges t CROSS JOIN LATERAL (
      SELECT transaction_id, import_id, at, currency, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number
      FROM payment_attempts a
      WHERE a.gateway = ${gateway} AND a.gateway_subscription = t.subscription AND a.period = t.period OFFSET 0) a
    WHERE t.n > ${from} AND t.n <= ${to} ORDER BY t.n, a.at, a.transaction_id`;
  const finding = tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM import_charges t CROSS JOIN LATERAL (
      SELECT id FROM cases c
      WHERE c.gateway = ${gateway} AND c.gateway_subscription = t.subscription AND c.period = t.period OFFSET 0) c
    WHERE t.n > ${from} AND t.n <= ${to}`;
  const [affected, attempts, existing] = await Promise.all([reading, attempting, finding]);
  return {
    affected,
    attempts,
    cases: await lockCases(
      tx,
      existing.map((row) => row.id),
    ),
  };
};

const lockCases = async (tx: Tx, ids: readonly string[]): Promise<readonly CollectionCase[]> => {
  if (ids.length === 0) return [];
  await tx.$queryRaw`SELECT 1 FROM cases WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return casesByIds(tx, ids);
};

export interface Approval {
  readonly transactionId: string;
  readonly subscription: string;
  readonly period: string;
  readonly at: Date;
  readonly currency: string;
  readonly amount: bigint;
}

/** New approved attempts, of more than nothing, of these subscriptions that no case accounts for. */
export const approvalsWithoutCase = async (
  tx: Tx,
  gateway: string,
  importId: string,
  subscriptions: readonly string[],
): Promise<readonly Approval[]> => {
  if (subscriptions.length === 0) return [];
  return tx.$queryRaw<Approval[]>`
    SELECT a.transaction_id AS "transactionId", a.gateway_subscription AS subscription, a.period, a.at, a.currency, a.amount
    FROM payment_attempts a
    WHERE a.gateway = ${gateway} AND a.import_id = ${importId}::uuid AND a.outcome = 'approved' AND a.amount > 0
      AND a.gateway_subscription = ANY(${[...subscriptions]}::text[])
      AND NOT EXISTS (SELECT 1 FROM cases c
        WHERE c.gateway = a.gateway AND c.gateway_subscription = a.gateway_subscription AND c.period = a.period)
    ORDER BY a.at, a.transaction_id`;
};
