/** What a change makes of a subscription's rows, and what that costs. BIL-6 */
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import type { Money } from '../../../../core/money/money.ts';
import type { UnitPrice } from '../../../../core/money/unit-price.ts';
import { addDays, type Day } from '../../../../core/time/calendar.ts';
import {
  afterChange,
  begin,
  type Change,
  changeQuantity,
  effectOf,
  pause,
  regret,
  remove,
  startAgain,
  stop,
  swap,
  undo,
} from '../../changes/index.ts';
import {
  type AssignedAsset,
  type Billed,
  byAsset,
  type DatedPrice,
  type DueLine,
  type Item,
  refuseRivals,
} from '../../charging/index.ts';
import { accountOf } from '../accounts/account.ts';
import { creditedTwice, type GivenBack } from '../accounts/given-back.ts';
import type { Subscription } from '../agreements/subscription.ts';
import { monthlyOn, type ServiceRow } from '../items/service-row.ts';
import { ownPrices, planPrices, typedSold } from '../items/store.ts';
import type { SubscriptionsPolicy } from '../schedules/policy.ts';
import type { ServiceChange, SoldService } from './service-change.ts';

/** What decides what becomes of a change. */
export interface ChangeFacts {
  readonly subscription: Subscription;
  readonly billed: readonly Billed[];
  /** Of its billing group. */
  readonly assets: readonly AssignedAsset[];
  /** What other subscriptions of the group charge for them. CUS-4 */
  readonly rivals: readonly Item[];
  /** The list's prices of plans that are named, in the subscription's currency. */
  readonly prices: ReadonlyMap<string, readonly DatedPrice[]>;
  /** What credit notes gave back of its services already. */
  readonly givenBack: readonly GivenBack[];
  /** The customer's. */
  readonly today: Day;
  readonly terms: Pick<SubscriptionsPolicy, 'regretDays' | 'pauseDaysPerYear' | 'pausesPerYear' | 'pauseMovesEnd'>;
}

type Booking = Pick<ServiceRow, 'ownPrice' | 'taxCategory' | 'account'>;
type SoldRow = Pick<ServiceRow, 'sold' | 'description' | 'prices' | 'per' | 'prorated' | 'eachAsset'> & Booking;

/** What of a row is what it sells. @param prices the list's, in the currency. @throws UserError where it has none */
export const rowOfSold = (
  of: SoldService,
  {
    currency,
    groupId,
    prices,
  }: { readonly currency: string; readonly groupId?: string | undefined; readonly prices: readonly DatedPrice[] },
): SoldRow => {
  const ownPrice: UnitPrice | undefined =
    of.own === undefined ? undefined : { tenThousandths: BigInt(of.own), currency };
  const { description, per, prorated, taxCategory, account } = of;
  const more = { description, per, prorated, ownPrice, taxCategory, account };
  const whole = groupId ? ({ level: 'group', id: groupId } as const) : undefined;
  const eachAsset = of.isForEachAsset ? (of.scope ?? whole) : undefined;
  if (of.plan) {
    const list = planPrices(prices, ownPrice);
    return { ...more, sold: { kind: 'plan', id: of.plan }, prices: list, eachAsset };
  }
  if (!ownPrice) throw new UserError(`“${description}” needs a price. Enter one.`);
  const sold = of.charge ? ({ kind: 'charge', id: of.charge } as const) : typedSold(description, ownPrice);
  return { ...more, sold, prices: ownPrices(ownPrice), eachAsset };
};

const soldRow = (of: SoldService, { subscription, prices }: ChangeFacts): SoldRow =>
  rowOfSold(of, { ...subscription, prices: prices.get(of.plan ?? '') ?? [] });

