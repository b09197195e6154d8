import { money } from '../../../src/core/money/money.ts';
import { type UnitPrice, unitPriceOf } from '../../../src/core/money/unit-price.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { calendarAnchor } from '../../../src/core/time/periods.ts';
import {
  type Account,
  asBilled,
  type DatedPrice,
  type DueLine,
  type Item,
  type Schedule,
} from '../../../src/features/billing/charging/index.ts';

export const price = (amount: number, currency = 'USD'): UnitPrice => unitPriceOf(money(amount, currency));

export const prices = (...list: readonly (readonly [from: string, amount: number])[]): readonly DatedPrice[] =>
  list.map(([from, amount]) => ({ from: day(from), price: price(amount) }));

/** One of a month's plan for $3,950.00 since April 8, 2026. */
export const anItem = (change: Partial<Item> = {}): Item => ({
  id: 'item',
  sold: { kind: 'plan', id: 'managed' },
  description: 'Managed services',
  quantity: 1,
  first: day('2026-04-08'),
  prices: prices(['2020-01-01', 395_000]),
  per: 1,
  prorated: 'by months',
  interruptions: [],
  ...change,
});

/** Monthly by the calendar, in advance, since April 1, 2026. */
export const aSchedule = (change: Partial<Schedule> = {}): Schedule => ({
  first: day('2026-04-01'),
  months: 1,
  anchor: calendarAnchor,
  paid: 'in advance',
  daysAhead: 0,
  ...change,
});

export const anAccount = (change: Partial<Account> = {}): Account => ({
  currency: 'USD',
  items: [anItem()],
  assets: [],
  counts: [],
  schedules: [aSchedule()],
  billed: [],
  ...change,
});

export const billing = (account: Account, lines: readonly DueLine[]): Account => ({
  ...account,
  billed: [...account.billed, ...asBilled(lines)],
});

export const totalOf = (lines: readonly { readonly net: { readonly amount: bigint } }[]): bigint =>
  lines.reduce((total, { net }) => total + net.amount, 0n);

/** A line in short: of what, from when, how much, why. */
export const short = ({ itemId, period, net, why }: DueLine) =>
  [itemId, period.first, Number(net.amount), why] as const;
