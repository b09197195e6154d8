import { newId } from '../../../../core/ids.ts';
import type { Subject } from '../../../../core/subject.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Come, PaymentPromise, PromiseState } from './promise.ts';

const columns = {
  id: true,
  customerId: true,
  subjectType: true,
  subjectId: true,
  promisedOn: true,
  amount: true,
  currency: true,
  paidBefore: true,
  madeBy: true,
  madeOn: true,
  madeAt: true,
  state: true,
  wordId: true,
} as const;

interface Row {
  readonly id: string;
  readonly customerId: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly promisedOn: Date;
  readonly amount: bigint;
  readonly currency: string;
  readonly paidBefore: bigint;
  readonly madeBy: string;
  readonly madeOn: Date;
  readonly madeAt: Date;
  readonly state: string;
  readonly wordId: string | null;
}

const toPromise = ({ subjectType: type, subjectId: id, amount, currency, ...row }: Row): PaymentPromise => ({
  id: row.id,
  customerId: row.customerId,
  subject: { type, id },
  promisedOn: fromDbDate(row.promisedOn),
  amount: { amount, currency },
  paidBefore: row.paidBefore,
  madeBy: row.madeBy,
  madeOn: fromDbDate(row.madeOn),
  madeAt: row.madeAt,
  // The column is written by this store only, with these values.
  state: row.state as PromiseState,
  wordId: row.wordId ?? undefined,
});

export type NewPromise = Pick<
  PaymentPromise,
  'customerId' | 'subject' | 'promisedOn' | 'amount' | 'paidBefore' | 'madeOn' | 'wordId'
>;

/** @returns its id */
export const insertPromise = async ({ tx, by, now }: Work, promise: NewPromise): Promise<string> => {
  const id = newId();
  const { subject, amount, promisedOn, madeOn, wordId, ...rest } = promise;
  await tx.paymentPromise.create({
    data: {
      id,
      ...rest,
      ...amount,
      subjectType: subject.type,
      subjectId: subject.id,
      promisedOn: toDbDate(promisedOn),
      madeOn: toDbDate(madeOn),
      wordId: wordId ?? null,
      madeBy: by.id,
      madeAt: now,
    },
    select: { id: true },
  });
  return id;
};

export const promisesByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly PaymentPromise[]> =>
  (await tx.paymentPromise.findMany({ where: { id: { in: [...ids] } }, select: columns, orderBy: { id: 'asc' } })).map(
    toPromise,
  );

export const promiseOfWord = async (tx: Tx, wordId: string): Promise<PaymentPromise | undefined> => {
  const row = await tx.paymentPromise.findUnique({ where: { wordId }, select: columns });
  return row ? toPromise(row) : undefined;
};

/** All that money may decide otherwise, of these customers. */
export const judgedOf = async (tx: Tx, customerIds: readonly string[]): Promise<readonly PaymentPromise[]> => {
  // Every payment asks, and mostly there are none.
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM payment_promises WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND state IN ('open', 'kept', 'broken')`;
  return found.length === 0
    ? []
    : promisesByIds(
        tx,
        found.map(({ id }) => id),
      );
};

export const openPromisesOf = async (tx: Tx, customerIds: readonly string[]): Promise<readonly PaymentPromise[]> =>
  (
    await tx.paymentPromise.findMany({
      where: { customerId: { in: [...customerIds] }, state: 'open' },
      select: columns,
      orderBy: { id: 'asc' },
    })
  ).map(toPromise);

/** Of a subject, latest first. */
export const promisesOf = async (tx: Tx, { type, id }: Subject, page: PageOfRows): Promise<readonly PaymentPromise[]> =>
  (
    await tx.paymentPromise.findMany({
      where: type === 'customer' ? { customerId: id } : { subjectType: type, subjectId: id },
      select: columns,
      orderBy: { id: 'desc' },
      ...page,
    })
  ).map(toPromise);

/** Open promises whose day may be over somewhere, the oldest first. */
export const promisesOver = async (tx: Tx, before: Day, after: string | undefined, take: number) =>
  (
    await tx.paymentPromise.findMany({
      where: { state: 'open', promisedOn: { lt: toDbDate(before) }, ...(after ? { id: { gt: after } } : {}) },
      select: columns,
      orderBy: { id: 'asc' },
      take,
    })
  ).map(toPromise);

/** @returns whether it stood as it was said to */
export const movePromise = async (
  { tx, by, now }: Work,
  { id, state }: Pick<PaymentPromise, 'id' | 'state'>,
  to: PromiseState,
): Promise<boolean> => {
  const { count } = await tx.paymentPromise.updateMany({
    where: { id, state },
    data: { state: to, stateBy: by.id, stateAt: now },
  });
  return count > 0;
};

interface ComeRow extends Come {
  readonly id: string;
}

const byId = (rows: readonly ComeRow[]): ReadonlyMap<string, Come> => new Map(rows.map((row) => [row.id, row]));

/** What payments settle of the promised invoices. */
export const comeForInvoices = async (
  tx: Tx,
  promises: readonly PaymentPromise[],
): Promise<ReadonlyMap<string, Come>> => {
  const asked = JSON.stringify(
    promises.map(({ id, subject, promisedOn }) => ({ id, subject: subject.id, promisedOn })),
  );
  return byId(
    await tx.$queryRaw<ComeRow[]>`
      SELECT p.id, coalesce(m.received, 0)::bigint AS received, coalesce(m.by_day, 0)::bigint AS "receivedBy",
        CASE WHEN i.state IN ('draft', 'open') THEN i.amount - i.paid - i.credited - i.written_off ELSE 0 END::bigint AS owed
      FROM jsonb_to_recordset(${asked}::jsonb) AS p(id uuid, subject uuid, "promisedOn" date)
        JOIN invoices i ON i.id = p.subject
        LEFT JOIN LATERAL (
          SELECT sum(a.amount) AS received, sum(a.amount) FILTER (WHERE y.received_on <= p."promisedOn") AS by_day
          FROM allocations a JOIN payments y ON y.id = a.source_id
          WHERE a.target_kind = 'invoice' AND a.target_id = p.subject AND a.source_kind = 'payment' AND a.ended_at IS NULL
        ) m ON true`,
  );
};

/** What came from the promising customers, in the currency that they promised, and what of it is due. */
export const comeFromCustomers = async (
  tx: Tx,
  promises: readonly PaymentPromise[],
): Promise<ReadonlyMap<string, Come>> => {
  const asked = JSON.stringify(
    promises.map(({ id, subject, promisedOn, amount: { currency } }) => {
      return { id, subject: subject.id, promisedOn, currency };
    }),
  );
  return byId(
    await tx.$queryRaw<ComeRow[]>`
      SELECT p.id, coalesce(m.received, 0)::bigint AS received, coalesce(m.by_day, 0)::bigint AS "receivedBy",
        coalesce(o.owed, 0)::bigint AS owed
      FROM jsonb_to_recordset(${asked}::jsonb) AS p(id uuid, subject uuid, "promisedOn" date, currency text)
        LEFT JOIN LATERAL (
          SELECT sum(y.amount) AS received, sum(y.amount) FILTER (WHERE y.received_on <= p."promisedOn") AS by_day
          FROM payments y WHERE y.customer_id = p.subject AND y.currency = p.currency AND y.reversed_at IS NULL
        ) m ON true
        LEFT JOIN LATERAL (
          SELECT sum(i.amount - i.paid - i.credited - i.written_off) AS owed
          FROM invoices i WHERE i.customer_id = p.subject AND i.currency = p.currency AND i.state = 'open' AND i.due_on <= p."promisedOn"
        ) o ON true`,
  );
};
