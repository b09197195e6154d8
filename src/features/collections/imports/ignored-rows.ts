import { clip, plural } from '../../../core/text/text.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { IgnoredRow } from './report.ts';

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
