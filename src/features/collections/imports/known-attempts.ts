import { formatMoney } from '../../../core/money/money.ts';
import { clip, plural } from '../../../core/text/text.ts';
import { formatDay, todayIn } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { expectedPrefix } from '../cases/index.ts';

type Tx = Work['tx'];
type Outcome = 'failed' | 'approved';

/** A transaction whose outcome is another one now. */
export interface Turned {
  readonly was: Outcome;
  /** What the gateway says now. */
  readonly reason: string | null;
}

/** What a report says of a transaction that earlier ones told otherwise. */
export interface Changes {
  readonly turned: ReadonlyMap<string, Turned>;
  /** How many transactions say something else than they did. */
  readonly count: number;
  readonly notes: readonly string[];
}

export const noChanges: Changes = { turned: new Map(), count: 0, notes: [] };

/** Dates that differ by no more than this may come of a zone that was corrected. */
const sameDate = "interval '36 hours'";
const subject = (alias: string) => `${alias}.currency, ${alias}.gateway_subscription, ${alias}.period`;
const facts = (alias: string) => `${alias}.outcome, ${alias}.amount, ${subject(alias)}`;

/** Whether row `r` of the report says of transaction `a` what is known. */
const saysTheSame = `(${facts('r')}) = (${facts('a')}) AND r.at BETWEEN a.at - ${sameDate} AND a.at + ${sameDate}`;

/** Leaves in `report_rows` only what is new, or says something else. @returns how many rows are gone */
export const dropKnown = (tx: Tx, gateway: string): Promise<number> =>
  tx.$executeRawUnsafe(
    `DELETE FROM report_rows r USING payment_attempts a
     WHERE a.gateway = $1 AND a.transaction_id = r.transaction_id AND ${saysTheSame}`,
    gateway,
  );

/**
 * - `old`: told before what is known now, or happened before it: no news.
 * - `turned`: the same charge has another outcome now.
 * - `differs`: anything else, which Baton cannot make sense of by itself.
 */
const createChanges = (gateway: string, importId: string): string => `
  CREATE TEMP TABLE report_changes ON COMMIT DROP AS
  SELECT r.row, r.transaction_id, a.outcome AS was,
    a.amount AS was_amount, a.currency AS was_currency, a.gateway_subscription AS was_subscription, a.period AS was_period, a.at AS was_at,
    CASE
      WHEN EXISTS (SELECT 1 FROM attempt_versions v WHERE v.gateway = a.gateway AND v.transaction_id = a.transaction_id
        AND (${facts('v')}, v.at) = (${facts('r')}, r.at)) THEN 'old'
      WHEN r.outcome = a.outcome OR (${subject('r')}) IS DISTINCT FROM (${subject('a')}) THEN 'differs'
      WHEN r.at < a.at THEN 'old'
      WHEN r.outcome = 'approved' OR r.amount = a.amount THEN 'turned'
      ELSE 'differs'
    END AS kind
  FROM report_rows r JOIN payment_attempts a
    ON a.gateway = ${gateway} AND a.transaction_id = r.transaction_id AND a.import_id <> ${importId}::uuid`;

const keepVersions = `
  INSERT INTO attempt_versions (gateway, transaction_id, import_id, gateway_subscription, period, at, currency, amount, outcome)
  SELECT $1, transaction_id, $2::uuid, was_subscription, was_period, was_at, was_currency, was_amount, was
  FROM report_changes WHERE kind = 'turned'`;

const changing = 'at, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number'.split(', ');
const turn = `
  UPDATE payment_attempts a SET import_id = $2::uuid, ${changing.map((name) => `${name} = r.${name}`).join(', ')}
  FROM report_changes c JOIN report_rows r ON r.row = c.row
  WHERE c.kind = 'turned' AND a.gateway = $1 AND a.transaction_id = c.transaction_id`;

