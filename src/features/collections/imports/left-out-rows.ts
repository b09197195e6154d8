import { clip, plural } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type IgnoredRow, ReportRefused } from './report.ts';

type Tx = Work['tx'];

const batch = 10_000;
/** So many are named; of the rest is said how many they are. */
const mostNamed = 10;

/** How many rows were left out, by what the report calls them. */
const leftOut = (rows: readonly IgnoredRow[]): string => {
  const counts = new Map<string, number>();
  for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${count.toLocaleString('en-US')} ${clip(status, 30)}`);
  return `${plural(rows.length, 'row')} neither failed nor paid: ${words.join(', ')}.`;
};

/** Rows that say of a payment, at its time or later, that it is something else now. */
const ofPayments = async (
  { tx }: Work,
  gateway: string,
  rows: readonly IgnoredRow[],
): Promise<readonly IgnoredRow[]> => {
  const found: IgnoredRow[] = [];
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.slice(from, from + batch);
    const paid = await tx.$queryRaw<{ id: string; at: Date }[]>`
      SELECT transaction_id AS id, at FROM payment_attempts
      WHERE gateway = ${gateway} AND outcome = 'approved' AND transaction_id = ANY(${part.map((row) => row.transactionId)}::text[])`;
    const times = new Map(paid.map(({ id, at }) => [id, at.getTime()]));
    found.push(
      ...part.filter(({ transactionId, at }) => {
        const paidAt = times.get(transactionId);
        return paidAt !== undefined && (at === undefined || at >= paidAt);
      }),
    );
  }
  return found;
};

/**
 * What is neither failed nor paid opens and recovers nothing, but is never left out without a word; and a payment that the gateway
 * calls refunded or voided now is named, since only a person knows whether its money went back. COL-1
 * @returns what to say, and how many known payments are called something else
 */
export const tellIgnored = async (
  work: Work,
  gateway: string,
  rows: readonly IgnoredRow[],
): Promise<{ readonly notes: readonly string[]; readonly count: number }> => {
  if (rows.length === 0) return { notes: [], count: 0 };
  const payments = await ofPayments(work, gateway, rows);
  const more = payments.length - mostNamed;
  return {
    count: payments.length,
    notes: [
      leftOut(rows),
      ...payments
        .slice(0, mostNamed)
        .map(
          ({ row, transactionId, status }) =>
            `Transaction ${clip(transactionId, 40)} (row ${row}) was approved, and is ${clip(status, 30)} now: if its money went back, reverse its payment.`,
        ),
      ...(more > 0 ? [`So are ${plural(more, 'more transaction')}.`] : []),
    ],
  };
};

/** What the columns of `report_rows` are called where two rows contradict each other. */
const columnWords: Readonly<Record<string, string>> = {
  gateway_subscription: 'subscription',
  period: 'period',
  at: 'date',
  currency: 'currency',
  amount: 'amount',
  outcome: 'status',
  decline: 'response code',
  reason: 'response',
  card_brand: 'card',
  card_last4: 'card number',
  next_attempt_on: 'next attempt',
  number: 'attempt',
  customer: 'customer id',
  name: 'customer name',
};

/** What one row says otherwise than another of the same transaction. */
const differences = async (tx: Tx, one: number, other: number): Promise<string> => {
  const found = await tx.$queryRawUnsafe<{ key: string }[]>(
    `SELECT a.key FROM report_rows r, report_rows s, jsonb_each(to_jsonb(r)) a JOIN jsonb_each(to_jsonb(s)) b USING (key)
     WHERE r.row = $1 AND s.row = $2 AND a.value IS DISTINCT FROM b.value`,
    one,
    other,
  );
  return Object.keys(columnWords)
    .filter((key) => found.some((each) => each.key === key))
    .map((key) => columnWords[key])
    .join(', ');
};

/** COL-1: the same row twice is one row; two rows that contradict each other are an error of the file. @returns how many were too many */
export const dropRepeated = async (tx: Tx, columns: string): Promise<number> => {
  const [found] = await tx.$queryRawUnsafe<{ repeated: number; first: number | null; last: number | null }[]>(
    `WITH twice AS (
       SELECT count(*)::int AS rows, count(DISTINCT (${columns}, customer, name)::text) = 1 AS is_same, min(row) AS first, max(row) AS last
       FROM report_rows WHERE transaction_id IN (SELECT transaction_id FROM report_rows GROUP BY 1 HAVING count(*) > 1)
       GROUP BY transaction_id)
     SELECT (SELECT coalesce(sum(rows - 1), 0)::int FROM twice) AS repeated, wrong.first, wrong.last
     FROM (SELECT 1) one LEFT JOIN (SELECT first, last FROM twice WHERE NOT is_same ORDER BY first LIMIT 1) wrong ON true`,
  );
  if (!found || found.repeated === 0) return 0;
  if (found.first !== null && found.last !== null)
    throw new ReportRefused(
      `Row ${found.last}: it has the transaction id of row ${found.first}, but says something else (${await differences(tx, found.first, found.last)}). Correct the file, or export it again.`,
    );
  return tx.$executeRawUnsafe(
    `DELETE FROM report_rows WHERE row IN (
       SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY transaction_id ORDER BY row) AS nth FROM report_rows) r WHERE nth > 1)`,
  );
};
