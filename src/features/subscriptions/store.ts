import { type Day, fromDbDate, toDbDate } from '../../core/calendar.ts';
import { Conflict } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Money } from '../../core/money.ts';
import type { Subject } from '../../core/subject.ts';
import type {
  RecurringTemplate,
  SubscriptionItem,
  Subscription as SubscriptionRow,
} from '../../generated/prisma/client.ts';
import { asModel } from '../../platform/db/as-model.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Work } from '../../platform/work.ts';
import type { CreditRule, FirstBill } from './proration.ts';
import type { NewItem, NewSubscription, Subscription, Template } from './subscription.ts';

interface Row extends SubscriptionRow {
  readonly items: readonly SubscriptionItem[];
  readonly template: RecurringTemplate | undefined;
}

/** The subscriptions with their items and template, in the order given. */
const withParts = async (tx: Tx, found: readonly SubscriptionRow[]): Promise<readonly Row[]> => {
  if (found.length === 0) return [];
  const ids = found.map((row) => row.id);
  const items = await asModel<SubscriptionItem>(
    tx.$queryRaw`SELECT * FROM subscription_items WHERE subscription_id = ANY(${ids}::uuid[]) ORDER BY id`,
  );
  const templates = await asModel<RecurringTemplate>(
    tx.$queryRaw`SELECT * FROM recurring_templates WHERE subscription_id = ANY(${ids}::uuid[])`,
  );
  return found.map((row) => ({
    ...row,
    items: items.filter((item) => item.subscriptionId === row.id),
    template: templates.find((template) => template.subscriptionId === row.id),
  }));
};

const rules: readonly string[] = ['full month', 'mid-month half', 'days', 'none'] satisfies CreditRule[];

const isRule = (text: string | null): text is CreditRule => text !== null && rules.includes(text);

const toTemplate = (row: NonNullable<Row['template']>): Template => ({
  id: row.id,
  amount: { amount: row.amount, currency: row.currency },
  nextOn: fromDbDate(row.nextOn),
  armed: row.armed,
  ...(row.armedBy ? { armedBy: row.armedBy } : {}),
  ...(row.armedAt ? { armedAt: row.armedAt } : {}),
  ...(row.creditAmount === null ? {} : { credit: { amount: row.creditAmount, currency: row.currency } }),
  ...(isRule(row.creditRule) ? { creditRule: row.creditRule } : {}),
});

const toSubscription = (row: Row): Subscription => {
  if (!row.template) throw new Error(`subscription ${row.id} has no recurring template`);
  return {
    id: row.id,
    customerId: row.customerId,
    ...(row.subjectType && row.subjectId ? { subject: { type: row.subjectType, id: row.subjectId } } : {}),
    currency: row.currency,
    items: row.items.map((item) => ({
      id: item.id,
      description: item.description,
      quantity: item.quantity,
      unitAmount: { amount: item.unitAmount, currency: row.currency },
    })),
    ...(row.coverage ? { coverage: row.coverage } : {}),
    ...(row.sla ? { sla: row.sla } : {}),
    template: toTemplate(row.template),
  };
};

export async function subscriptionFor(tx: Tx, subject: Subject): Promise<Subscription | undefined> {
  const [row] = await withParts(
    tx,
    await asModel<SubscriptionRow>(tx.$queryRaw`
      SELECT * FROM subscriptions WHERE subject_type = ${subject.type} AND subject_id = ${subject.id}::uuid`),
  );
  return row && toSubscription(row);
}

export async function subscriptionById(tx: Tx, id: string): Promise<Subscription | undefined> {
  const [row] = await withParts(
    tx,
    await asModel<SubscriptionRow>(tx.$queryRaw`SELECT * FROM subscriptions WHERE id = ${id}::uuid`),
  );
  return row && toSubscription(row);
}

export async function subscriptionsOfCustomer(tx: Tx, customerId: string): Promise<readonly Subscription[]> {
  const found = await asModel<SubscriptionRow>(
    tx.$queryRaw`SELECT * FROM subscriptions WHERE customer_id = ${customerId}::uuid ORDER BY id`,
  );
  return (await withParts(tx, found)).map(toSubscription);
}

const itemData = (item: NewItem) => ({
  id: newId(),
  description: item.description,
  quantity: item.quantity,
  unitAmount: item.unitAmount.amount,
});

/** @throws Conflict when the subject has one already */
export async function insertSubscription(
  work: Work,
  input: NewSubscription,
  template: { readonly amount: bigint; readonly nextOn: Day },
): Promise<Subscription> {
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
}

export async function insertItems(
  work: Work,
  subscriptionId: string,
  items: readonly NewItem[],
  more: bigint,
): Promise<void> {
  await work.tx.subscriptionItem.createMany({ data: items.map((item) => ({ ...itemData(item), subscriptionId })) });
  await work.tx.recurringTemplate.update({ where: { subscriptionId }, data: { amount: { increment: more } } });
}

export async function updateCoverage(work: Work, id: string, coverage: string, sla: string): Promise<void> {
  await work.tx.subscription.update({ where: { id }, data: { coverage, sla } });
}

/** @returns false when it is armed already, or its amount is no longer the one that was computed with */
export async function armTemplate(work: Work, template: Template, bill: FirstBill): Promise<boolean> {
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
}

/** Of an armed template, whose subject the caller has locked. */
export async function updateCredit(work: Work, template: Template, credit: Money, rule: CreditRule): Promise<void> {
  await work.tx.recurringTemplate.update({
    where: { id: template.id },
    data: { creditAmount: credit.amount, creditRule: rule },
  });
}

/** @returns false when it is not armed (any more) */
export async function disarmTemplate(work: Work, template: Template, nextOn: Day): Promise<boolean> {
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
}
