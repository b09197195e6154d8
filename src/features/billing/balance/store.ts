import type { Money } from '../../../core/money/money.ts';
import { fromDbDate } from '../../../core/time/calendar.ts';
import type { Allocation as AllocationRow, SourceRest as RestRow } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { AllocationEntry, MoneySource, SourceKind, SourceRest } from './entry.ts';

const toEntry = (row: AllocationRow): AllocationEntry => ({
  id: row.id,
  // Written by this store only, as the table's checks have it.
  source: { kind: row.sourceKind as SourceKind, id: row.sourceId },
  target: { kind: row.targetKind as 'invoice' | 'refund', id: row.targetId },
  customerId: row.customerId,
  decision: row.decision,
  amount: { amount: row.amount, currency: row.currency },
  ...(row.reason === null ? {} : { reason: row.reason }),
  madeBy: row.madeBy,
  madeAt: row.madeAt,
  ...(row.endedBy && row.endedAt ? { ended: { by: row.endedBy, at: row.endedAt, reason: row.endReason ?? '' } } : {}),
});

export const insertAllocations = async (work: Work, entries: readonly AllocationEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  // Amounts as texts: JSON's numbers are not exact.
  const rows = entries.map(({ id, source, target, customerId, decision, amount, reason, madeBy, madeAt }) => ({
    id,
    source_kind: source.kind,
    source_id: source.id,
    target_kind: target.kind,
    target_id: target.id,
    customer_id: customerId,
    decision,
    currency: amount.currency,
    amount: `${amount.amount}`,
    reason: reason ?? null,
    made_by: madeBy,
    made_at: madeAt,
  }));
  await work.tx.$executeRaw`
    INSERT INTO allocations (id, source_kind, source_id, target_kind, target_id, customer_id, decision, currency, amount, reason, made_by, made_at)
    SELECT n.id, n.source_kind, n.source_id, n.target_kind, n.target_id, n.customer_id, n.decision, n.currency, n.amount, n.reason, n.made_by, n.made_at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, source_kind text, source_id uuid, target_kind text, target_id uuid,
        customer_id uuid, decision uuid, currency text, amount bigint, reason text, made_by text, made_at timestamptz)`;
};

/** Which allocations: what settles these targets, comes of these sources, or was decided at once. */
export type AllocationsOf =
  | { readonly sources: readonly string[] }
  | { readonly targets: readonly string[] }
  | { readonly decision: string };

const whereOf = (of: AllocationsOf) => {
  if ('decision' in of) return of;
  return 'sources' in of ? { sourceId: { in: [...of.sources] } } : { targetId: { in: [...of.targets] } };
};

/** Those that have not ended, oldest first. */
export const liveAllocations = async (tx: Tx, of: AllocationsOf): Promise<readonly AllocationEntry[]> => {
  const where = whereOf(of);
  const rows = await tx.allocation.findMany({ where: { ...where, endedAt: null }, orderBy: { id: 'asc' } });
  return rows.map(toEntry);
};

export const allocationById = async (tx: Tx, id: string): Promise<AllocationEntry | undefined> => {
  const row = await tx.allocation.findUnique({ where: { id } });
  return row ? toEntry(row) : undefined;
};

/** What an invoice was ever settled by, latest first. */
export const pageOfAllocations = async (
  tx: Tx,
  invoiceId: string,
  page: PageOfRows,
): Promise<readonly AllocationEntry[]> => {
  const where = { targetKind: 'invoice', targetId: invoiceId };
  return (await tx.allocation.findMany({ where, orderBy: { id: 'desc' }, ...page })).map(toEntry);
};

/** @returns those of them that had not ended */
export const endAllocations = async (
  work: Work,
  ids: readonly string[],
  reason: string,
): Promise<ReadonlySet<string>> => {
  const rows = await work.tx.$queryRaw<{ id: string }[]>`
    UPDATE allocations SET ended_by = ${work.by.id}, ended_at = ${work.now}::timestamptz, end_reason = ${reason}
    WHERE id = ANY(${[...ids]}::uuid[]) AND ended_at IS NULL RETURNING id`;
  return new Set(rows.map(({ id }) => id));
};

