import { newId } from '../../../core/ids.ts';
import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { TaxRow as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { TaxRule, TaxTreatment } from './tax.ts';
import type { TaxFields, TaxRow } from './tax-row.ts';

const rowOf = (row: Row): TaxRow => ({
  id: row.id,
  code: row.code,
  name: row.name,
  rate: row.rate,
  treatment: row.treatment as TaxTreatment,
  reason: row.reason ?? undefined,
  category: row.category,
  jurisdiction: row.jurisdiction,
  seller: row.sellerId ?? '*',
  validFrom: fromDbDate(row.validFrom),
  addedBy: row.createdBy,
  addedAt: row.createdAt,
});

/** One change of the table at a time. */
export const lockTaxes = async (tx: Tx): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('baton taxes'))::text`;
};

/** The table as it holds: by category, place, seller and day. */
export const taxTable = async (tx: Tx): Promise<readonly TaxRow[]> =>
  (
    await tx.taxRow.findMany({
      where: { takenBackAt: null },
      orderBy: [{ category: 'asc' }, { jurisdiction: 'asc' }, { sellerId: 'asc' }, { validFrom: 'asc' }],
    })
  ).map(rowOf);

/** For `taxOf`: what decides the tax of lines. */
export const taxRules = async (tx: Tx): Promise<readonly TaxRule[]> => taxTable(tx);

/** The categories that have a tax. */
export const taxCategories = async (tx: Tx): Promise<readonly string[]> => [
  ...new Set((await taxTable(tx)).map(({ category }) => category)),
];

export const insertTax = async (
  tx: Tx,
  { seller, validFrom, reason, ...entries }: TaxFields,
  by: { readonly createdBy: string; readonly createdAt: Date },
): Promise<TaxRow> =>
  rowOf(
    await tx.taxRow.create({
      data: {
        id: newId(),
        ...entries,
        reason: reason ?? null,
        sellerId: seller === '*' ? null : seller,
        validFrom: toDbDate(validFrom),
        ...by,
      },
    }),
  );

export const taxById = async (tx: Tx, id: string): Promise<TaxRow | undefined> => {
  const row = await tx.taxRow.findFirst({ where: { id, takenBackAt: null } });
  return row ? rowOf(row) : undefined;
};

/** The caller has locked the table. */
export const storeTakenBack = async (tx: Tx, id: string, by: string, at: Date): Promise<void> => {
  await tx.taxRow.update({
    where: { id },
    data: { takenBackBy: by, takenBackAt: at },
    select: { id: true },
  });
};
