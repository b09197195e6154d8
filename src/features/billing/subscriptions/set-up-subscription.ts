import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { formatMoney, type Money, multiplyRatio, sum } from '../../../core/money/money.ts';
import { addMonths } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { subscriptionsPolicy } from './policy.ts';
import { insertItems, insertSubscription, subscriptionById } from './store.ts';
import type { NewItem, NewSubscription, Subscription } from './subscription.ts';

const maxQuantity = 1_000_000;

/** A month's total of the services. BIL-11 @throws FieldErrors at `services` for a service that cannot be billed */
export const monthlyTotal = (items: readonly NewItem[], currency: string): Money => {
  const refuse = (sentence: string) => new FieldErrors({ services: sentence });
  if (items.length === 0) throw refuse('Add at least one service.');
  for (const { description, quantity, unitAmount } of items) {
    if (description.trim() === '') throw refuse('Each service needs a description.');
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity) {
      throw refuse(`Give a whole quantity from 1 to 1,000,000 for ${description}.`);
    }
    if (unitAmount.currency !== currency) throw refuse(`Prices here are in ${currency}: correct ${description}.`);
    if (unitAmount.amount < 0n) throw refuse(`The price of ${description} cannot be negative.`);
  }
  return sum(
    items.map((item) => multiplyRatio(item.unitAmount, item.quantity, 1)),
    currency,
  );
};

const itemText = (item: NewItem): string => `${item.quantity} × ${item.description} at ${formatMoney(item.unitAmount)}`;

/** Makes the subscription, its services and its unarmed recurring template, next on a date two months ahead. ONB-6, ONB-8 */
export const setUpSubscription = async (work: Work, input: NewSubscription): Promise<Subscription> => {
  const monthly = monthlyTotal(input.items, input.currency);
  const { placeholderMonths } = await work.policy(subscriptionsPolicy);
  const nextOn = addMonths(work.today, placeholderMonths);
  const made = await insertSubscription(work, input, { amount: monthly.amount, nextOn });
  work.audit({
    action: 'subscription.set_up',
    subject: input.subject,
    customerId: input.customerId,
    after: {
      subscription: made.id,
      monthly: formatMoney(monthly),
      services: input.items.map(itemText),
      nextOn,
      armed: false,
      ...(input.coverage ? { coverage: input.coverage } : {}),
      ...(input.sla ? { sla: input.sla } : {}),
    },
  });
  return made;
};

/** Adds services; the recurring amount grows by them. ONB-8 */
export const addItems = async (
  work: Work,
  input: { readonly subscriptionId: string; readonly items: readonly NewItem[] },
): Promise<Subscription> => {
  const before = await subscriptionById(work.tx, input.subscriptionId);
  if (!before) throw new NotFound('subscription');
  const more = monthlyTotal(input.items, before.currency);
  await insertItems(work, before.id, input.items, more.amount);
  const after = await subscriptionById(work.tx, before.id);
  if (!after) throw new NotFound('subscription');
  work.audit({
    action: 'subscription.services_added',
    subject: before.subject ?? { type: 'subscription', id: before.id },
    customerId: before.customerId,
    before: { monthly: formatMoney(before.template.amount) },
    after: { monthly: formatMoney(after.template.amount), services: input.items.map(itemText) },
  });
  return after;
};
