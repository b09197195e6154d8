import type { Day } from '../../core/calendar.ts';
import type { ReportImport } from '../../generated/prisma/client.ts';
import type { Database, Tx } from '../../platform/db/open.ts';
import type { CollectionCase, Decline } from './case.ts';
import { casesByIds } from './store.ts';

export interface ImportCounts {
  readonly rows: number;
  readonly added: number;
  readonly known: number;
  readonly opened: number;
  readonly updated: number;
  readonly recovered: number;
  readonly unmatched: number;
}

export interface Claimed {
  readonly id: string;
  readonly run: string;
  readonly runs: number;
  readonly gateway: string;
  readonly fileName: string;
  readonly requestedBy: string;
  readonly slackFileId: string;
  /** The run that broke off before, if one did. */
  readonly previousRun: string | null;
}

/** Takes the oldest import that nobody works on. The lease is the database's own time, shared by all replicas. */
export const claimImport = async (db: Database, run: string): Promise<Claimed | undefined> => {
  const [row] = await db.prisma.$queryRaw<Claimed[]>`
    WITH next AS (
      SELECT id, run AS previous FROM report_imports
      WHERE slack_file_id IS NOT NULL
        AND ((state = 'queued' AND (lease_until IS NULL OR lease_until < now())) OR (state = 'running' AND lease_until < now()))
      ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE report_imports r SET state = 'running', run = ${run}::uuid, runs = r.runs + 1, lease_until = now() + interval '2 minutes'
    FROM next WHERE r.id = next.id
    RETURNING r.id, r.run::text AS run, r.runs, r.gateway, r.file_name AS "fileName", r.requested_by AS "requestedBy",
              r.slack_file_id AS "slackFileId", next.previous::text AS "previousRun"`;
  return row;
};

