import { NotFound } from '../../../core/errors.ts';
import { type Day, fromDbDate } from '../../../core/time/calendar.ts';
import type { CollectionCase as CaseRow } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { fieldOf } from '../../../platform/db/rows/as-model.ts';
import { copyLine } from '../../../platform/db/rows/copy-line.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { CaseState, CollectionCase, Decline } from './table/case.ts';

const day = (date: Date | null): Day | undefined => (date === null ? undefined : fromDbDate(date));

/** Leaves out what is not there: an absent field and a null one are the same here. */
const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: Exclude<T[K], undefined | null>;
  };

export const caseOf = (row: CaseRow): CollectionCase => ({
  id: row.id,
  ref: row.ref,
  gateway: row.gateway,
  gatewaySubscription: row.gatewaySubscription,
  period: row.period,
  reportedCustomer: row.reportedCustomer,
  reportedName: row.reportedName,
  amount: { amount: row.amount, currency: row.currency },
  paid: row.paid,
  state: row.state as CaseState,
  attempts: row.attempts,
  snoozedDays: row.snoozedDays,
  contacts: row.contacts,
  hasLicense: row.licenseId !== null,
  hasMessage: row.hasMessage,
  openedAt: row.openedAt,
  stateBy: row.stateBy,
  stateAt: row.stateAt,
  ...present({
    stateBefore: row.stateBefore as Exclude<CaseState, 'recovered'> | null,
    customerId: row.customerId,
    licenseId: row.licenseId,
    paidAt: row.paidAt?.getTime(),
    lastAttemptAt: row.lastAttemptAt?.getTime(),
    lastDecline: row.lastDecline as Decline | null,
    lastReason: row.lastReason,
    cardBrand: row.cardBrand,
    cardLast4: row.cardLast4,
    nextAttemptOn: day(row.nextAttemptOn),
    failedOn: day(row.failedOn),
    deadlineOn: day(row.deadlineOn),
    snoozedUntil: day(row.snoozedUntil),
    lastContact: row.lastContact,
    cardUpdatedOn: day(row.cardUpdatedOn),
    nextActionOn: day(row.nextActionOn),
    importId: row.importId,
    contactedAt: row.contactedAt,
  }),
});

/** Column, SQL type, value: one list for every statement that writes cases. */
export const columns: readonly (readonly [name: string, type: string, value: (from: CollectionCase) => unknown])[] = [
  ['id', 'uuid', (from) => from.id],
  ['gateway', 'text', (from) => from.gateway],
  ['gateway_subscription', 'text', (from) => from.gatewaySubscription],
  ['period', 'text', (from) => from.period],
  ['customer_id', 'uuid', (from) => from.customerId],
  ['license_id', 'uuid', (from) => from.licenseId],
  ['reported_customer', 'text', (from) => from.reportedCustomer],
  ['reported_name', 'text', (from) => from.reportedName],
  ['currency', 'text', (from) => from.amount.currency],
  ['amount', 'bigint', (from) => from.amount.amount.toString()],
  ['paid', 'bigint', (from) => from.paid.toString()],
  ['paid_at', 'timestamptz', (from) => from.paidAt && new Date(from.paidAt)],
  ['state', 'text', (from) => from.state],
  ['state_before', 'text', (from) => from.stateBefore],
  ['attempts', 'int', (from) => from.attempts],
  ['last_attempt_at', 'timestamptz', (from) => from.lastAttemptAt && new Date(from.lastAttemptAt)],
  ['last_decline', 'text', (from) => from.lastDecline],
  ['last_reason', 'text', (from) => from.lastReason],
  ['card_brand', 'text', (from) => from.cardBrand],
  ['card_last4', 'text', (from) => from.cardLast4],
  ['next_attempt_on', 'date', (from) => from.nextAttemptOn],
  ['failed_on', 'date', (from) => from.failedOn],
  ['deadline_on', 'date', (from) => from.deadlineOn],
  ['snoozed_until', 'date', (from) => from.snoozedUntil],
  ['snoozed_days', 'int', (from) => from.snoozedDays],
  ['contacts', 'int', (from) => from.contacts],
  ['last_contact', 'text', (from) => from.lastContact],
  ['contacted_at', 'timestamptz', (from) => from.contactedAt],
  ['card_updated_on', 'date', (from) => from.cardUpdatedOn],
  ['next_action_on', 'date', (from) => from.nextActionOn],
  ['has_message', 'boolean', (from) => from.hasMessage],
  ['import_id', 'uuid', (from) => from.importId],
  ['opened_at', 'timestamptz', (from) => from.openedAt],
  ['state_by', 'text', (from) => from.stateBy],
  ['state_at', 'timestamptz', (from) => from.stateAt],
];

