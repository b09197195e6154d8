import { formatDay } from '../../../core/time/calendar.ts';
import { isWithin } from '../../../core/time/spans.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, type SlotRef, system, type Work } from '../../../platform/work/work.ts';
import { type CalendarSource, customersByIds } from '../../customers/index.ts';
import { spanWords } from '../charging/index.ts';
import {
  datesDue,
  type Subscription,
  servicesFrom,
  subscriptionsByIds,
  subscriptionsOfCustomer,
} from '../subscriptions/index.ts';
import type { BillReminder } from './reminder.ts';
import { reminderText } from './reminder-views.ts';
import { insertReminders, putOffOf, subscriptionsToRemind, takePutOff } from './store.ts';

const batch = 200;

export const reminderMessageOf = (id: string): SlotRef => ({ kind: 'bill_reminder', subjectId: id });

/** The dates of a subscription that people are to bill: those with a service in their days. */
const askedOf = (subscription: Subscription, { today }: Work) =>
  datesDue(subscription.template, today)
    .filter(({ period }) => servicesFrom(subscription, period.first).some(({ first }) => first <= period.last))
    .map(({ on, period }) => ({
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
      dueOn: on,
      period,
    }));

export const auditAsked = (work: Work, { id, subscriptionId, customerId, dueOn }: BillReminder): void =>
  work.audit({
    action: 'bill_reminder.asked',
    subject: { type: 'subscription', id: subscriptionId },
    customerId,
    after: { reminder: id, dueOn },
  });

/** @returns the last that was looked at, where there may be more */
const askSome = (deps: Deps, after: string | undefined): Promise<string | undefined> =>
  deps.transact(system, async (work) => {
    const ids = await subscriptionsToRemind(work.tx, work.today, { after, take: batch });
    const due = (await subscriptionsByIds(work.tx, ids)).flatMap((each) => askedOf(each, work));
    for (const reminder of await insertReminders(work, due)) {
      work.show(reminderMessageOf(reminder.id), { role: 'accounting' }, 1);
      auditAsked(work, reminder);
    }
    return ids.length === batch ? ids.at(-1) : undefined;
  });

/** @returns whether there may be more */
const askAgain = (deps: Deps): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const again = await takePutOff(work, work.today, batch);
    const customers = await customersByIds(
      work.tx,
      again.map(({ customerId }) => customerId),
    );
    for (const reminder of again) {
      const slot = reminderMessageOf(reminder.id);
      const text = `It was put off until today. ${reminderText({ reminder, customer: customers.get(reminder.customerId)?.name ?? '' })}`;
      work.show(slot);
      work.post({ to: { thread: slot }, content: { text }, broadcast: true, customerId: reminder.customerId });
      auditAsked(work, reminder);
    }
    return again.length === batch;
  });

/** BIL-20: accounting is asked for each bill that people make, once for each date, however many were missed. */
export const askForBills = async (deps: Deps): Promise<void> => {
  for (let after = await askSome(deps, undefined); after !== undefined; after = await askSome(deps, after));
  while (await askAgain(deps));
};

/** What was put off is asked for again on its day. BIL-19 */
export const putOffAhead: CalendarSource = async ({ db }, customerId, days) => {
  const subscriptions = await subscriptionsOfCustomer(db.prisma, customerId);
  const putOff = await putOffOf(
    db.prisma,
    subscriptions.map(({ id }) => id),
  );
  return putOff.flatMap(({ laterOn, dueOn, period, subscriptionId }) =>
    laterOn && isWithin(laterOn, days)
      ? [
          {
            on: laterOn,
            text: `The bill of ${formatDay(dueOn)}, for ${spanWords(period)}: accounting is asked for it again`,
            subject: { type: 'subscription', id: subscriptionId },
          },
        ]
      : [],
  );
};

export const remindJob: Job = {
  name: 'bills.remind',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: askForBills,
};