const changeOf = (change: ServiceChange, facts: ChangeFacts): Change => {
  const { subscription, billed, today, terms } = facts;
  const { items, currency } = subscription;
  switch (change.kind) {
    case 'start': {
      const { id, quantity, on, last } = change;
      return begin({ ...soldRow(change.sold, facts), id, quantity, first: on, last, interruptions: [] });
    }
    case 'quantity':
      return changeQuantity({ ...change, items });
    case 'swap': {
      const { id, itemId, on } = change;
      const to = soldRow(change.sold, facts);
      // What it is for stays.
      const scope = to.eachAsset && items.find((each) => each.id === itemId)?.eachAsset;
      return swap({ items, itemId, on, id, to: { ...to, eachAsset: scope ?? to.eachAsset } });
    }
    case 'remove': {
      const price = change.penalty && { tenThousandths: BigInt(change.penalty), currency };
      return remove({ ...change, items, penalty: price ? { id: change.id, price } : undefined });
    }
    case 'undo':
      return undo({ items, itemId: change.itemId, billed, currency });
    case 'regret':
      return regret({ items, itemId: change.itemId, today, days: terms.regretDays });
    case 'stop':
      return stop({ ...change, items });
    case 'start_again':
      return startAgain({ ...change, items });
    case 'pause':
      return pause({
        items,
        itemId: change.itemId,
        days: { first: change.on, last: change.until },
        terms: {
          daysPerYear: terms.pauseDaysPerYear,
          timesPerYear: terms.pausesPerYear,
          movesEnd: terms.pauseMovesEnd,
        },
      });
  }
};

/** At which field of the form a refusal stands. */
const fieldOf = ({ kind }: ServiceChange, sentence: string): string => {
  if (/whole number/.test(sentence)) return 'quantity';
  if (kind === 'pause' && /days a year|pause would end/.test(sentence)) return 'until';
  if (/on the same days/.test(sentence)) return kind === 'start' ? 'scope' : 'plan';
  if (kind === 'start') return /price/.test(sentence) ? 'price' : 'last';
  return kind === 'undo' || kind === 'regret' ? 'kind' : 'on';
};

/** The bookings of rows: of what is sold now, else of the row that they were or took over from. */
const booked = (change: ServiceChange, rows: readonly Item[], facts: ChangeFacts): readonly ServiceRow[] => {
  const { items } = facts.subscription;
  const fresh = change.kind === 'start' || change.kind === 'swap' ? soldRow(change.sold, facts) : undefined;
  return rows.map((row) => {
    const known = items.find(({ id }) => id === row.id);
    if (known) return { ...row, ownPrice: known.ownPrice, taxCategory: known.taxCategory, account: known.account };
    const before = items.find(({ id }) => id === ('itemId' in change ? change.itemId : undefined));
    const from: Booking | undefined = fresh ?? before;
    const isPenalty = change.kind === 'remove';
    return {
      ...row,
      ownPrice: isPenalty ? row.prices[0]?.price : from?.ownPrice,
      taxCategory: from?.taxCategory,
      account: from?.account,
    };
  });
};

export interface CarriedOut {
  /** New rows, and those that changed. */
  readonly rows: readonly ServiceRow[];
  readonly dropped: Change['dropped'];
  /** What is charged and credited because of it, by the function that makes the bills; all that it credits. */
  readonly lines: readonly DueLine[];
  /** How much of that was given back before. */
  readonly twice: readonly GivenBack[];
  /** What the month of the next bill costs without it, and with it. */
  readonly before: Money;
  readonly after: Money;
}

/**
 * BIL-6: what a change does and costs; the preview and the submit both take it from here.
 * @throws FieldErrors with the sentence at the field that it is about
 */
export const carryOut = (change: ServiceChange, facts: ChangeFacts): CarriedOut => {
  const { subscription, billed, today } = facts;
  const { items, template, currency } = subscription;
  try {
    const made = changeOf(change, facts);
    const after = afterChange(items, made);
    // CUS-4: two of one level are refused when they are sold, not when the bill is made.
    refuseRivals(made.rows, [...after, ...facts.rivals]);
    const account = accountOf(subscription, billed, facts.assets, facts.rivals);
    const parts = (rows: readonly Item[]) => byAsset(rows, facts.assets, facts.rivals);
    const asOf = change.on > today ? change.on : today;
    const month = change.on > template.nextOn ? addDays(change.on, 1) : template.nextOn;
    const lines = template.armed ? effectOf(account, made, asOf) : [];
    return {
      rows: booked(change, made.rows, facts),
      dropped: made.dropped,
      lines,
      twice: creditedTwice(lines, facts.givenBack),
      before: monthlyOn(parts(items), month, currency),
      after: monthlyOn(parts(after), month, currency),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new FieldErrors({ [fieldOf(change, error.message)]: error.message });
  }
};
