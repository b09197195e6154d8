/** Quotes for more licenses: what they cost until the renewal, by the function that makes the bills. BIL-10 */
import { z } from 'zod';
import { Conflict, FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { customersDay, groupById } from '../../../customers/index.ts';
import { chargeById, planById } from '../../catalog/index.ts';
import { allSellers, sellerFor } from '../../sellers/index.ts';
import {
  type ChangePreview,
  type ChangeReader,
  lockSubscription,
  previewStored,
  type ServiceChange,
  type Subscription,
  serviceChange,
  subscriptionById,
  subscriptionsPolicy,
} from '../../subscriptions/index.ts';
import type { NewQuoteLine } from '../lines/line.ts';
import { draftOfLines, type QuoteDraft, requireValidity, writeQuote } from '../quotes/draft-quote.ts';
import { keepQuotes, type Quote, quoteKeepers } from '../quotes/quote.ts';
import { addition, type License, licensesOf, whatOf } from './license.ts';

/** How many there are to be of a license. */
export interface Wanted {
  readonly subscriptionId: string;
  /** Any row of it. */
  readonly itemId: string;
  readonly quantity: number;
}

/** What the quote keeps for the day on which it is accepted. */
const termsSchema = z.object({ subscriptionId: z.string(), what: z.string(), change: serviceChange });
export type LicenseTerms = z.infer<typeof termsSchema>;

/** @throws Error for a quote of something else */
export const licenseTerms = ({ terms }: Pick<Quote, 'terms'>): LicenseTerms => termsSchema.parse(terms);

/** The license that somebody chose, and the customer's day. @throws NotFound; UserError where it stands no more */
export const licenseIn = async (
  { tx, now }: Pick<ChangeReader, 'tx' | 'now'>,
  { subscriptionId, itemId }: Pick<Wanted, 'subscriptionId' | 'itemId'>,
): Promise<{ readonly subscription: Subscription; readonly license: License; readonly today: Day }> => {
  const subscription = await subscriptionById(tx, subscriptionId);
  if (!subscription) throw new NotFound('subscription');
  const today = await customersDay(tx, subscription.customerId, now);
  const license = licensesOf(subscription, today).find(({ rows }) => rows.some(({ id }) => id === itemId));
  if (!license) throw new UserError('These licenses have ended, or were changed just now. Open the form again.');
  return { subscription, license, today };
};

const articleOf = async (
  tx: Tx,
  { plan, charge }: { readonly plan?: string | undefined; readonly charge?: string | undefined },
) => {
  if (plan) {
    const found = await planById(tx, plan);
    return found && ({ kind: 'plan', id: found.id, code: found.code } as const);
  }
  const found = charge ? await chargeById(tx, charge) : undefined;
  return found && ({ kind: 'charge', id: found.id, code: found.code } as const);
};

/** The lines that a change would make due, as the quote and its invoice have them. */
const linesOfChange = async (
  { tx, policy }: ChangeReader,
  change: ServiceChange,
  { lines, subscription }: ChangePreview,
): Promise<readonly NewQuoteLine[]> => {
  if (change.kind !== 'start') return [];
  const { taxCategory: usual } = await policy(subscriptionsPolicy);
  const { sold } = change;
  const article = await articleOf(tx, sold);
  return lines.map(({ issueOn: _day, assetId: _of, ...line }) => ({
    ...line,
    article,
    groupId: subscription.groupId,
    per: sold.per,
    taxCategory: sold.taxCategory ?? usual,
    ...(sold.account ? { account: sold.account } : {}),
  }));
};

/** Who issues it: as the bills of its billing group. */
const sellerOf = async (tx: Tx, { groupId }: Subscription): Promise<string | undefined> => {
  const group = groupId ? await groupById(tx, groupId) : undefined;
  return group ? sellerFor(await allSellers(tx), [group])?.id : undefined;
};

/** More licenses as they would be quoted. */
export interface Offer {
  readonly license: License;
  readonly customerId: string;
  readonly terms: LicenseTerms;
  readonly draft: QuoteDraft;
}

/**
 * BIL-10: what more licenses cost from today to the renewal: today counts, the renewal day does not, over the days of the running term.
 * @throws FieldErrors at `quantity` or `valid_until`; UserError where nothing would be due before the next bill
 */
export const offerOf = async (from: ChangeReader, wanted: Wanted & { readonly validUntil: Day }): Promise<Offer> => {
  const { subscription, license, today } = await licenseIn(from, wanted);
  const more = wanted.quantity - license.quantity;
  if (more <= 0) throw new FieldErrors({ quantity: `There are ${license.quantity} already. Choose more.` });
  requireValidity(wanted.validUntil, today);
  if (wanted.validUntil >= license.renewsOn) {
    throw new FieldErrors({
      valid_until: `They are renewed on ${formatDay(license.renewsOn)}, and cost something else from then on. Choose a day before.`,
    });
  }
  const change = addition(license, more, { on: today, id: newId() });
  const preview = await previewStored(from, subscription.id, change);
  const lines = await linesOfChange(from, change, preview);
  if (lines.length === 0) {
    throw new UserError(
      `Nothing is due for “${license.description}” before its next bill: change the quantity in the subscription’s window, and the bill has it.`,
    );
  }
  const { customerId } = subscription;
  const draft = await draftOfLines(
    from.tx,
    { customerId, lines, seller: await sellerOf(from.tx, subscription) },
    today,
  );
  const terms = { subscriptionId: subscription.id, what: whatOf(license, wanted.quantity), change };
  return { license, customerId, terms, draft };
};

/** The quote is made as it was shown. @param input `shown`: what it was shown to come to, minor units */
export const quoteLicenses = (
  deps: Deps,
  by: By,
  input: Wanted & { readonly validUntil: Day; readonly reason: string; readonly shown?: string | undefined },
): Promise<Quote> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    await lockSubscription(work, input.subscriptionId);
    const { customerId, terms, draft } = await offerOf(work, input);
    if (input.shown !== undefined && input.shown !== `${draft.total.amount}`)
      throw new Conflict('Somebody changed this subscription meanwhile. Look at the new figures, then confirm again.');
    const { validUntil, reason } = input;
    return writeQuote(work, { customerId, label: terms.what, becomes: 'licenses', validUntil, terms, draft, reason });
  });

/** Whether the change is still what was quoted. @throws UserError saying what to do */
export const requireAsQuoted = async (
  from: ChangeReader,
  { subscriptionId, change }: LicenseTerms,
  quoted: readonly NewQuoteLine[],
): Promise<void> => {
  const preview = await previewStored(from, subscriptionId, change);
  const now = await linesOfChange(from, change, preview);
  const named = (lines: readonly NewQuoteLine[]) =>
    JSON.stringify(lines.map(({ itemId, period, net }) => [itemId, period?.first, period?.last, `${net?.amount}`]));
  if (named(now) === named(quoted)) return;
  throw new UserError(
    'The subscription has changed since this quote was made: these licenses would cost something else now. Withdraw the quote, and choose Change licenses again.',
  );
};
