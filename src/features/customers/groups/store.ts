import { inChunks } from '../../../core/group.ts';
import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type BillingGroup as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import { nameKey } from '../customer.ts';
import type { BillingGroup } from './group.ts';

const columns = columnsOf(Prisma.BillingGroupScalarFieldEnum);

const toGroup = (row: Row): BillingGroup => ({
  id: row.id,
  customerId: row.customerId,
  name: row.name,
  startOn: fromDbDate(row.startOn),
  endOn: row.endOn && fromDbDate(row.endOn),
  termsId: row.termsId,
  purchaseOrder: row.purchaseOrder,
  addressees: row.addressees ?? [],
  contractId: row.contractId,
  sellerId: row.sellerId,
});

/** The groups of all these customers, oldest first. */
export const groupsOfCustomers = async (tx: Tx, customerIds: readonly string[]): Promise<readonly BillingGroup[]> => {
  if (customerIds.length === 0) return [];
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM billing_groups WHERE customer_id = ANY(${[...customerIds]}::uuid[]) ORDER BY customer_id, id`);
  return rows.map(toGroup);
};

export const groupById = async (tx: Tx, id: string): Promise<BillingGroup | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM billing_groups WHERE id = ${id}::uuid`);
  return row && toGroup(row);
};

/** A group with whose it is. */
export type NamedGroup = BillingGroup & { readonly customer: { readonly name: string; readonly active: boolean } };

const withCustomer = { include: { customer: { select: { name: true, active: true } } } } as const;

export const namedGroups = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NamedGroup>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.billingGroup.findMany({ where: { id: { in: [...ids] } }, ...withCustomer });
  return new Map(rows.map(({ customer, ...row }) => [row.id, { ...toGroup(row), customer }]));
};

/** By a part of the customer's name or its own. */
export const searchGroups = async (tx: Tx, query: string, limit: number): Promise<readonly NamedGroup[]> => {
  const contains = nameKey(query);
  const rows = await tx.billingGroup.findMany({
    where: { OR: [{ nameKey: { contains } }, { customer: { nameKey: { contains } } }] },
    orderBy: [{ customer: { nameKey: 'asc' } }, { nameKey: 'asc' }],
    take: limit,
    ...withCustomer,
  });
  return rows.map(({ customer, ...row }) => ({ ...toGroup(row), customer }));
};

const values = (group: BillingGroup) => ({
  name: group.name,
  nameKey: nameKey(group.name),
  startOn: toDbDate(group.startOn),
  endOn: group.endOn && toDbDate(group.endOn),
  termsId: group.termsId,
  purchaseOrder: group.purchaseOrder,
  addressees: [...group.addressees],
  contractId: group.contractId,
  sellerId: group.sellerId,
});

const atOnce = 1000;

/** @returns how many were new; none whose customer has a group of that name */
export const insertGroups = async (work: Work, groups: readonly BillingGroup[]): Promise<number> => {
  let added = 0;
  for (const chunk of inChunks(groups, atOnce)) {
    const data = chunk.map((group) => ({
      id: group.id,
      customerId: group.customerId,
      ...values(group),
      createdBy: work.by.id,
      createdAt: work.now,
    }));
    added += (await work.tx.billingGroup.createMany({ data, skipDuplicates: true })).count;
  }
  return added;
};

/** Of a locked group that nothing points to. */
export const deleteGroup = async (tx: Tx, id: string): Promise<void> => {
  await tx.billingGroup.delete({ where: { id }, select: { id: true } });
};

/** Locks the row and reads it. */
export const lockGroup = async (work: Work, id: string): Promise<BillingGroup | undefined> => {
  const [row] = await asModel<Row>(
    work.tx.$queryRaw`SELECT ${columns} FROM billing_groups WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return row && toGroup(row);
};

/** Of a locked group. @returns false when another group of the customer has that name */
export const updateGroup = async (work: Work, group: BillingGroup): Promise<boolean> => {
  const other = await work.tx.billingGroup.findUnique({
    where: { customerId_nameKey: { customerId: group.customerId, nameKey: nameKey(group.name) } },
    select: { id: true },
  });
  if (other && other.id !== group.id) return false;
  await work.tx.billingGroup.update({ where: { id: group.id }, data: values(group), select: { id: true } });
  return true;
};

/** ALL-7. @returns how many addresses were erased */
export const eraseAddressees = async (work: Work, customerId: string): Promise<number> => {
  const rows = await work.tx.$queryRaw<{ erased: number }[]>`
    WITH known AS (
      SELECT id, cardinality(addressees) AS erased FROM billing_groups
      WHERE customer_id = ${customerId}::uuid AND cardinality(addressees) > 0 FOR UPDATE
    )
    UPDATE billing_groups g SET addressees = '{}' FROM known WHERE g.id = known.id RETURNING known.erased`;
  return rows.reduce((sum, { erased }) => sum + erased, 0);
};
