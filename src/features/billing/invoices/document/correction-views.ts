/** What a correction makes of an invoice's lines, before it is done. BIL-1, BIL-12 */
import type { KnownBlock } from '@slack/types';
import { formatMoney, type Money, subtract } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { context, section } from '../../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import type { Totals } from '../../taxes/index.ts';
import type { InvoiceLine } from './line.ts';

export interface Correction {
  readonly lines: readonly InvoiceLine[];
  /** Each with the id of the one that it is instead of; what is left out has none. */
  readonly anew: readonly InvoiceLine[];
  /** What they come to. */
  readonly totals: Totals;
}

const changeText = (line: InvoiceLine, after: InvoiceLine | undefined): string => {
  const name = escapeMrkdwn(clip(line.description, 100));
  if (!after) return `• ${name}: ${formatMoney(line.net)} → *left out*`;
  return after.net.amount === line.net.amount
    ? `• ${name}: ${formatMoney(line.net)}, as before`
    : `• ${name}: ${formatMoney(line.net)} → *${formatMoney(after.net)}*`;
};

/** Old and new amount of each line, the difference, and the new taxes and total. @param before what it charged before tax */
export const correctionBlocks = ({ lines, anew, totals }: Correction, before: Money): readonly KnownBlock[] => [
  ...lineSections(
    lines.map((line) =>
      changeText(
        line,
        anew.find(({ id }) => id === line.id),
      ),
    ),
    8,
  ),
  section(`*Difference before tax: ${formatMoney(subtract(totals.net, before))}*`),
  context(
    `New: ${formatMoney(totals.net)}`,
    ...totals.taxes.slice(0, 7).map(({ tax, amount }) => `${escapeMrkdwn(tax.name)} ${formatMoney(amount)}`),
    `Total ${formatMoney(totals.total)}`,
  ),
];
