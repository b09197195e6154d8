import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { unitPriceOf } from '../../../core/money/unit-price.ts';
import { addMonths, type Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customersDay, groupsOfCustomers, isLive } from '../../customers/index.ts';
import { insertSubscription, lockSubscription } from './agreements/store.ts';
import { monthlyOf, type NewItem, type NewSubscription, type Subscription } from './agreements/subscription.ts';
import type { ServiceRow } from './items/service-row.ts';
import { insertRows, ownPrices, typedSold } from './items/store.ts';
import { subscriptionsPolicy } from './schedules/policy.ts';

const maxQuantity = 1_000_000;

/** BIL-11 @throws FieldErrors at `services` for a service that cannot be billed */
export const requireServices = (items: readonly NewItem[], currency: string): void => {
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
};

const itemText = (item: NewItem): string => `${item.quantity} × ${item.description} at ${formatMoney(item.unitAmount)}`;

/** A typed service is a row with the customer's own price for a month. */
const typedRow = ({ description, quantity, unitAmount }: NewItem, first: Day): ServiceRow => {
  const price = unitPriceOf(unitAmount);
  return {
    id: newId(),
    sold: typedSold(description, price),
    description,
    quantity,
    ownPrice: price,
    prices: ownPrices(price),
    per: 1,
    prorated: 'by months',
    first,
    interruptions: [],
  };
};

/** CUS-3: the group that a customer's services are billed with unless somebody chooses: the first that has not ended. */
const firstGroup = async (work: Work, customerId: string, on: Day): Promise<string | undefined> =>
  (await groupsOfCustomers(work.tx, [customerId])).find((group) => isLive(group, on))?.id;

/**
 * Makes the subscription, its services and its unarmed schedule, by the month of the calendar in advance, next on a date two
 * months ahead. ONB-6, ONB-8
 */
export const setUpSubscription = async (work: Work, input: NewSubscription): Promise<Subscription> => {
  requireServices(input.items, input.currency);
  const { placeholderMonths } = await work.policy(subscriptionsPolicy);
  const today = await customersDay(work.tx, input.customerId, work.now);
  const nextOn = addMonths(work.today, placeholderMonths);
  const made = await insertSubscription(work, {
    ...input,
    groupId: await firstGroup(work, input.customerId, today),
    rows: input.items.map((item) => typedRow(item, today)),
    rule: { months: 1, inArrears: false, nextOn, daysAhead: 0, mode: 'automate' },
    isArmed: false,
  });
  work.audit({
    action: 'subscription.set_up',
    subject: input.subject,
    customerId: input.customerId,
    after: {
      subscription: made.id,
      monthly: formatMoney(monthlyOf(made)),
      services: input.items.map(itemText),
      nextOn,
      armed: false,
      ...(input.coverage ? { coverage: input.coverage } : {}),
      ...(input.sla ? { sla: input.sla } : {}),
    },
  });
  return made;
};

/** Adds services from today on; the months from then on cost more by them. ONB-8 */
export const addItems = async (
  work: Work,
  input: { readonly subscriptionId: string; readonly items: readonly NewItem[] },
): Promise<Subscription> => {
  const before = await lockSubscription(work, input.subscriptionId);
  requireServices(input.items, before.currency);
  const today = await customersDay(work.tx, before.customerId, work.now);
  const rows = input.items.map((item) => typedRow(item, today));
  await insertRows(work, before.id, rows);
  const after: Subscription = { ...before, items: [...before.items, ...rows] };
  work.audit({
    action: 'subscription.services_added',
    subject: before.subject ?? { type: 'subscription', id: before.id },
    customerId: before.customerId,
    before: { monthly: formatMoney(monthlyOf(before)) },
    after: { monthly: formatMoney(monthlyOf(after)), services: input.items.map(itemText) },
  });
  return after;
};