const names = columns.map(([name]) => name);
const selectSql = `SELECT ref, ${names.map((name) => `${name} AS "${fieldOf(name)}"`).join(', ')} FROM cases WHERE id = ANY($1::uuid[]) ORDER BY ref`;
const copySql = `COPY cases (${names.join(', ')}) FROM STDIN`;
const recordset = `jsonb_to_recordset($1::jsonb) AS r(${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`;
const changing = names.filter((name) => name !== 'id');
const updateSql = `UPDATE cases c SET ${changing.map((name) => `${name} = r.${name}`).join(', ')} FROM ${recordset} WHERE c.id = r.id`;

const asJson = (cases: readonly CollectionCase[]): string =>
  JSON.stringify(
    cases.map((each) => Object.fromEntries(columns.map(([name, , value]) => [name, value(each) ?? null]))),
  );

/** A case as `insertCases` takes it. */
export const caseLine = (of: CollectionCase): string => copyLine(columns.map(([, , value]) => value(of)));

/** Their numbers (`ref`) come from the database. */
export const insertCases = async (tx: Work['tx'], lines: readonly string[]): Promise<void> => {
  if (lines.length > 0) await tx.$copyFrom(copySql, [lines.join('')]);
};

/** Writes cases whose rows the caller has locked. */
export const updateCases = async (tx: Tx, cases: readonly CollectionCase[]): Promise<void> => {
  if (cases.length > 0) await tx.$executeRawUnsafe(updateSql, asJson(cases));
};

export const caseById = async (tx: Tx, id: string): Promise<CollectionCase | undefined> => {
  const row = await tx.collectionCase.findUnique({ where: { id } });
  return row ? caseOf(row) : undefined;
};

/** In the order of their numbers. An import reads thousands, for which Prisma takes many times as long. */
export const casesByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly CollectionCase[]> =>
  (await tx.$queryRawUnsafe<CaseRow[]>(selectSql, [...ids])).map(caseOf);

/** @throws NotFound */
export const existingCase = async (tx: Tx, id: string): Promise<CollectionCase> => {
  const found = await caseById(tx, id);
  if (!found) throw new NotFound('case');
  return found;
};

export const lockCase = async (tx: Tx, id: string): Promise<CollectionCase | undefined> => {
  await tx.$queryRaw`SELECT 1 FROM cases WHERE id = ${id}::uuid FOR UPDATE`;
  return caseById(tx, id);
};

/** Locks a case, and with it the other cases of its license for which Support was asked, in one order. */
export const lockCaseAndAdvised = async (tx: Tx, id: string): Promise<void> => {
  await tx.$queryRaw`
    SELECT 1 FROM cases WHERE id = ${id}::uuid
      OR (state = 'advised' AND license_id = (SELECT license_id FROM cases WHERE id = ${id}::uuid)) ORDER BY id FOR UPDATE`;
};

/** Locks and lists the cases of a license for which Support was asked. */
export const lockAdvised = async (tx: Tx, licenseId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE license_id = ${licenseId}::uuid AND state = 'advised' ORDER BY id FOR UPDATE`;
  return rows.map((row) => row.id);
};

/** Ids of a customer's cases that have a message of their own. */
export const shownCasesOf = async (tx: Tx, customerId: string): Promise<readonly string[]> =>
  (await tx.collectionCase.findMany({ where: { customerId, hasMessage: true }, select: { id: true } })).map(
    (row) => row.id,
  );

/** The unpaid charges of a license, besides one. */
export const unpaidOf = async (tx: Tx, licenseId: string, except?: string): Promise<readonly CollectionCase[]> =>
  (
    await tx.collectionCase.findMany({
      where: { licenseId, state: { not: 'recovered' }, ...(except === undefined ? {} : { id: { not: except } }) },
      orderBy: [{ period: 'asc' }, { ref: 'asc' }],
      take: 5,
    })
  ).map(caseOf);

/** Ids of the cases that are due; served by a partial index, so that settled cases cost nothing. */
export const dueCases = async (tx: Tx, today: Day, limit: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE next_action_on IS NOT NULL AND next_action_on <= ${today}::date
    ORDER BY next_action_on, id LIMIT ${limit}`;
  return rows.map((row) => row.id);
};

