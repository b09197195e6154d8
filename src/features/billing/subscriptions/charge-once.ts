import { Conflict, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { unitPriceOf } from '../../../core/money/unit-price.ts';
import { type Day, firstOfNextMonth, formatDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customersDay, detailsOfMany, groupsOfCustomers, isLive } from '../../customers/index.ts';
import { billedFor } from './accounts/store.ts';
import { insertSubscription, lockSubscriptionsOf } from './agreements/store.ts';
import { type Subscription, subscriptionSubject } from './agreements/subscription.ts';
import { chargedFor, nameCause } from './items/cause-store.ts';
import type { ServiceRow } from './items/service-row.ts';
import { insertRows, ownPrices, typedSold, updateRows } from './items/store.ts';

/** What is charged once; its price is before tax. */
export interface OnceCharge {
  readonly description: string;
  readonly amount: Money;
}

const onceRow = ({ description, amount }: OnceCharge, first: Day): ServiceRow => {
  const price = unitPriceOf(amount);
  return {
    id: newId(),
    sold: typedSold(description, price),
    description,
    quantity: 1,
    ownPrice: price,
    prices: ownPrices(price),
    per: 'once',
    prorated: 'never',
    first,
    interruptions: [],
  };
};

/** What is billed by itself next; where nothing of the customer is, a subscription for what is charged once. */
const billedNext = async (work: Work, customerId: string, currency: string, today: Day): Promise<Subscription> => {
  const groups = (await groupsOfCustomers(work.tx, [customerId])).filter((group) => isLive(group, today));
  const [next] = (await lockSubscriptionsOf(work, [customerId]))
    .filter(({ template }) => template.armed && template.mode === 'automate')
    .filter(({ template: { endsOn } }) => endsOn === undefined || endsOn >= today)
    .filter(({ groupId }) => groupId === undefined || groups.some(({ id }) => id === groupId))
    .filter((each) => each.currency === currency)
    .sort((a, b) => (a.template.nextOn < b.template.nextOn ? -1 : 1));
  return (
    next ??
    insertSubscription(work, {
      customerId,
      groupId: groups[0]?.id,
      currency,
      rows: [],
      rule: { months: 1, inArrears: false, nextOn: firstOfNextMonth(today), daysAhead: 0, mode: 'automate' },
      isArmed: true,
    })
  );
};

/**
 * Adds charges to the customer's next bill, from today on; the caller sees to it that it happens once. All are in the customer's
 * currency. Locks the customer's subscriptions. ACT-3
 * @throws UserError for a customer that has left: no bill is made of what comes after its last day
 */
export const chargeOnce = async (
  work: Work,
  input: {
    readonly customerId: string;
    readonly charges: readonly OnceCharge[];
    /** What they are for; with it they are taken back. */
    readonly causeId: string;
    readonly because: string;
  },
): Promise<void> => {
  const { customerId, charges, causeId, because } = input;
  const customer = (await detailsOfMany(work.tx, [customerId])).get(customerId);
  if (!customer) throw new Error(`customer ${customerId} is gone`);
  const today = await customersDay(work.tx, customerId, work.now);
  if (customer.endOn !== null && customer.endOn < today) {
    throw new UserError(
      `${customer.name} is billed until ${formatDay(customer.endOn)}: what is done now goes on no bill. Do not bill it, and make an invoice by hand.`,
    );
  }
  const { id } = await billedNext(work, customerId, customer.currency, today);
  const rows = charges.map((charge) => onceRow(charge, today));
  await insertRows(work, id, rows);
  await nameCause(
    work,
    causeId,
    rows.map((row) => row.id),
  );
  work.audit({
    action: 'subscription.services_added',
    subject: subscriptionSubject(id),
    customerId,
    after: { services: charges.map(({ description, amount }) => `${description} ${formatMoney(amount)}, once`) },
    reason: because,
  });
};

/**
 * ALL-5: what was charged once for something goes with it, where that is taken back. Locks the customer's subscriptions.
 * @throws Conflict once any of it is billed
 */
export const takeChargesBack = async (
  work: Work,
  { customerId, causeId, because }: { readonly customerId: string; readonly causeId: string; readonly because: string },
): Promise<void> => {
  const subscriptions = await lockSubscriptionsOf(work, [customerId]);
  const ids = new Set(
    await chargedFor(
      work.tx,
      subscriptions.map(({ id }) => id),
      causeId,
    ),
  );
  const charged = subscriptions.filter(({ items }) => items.some(({ id }) => ids.has(id)));
  const billed = [...(await billedFor(work.tx, charged)).values()].flat();
  for (const { id, items } of charged) {
    const rows = items.filter((row) => ids.has(row.id));
    const first = rows.find((row) => billed.some(({ itemId }) => itemId === row.id));
    if (first) throw new Conflict(`This can’t be undone any more: “${first.description}” is billed already.`);
    await updateRows(
      work,
      rows.map((row) => ({ ...row, withdrawn: true })),
    );
    work.audit({
      action: 'subscription.services_taken_back',
      subject: subscriptionSubject(id),
      customerId,
      before: { services: rows.map(({ description }) => description) },
      after: { services: [] },
      reason: because,
    });
  }
};