interface ChangedRow {
  readonly row: number;
  readonly transactionId: string;
  readonly was: Outcome;
  readonly wasAmount: bigint;
  readonly wasCurrency: string;
  readonly wasSubscription: string;
  readonly wasPeriod: string;
  readonly wasAt: Date;
  readonly outcome: Outcome;
  readonly amount: bigint;
  readonly currency: string;
  readonly subscription: string;
  readonly period: string;
  readonly at: Date;
  readonly reason: string | null;
}

const read = (tx: Tx, kind: 'turned' | 'differs', limit: number): Promise<readonly ChangedRow[]> =>
  tx.$queryRawUnsafe<ChangedRow[]>(
    `SELECT c.row, c.transaction_id AS "transactionId", c.was, c.was_amount AS "wasAmount", c.was_currency AS "wasCurrency",
            c.was_subscription AS "wasSubscription", c.was_period AS "wasPeriod", c.was_at AS "wasAt",
            r.outcome, r.amount, r.currency, r.gateway_subscription AS subscription, r.period, r.at, r.reason
     FROM report_changes c JOIN report_rows r ON r.row = c.row WHERE c.kind = $1 ORDER BY c.row LIMIT $2`,
    kind,
    limit,
  );

/** So many are named; of the rest is said how many they are. */
const mostNamed = 10;

const outcomeWords: Readonly<Record<Outcome, string>> = { failed: 'declined', approved: 'approved' };
const short = (text: string): string => clip(text, 40);

const turnedNote = ({ row, transactionId, was, outcome, reason }: ChangedRow): string =>
  `Transaction ${short(transactionId)} (row ${row}) was ${outcomeWords[was]}, and is ${outcomeWords[outcome]} now${reason === null ? '' : ` (${clip(reason, 80)})`}${was === 'approved' ? ': its payment came back' : ''}.`;

const differsNote = (of: ChangedRow, zone: string): string => {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['status', outcomeWords[of.was], outcomeWords[of.outcome]],
    [
      'amount',
      formatMoney({ amount: of.wasAmount, currency: of.wasCurrency }),
      formatMoney({ amount: of.amount, currency: of.currency }),
    ],
    ['subscription', of.wasSubscription, of.subscription],
    ['period', of.wasPeriod, of.period],
    ['date', formatDay(todayIn(zone, of.wasAt)), formatDay(todayIn(zone, of.at))],
  ];
  const changes = pairs
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => `${name} ${short(was)} before, ${short(is)} now`);
  return `Transaction ${short(of.transactionId)} (row ${of.row}) says something else than before: ${changes.join('; ')}. Baton keeps what it had: if the report is right, correct it by hand; if ids were shortened, export it again.`;
};

/**
 * Known transactions that say something else now are never "nothing new". Another outcome replaces the one that is known, so
 * that its case and its payment follow; anything else is named. Whoever adds attempts has put the new ones into
 * `payment_attempts`; what is left in `report_rows` is what the cases must hear of. COL-1
 */
export const applyChanges = async (work: Work, gateway: string, importId: string): Promise<Changes> => {
  const { tx, timeZone } = work;
  // CREATE TABLE takes no parameters.
  const [gw, id] = [gateway, importId].map((text) => `'${text.replaceAll("'", "''")}'`);
  await tx.$executeRawUnsafe(createChanges(gw ?? '', id ?? ''));
  await tx.$executeRawUnsafe(keepVersions, gateway, importId);
  await tx.$executeRawUnsafe(turn, gateway, importId);
  const [counted] = await tx.$queryRawUnsafe<{ turned: number; differs: number }[]>(
    `SELECT count(*) FILTER (WHERE kind = 'turned')::int AS turned, count(*) FILTER (WHERE kind = 'differs')::int AS differs
     FROM report_changes`,
  );
  const { turned: turnedCount, differs } = counted ?? { turned: 0, differs: 0 };
  const turned = await read(tx, 'turned', turnedCount);
  const differing = await read(tx, 'differs', mostNamed);
  await tx.$executeRawUnsafe(
    `DELETE FROM report_rows r USING report_changes c WHERE c.row = r.row AND c.kind <> 'turned'`,
  );
  const more = Math.max(0, turnedCount - mostNamed) + Math.max(0, differs - mostNamed);
  return {
    turned: new Map(turned.map(({ transactionId, was, reason }) => [transactionId, { was, reason }])),
    count: turnedCount + differs,
    notes: [
      ...turned.slice(0, mostNamed).map(turnedNote),
      ...differing.map((each) => differsNote(each, timeZone)),
      ...(more > 0 ? [`So do ${plural(more, 'more transaction')}.`] : []),
    ],
  };
};