const waiting = ['retrying', 'failed', 'advised'];

/** What waits, FAILED first, then the nearest deadline. */
export const waitingCases = async (
  tx: Tx,
  filter: { readonly importId?: string; readonly customerId?: string },
  skip: number,
  take: number,
): Promise<{ readonly cases: readonly CollectionCase[]; readonly total: number }> => {
  const where = { ...filter, state: { in: waiting } };
  const rows = await tx.collectionCase.findMany({
    where,
    orderBy:
      filter.importId === undefined ? [{ deadlineOn: { sort: 'asc', nulls: 'last' } }, { ref: 'asc' }] : { ref: 'asc' },
    skip,
    take,
  });
  return { cases: rows.map(caseOf), total: await tx.collectionCase.count({ where }) };
};

/** A customer's cases, latest first. */
export const casesOf = async (
  tx: Tx,
  customerId: string,
  page: Partial<PageOfRows> & { readonly take: number },
): Promise<readonly CollectionCase[]> =>
  (await tx.collectionCase.findMany({ where: { customerId }, orderBy: { ref: 'desc' }, ...page })).map(caseOf);

/** Locks the cases without a customer that the gateway reports under one of these names. */
export const lockUnmatched = async (
  tx: Tx,
  gateway: string,
  references: readonly string[],
): Promise<readonly CollectionCase[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE gateway = ${gateway} AND reported_customer = ANY(${[...references]}::text[])
      AND customer_id IS NULL ORDER BY id FOR UPDATE`;
  return casesByIds(
    tx,
    rows.map((row) => row.id),
  );
};

/** Locks the open cases of these customers for which no license was found. */
export const lockUnlicensed = async (tx: Tx, customerIds: readonly string[]): Promise<readonly CollectionCase[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE customer_id = ANY(${[...customerIds]}::uuid[]) AND license_id IS NULL
      AND state = ANY(${waiting}) ORDER BY id FOR UPDATE`;
  return casesByIds(
    tx,
    rows.map((row) => row.id),
  );
};

export const setHasMessage = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tx.$executeRaw`UPDATE cases SET has_message = true WHERE id = ANY(${[...ids]}::uuid[])`;
};

/** The approved attempts of more than nothing that belong to a case. */
export const approvalsOf = (tx: Tx, { gateway, gatewaySubscription, period }: CollectionCase) =>
  tx.paymentAttempt.findMany({
    where: { gateway, gatewaySubscription, period, outcome: 'approved', amount: { gt: 0n } },
    orderBy: { at: 'asc' },
  });

/** Who linked the case to its customer, as the audit log has it. */
export const linkedBy = (tx: Tx, id: string): Promise<{ readonly actor: string; readonly at: Date } | null> =>
  tx.auditEntry.findFirst({
    where: { subjectType: 'case', subjectId: id, action: 'case.linked' },
    orderBy: { id: 'desc' },
    select: { actor: true, at: true },
  });

/** Every case that has reached a lowered number of attempts is due from today on. @returns the first of them */
export const markOverLimit = async (tx: Tx, attempts: number, today: Day, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH marked AS (
      UPDATE cases SET next_action_on = LEAST(coalesce(next_action_on, ${today}::date), ${today}::date)
      WHERE state = 'retrying' AND attempts >= ${attempts}::int RETURNING id)
    SELECT id FROM marked ORDER BY id LIMIT ${take}::int`;
  return rows.map((row) => row.id);
};

/** The waiting cases with messages of their own, latest first. */
export const shownCases = async (tx: Tx, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE has_message AND state = ANY(${waiting}) ORDER BY ref DESC LIMIT ${take}::int`;
  return rows.map((row) => row.id);
};
