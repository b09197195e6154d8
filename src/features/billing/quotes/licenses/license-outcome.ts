/** A quote that becomes a change of licenses and its invoice. BIL-10 */
import { Conflict, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { takeActivityBack } from '../../../activities/index.ts';
import { customersDay } from '../../../customers/index.ts';
import { invoiceRef } from '../../invoices/index.ts';
import { changeLocked, lockSubscription } from '../../subscriptions/index.ts';
import { invoiceQuote, takeInvoiceBack, takenBackReason, totalAsInvoiced } from '../invoicing/invoice-outcome.ts';
import type { QuoteOutcome } from '../quotes/outcome.ts';
import type { Quote } from '../quotes/quote.ts';
import { fulfil, fulfilKey } from './fulfil.ts';
import { licenseChangesPolicy } from './policy.ts';
import { licenseTerms, requireAsQuoted } from './quote-licenses.ts';
import { insertLicenseChange, type LicenseChange, licenseChangesOf, removeLicenseChange } from './store.ts';

const whenText = (afterPayment: boolean): string =>
  afterPayment ? 'Support is asked to set them once it is paid' : 'Support is asked to set them now';

/**
 * ALL-5: licenses that an acceptance added are taken back with it, as if they had never begun, and Support is not asked to set them.
 * @throws Conflict where they were changed or billed since, or Support has begun
 */
const takeLicensesBack = async (
  work: Work,
  quote: Quote,
  { subscriptionId, change, what }: LicenseChange,
): Promise<void> => {
  if (change.kind !== 'start') throw new Error(`${quote.id} added no licenses`);
  const { items, customerId } = await lockSubscription(work, subscriptionId);
  const added = items.find(({ id }) => id === change.id);
  const isAsAdded = added && !added.withdrawn && added.last === change.last && added.interruptions.length === 0;
  if (!isAsAdded || items.some(({ replaces }) => replaces === change.id))
    throw new Conflict(`This can’t be undone any more: ${what} was changed since, in the subscription’s window.`);
  const on = await customersDay(work.tx, customerId, work.now);
  const reason = takenBackReason(quote);
  try {
    await changeLocked(work, subscriptionId, { kind: 'undo', itemId: change.id, on }, reason);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Conflict(`This can’t be undone any more: ${error.message}`);
  }
  await takeActivityBack(work, fulfilKey(quote), reason);
};

export const licenseOutcome: QuoteOutcome = {
  becomes: 'licenses',
  text: 'a change of licenses',
  foresee: async (from, quote, lines) => {
    const terms = licenseTerms(quote);
    await requireAsQuoted(from, terms, lines);
    const total = await totalAsInvoiced(from, quote, lines);
    const { fulfilAfterPayment } = await from.policy(licenseChangesPolicy);
    return {
      total,
      text: `*${escapeMrkdwn(terms.what)}*: a draft invoice of ${formatMoney(total)} is put before accounting, and the customer is contacted. ${whenText(fulfilAfterPayment)}.`,
    };
  },
  carryOut: async (work, quote, lines) => {
    const { subscriptionId, change, what } = licenseTerms(quote);
    await lockSubscription(work, subscriptionId);
    await requireAsQuoted(work, { subscriptionId, change, what }, lines);
    const { fulfilAfterPayment: afterPayment } = await work.policy(licenseChangesPolicy);
    const added = { quoteId: quote.id, subscriptionId, what, change, afterPayment };
    await insertLicenseChange(work, added);
    if (!afterPayment) await fulfil(work, quote, added);
    const invoice = await invoiceQuote(work, quote, lines);
    return `${escapeMrkdwn(what)}: the draft ${invoiceRef(invoice)} lies before accounting. ${whenText(afterPayment)}.`;
  },
  takeBack: async (work, quote) => {
    const [added] = await licenseChangesOf(work.tx, [quote.id]);
    if (added) await lockSubscription(work, added.subscriptionId);
    const invoice = await takeInvoiceBack(work, quote);
    if (added?.fulfilled) await takeLicensesBack(work, quote, added);
    await removeLicenseChange(work, quote.id);
    return `${invoice} ${escapeMrkdwn(licenseTerms(quote).what)}: the licenses are as they were before.`;
  },
};
