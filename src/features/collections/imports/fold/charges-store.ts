import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { type CollectionCase, casesByIds, type Decline } from '../../cases/index.ts';

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
