/** Licenses that were quoted are added to the subscription, and Support is asked to set them. BIL-10 */
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { addBusinessDays, type Day } from '../../../../core/time/calendar.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { scheduleActivity } from '../../../activities/index.ts';
import { customerById } from '../../../customers/index.ts';
import { invoicesSettled } from '../../balance/index.ts';
import { invoicesChanging } from '../../invoices/index.ts';
import { paymentReceived } from '../../payments/index.ts';
import { changeLocked, lockSubscription } from '../../subscriptions/index.ts';
import { redraw } from '../quotes/change-quote.ts';
import { type Quote, quoteDoor, quoteName, quoteSubject } from '../quotes/quote.ts';
import { quoteById } from '../quotes/store.ts';
import { type LicenseChange, licenseChangesOf, markFulfilled } from './store.ts';

/** What Support does in the product's own administration, once for each cause. */
export const askSupport = async (
  work: Work,
  of: { readonly key: string; readonly what: string; readonly customerId: string; readonly about: string } & {
    readonly subject: { readonly type: string; readonly id: string };
    /** Where it is for a day ahead. */
    readonly on?: Day | undefined;
  },
): Promise<void> => {
  const { key, what, customerId, subject, about } = of;
  const customer = await customerById(work.tx, customerId);
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  await scheduleActivity(work, {
    key,
    type: 'License change',
    subject,
    customerId,
    description: `Set in the product’s administration of ${customer?.name ?? 'the customer'}: ${what}. ${about}`,
    expectedOn: of.on ?? addBusinessDays(work.today, 1, holidays),
    unit: 'support',
  });
};

export const fulfilKey = ({ id }: Quote): string => `licenses.fulfil:${id}`;

/** Once: of a quote and subscription that are locked. @throws UserError where the subscription does not allow it any more */
export const fulfil = async (
  work: Work,
  quote: Quote,
  { subscriptionId, change, what }: LicenseChange,
): Promise<void> => {
  await changeLocked(work, subscriptionId, change, `quote ${quoteName(quote)}`);
  if (!(await markFulfilled(work, quote.id))) return;
  await askSupport(work, {
    key: fulfilKey(quote),
    what,
    customerId: quote.customerId,
    subject: quoteSubject(quote.id),
    about: `Quote ${quoteName(quote)}.`,
  });
};

/** Money that came must stand whatever becomes of the licenses: accounting hears why, and decides anew. */
const fulfilPaid = async (work: Work, quoteId: string): Promise<void> => {
  const [pending] = await licenseChangesOf(work.tx, [quoteId]);
  const quote = await quoteById(work.tx, quoteId);
  if (!pending || pending.fulfilled || !quote) return;
  try {
    await fulfil(work, quote, pending);
    redraw(work, quoteId, `It is paid: ${escapeMrkdwn(pending.what)}. Support was asked to set it.`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = `Quote ${quoteName(quote)} is paid, and its licenses could not be added. ${escapeMrkdwn(pending.what)}: ${escapeMrkdwn(error.message)}`;
    work.post({ to: { role: 'accounting' }, content: { text }, key: `licenses.refused:${quoteId}` });
  }
};

/** Subscriptions come before invoices in the lock order: those whose licenses wait for the payment of these. */
const lockPending: Reaction = on(invoicesChanging, async (work, subjects) => {
  const ids = subjects.flatMap(({ type, id }) => (type === quoteDoor.subject ? [id] : []));
  if (ids.length === 0) return;
  const pending = (await licenseChangesOf(work.tx, ids)).filter(({ fulfilled }) => !fulfilled);
  for (const id of pending.map(({ subscriptionId }) => subscriptionId).sort()) await lockSubscription(work, id);
});

export const fulfilReactions: readonly Reaction[] = [
  lockPending,
  on(paymentReceived, async (work, payments) => {
    for (const { invoice } of payments)
      if (invoice?.paidInFull && invoice.subject.type === quoteDoor.subject) await fulfilPaid(work, invoice.subject.id);
  }),
  on(invoicesSettled, async (work, settled) => {
    for (const { after } of settled)
      if (after.state === 'paid' && after.subject.type === quoteDoor.subject) await fulfilPaid(work, after.subject.id);
  }),
];
