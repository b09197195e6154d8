/** What credit notes gave back of services already, so that a later change does not credit it twice. Decision 0034 */
import { formatMoney, type Money } from '../../../../core/money/money.ts';
import type { Period } from '../../../../core/time/spans.ts';
import type { DueLine } from '../../charging/index.ts';

export interface GivenBack {
  readonly itemId: string;
  readonly assetId?: string | undefined;
  readonly period: Period;
  /** Above zero. */
  readonly amount: Money;
}

const keyOf = ({ itemId, assetId, period }: Pick<GivenBack, 'itemId' | 'assetId' | 'period'>): string =>
  `${itemId} ${assetId ?? ''} ${period.first}`;

/**
 * How much of what a change credits was given back before.
 *
 * Example: 60.00 of April was given back, and the end on April 16 credits 50.00 of it: 50.00.
 */
export const creditedTwice = (lines: readonly DueLine[], given: readonly GivenBack[]): readonly GivenBack[] => {
  const left = new Map(given.map((each) => [keyOf(each), each]));
  return lines.flatMap((line) => {
    const before = left.get(keyOf(line));
    if (!before || line.net.amount >= 0n) return [];
    const amount = -line.net.amount < before.amount.amount ? -line.net.amount : before.amount.amount;
    return [{ ...before, amount: { amount, currency: line.net.currency } }];
  });
};

/** What is still credited of the lines, where what was given back before is not given twice. */
export const lessGivenBack = (lines: readonly DueLine[], twice: readonly GivenBack[]): readonly DueLine[] => {
  const before = new Map(twice.map((each) => [keyOf(each), each.amount]));
  return lines.flatMap((line) => {
    const given = before.get(keyOf(line));
    if (!given) return [line];
    const net = { ...line.net, amount: line.net.amount + given.amount };
    return net.amount === 0n ? [] : [{ ...line, net, why: `${line.why}; ${formatMoney(given)} was given back before` }];
  });
};