/** Locks the running total, and with it all that is left of the customer in that currency; it is there from now on. */
export const lockBalance = async (tx: Tx, customerId: string, currency: string): Promise<Money> => {
  await tx.$executeRaw`
    INSERT INTO customer_balances (customer_id, currency) VALUES (${customerId}::uuid, ${currency}) ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<{ amount: bigint }[]>`
    SELECT amount FROM customer_balances WHERE customer_id = ${customerId}::uuid AND currency = ${currency} FOR UPDATE`;
  return { amount: row?.amount ?? 0n, currency };
};

/** Of these invoices those whose customers have something left over in their currency. */
export const withBalance = async (tx: Tx, invoiceIds: readonly string[]): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM invoices i JOIN customer_balances b ON b.customer_id = i.customer_id AND b.currency = i.currency
    WHERE i.id = ANY(${[...invoiceIds]}::uuid[]) AND b.amount > 0 ORDER BY i.id`;
  return rows.map(({ id }) => id);
};

/** What these customers have left over, where it is something. */
export const balancesOfCustomers = async (
  tx: Tx,
  customerIds: readonly string[],
): Promise<readonly { readonly customerId: string; readonly balance: Money }[]> => {
  const rows = await tx.customerBalance.findMany({
    where: { customerId: { in: [...customerIds] }, amount: { gt: 0 } },
  });
  return rows.map(({ customerId, amount, currency }) => ({ customerId, balance: { amount, currency } }));
};

/** A customer's balances that are not nothing, one for each currency. ALL-7 */
export const balancesOf = async (tx: Tx, customerId: string): Promise<readonly Money[]> => {
  const rows = await tx.customerBalance.findMany({
    where: { customerId, amount: { not: 0n } },
    orderBy: { currency: 'asc' },
  });
  return rows.map(({ amount, currency }) => ({ amount, currency }));
};

/** By a locked balance. */
export const addToBalance = async (tx: Tx, customerId: string, change: Money): Promise<void> => {
  if (change.amount === 0n) return;
  await tx.$executeRaw`
    UPDATE customer_balances SET amount = amount + ${change.amount}
    WHERE customer_id = ${customerId}::uuid AND currency = ${change.currency}`;
};

/** By a locked balance; what never had anything left over is entered. */
export const addToRest = async (tx: Tx, customerId: string, source: MoneySource, change: Money): Promise<void> => {
  if (change.amount === 0n) return;
  // An update first: a check that fails on insertion would fail although the sum is right.
  const count = await tx.$executeRaw`
    UPDATE source_rests SET rest = rest + ${change.amount}
    WHERE source_kind = ${source.kind} AND source_id = ${source.id}::uuid`;
  if (count === 1) return;
  await tx.$executeRaw`
    INSERT INTO source_rests (source_kind, source_id, customer_id, currency, name, on_day, rest)
    VALUES (${source.kind}, ${source.id}::uuid, ${customerId}::uuid, ${change.currency}, ${source.name}, ${source.on}::date, ${change.amount})`;
};

const toRest = (row: RestRow): SourceRest => ({
  source: {
    kind: row.sourceKind as MoneySource['kind'],
    id: row.sourceId,
    name: row.name,
    on: fromDbDate(row.onDay),
  },
  rest: { amount: row.rest, currency: row.currency },
});

/** What a customer has left over, oldest first. */
export const restsOf = async (
  tx: Tx,
  of: { readonly customerId: string; readonly currency?: string },
  page?: PageOfRows,
): Promise<readonly SourceRest[]> => {
  const rows = await tx.sourceRest.findMany({
    where: { ...of, rest: { gt: 0n } },
    orderBy: [{ onDay: 'asc' }, { sourceId: 'asc' }],
    ...page,
  });
  return rows.map(toRest);
};

/** What is left of these, by id; nothing where none of it was ever left over. */
export const restsById = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, SourceRest>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.sourceRest.findMany({ where: { sourceId: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.sourceId, toRest(row)]));
};

/** What is left of money that came in just now, each into its customer's balance; many at once, each source a new one. BIL-21 */
export const enterRests = async (
  { tx }: Work,
  rests: readonly (SourceRest & { readonly customerId: string })[],
): Promise<void> => {
  if (rests.length === 0) return;
  // Amounts as texts: JSON's numbers are not exact.
  const rows = JSON.stringify(
    rests.map(({ customerId, source, rest }) => ({
      customer: customerId,
      kind: source.kind,
      id: source.id,
      name: source.name,
      day: source.on,
      currency: rest.currency,
      rest: `${rest.amount}`,
    })),
  );
  // In one order, so that two who lock several balances do not wait for one another.
  await tx.$executeRaw`
    INSERT INTO customer_balances AS b (customer_id, currency, amount)
    SELECT n.customer, n.currency, sum(n.rest) FROM jsonb_to_recordset(${rows}::jsonb) AS n(customer uuid, currency text, rest bigint)
    GROUP BY n.customer, n.currency ORDER BY n.customer, n.currency
    ON CONFLICT (customer_id, currency) DO UPDATE SET amount = b.amount + excluded.amount`;
  await tx.$executeRaw`
    INSERT INTO source_rests (source_kind, source_id, customer_id, currency, name, on_day, rest)
    SELECT n.kind, n.id, n.customer, n.currency, n.name, n.day, n.rest
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(kind text, id uuid, customer uuid, currency text, name text, day date, rest bigint)`;
};