export const renewLease = async (db: Database, id: string, run: string): Promise<void> => {
  await db.prisma.$executeRaw`
    UPDATE report_imports SET lease_until = now() + interval '2 minutes' WHERE id = ${id}::uuid AND run = ${run}::uuid AND state = 'running'`;
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

/** Locks the import for the end of its run. @returns false when another run has taken over */
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

/** Reports of one gateway are merged one after the other. */
export const lockGateway = async (tx: Tx, gateway: string): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`report ${gateway}`}))::text`;
  // The merge sorts by its unique key; in memory that takes half the time.
  await tx.$executeRaw`SET LOCAL work_mem = '64MB'`;
};

/** From so many new attempts on, the planner must know of them before it reads them back. */
const worthAnalyzing = 5_000;

/**
 * Adds the attempts that are new, in the order of their key, each transaction once. Whoever else writes attempts takes
 * `lockGateway` first, so that what was not there stays not there; ON CONFLICT would cost a third more. @returns how many
 */
export const mergeAttempts = async (tx: Tx, table: string, gateway: string, importId: string): Promise<number> => {
  const added = await tx.$executeRawUnsafe(
    `INSERT INTO payment_attempts (gateway, transaction_id, import_id, gateway_subscription, period, at, currency, amount, outcome,
       decline, reason, card_brand, card_last4, next_attempt_on, number)
     SELECT DISTINCT ON (s.transaction_id) $1, s.transaction_id, $2::uuid, s.subscription, s.period, s.at, s.currency, s.amount,
       s.outcome, s.decline, s.reason, s.card_brand, s.card_last4, s.next_attempt_on, s.number
     FROM ${table} s
     WHERE NOT EXISTS (SELECT 1 FROM payment_attempts a WHERE a.gateway = $1 AND a.transaction_id = s.transaction_id)
     ORDER BY s.transaction_id`,
    gateway,
    importId,
  );
  if (added >= worthAnalyzing) await tx.$executeRaw`ANALYZE payment_attempts`;
  return added;
};

export interface Twice {
  readonly rows: number;
  readonly isSame: boolean;
  readonly first: number;
  readonly last: number;
}

/** Transactions that stand in the file more than once: contradictory ones first. */
export const twiceInFile = (tx: Tx, table: string): Promise<Twice[]> =>
  tx.$queryRawUnsafe<Twice[]>(
    `SELECT count(*)::int AS rows, count(DISTINCT (subscription, period, customer, name, at, currency, amount, outcome, decline, reason,
       card_brand, card_last4, next_attempt_on, number)::text) = 1 AS "isSame", min(row) AS first, max(row) AS last
     FROM ${table} GROUP BY transaction_id HAVING count(*) > 1 ORDER BY "isSame", min(row)`,
  );

/**
 * Numbers the subscriptions and periods whose cases this import may change: those with a new failed attempt, and those with
 * a case already. @returns how many
 */
export const findTouched = async (
  tx: Tx,
  table: string,
  gateway: string,
  importId: string,
  isAllNew: boolean,
): Promise<number> => {
  // CREATE TABLE takes no parameters.
  const [gw, id] = [gateway, importId].map((text) => `'${text.replaceAll("'", "''")}'`);
  const isNew = isAllNew
    ? ''
    : `AND EXISTS (SELECT 1 FROM payment_attempts a WHERE a.gateway = ${gw} AND a.transaction_id = s.transaction_id AND a.import_id = ${id}::uuid)`;
  await tx.$executeRawUnsafe(
    `CREATE TEMP TABLE import_touched ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY subscription, period)::int AS n, subscription, period, customer, name FROM (
       SELECT DISTINCT ON (s.subscription, s.period) s.subscription, s.period, s.customer, s.name FROM ${table} s
       WHERE (s.outcome = 'failed' OR EXISTS (
         SELECT 1 FROM cases c WHERE c.gateway = ${gw} AND c.gateway_subscription = s.subscription AND c.period = s.period)) ${isNew}
       ORDER BY s.subscription, s.period, s.at DESC, s.transaction_id) k`,
  );
  await tx.$executeRawUnsafe('CREATE INDEX ON import_touched (n)');
  await tx.$executeRawUnsafe('ANALYZE import_touched');
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM import_touched`;
  return row?.count ?? 0;
};

export interface Touched {
  readonly n: number;
  readonly subscription: string;
  readonly period: string;
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

export interface TouchedPage {
  readonly touched: readonly Touched[];
  /** In the order of time. */
  readonly attempts: readonly AttemptRow[];
  /** The cases that exist, locked. */
  readonly cases: readonly CollectionCase[];
}

export const touchedPage = async (
  tx: Tx,
  gateway: string,
  importId: string,
  from: number,
  to: number,
): Promise<TouchedPage> => {
  const touched = await tx.$queryRaw<Touched[]>`
    SELECT n, subscription, period, customer, name FROM import_touched WHERE n > ${from} AND n <= ${to} ORDER BY n`;
  const attempts = await tx.$queryRaw<AttemptRow[]>`
    SELECT t.n, a.transaction_id AS "transactionId", a.import_id = ${importId}::uuid AS "isNew", a.at, a.currency, a.amount, a.outcome,
           a.decline, a.reason, a.card_brand AS "cardBrand", a.card_last4 AS "cardLast4",
           a.next_attempt_on::text AS "nextAttemptOn", a.number
    FROM import_touched t JOIN payment_attempts a
      ON a.gateway = ${gateway} AND a.gateway_subscription = t.subscription AND a.period = t.period
    WHERE t.n > ${from} AND t.n <= ${to} ORDER BY t.n, a.at, a.transaction_id`;
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM import_touched t JOIN cases c
      ON c.gateway = ${gateway} AND c.gateway_subscription = t.subscription AND c.period = t.period
    WHERE t.n > ${from} AND t.n <= ${to} ORDER BY c.id FOR UPDATE OF c`;
  return {
    touched,
    attempts,
    cases:
      locked.length === 0
        ? []
        : await casesByIds(
            tx,
            locked.map((row) => row.id),
          ),
  };
};

export interface Approval {
  readonly transactionId: string;
  readonly subscription: string;
  readonly at: Date;
  readonly currency: string;
  readonly amount: bigint;
}

/** New approved attempts of these subscriptions that no case accounts for. */
export const approvalsWithoutCase = async (
  tx: Tx,
  gateway: string,
  importId: string,
  table: string,
  subscriptions: readonly string[],
): Promise<readonly Approval[]> => {
  if (subscriptions.length === 0) return [];
  return tx.$queryRawUnsafe<Approval[]>(
    `SELECT a.transaction_id AS "transactionId", a.gateway_subscription AS subscription, a.at, a.currency, a.amount
     FROM (SELECT DISTINCT transaction_id FROM ${table} WHERE outcome = 'approved' AND subscription = ANY($3::text[])) s
       JOIN payment_attempts a ON a.gateway = $1 AND a.transaction_id = s.transaction_id AND a.import_id = $2::uuid
     WHERE NOT EXISTS (SELECT 1 FROM cases c
       WHERE c.gateway = $1 AND c.gateway_subscription = a.gateway_subscription AND c.period = a.period)
     ORDER BY a.at, a.transaction_id`,
    gateway,
    importId,
    [...subscriptions],
  );
};
