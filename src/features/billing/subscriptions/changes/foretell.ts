/** What is planned of a customer's services. CUS-6, BIL-19 */
import { clip } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { dayAfter, isWithin } from '../../../../core/time/spans.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { CalendarSource, OpenThings } from '../../../customers/index.ts';
import { subscriptionsOfCustomer } from '../agreements/store.ts';
import { type Subscription, subscriptionSubject } from '../agreements/subscription.ts';
import { type Planned, plannedOf } from './planned-store.ts';

const plannedFor = async (tx: Tx, customerId: string): Promise<readonly Planned[]> =>
  plannedOf(
    tx,
    (await subscriptionsOfCustomer(tx, customerId)).map(({ id }) => id),
  );

export const openPlans: OpenThings = async (tx, customerId) =>
  (await plannedFor(tx, customerId)).slice(0, 10).map(({ on, what, subscriptionId }) => ({
    text: `planned for ${formatDay(on)}: ${clip(what, 80)}`,
    subject: subscriptionSubject(subscriptionId),
  }));

/** When services end, and go on after a pause: what is set already. @returns nothing of rows that another one takes over from */
export const setAhead = ({
  items,
}: Pick<Subscription, 'items'>): readonly { readonly on: Day; readonly text: string }[] => {
  const replaced = new Set(items.map(({ replaces }) => replaces));
  return items
    .filter(({ id, withdrawn, per }) => !withdrawn && per !== 'once' && !replaced.has(id))
    .flatMap(({ description, last, interruptions }) => [
      ...(last ? [{ on: last, text: `${clip(description, 100)}: last day` }] : []),
      ...interruptions.flatMap((each) =>
        each.kind === 'pause' && each.last && (last === undefined || each.last < last)
          ? [{ on: dayAfter(each.last), text: `${clip(description, 100)}: goes on after its pause` }]
          : [],
      ),
    ]);
};

export const plansAhead: CalendarSource = async ({ db }, customerId, days) => {
  const subscriptions = await subscriptionsOfCustomer(db.prisma, customerId);
  const planned = await plannedOf(
    db.prisma,
    subscriptions.map(({ id }) => id),
  );
  return [
    ...planned.map(({ on, what, subscriptionId }) => ({ on, text: clip(what, 150), id: subscriptionId })),
    ...subscriptions.flatMap((each) => setAhead(each).map((set) => ({ ...set, id: each.id }))),
  ]
    .filter(({ on }) => isWithin(on, days))
    .map(({ on, text, id }) => ({ on, text, subject: subscriptionSubject(id) }));
};
