/** A quote that becomes an onboarding: "New project" is filled in with it. */
import { Conflict } from '../../../../core/errors.ts';
import { amountText, type Money, sum } from '../../../../core/money/money.ts';
import { lineAmount } from '../../../../core/money/unit-price.ts';
import { ratio } from '../../../../core/ratio.ts';
import { chargeFields, taxRateField, taxRateText } from '../../onboarding/index.ts';
import type { QuoteLine } from '../lines/line.ts';
import type { QuoteOutcome } from '../quotes/outcome.ts';
import type { Quote } from '../quotes/quote.ts';

/** What a line costs a month; nothing where it is charged once. */
const monthly = ({ unitPrice, quantity, per }: QuoteLine): readonly Money[] =>
  per === 'once' ? [] : [lineAmount(unitPrice, ratio(quantity, per))];

/** Basis points are hundredths of a percent, a tax's rate is in millionths. */
const basisPoint = 100;

/** The one rate of all lines, as the form takes it; none where they differ, or it is finer than two decimals. */
const commonRate = (lines: readonly QuoteLine[]): string | undefined => {
  const [rate, ...others] = new Set(lines.map(({ tax }) => tax.rate));
  if (rate === undefined || others.length > 0 || rate === 0 || rate % basisPoint !== 0) return undefined;
  return taxRateText(rate / basisPoint);
};

/**
 * What stands in the fields of "New project": what is charged every month as the first month, all else as the set-up fee; which of that is
 * hardware, who fills the form in knows. ONB-1, ONB-3
 *
 * Example: ten at $45.00 a month and a migration of $500.00 → first month 450.00, set-up fee 500.00.
 */
export const projectValues = (
  { amount: { currency } }: Quote,
  lines: readonly QuoteLine[],
): Readonly<Record<string, string>> => {
  const month = sum(lines.flatMap(monthly), currency);
  const once = sum(
    lines.filter(({ per }) => per === 'once').map(({ net }) => net),
    currency,
  );
  const rate = commonRate(lines);
  return {
    currency,
    ...(month.amount > 0n ? { [chargeFields.first_month]: amountText(month) } : {}),
    ...(once.amount > 0n ? { [chargeFields.set_up]: amountText(once) } : {}),
    ...(rate === undefined ? {} : { [taxRateField]: rate }),
  };
};

export const projectOutcome: QuoteOutcome = {
  becomes: 'onboarding',
  text: 'an onboarding',
  foresee: async (_from, { amount }) => ({
    total: amount,
    text: 'Sales begins the onboarding then: New project is offered, filled in with the quote.',
  }),
  carryOut: async () => 'Sales begins the onboarding: New project is filled in with it.',
  takeBack: async (_work, quote) => {
    if (quote.projectId)
      throw new Conflict('This can’t be undone any more: its onboarding was begun. Cancel the project instead.');
    return 'No onboarding comes of it.';
  },
};
