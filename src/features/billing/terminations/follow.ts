/** What terminations follow: the facts that tick their steps, and the day on which they are over. CUS-6 */
import { isWithin } from '../../../core/time/spans.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { on } from '../../../platform/work/events.ts';
import { type Deps, system, type Work } from '../../../platform/work/work.ts';
import { type CalendarSource, customersByIds, type DeactivationCheck } from '../../customers/index.ts';
import { balanceMoved } from '../balance/index.ts';
import { type InvoiceEvent, invoiceChanged, invoiceSent } from '../invoices/index.ts';
import { schedulesMoved, servicesFrom, subscriptionsOfCustomer } from '../subscriptions/index.ts';
import { walkFacts } from './facts.ts';
import { stepsOf, tooEarly } from './step.ts';
import { openOfCustomers, openOfSubscriptions, takeOver, terminationOf } from './store.ts';
import { type Termination, terminationSubject } from './termination.ts';
import { titleOf } from './termination-views.ts';
import { terminationMessageOf } from './walk-in-hand.ts';

const showAll = (work: Work, terminations: readonly Pick<Termination, 'id'>[]): void => {
  for (const { id } of terminations) work.show(terminationMessageOf(id));
};

const followInvoices = async (work: Work, events: readonly InvoiceEvent[]): Promise<void> =>
  showAll(work, await openOfCustomers(work.tx, [...new Set(events.map(({ customerId }) => customerId))]));

export const followReactions = [
  on(invoiceSent, followInvoices),
  on(invoiceChanged, followInvoices),
  on(balanceMoved, async (work, customerIds) => showAll(work, await openOfCustomers(work.tx, customerIds))),
  on(schedulesMoved, async (work, ids) => showAll(work, await openOfSubscriptions(work.tx, ids))),
];

/** CUS-6: whoever is billed is ended in order; who is not may be made inactive by the way. */
export const endedInOrder: DeactivationCheck = async (work, customerId) => {
  const termination = await terminationOf(work.tx, 'customer', customerId);
  if (termination?.state === 'open') {
    if (termination.endOn >= work.today)
      return 'Its termination runs, and its last day is not over. Take the termination’s steps, in its window.';
    showAll(work, [termination]);
    return tooEarly(stepsOf(termination, await walkFacts(work, termination)), 'inactive');
  }
  const subscriptions = await subscriptionsOfCustomer(work.tx, customerId);
  const isBilled = subscriptions.some((each) => each.template.armed && servicesFrom(each, work.today).length > 0);
  return isBilled
    ? 'Its services go on being billed. Press Terminate in its window: the final bill comes first, then it is made inactive.'
    : undefined;
};

/** Last days that are to come. BIL-19 */
export const endsAhead: CalendarSource = async ({ db }, customerId, days) =>
  (await openOfCustomers(db.prisma, [customerId]))
    .filter(({ endOn }) => isWithin(endOn, days))
    .map(({ id, endOn, subject: { type } }) => ({
      on: endOn,
      text: `Last day of the ${type}`,
      subject: terminationSubject(id),
    }));

const batch = 50;

/** @returns whether there may be more */
const tellSome = (deps: Deps): Promise<boolean> =>
  deps.transact(system, async (work) => {
    const over = await takeOver(work, work.today, batch);
    const customers = await customersByIds(
      work.tx,
      over.map(({ customerId }) => customerId),
    );
    for (const termination of over) {
      const { id, customerId, subject } = termination;
      const title = titleOf({ termination, customer: customers.get(customerId)?.name ?? '' });
      const slot = terminationMessageOf(id);
      work.show(slot);
      work.post({
        to: { thread: slot },
        content: { text: `${title}: its last day is over. Take the next step.` },
        broadcast: true,
        customerId,
      });
      work.audit({ action: 'termination.over', subject, customerId, after: { endOn: termination.endOn } });
    }
    return over.length === batch;
  });

/** Accounting is told once that a last day is over. */
export const tellOver = async (deps: Deps): Promise<void> => {
  while (await tellSome(deps));
};

export const overJob: Job = {
  name: 'terminations.over',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: tellOver,
};
