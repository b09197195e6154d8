import type { UnitPrice } from '../../../../core/money/unit-price.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { dayBefore } from '../../../../core/time/spans.ts';
import type { Door } from '../../../../platform/slice/door.ts';
import { isInTime } from '../../../../platform/slice/undo.ts';
import type { ArticleFields } from '../articles/article.ts';

export const planDoor: Door = { subject: 'plan', opens: 'plan.open', button: 'Open plan' };

/** Charged as it is; for each asset that it is assigned to; or by a count that somebody enters. */
export const planBillings = ['flat', 'per_asset', 'metered'] as const;
export type PlanBilling = (typeof planBillings)[number];

export const planMonths = [1, 3, 12] as const satisfies readonly PeriodMonths[];

/** How a broken month, or a broken period, is charged. */
export const planProrations = ['by months', 'by days', 'never'] as const;
export type PlanProration = (typeof planProrations)[number];

export interface PlanFields extends ArticleFields {
  readonly billing: PlanBilling;
  /** For how many months its prices are. */
  readonly perMonths: PeriodMonths;
  readonly prorated: PlanProration;
}

/** A priced recurring service. */
export interface Plan extends PlanFields {
  readonly id: string;
  /** Nobody is given it any more; who has it keeps it. */
  readonly archivedAt?: Date | undefined;
  readonly version: number;
}

export interface PriceFields {
  /** It holds from this day on, until a later one of its currency. */
  readonly validFrom: Day;
  /** For `perMonths` of the plan. */
  readonly price: UnitPrice;
  /** Of a metered plan: how many units the price includes, and what each above them costs. */
  readonly metering?: { readonly included: number; readonly above: UnitPrice } | undefined;
}

export interface PlanPrice extends PriceFields {
  readonly id: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

const ofCurrency = <T extends PriceFields>(prices: readonly T[], currency: string): readonly T[] =>
  prices.filter(({ price }) => price.currency === currency).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));

/**
 * Why a price cannot be added to those that a plan has; undefined when it can. A price with history is never changed: it begins
 * today or later and after the others of its currency, or before all of them, where there was none.
 *
 * Example: with prices from January 1 and March 1, on April 10 one from April 10 is taken, one from April 1 or February 1 is not.
 */
export const priceProblem = (
  prices: readonly PriceFields[],
  { validFrom, price: { currency } }: PriceFields,
  today: Day,
): string | undefined => {
  const others = ofCurrency(prices, currency);
  const [first, last] = [others[0], others.at(-1)];
  if (!first || !last || validFrom < first.validFrom) return undefined;
  if (others.some((each) => each.validFrom === validFrom))
    return `There is a price in ${currency} from ${formatDay(validFrom)} on already. Choose another day.`;
  if (validFrom < today) return `What was billed is not changed: choose a day from ${formatDay(today)} on.`;
  return validFrom < last.validFrom
    ? `A price in ${currency} begins on ${formatDay(last.validFrom)}: choose a day after it, or take that one back first.`
    : undefined;
};

/** Whether a price can be taken back: its first day is not over, or it was added a moment ago. ALL-5 */
export const mayTakeBack = ({ validFrom, addedAt }: PlanPrice, today: Day, now: Date): boolean =>
  validFrom >= today || isInTime(addedAt, now);

export interface PriceSpan<T> {
  readonly price: T;
  /** The day before the next one; absent while there is none. */
  readonly until?: Day | undefined;
}

/** The prices with the days on which they hold, by currency and day. */
export const priceSpans = <T extends PriceFields>(prices: readonly T[]): readonly PriceSpan<T>[] => {
  const currencies = [...new Set(prices.map(({ price }) => price.currency))].sort();
  return currencies.flatMap((currency) => {
    const mine = ofCurrency(prices, currency);
    return mine.map((price, index) => {
      const next = mine[index + 1];
      return next ? { price, until: dayBefore(next.validFrom) } : { price };
    });
  });
};
