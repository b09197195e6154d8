import { newId } from '../../../core/ids.ts';
import { Prisma, type Seller as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import { type Look, lookOf } from './look.ts';
import type { Seller, SellerFields } from './seller.ts';

const sellerOf = ({ createdBy: _by, createdAt: _at, logoHash, logoType, colour, ...row }: Row): Seller => ({
  ...row,
  ...lookOf({ logoHash, logoType, colour }),
  taxNumber: row.taxNumber ?? undefined,
  replyTo: row.replyTo ?? undefined,
  bounceTo: row.bounceTo ?? undefined,
  iban: row.iban ?? undefined,
  payUrl: row.payUrl ?? undefined,
});

const rowOf = ({ taxNumber, replyTo, bounceTo, iban, payUrl, ...rest }: SellerFields) => ({
  ...rest,
  taxNumber: taxNumber ?? null,
  replyTo: replyTo ?? null,
  bounceTo: bounceTo ?? null,
  iban: iban ?? null,
  payUrl: payUrl ?? null,
});

const columns = columnsOf(Prisma.SellerScalarFieldEnum);

/** Which one is the default is changed by one at a time. */
export const lockSellers = async (tx: Tx): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('baton sellers'))::text`;
};

/** The default first, then by name. */
export const allSellers = async (tx: Tx): Promise<readonly Seller[]> =>
  (await tx.seller.findMany({ orderBy: [{ isDefault: 'desc' }, { name: 'asc' }] })).map(sellerOf);

export const sellerById = async (tx: Tx, id: string): Promise<Seller | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM sellers WHERE id = ${id}::uuid`);
  return row && sellerOf(row);
};

export const defaultSeller = async (tx: Tx): Promise<Seller | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM sellers WHERE is_default LIMIT 1`);
  return row && sellerOf(row);
};

export const sellerByName = async (tx: Tx, name: string): Promise<Seller | undefined> => {
  const row = await tx.seller.findFirst({ where: { name: { equals: name.trim(), mode: 'insensitive' } } });
  return row ? sellerOf(row) : undefined;
};

export const insertSeller = async (
  tx: Tx,
  entries: SellerFields,
  more: { readonly isDefault: boolean; readonly createdBy: string; readonly createdAt: Date },
): Promise<Seller> => sellerOf(await tx.seller.create({ data: { id: newId(), ...rowOf(entries), ...more } }));

/** @returns false when it was changed since that version */
export const updateSeller = async (tx: Tx, id: string, version: number, entries: SellerFields): Promise<boolean> => {
  const { count } = await tx.seller.updateMany({
    where: { id, version },
    data: { ...rowOf(entries), version: { increment: 1 } },
  });
  return count === 1;
};

/** @returns false when it was changed since that version */
export const updateLook = async (tx: Tx, id: string, version: number, { colour, logo }: Look): Promise<boolean> => {
  const { count } = await tx.seller.updateMany({
    where: { id, version },
    data: {
      colour: colour ?? null,
      logoHash: logo?.hash ?? null,
      logoType: logo?.type ?? null,
      version: { increment: 1 },
    },
  });
  return count === 1;
};

/** The caller has locked the sellers. */
export const setDefaultSeller = async (tx: Tx, id: string): Promise<void> => {
  await tx.seller.updateMany({ where: { isDefault: true, id: { not: id } }, data: { isDefault: false } });
  await tx.seller.update({ where: { id }, data: { isDefault: true }, select: { id: true } });
};
