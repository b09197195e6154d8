/** What a customer is offered, and what becomes of it. */
import { Conflict, UserError } from '../../../../core/errors.ts';
import type { Money } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Door } from '../../../../platform/slice/door.ts';

export const quoteDoor: Door = { subject: 'quote', opens: 'quote.open', button: 'Open quote' };

export const quoteSubject = (id: string): Subject => ({ type: quoteDoor.subject, id });

/** Who makes quotes, sends them, and records what the customer says. ALL-1 */
export const quoteKeepers = ['sales', 'support', 'billing', 'accounting'] as const;

/** Completes “Only … can …”. */
export const keepQuotes = 'keep quotes';

export type QuoteState = 'draft' | 'sent' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/** What becomes of it once it is accepted. */
export type Becomes = 'invoice' | 'licenses' | 'onboarding';

/** A quote's facts; amounts are in its currency, `amount` = net + tax. */
export interface Quote {
  readonly id: string;
  readonly ref: number;
  /** Of its seller's series; none where no seller numbers documents here. */
  readonly number?: string;
  readonly sellerId?: string;
  readonly customerId: string;
  readonly label: string;
  readonly becomes: Becomes;
  /** What that needs, as whoever carries it out wrote it. */
  readonly terms: unknown;
  readonly net: Money;
  readonly tax: Money;
  readonly amount: Money;
  /** The last day of it, by the customer's calendar. */
  readonly validUntil: Day;
  readonly state: QuoteState;
  readonly sent?: { readonly on: Day; readonly how: string; readonly by: string; readonly at: Date };
  /** Who accepted, declined or withdrew it, or that it expired. */
  readonly ended?: { readonly by: string; readonly at: Date; readonly reason?: string };
  /** The onboarding that came of it. */
  readonly projectId?: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

/** `Q-2026-00012`; `Q-12` where no seller numbers it. */
export const quoteName = ({ number, ref }: Pick<Quote, 'number' | 'ref'>): string => number ?? `Q-${ref}`;

/** `Q-2026-00012 Two more licenses`. */
export const quoteTitle = (quote: Pick<Quote, 'number' | 'ref' | 'label'>): string =>
  `${quoteName(quote)} ${quote.label}`;

const deeds: Readonly<Record<Exclude<QuoteState, 'draft'>, string>> = {
  sent: 'sent',
  accepted: 'accepted',
  declined: 'recorded that the customer declined',
  expired: 'found that nobody answered in time',
  withdrawn: 'withdrew',
};

/** Who was first, and when. ALL-3 */
export const whoWasFirst = (quote: Quote): Conflict => {
  const name = quoteName(quote);
  if (quote.state === 'expired')
    return new Conflict(`Quote ${name} expired: it was valid until ${formatDay(quote.validUntil)}. Make a new one.`);
  const first = quote.ended ?? quote.sent;
  const deed = quote.state === 'draft' ? 'made' : deeds[quote.state];
  return new Conflict(
    `${person(first?.by ?? quote.madeBy)} ${deed} quote ${name} ${moment(first?.at ?? quote.madeAt)}.`,
  );
};

/** @throws Conflict naming who was first */
export const requireDraft = (quote: Quote): void => {
  if (quote.state !== 'draft') throw whoWasFirst(quote);
};

/** One that the customer has and did not answer. @throws Conflict naming who was first; UserError for a draft */
export const requireUnanswered = (quote: Quote): void => {
  if (quote.state === 'draft')
    throw new UserError(`Quote ${quoteName(quote)} is a draft. Send it to the customer first.`);
  if (quote.state !== 'sent') throw whoWasFirst(quote);
};

/** @param today the customer's. @throws UserError once its last day is over, whether or not the job has seen it */
export const requireValid = (quote: Pick<Quote, 'number' | 'ref' | 'validUntil'>, today: Day): void => {
  if (today <= quote.validUntil) return;
  throw new UserError(
    `Quote ${quoteName(quote)} was valid until ${formatDay(quote.validUntil)}. Make a new one as of today.`,
  );
};
