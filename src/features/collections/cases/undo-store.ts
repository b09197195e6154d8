import type { Tx } from '../../../platform/db/open.ts';
import { caseOf, columns } from './store.ts';
import type { CollectionCase } from './table/case.ts';

/** What a case is, and how it came to be shown: no decision changes that. */
const lasting = new Set([
  'id',
  'gateway',
  'gateway_subscription',
  'period',
  'reported_customer',
  'reported_name',
  'currency',
  'amount',
  'paid',
  'paid_at',
  'has_message',
  'import_id',
  'opened_at',
]);
const changing = columns.filter(([name]) => !lasting.has(name));
const names = changing.map(([name]) => name);
const record = (json: string, as: string): string =>
  `jsonb_to_record(${json}) AS ${as}(${changing.map(([name, type]) => `${name} ${type}`).join(', ')})`;
const of = (alias: string): string => `(${names.map((name) => `${alias}.${name}`).join(', ')})`;
const restoreSql = `
  UPDATE cases c SET ${names.map((name) => `${name} = b.${name}`).join(', ')}
  FROM audit_log e, ${record("e.before->'row'", 'b')}, ${record("e.after->'row'", 'a')}
  WHERE e.id = $1 AND c.id = $2::uuid AND c.id::text = e.subject_id AND ROW${of('c')} IS NOT DISTINCT FROM ROW${of('a')}`;

/** All that may change about a case, as the audit log keeps it for `restoreCase`. */
export const rowOf = (from: CollectionCase): Readonly<Record<string, unknown>> =>
  Object.fromEntries(changing.map(([name, , value]) => [name, value(from) ?? null]));

/**
 * The case as the entry of the audit log has it before the decision.
 * @returns false when it is not exactly as that decision left it
 */
export const restoreCase = async (tx: Tx, id: string, entry: bigint): Promise<boolean> =>
  (await tx.$executeRawUnsafe(restoreSql, entry, id)) === 1;

/** What a decision wrote about a case, whichever. */
export const entryOf = (tx: Tx, caseId: string, decision: string) =>
  tx.auditEntry.findFirst({
    where: { subjectType: 'case', subjectId: caseId, after: { path: ['decision'], equals: decision } },
    select: { action: true, before: true, at: true },
  });

/** Which of these cases a decision wrote about. */
export const casesOfDecision = async (
  tx: Tx,
  ids: readonly string[],
  decision: string,
): Promise<ReadonlySet<string>> => {
  const rows = await tx.auditEntry.findMany({
    where: { subjectType: 'case', subjectId: { in: [...ids] }, after: { path: ['decision'], equals: decision } },
    select: { subjectId: true },
  });
  return new Set(rows.map((row) => row.subjectId));
};

/** Locks the cases of a license. */
export const lockCasesOfLicense = async (tx: Tx, licenseId: string): Promise<void> => {
  await tx.$queryRaw`SELECT 1 FROM cases WHERE license_id = ${licenseId}::uuid ORDER BY id FOR UPDATE`;
};

export const caseIdsOfLicense = async (tx: Tx, licenseId: string): Promise<readonly string[]> =>
  (await tx.collectionCase.findMany({ where: { licenseId }, select: { id: true }, orderBy: { id: 'asc' } })).map(
    (row) => row.id,
  );

/** Locks and reads the cases of a customer that the gateway reports under this name. */
export const lockReported = async (
  tx: Tx,
  like: Pick<CollectionCase, 'gateway' | 'reportedCustomer'>,
  customerId: string,
): Promise<readonly CollectionCase[]> => {
  await tx.$queryRaw`
    SELECT 1 FROM cases WHERE customer_id = ${customerId}::uuid AND gateway = ${like.gateway}
      AND reported_customer = ${like.reportedCustomer} ORDER BY id FOR UPDATE`;
  const { gateway, reportedCustomer } = like;
  const rows = await tx.collectionCase.findMany({
    where: { customerId, gateway, reportedCustomer },
    orderBy: { id: 'asc' },
  });
  return rows.map(caseOf);
};
