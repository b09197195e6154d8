import { Prisma, type PaymentTerms as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import { nameKey } from '../customer.ts';
import { isRule, type PaymentTerms, readRule } from './terms.ts';

const columns = columnsOf(Prisma.PaymentTermsScalarFieldEnum);

const toTerms = (row: Row): PaymentTerms => {
  const rule = readRule(row.kind, row.days ?? undefined);
  if (!isRule(rule)) throw new Error(`the payment terms ${row.id} are of no kind`);
  return { id: row.id, name: row.name, rule, retired: row.retired };
};

/** All of them, by name: there are a handful. */
export const allTerms = async (tx: Tx): Promise<readonly PaymentTerms[]> =>
  (await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM payment_terms ORDER BY name_key`)).map(toTerms);

export const termsById = async (tx: Tx, id: string): Promise<PaymentTerms | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM payment_terms WHERE id = ${id}::uuid`);
  return row && toTerms(row);
};

const values = ({ name, rule, retired }: PaymentTerms) => ({
  name,
  nameKey: nameKey(name),
  kind: rule.kind,
  days: rule.kind === 'net_days' ? rule.days : null,
  retired,
});

/** @returns false when there are terms of that name */
export const insertTerms = async (work: Work, terms: PaymentTerms): Promise<boolean> => {
  const { count } = await work.tx.paymentTerms.createMany({
    data: { id: terms.id, ...values(terms), createdBy: work.by.id, createdAt: work.now },
    skipDuplicates: true,
  });
  return count === 1;
};

/** Locks the row and reads it. */
export const lockTerms = async (work: Work, id: string): Promise<PaymentTerms | undefined> => {
  await work.tx.$queryRaw`SELECT id FROM payment_terms WHERE id = ${id}::uuid FOR UPDATE`;
  return termsById(work.tx, id);
};

/** @returns false when other terms have that name */
export const updateTerms = async (work: Work, terms: PaymentTerms): Promise<boolean> => {
  const other = await work.tx.paymentTerms.findUnique({
    where: { nameKey: nameKey(terms.name) },
    select: { id: true },
  });
  if (other && other.id !== terms.id) return false;
  await work.tx.paymentTerms.update({ where: { id: terms.id }, data: values(terms) });
  return true;
};
