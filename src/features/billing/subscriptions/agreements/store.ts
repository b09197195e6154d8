import { Conflict, NotFound } from '../../../../core/errors.ts';
import { inChunks } from '../../../../core/group.ts';
import { newId } from '../../../../core/ids.ts';
import type { Subject } from '../../../../core/subject.ts';
import { day } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { holdCurrency } from '../../../customers/index.ts';
import { type CountRow, countsColumn, toUnitCount } from '../items/count-store.ts';
import { monthlyOn, type ServiceRow } from '../items/service-row.ts';
import { type ItemRow, insertRowsOf, itemsColumn, toServiceRow } from '../items/store.ts';
import type { Rule, ScheduleMode } from '../schedules/schedule.ts';
import { type SkippedRow, skippedColumn } from '../schedules/skip-store.ts';
import { type PastRow, pastColumn, ruleColumns, toPastRule } from '../schedules/store.ts';
import { type CreditRule, creditRules, type Template } from '../schedules/template.ts';
import type { Subscription } from './subscription.ts';

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly group_id: string | null;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly currency: string;
  readonly coverage: string | null;
  readonly sla: string | null;
  readonly items: readonly ItemRow[];
  readonly counts: readonly CountRow[];
  readonly template_id: string | null;
  readonly next_on: string;
  readonly armed: boolean;
  readonly armed_by: string | null;
  readonly armed_at: Date | null;
  readonly credit_amount: bigint | null;
  readonly credit_rule: string | null;
  readonly credit_tax_rate: number;
  readonly months: number;
  readonly anchor_on: string | null;
  readonly in_arrears: boolean;
  readonly first_on: string | null;
  readonly billed_through: string | null;
  readonly taken_over_on: string | null;
  readonly remaining: number | null;
  readonly ends_on: string | null;
  readonly ends_with_group: boolean;
  readonly days_ahead: number;
  readonly mode: string;
  readonly past: readonly PastRow[];
  readonly skipped: readonly SkippedRow[];
  readonly billed_by: string | null;
  readonly billed_at: Date | null;
}

const isRule = (text: string | null): text is CreditRule => creditRules.some((each) => each === text);

const toRule = (row: Row): Rule => ({
  months: row.months as PeriodMonths,
  anchorOn: row.anchor_on === null ? undefined : day(row.anchor_on),
  inArrears: row.in_arrears,
  firstOn: row.first_on === null ? undefined : day(row.first_on),
  nextOn: day(row.next_on),
  ...(row.billed_through && row.taken_over_on
    ? { takenOver: { on: day(row.taken_over_on), billedThrough: day(row.billed_through) } }
    : {}),
  remaining: row.remaining ?? undefined,
  ...(row.ends_on === null ? {} : { endsOn: day(row.ends_on) }),
  daysAhead: row.days_ahead,
  mode: row.mode as ScheduleMode,
});

const toTemplate = (row: Row, id: string): Template => ({
  id,
  ...toRule(row),
  armed: row.armed,
  ...(row.armed_by ? { armedBy: row.armed_by } : {}),
  ...(row.armed_at ? { armedAt: row.armed_at } : {}),
  ...(row.credit_amount === null ? {} : { credit: { amount: row.credit_amount, currency: row.currency } }),
  ...(isRule(row.credit_rule) ? { creditRule: row.credit_rule } : {}),
  creditTaxRate: row.credit_tax_rate,
  endsWithGroup: row.ends_with_group,
  past: row.past.map(toPastRule),
  skipped: row.skipped.map(({ first, last }) => ({ first: day(first), last: day(last) })),
  ...(row.billed_by && row.billed_at ? { billed: { by: row.billed_by, at: row.billed_at } } : {}),
});

const toSubscription = (row: Row): Subscription => {
  if (row.template_id === null) throw new Error(`subscription ${row.id} has no recurring template`);
  return {
    id: row.id,
    customerId: row.customer_id,
    ...(row.group_id ? { groupId: row.group_id } : {}),
    ...(row.subject_type && row.subject_id ? { subject: { type: row.subject_type, id: row.subject_id } } : {}),
    currency: row.currency,
    items: row.items.map((item) => toServiceRow(item, row.currency)),
    counts: row.counts.map(toUnitCount),
    ...(row.coverage ? { coverage: row.coverage } : {}),
    ...(row.sla ? { sla: row.sla } : {}),
    template: toTemplate(row, row.template_id),
  };
};

