import { Conflict } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { type Day, day, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { CreditRule, FirstBill } from './proration.ts';
import type { NewItem, NewSubscription, Subscription, Template } from './subscription.ts';

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly currency: string;
  readonly coverage: string | null;
  readonly sla: string | null;
  /** Amounts as text: JSON's numbers are not exact. */
  readonly items: readonly { id: string; description: string; quantity: number; unit_amount: string }[];
  readonly template_id: string | null;
  readonly template_currency: string;
  readonly amount: bigint;
  readonly next_on: string;
  readonly armed: boolean;
  readonly armed_by: string | null;
  readonly armed_at: Date | null;
  readonly credit_amount: bigint | null;
  readonly credit_rule: string | null;
}

const rules: readonly string[] = ['full month', 'mid-month half', 'days', 'none'] satisfies CreditRule[];

const isRule = (text: string | null): text is CreditRule => text !== null && rules.includes(text);

const toTemplate = (row: Row, id: string): Template => ({
  id,
  amount: { amount: row.amount, currency: row.template_currency },
  nextOn: day(row.next_on),
  armed: row.armed,
  ...(row.armed_by ? { armedBy: row.armed_by } : {}),
  ...(row.armed_at ? { armedAt: row.armed_at } : {}),
  ...(row.credit_amount === null ? {} : { credit: { amount: row.credit_amount, currency: row.template_currency } }),
  ...(isRule(row.credit_rule) ? { creditRule: row.credit_rule } : {}),
});

const toSubscription = (row: Row): Subscription => {
  if (row.template_id === null) throw new Error(`subscription ${row.id} has no recurring template`);
  return {
    id: row.id,
    customerId: row.customer_id,
    ...(row.subject_type && row.subject_id ? { subject: { type: row.subject_type, id: row.subject_id } } : {}),
    currency: row.currency,
    items: row.items.map((item) => ({
      id: item.id,
      description: item.description,
      quantity: item.quantity,
      unitAmount: { amount: BigInt(item.unit_amount), currency: row.currency },
    })),
    ...(row.coverage ? { coverage: row.coverage } : {}),
    ...(row.sla ? { sla: row.sla } : {}),
    template: toTemplate(row, row.template_id),
  };
};

/** With items and template, in one round trip: a project's folder reads it with every click. */
const readSubscriptions = async (tx: Tx, which: Prisma.Sql): Promise<readonly Subscription[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s.id, s.customer_id, s.subject_type, s.subject_id, s.currency, s.coverage, s.sla,
           t.id AS template_id, t.currency AS template_currency, t.amount, t.next_on::text AS next_on, t.armed, t.armed_by, t.armed_at,
           t.credit_amount, t.credit_rule,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'description', i.description, 'quantity', i.quantity,
             'unit_amount', i.unit_amount::text) ORDER BY i.id) FROM subscription_items i WHERE i.subscription_id = s.id), '[]') AS items
    FROM subscriptions s LEFT JOIN recurring_templates t ON t.subscription_id = s.id
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

const itemData = (item: NewItem) => ({
  id: newId(),
  description: item.description,
  quantity: item.quantity,
  unitAmount: item.unitAmount.amount,
});

/** @throws Conflict when the subject has one already */
export const insertSubscription = async (
  work: Work,
  input: NewSubscription,
  template: { readonly amount: bigint; readonly nextOn: Day },
): Promise<Subscription> => {
  const id = newId();
  const { count } = await work.tx.subscription.createMany({
    data: {
      id,
      customerId: input.customerId,
      subjectType: input.subject.type,
      subjectId: input.subject.id,
      currency: input.currency,
      coverage: input.coverage ?? null,
      sla: input.sla ?? null,
      createdBy: work.by.id,
      createdAt: work.now,
    },
    skipDuplicates: true,
  });
  if (count === 0) throw new Conflict('There is a subscription already. Add services to it instead.');
  await work.tx.subscriptionItem.createMany({
    data: input.items.map((item) => ({ ...itemData(item), subscriptionId: id })),
  });
  await work.tx.recurringTemplate.create({
    data: {
      id: newId(),
      subscriptionId: id,
      amount: template.amount,
      currency: input.currency,
      nextOn: toDbDate(template.nextOn),
      createdAt: work.now,
    },
  });
  const made = await subscriptionById(work.tx, id);
  if (!made) throw new Error(`subscription ${id} is gone within its own transaction`);
  return made;
};

export const insertItems = async (
  work: Work,
  subscriptionId: string,
  items: readonly NewItem[],
  more: bigint,
): Promise<void> => {
  await work.tx.subscriptionItem.createMany({ data: items.map((item) => ({ ...itemData(item), subscriptionId })) });
  await work.tx.recurringTemplate.update({ where: { subscriptionId }, data: { amount: { increment: more } } });
};

export const updateCoverage = async (work: Work, id: string, coverage: string, sla: string): Promise<void> => {
  await work.tx.subscription.update({ where: { id }, data: { coverage, sla } });
};

/** @returns false when it is armed already, or its amount is no longer the one that was computed with */
export const armTemplate = async (work: Work, template: Template, bill: FirstBill): Promise<boolean> => {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id: template.id, armed: false, amount: template.amount.amount },
    data: {
      armed: true,
      armedBy: work.by.id,
      armedAt: work.now,
      nextOn: toDbDate(bill.nextOn),
      creditAmount: bill.credit.amount,
      creditRule: bill.rule,
    },
  });
  return count === 1;
};

/** Of an armed template, whose subject the caller has locked. */
export const updateCredit = async (work: Work, template: Template, credit: Money, rule: CreditRule): Promise<void> => {
  await work.tx.recurringTemplate.update({
    where: { id: template.id },
    data: { creditAmount: credit.amount, creditRule: rule },
  });
};

/** @returns false when it is not armed (any more) */
export const disarmTemplate = async (work: Work, template: Template, nextOn: Day): Promise<boolean> => {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id: template.id, armed: true },
    data: {
      armed: false,
      armedBy: null,
      armedAt: null,
      nextOn: toDbDate(nextOn),
      creditAmount: null,
      creditRule: null,
    },
  });
  return count === 1;
};

/** ALL-10: what keeps a customer in its currency, if anything of this kind does. */
export const billedSubscription = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM subscriptions WHERE customer_id = ${customerId}::uuid) AS found`;
  return row?.found ? 'a subscription' : undefined;
};