const isExpected = `r.period LIKE '${expectedPrefix}%'`;

/** What is known is of the period that it was of, so that the same report again says nothing new. */
const ofKnown = `
  UPDATE report_rows r SET period = a.period FROM payment_attempts a
  WHERE a.gateway = $1 AND a.transaction_id = r.transaction_id AND a.gateway_subscription = r.gateway_subscription AND ${isExpected}`;

/**
 * The tries of a subscription, known and new, in their order: after an approval, or so many days after the try before, another
 * period begins. It is called as the tries among them that are known call it, else by the day of its first; two that begin on one
 * day are counted.
 */
const ofNew = `
  UPDATE report_rows r SET period = named.period
  FROM (
    WITH mine AS (SELECT DISTINCT r.gateway_subscription FROM report_rows r WHERE ${isExpected}),
    tries AS (
      SELECT r.row, r.gateway_subscription, r.transaction_id, r.at, r.outcome, r.period, NULL AS known FROM report_rows r
      WHERE ${isExpected} AND NOT EXISTS (
        SELECT FROM payment_attempts a WHERE a.gateway = $1 AND a.transaction_id = r.transaction_id)
      UNION ALL
      SELECT NULL, a.gateway_subscription, a.transaction_id, a.at, a.outcome, a.period, a.period
      FROM payment_attempts a JOIN mine USING (gateway_subscription) WHERE a.gateway = $1),
    begun AS (
      SELECT row, gateway_subscription, transaction_id, at, period, known, lag(outcome) OVER one_by_one IS DISTINCT FROM 'failed' OR at - lag(at) OVER one_by_one >= make_interval(days => $2) AS begins
      FROM tries WINDOW one_by_one AS (PARTITION BY gateway_subscription ORDER BY at, transaction_id)),
    grouped AS (
      SELECT row, gateway_subscription, transaction_id, at, period, known, count(*) FILTER (WHERE begins) OVER (PARTITION BY gateway_subscription ORDER BY at, transaction_id) AS nth FROM begun),
    groups AS (
      SELECT gateway_subscription, nth, (array_agg(known ORDER BY at DESC) FILTER (WHERE known IS NOT NULL))[1] AS known,
        (array_agg(period ORDER BY at, transaction_id))[1] AS first
      FROM grouped GROUP BY gateway_subscription, nth),
    counted AS (
      SELECT gateway_subscription, nth, known, first, row_number() OVER (PARTITION BY gateway_subscription, coalesce(known, first) ORDER BY known IS NULL, nth) AS twin FROM groups)
    SELECT g.row, coalesce(c.known, c.first || CASE WHEN c.twin > 1 THEN ' (' || c.twin || ')' ELSE '' END) AS period
    FROM grouped g JOIN counted c USING (gateway_subscription, nth) WHERE g.row IS NOT NULL) named
  WHERE named.row = r.row`;

/**
 * Finds out which tries of a report without periods belong together. What it takes for a period is expected, not told, and is
 * called so. COL-1
 */
export const expectPeriods = async ({ tx }: Work, gateway: string, daysToNewPeriod: number): Promise<void> => {
  await tx.$executeRawUnsafe(ofKnown, gateway);
  await tx.$executeRawUnsafe(ofNew, gateway, daysToNewPeriod);
};