/** With items and template, in one round trip: a project's folder reads it with every click. */
const readSubscriptions = async (tx: Tx, which: Prisma.Sql): Promise<readonly Subscription[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s.id, s.customer_id, s.group_id, s.subject_type, s.subject_id, s.currency, s.coverage, s.sla,
           t.id AS template_id, t.next_on::text AS next_on, t.armed, t.armed_by, t.armed_at, t.credit_amount, t.credit_rule,
           t.credit_tax_rate, t.months, t.anchor_on::text AS anchor_on, t.in_arrears, t.first_on::text AS first_on, t.remaining,
           least(t.ends_on, c.end_on, g.end_on)::text AS ends_on,
           coalesce(g.end_on < least(t.ends_on, c.end_on), g.end_on IS NOT NULL) AS ends_with_group, ${skippedColumn} AS skipped,
           t.billed_through::text AS billed_through, t.taken_over_on::text AS taken_over_on,
           t.days_ahead, t.mode, t.billed_by, t.billed_at, ${itemsColumn} AS items, ${countsColumn} AS counts, ${pastColumn} AS past
    FROM subscriptions s JOIN customers c ON c.id = s.customer_id LEFT JOIN billing_groups g ON g.id = s.group_id
      LEFT JOIN recurring_templates t ON t.subscription_id = s.id
    WHERE ${which} ORDER BY s.id`;
  return rows.map(toSubscription);
};

/** The subscriptions of many subjects of a type, by subject: one each. */
export const subscriptionsOfSubjects = async (
  tx: Tx,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Subscription>> => {
  const which = Prisma.sql`s.subject_type = ${type} AND s.subject_id = ANY(${[...ids]}::uuid[])`;
  const found = await readSubscriptions(tx, which);
  return new Map(found.flatMap((each) => (each.subject ? [[each.subject.id, each] as const] : [])));
};

export const subscriptionFor = async (tx: Tx, { type, id }: Subject): Promise<Subscription | undefined> =>
  (await subscriptionsOfSubjects(tx, type, [id])).get(id);

export const subscriptionById = async (tx: Tx, id: string): Promise<Subscription | undefined> =>
  (await readSubscriptions(tx, Prisma.sql`s.id = ${id}::uuid`))[0];

export const subscriptionsOfCustomer = (tx: Tx, customerId: string): Promise<readonly Subscription[]> =>
  readSubscriptions(tx, Prisma.sql`s.customer_id = ${customerId}::uuid`);

export const subscriptionsByIds = (tx: Tx, ids: readonly string[]): Promise<readonly Subscription[]> =>
  readSubscriptions(tx, Prisma.sql`s.id = ANY(${[...ids]}::uuid[])`);

/** Of many customers, in one statement. */
export const subscriptionsOfCustomers = (tx: Tx, customerIds: readonly string[]): Promise<readonly Subscription[]> =>
  readSubscriptions(tx, Prisma.sql`s.customer_id = ANY(${[...customerIds]}::uuid[])`);

/** Locks its row and reads it: services, schedule and bills of it are changed by one at a time. @throws NotFound */
export const lockSubscription = async (work: Work, id: string): Promise<Subscription> => {
  await work.tx.$queryRaw`SELECT id FROM subscriptions WHERE id = ${id}::uuid FOR UPDATE`;
  const subscription = await subscriptionById(work.tx, id);
  if (!subscription) throw new NotFound('subscription');
  return subscription;
};

/** All of these customers', locked in the order of their ids. */
export const lockSubscriptionsOf = async (
  work: Work,
  customerIds: readonly string[],
): Promise<readonly Subscription[]> => {
  await work.tx.$queryRaw`
    SELECT id FROM subscriptions WHERE customer_id = ANY(${[...customerIds]}::uuid[]) ORDER BY id FOR UPDATE`;
  return subscriptionsOfCustomers(work.tx, customerIds);
};

/** What a subscription is made with. */
export interface Making {
  readonly customerId: string;
  readonly groupId: string | undefined;
  readonly subject?: Subject | undefined;
  readonly currency: string;
  readonly coverage?: string | undefined;
  readonly sla?: string | undefined;
  readonly rows: readonly ServiceRow[];
  readonly rule: Rule;
  readonly isArmed: boolean;
  /** As the system calls it that billed it before. BIL-21 */
  readonly outsideId?: string | undefined;
}

const atOnce = 1000;

/**
 * Many at once; the caller holds the currencies of their customers.
 * @returns their ids in the order given; fewer rows are written than that where a subject has one already, which throws
 */
export const insertSubscriptions = async (work: Work, making: readonly Making[]): Promise<readonly string[]> => {
  const made = making.map((each) => ({ ...each, id: newId() }));
  let added = 0;
  for (const chunk of inChunks(made, atOnce)) {
    const { count } = await work.tx.subscription.createMany({
      data: chunk.map(({ id, customerId, groupId, subject, currency, coverage, sla, outsideId }) => ({
        id,
        customerId,
        groupId: groupId ?? null,
        subjectType: subject?.type ?? null,
        subjectId: subject?.id ?? null,
        currency,
        coverage: coverage ?? null,
        sla: sla ?? null,
        outsideId: outsideId ?? null,
        createdBy: work.by.id,
        createdAt: work.now,
      })),
      skipDuplicates: true,
    });
    added += count;
  }
  if (added < made.length) throw new Conflict('There is a subscription already. Add services to it instead.');
  await insertRowsOf(
    work,
    made.flatMap(({ id, rows, rule }) =>
      rows.map((row) => ({ subscriptionId: id, row, isTakenOver: rule.takenOver !== undefined })),
    ),
  );
  for (const chunk of inChunks(made, atOnce)) {
    await work.tx.recurringTemplate.createMany({
      data: chunk.map(({ id, rows, rule, currency, isArmed }) => ({
        id: newId(),
        subscriptionId: id,
        amount: monthlyOn(rows, rule.nextOn, currency).amount,
        currency,
        ...ruleColumns(rule),
        ...(isArmed ? { armed: true, armedBy: work.by.id, armedAt: work.now } : {}),
        createdAt: work.now,
      })),
    });
  }
  return made.map(({ id }) => id);
};

/** @throws Conflict when the subject has one already, or its customer is billed in another currency. BIL-11 */
export const insertSubscription = async (work: Work, making: Making): Promise<Subscription> => {
  await holdCurrency(work, making.customerId, making.currency);
  const [id = ''] = await insertSubscriptions(work, [making]);
  const made = await subscriptionById(work.tx, id);
  if (!made) throw new Error(`subscription ${id} is gone within its own transaction`);
  return made;
};

export const updateCoverage = async (work: Work, id: string, coverage: string, sla: string): Promise<void> => {
  await work.tx.subscription.update({ where: { id }, data: { coverage, sla } });
};
