import { formatMoney, type Money } from '../../../core/money/money.ts';

/** What not everybody who bills may do. ALL-11 */
export const rights = ['credit', 'refund', 'write_off', 'reopen', 'release', 'change_policy', 'close_period'] as const;
export type Right = (typeof rights)[number];

/** Those that have an amount. */
export type MoneyRight = Exclude<Right, 'change_policy' | 'close_period'>;

/** As they end “Only … can …”. */
export const rightNames: Readonly<Record<Right, string>> = {
  credit: 'issue credit notes',
  refund: 'refund money',
  write_off: 'write amounts off',
  reopen: 're-open what is settled',
  release: 'release what is held',
  change_policy: 'change settings',
  close_period: 'close a period',
};

/** By currency, minor units: the most that one person does alone. */
export type Limits = Readonly<Record<string, string>>;

/**
 * ALL-11: whether a second person has to approve it. Where a limit is set at all, an amount in a currency without one needs a
 * second person, so that no currency is a way around it.
 *
 * Example: with `{ USD: '100000' }` $1,000.00 needs nobody, $1,000.01 and €1.00 do; with `{}` nothing does.
 */
export const needsSecond = (limits: Limits, { amount, currency }: Money): boolean => {
  if (Object.keys(limits).length === 0) return false;
  const limit = limits[currency];
  const absolute = amount < 0n ? -amount : amount;
  return limit === undefined || absolute > BigInt(limit);
};

/** `$1,000.00, €1,000.00`; nothing where none is set. */
export const limitsText = (limits: Limits): string =>
  Object.entries(limits)
    .map(([currency, amount]) => formatMoney({ amount: BigInt(amount), currency }))
    .join(', ');