/** A running total that is not what its parts add up to. */
export interface Mismatch {
  readonly what: string;
  readonly customerId: string;
  readonly kept: Money;
  readonly summed: Money;
}

/**
 * Every running total beside the sum of what it stands for: what is paid, credited and written off of an invoice, what is left of a
 * payment, a balance.
 */
export const mismatches = async (tx: Tx): Promise<readonly Mismatch[]> => {
  const rows = await tx.$queryRaw<
    { what: string; customer_id: string; currency: string; kept: bigint; summed: bigint }[]
  >`
    WITH settled AS (
      SELECT target_id, CASE source_kind WHEN 'payment' THEN 'paid' WHEN 'credit_note' THEN 'credited' ELSE 'written off' END AS how,
             sum(amount)::bigint AS amount
      FROM allocations WHERE target_kind = 'invoice' AND ended_at IS NULL GROUP BY 1, 2),
    used AS (
      SELECT source_kind, source_id, sum(amount)::bigint AS amount FROM allocations WHERE ended_at IS NULL GROUP BY source_kind, source_id),
    covered AS (
      SELECT target_id, sum(amount)::bigint AS amount FROM allocations
      WHERE target_kind = 'refund' AND ended_at IS NULL GROUP BY target_id),
    parts AS (
      SELECT customer_id, currency, rest AS amount FROM source_rests
      UNION ALL
      SELECT r.customer_id, r.currency, coalesce(c.amount, 0) - r.amount FROM refunds r LEFT JOIN covered c ON c.target_id = r.id
      WHERE r.taken_back_at IS NULL),
    sums AS (SELECT customer_id, currency, sum(amount)::bigint AS amount FROM parts GROUP BY customer_id, currency)
    SELECT 'what is ' || k.how || ' of I-' || i.ref AS what, i.customer_id, i.currency, k.kept, coalesce(s.amount, 0) AS summed
    FROM invoices i CROSS JOIN LATERAL (
           VALUES ('paid', i.paid), ('credited', i.credited), ('written off', i.written_off)) k (how, kept)
      LEFT JOIN settled s ON s.target_id = i.id AND s.how = k.how
    WHERE k.kept <> coalesce(s.amount, 0)
    UNION ALL
    SELECT 'what is left of ' || r.name, r.customer_id, r.currency, r.rest,
           CASE WHEN p.reversed_at IS NULL THEN p.amount ELSE 0 END - coalesce(u.amount, 0)
    FROM source_rests r JOIN payments p ON p.id = r.source_id
      LEFT JOIN used u ON u.source_kind = 'payment' AND u.source_id = r.source_id
    WHERE r.source_kind = 'payment' AND p.subject_type IS NULL
      AND r.rest <> CASE WHEN p.reversed_at IS NULL THEN p.amount ELSE 0 END - coalesce(u.amount, 0)
    UNION ALL
    SELECT 'what is left of ' || r.name, r.customer_id, r.currency, r.rest,
           CASE WHEN x.id IS NULL THEN c.amount ELSE 0 END - coalesce(u.amount, 0)
    FROM source_rests r JOIN credit_notes c ON c.id = r.source_id
      LEFT JOIN credit_cancellations x ON x.credit_note_id = c.id
      LEFT JOIN used u ON u.source_kind = 'credit_note' AND u.source_id = r.source_id
    WHERE r.source_kind = 'credit_note'
      AND r.rest <> CASE WHEN x.id IS NULL THEN c.amount ELSE 0 END - coalesce(u.amount, 0)
    UNION ALL
    SELECT 'the balance', coalesce(b.customer_id, s.customer_id), coalesce(b.currency, s.currency),
           coalesce(b.amount, 0), coalesce(s.amount, 0)
    FROM customer_balances b FULL JOIN sums s ON s.customer_id = b.customer_id AND s.currency = b.currency
    WHERE coalesce(b.amount, 0) <> coalesce(s.amount, 0)
    ORDER BY 2, 1 LIMIT 50`;
  return rows.map(({ what, customer_id, currency, kept, summed }) => ({
    what,
    customerId: customer_id,
    kept: { amount: kept, currency },
    summed: { amount: summed, currency },
  }));
};
