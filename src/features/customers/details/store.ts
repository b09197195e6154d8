import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type Customer as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import { nameKey } from '../customer.ts';
import { contactChanged } from '../events.ts';
import type { CustomerDetails, FieldKey } from './details.ts';
import { labelOf } from './details.ts';
import type { Entered } from './merge-edit.ts';

const columns = columnsOf(Prisma.CustomerScalarFieldEnum);

const textsByLabel = (json: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typeof json === 'object' && json !== null ? json : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const toDetails = (row: Row): CustomerDetails => ({
  name: row.name,
  contactName: row.contactName,
  email: row.email,
  extraEmails: row.extraEmails ?? [],
  phone: row.phone,
  address: row.address,
  contractTypeId: row.contractTypeId,
  active: row.active,
  paymentMethod: row.paymentMethod,
  cardBrand: row.cardBrand,
  cardLast4: row.cardLast4,
  cardExpMonth: row.cardExpMonth,
  cardExpYear: row.cardExpYear,
  cardToken: row.cardToken,
  startOn: row.startOn && fromDbDate(row.startOn),
  endOn: row.endOn && fromDbDate(row.endOn),
  salespeople: row.salespeople ?? [],
  invoiceNote: row.invoiceNote,
  language: row.language,
  currency: row.currency,
  timeZone: row.timeZone,
  termsId: row.termsId,
  purchaseOrder: row.purchaseOrder,
  purchaseOrderRequired: row.purchaseOrderRequired,
  invoicePer: row.invoicePer,
  vendorNumber: row.vendorNumber,
  taxNumber: row.taxNumber,
  taxJurisdiction: row.taxJurisdiction,
  taxTreatment: row.taxTreatment,
  taxReason: row.taxReason,
  presentation: row.presentation,
  information: textsByLabel(row.information),
});

export const detailsOf = async (tx: Tx, customerId: string): Promise<CustomerDetails | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM customers WHERE id = ${customerId}::uuid`);
  return row && toDetails(row);
};

/** Of many customers, by id. */
export const detailsOfMany = async (
  tx: Tx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerDetails>> => {
  const rows = await asModel<Row>(
    tx.$queryRaw`SELECT ${columns} FROM customers WHERE id = ANY(${[...customerIds]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, toDetails(row)]));
};

/** Locks the customer's row and reads it. */
export const lockDetails = async (work: Work, customerId: string): Promise<CustomerDetails | undefined> => {
  const [row] = await asModel<Row>(
    work.tx.$queryRaw`SELECT ${columns} FROM customers WHERE id = ${customerId}::uuid FOR UPDATE`,
  );
  return row && toDetails(row);
};

/**
 * What is written of a customer into a document: nobody erases or edits it before that is committed, and who erases it then finds it
 * there. It keeps nobody from anything else. ALL-7
 */
export const holdDetailsOf = async (
  work: Work,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerDetails>> => {
  const rows = await asModel<Row>(
    work.tx.$queryRaw`
      SELECT ${columns} FROM customers WHERE id = ANY(${[...customerIds]}::uuid[]) ORDER BY id FOR KEY SHARE`,
  );
  return new Map(rows.map((row) => [row.id, toDetails(row)]));
};

/** As `holdDetailsOf`, of one. */
export const holdDetails = async (work: Work, customerId: string): Promise<CustomerDetails | undefined> =>
  (await holdDetailsOf(work, [customerId])).get(customerId);

/** The page of customers after one, by name, with their details. */
export const detailsAfter = async (
  tx: Tx,
  after: string | undefined,
  take: number,
): Promise<readonly (CustomerDetails & { readonly id: string })[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM customers
    WHERE ${after ?? null}::uuid IS NULL OR name_key > (SELECT name_key FROM customers WHERE id = ${after ?? null}::uuid)
    ORDER BY name_key LIMIT ${take}`);
  return rows.map((row) => ({ id: row.id, ...toDetails(row) }));
};

const dayKeys: readonly string[] = ['startOn', 'endOn'];

const written = (changes: Entered, information: CustomerDetails['information']) => {
  const labelled = Object.entries(changes).flatMap(([key, value]) => {
    const label = labelOf(key as FieldKey);
    return label === undefined ? [] : [[label, value] as const];
  });
  const merged = { ...information, ...Object.fromEntries(labelled) };
  return {
    ...Object.fromEntries(
      Object.entries(changes)
        .filter(([key]) => labelOf(key as FieldKey) === undefined)
        .map(([key, value]) => [
          key,
          dayKeys.includes(key) && typeof value === 'string' ? toDbDate(value as never) : value,
        ]),
    ),
    ...(labelled.length > 0
      ? { information: Object.fromEntries(Object.entries(merged).filter(([, text]) => text)) }
      : {}),
    ...(typeof changes.name === 'string' ? { nameKey: nameKey(changes.name) } : {}),
  };
};

/** Writes what changed of a locked customer; who shows it draws it anew. */
export const updateDetails = async (
  work: Work,
  customerId: string,
  before: CustomerDetails,
  changes: Entered,
): Promise<void> => {
  await work.tx.customer.update({
    where: { id: customerId },
    data: {
      ...written(changes, before.information),
      version: { increment: 1 },
      editedBy: work.by.id,
      editedAt: work.now,
    } as Prisma.CustomerUpdateInput,
    select: { id: true },
  });
  await work.emit(contactChanged, { customerId });
};

/** Who last changed, or erased, each of these fields; from the log, which is asked only when two people collided. ALL-3 */
export const lastChanges = async (
  tx: Tx,
  customerId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, { readonly by: string; readonly at: Date }>> => {
  const rows = await tx.$queryRaw<{ field: string; by: string; at: Date }[]>`
    SELECT f.field, l.by, l.at FROM unnest(${[...keys]}::text[]) AS f(field)
    CROSS JOIN LATERAL (
      SELECT a.actor AS by, a.at FROM audit_log a
      WHERE a.customer_id = ${customerId}::uuid AND a.action IN ('customer.edited', 'customer.contact_erased')
        AND COALESCE(a.after -> 'changed', a.after -> 'erased') @> to_jsonb(f.field)
      ORDER BY a.id DESC LIMIT 1) l`;
  return new Map(rows.map(({ field, by, at }) => [field, { by, at }]));
};

export const isNameTaken = async (tx: Tx, customerId: string, name: string): Promise<boolean> => {
  const other = await tx.customer.findUnique({ where: { nameKey: nameKey(name) }, select: { id: true } });
  return other !== null && other.id !== customerId;
};
