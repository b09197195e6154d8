import { newId } from '../../../../core/ids.ts';
import type { ChargeAmount, Charge as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Charge, ChargeFields } from './charge.ts';

const chargeOf = (row: Row, amounts: readonly ChargeAmount[]): Charge => ({
  id: row.id,
  code: row.code,
  name: row.name,
  description: row.description,
  account: row.account ?? undefined,
  taxCategory: row.taxCategory,
  isRecurring: row.isRecurring,
  isProratable: row.isProratable,
  amounts: amounts
    .filter(({ chargeId }) => chargeId === row.id)
    .map(({ amount, currency }) => ({ tenThousandths: amount, currency })),
  archivedAt: row.archivedAt ?? undefined,
  version: row.version,
});

const withAmounts = async (tx: Tx, rows: readonly Row[]): Promise<readonly Charge[]> => {
  if (rows.length === 0) return [];
  const amounts = await tx.chargeAmount.findMany({
    where: { chargeId: { in: rows.map(({ id }) => id) } },
    orderBy: { currency: 'asc' },
  });
  return rows.map((row) => chargeOf(row, amounts));
};

const insertAmounts = async (tx: Tx, chargeId: string, { amounts }: Pick<ChargeFields, 'amounts'>): Promise<void> => {
  await tx.chargeAmount.createMany({
    data: amounts.map(({ tenThousandths, currency }) => ({ chargeId, currency, amount: tenThousandths })),
  });
};

/** @returns undefined when another charge has its code */
export const insertCharge = async (
  tx: Tx,
  { amounts, ...entries }: ChargeFields,
  by: { readonly createdBy: string; readonly createdAt: Date },
): Promise<Charge | undefined> => {
  const id = newId();
  const { count } = await tx.charge.createMany({
    data: [{ id, ...entries, account: entries.account ?? null, ...by }],
    skipDuplicates: true,
  });
  if (count === 0) return undefined;
  await insertAmounts(tx, id, { amounts });
  return { id, ...entries, amounts, version: 1 };
};

export const chargeById = async (tx: Tx, id: string): Promise<Charge | undefined> => {
  const row = await tx.charge.findUnique({ where: { id } });
  return row ? (await withAmounts(tx, [row]))[0] : undefined;
};

export const chargeByCode = async (tx: Tx, code: string): Promise<Charge | undefined> => {
  const row = await tx.charge.findUnique({ where: { code: code.trim().toUpperCase() } });
  return row ? (await withAmounts(tx, [row]))[0] : undefined;
};

export const lockCharge = async (tx: Tx, id: string): Promise<Charge | undefined> => {
  await tx.$queryRaw`SELECT 1 FROM charges WHERE id = ${id}::uuid FOR UPDATE`;
  return chargeById(tx, id);
};

/** By a part of its code or name; those that are offered first. */
export const searchCharges = async (tx: Tx, text: string, limit: number): Promise<readonly Charge[]> => {
  const contains = { contains: text.trim(), mode: 'insensitive' } as const;
  const rows = await tx.charge.findMany({
    where: text.trim() ? { OR: [{ code: contains }, { name: contains }] } : {},
    orderBy: [{ archivedAt: { sort: 'desc', nulls: 'first' } }, { code: 'asc' }],
    take: limit,
  });
  return withAmounts(tx, rows);
};

export const countCharges = async (tx: Tx): Promise<number> => tx.charge.count({ where: { archivedAt: null } });

export const chargeCategories = async (tx: Tx): Promise<readonly string[]> =>
  (
    await tx.charge.findMany({
      where: { archivedAt: null },
      distinct: ['taxCategory'],
      select: { taxCategory: true },
      orderBy: { taxCategory: 'asc' },
    })
  ).map(({ taxCategory }) => taxCategory);

/** @returns false when it was changed since that version */
export const updateCharge = async (
  tx: Tx,
  id: string,
  version: number,
  { amounts, ...entries }: ChargeFields,
): Promise<boolean> => {
  const { count } = await tx.charge.updateMany({
    where: { id, version },
    data: { ...entries, account: entries.account ?? null, version: { increment: 1 } },
  });
  if (count === 0) return false;
  await tx.chargeAmount.deleteMany({ where: { chargeId: id } });
  await insertAmounts(tx, id, { amounts });
  return true;
};

/** The caller has locked it. */
export const storeChargeArchived = async (tx: Tx, id: string, archivedAt: Date | null): Promise<void> => {
  await tx.charge.update({
    where: { id },
    data: { archivedAt, version: { increment: 1 } },
    select: { id: true },
  });
};
