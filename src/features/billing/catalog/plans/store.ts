import { newId } from '../../../../core/ids.ts';
import { fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import type { PlanPrice as PriceRow, Plan as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { ArticleFields } from '../articles/article.ts';
import type { Plan, PlanBilling, PlanFields, PlanPrice, PlanProration, PriceFields } from './plan.ts';

const planOf = (row: Row): Plan => ({
  id: row.id,
  code: row.code,
  name: row.name,
  description: row.description,
  account: row.account ?? undefined,
  taxCategory: row.taxCategory,
  billing: row.billing as PlanBilling,
  perMonths: row.perMonths as PeriodMonths,
  prorated: row.prorated as PlanProration,
  archivedAt: row.archivedAt ?? undefined,
  version: row.version,
});

const priceOf = ({ currency, ...row }: PriceRow): PlanPrice => ({
  id: row.id,
  validFrom: fromDbDate(row.validFrom),
  price: { tenThousandths: row.price, currency },
  metering:
    row.included === null || row.above === null
      ? undefined
      : { included: row.included, above: { tenThousandths: row.above, currency } },
  addedBy: row.createdBy,
  addedAt: row.createdAt,
});

export interface Written {
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** @returns undefined when another plan has its code */
export const insertPlan = async (tx: Tx, entries: PlanFields, by: Written): Promise<Plan | undefined> => {
  const id = newId();
  const { count } = await tx.plan.createMany({
    data: [{ id, ...entries, account: entries.account ?? null, ...by }],
    skipDuplicates: true,
  });
  return count === 1 ? { id, ...entries, version: 1 } : undefined;
};

export const planById = async (tx: Tx, id: string): Promise<Plan | undefined> => {
  const row = await tx.plan.findUnique({ where: { id } });
  return row ? planOf(row) : undefined;
};

export const planByCode = async (tx: Tx, code: string): Promise<Plan | undefined> => {
  const row = await tx.plan.findUnique({ where: { code: code.trim().toUpperCase() } });
  return row ? planOf(row) : undefined;
};

/** Locks the plan, and with it its prices, until the transaction ends. */
export const lockPlan = async (tx: Tx, id: string): Promise<Plan | undefined> => {
  await tx.$queryRaw`SELECT 1 FROM plans WHERE id = ${id}::uuid FOR UPDATE`;
  return planById(tx, id);
};

/** By a part of its code or name; those that are offered first. */
export const searchPlans = async (tx: Tx, text: string, limit: number): Promise<readonly Plan[]> => {
  const contains = { contains: text.trim(), mode: 'insensitive' } as const;
  const rows = await tx.plan.findMany({
    where: text.trim() ? { OR: [{ code: contains }, { name: contains }] } : {},
    orderBy: [{ archivedAt: { sort: 'desc', nulls: 'first' } }, { code: 'asc' }],
    take: limit,
  });
  return rows.map(planOf);
};

export const countPlans = async (tx: Tx): Promise<number> => tx.plan.count({ where: { archivedAt: null } });

export const planCategories = async (tx: Tx): Promise<readonly string[]> =>
  (
    await tx.plan.findMany({
      where: { archivedAt: null },
      distinct: ['taxCategory'],
      select: { taxCategory: true },
      orderBy: { taxCategory: 'asc' },
    })
  ).map(({ taxCategory }) => taxCategory);

/** @returns false when it was changed since that version */
export const updatePlan = async (
  tx: Tx,
  id: string,
  version: number,
  { account, code, name, description, taxCategory }: ArticleFields,
): Promise<boolean> => {
  const { count } = await tx.plan.updateMany({
    where: { id, version },
    data: { code, name, description, taxCategory, account: account ?? null, version: { increment: 1 } },
  });
  return count === 1;
};

/** The caller has locked it. */
export const storePlanArchived = async (tx: Tx, id: string, archivedAt: Date | null): Promise<void> => {
  await tx.plan.update({
    where: { id },
    data: { archivedAt, version: { increment: 1 } },
    select: { id: true },
  });
};

export const insertPrice = async (tx: Tx, planId: string, of: PriceFields, by: Written): Promise<PlanPrice> => {
  const { price, metering, validFrom } = of;
  const row = await tx.planPrice.create({
    data: {
      id: newId(),
      planId,
      currency: price.currency,
      validFrom: toDbDate(validFrom),
      price: price.tenThousandths,
      included: metering?.included ?? null,
      above: metering?.above.tenThousandths ?? null,
      ...by,
    },
  });
  return priceOf(row);
};

/** The prices that hold or will, of many plans, by plan; earliest first. */
export const pricesOf = async (
  tx: Tx,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PlanPrice[]>> => {
  const rows = await tx.planPrice.findMany({
    where: { planId: { in: [...planIds] }, takenBackAt: null },
    orderBy: [{ validFrom: 'asc' }, { currency: 'asc' }],
  });
  return new Map(planIds.map((id) => [id, rows.filter(({ planId }) => planId === id).map(priceOf)]));
};

/** Of which plan a price is that was not taken back. */
export const planOfPrice = async (tx: Tx, priceId: string): Promise<string | undefined> =>
  (await tx.planPrice.findFirst({ where: { id: priceId, takenBackAt: null }, select: { planId: true } }))?.planId;

/** The caller has locked the plan. */
export const takePriceBack = async (tx: Tx, priceId: string, by: string, at: Date): Promise<void> => {
  await tx.planPrice.update({
    where: { id: priceId },
    data: { takenBackBy: by, takenBackAt: at },
    select: { id: true },
  });
};
