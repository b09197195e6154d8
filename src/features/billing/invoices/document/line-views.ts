import type { KnownBlock } from '@slack/types';
import { formatMoney, isZero } from '../../../../core/money/money.ts';
import { formatUnitPrice } from '../../../../core/money/unit-price.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { Period } from '../../../../core/time/spans.ts';
import { context, section } from '../../../../platform/block-kit/blocks.ts';
import type { Totals } from '../../taxes/index.ts';
import type { Frozen } from './frozen.ts';
import type { InvoiceLine } from './line.ts';

type Shown = Omit<InvoiceLine, 'id'>;

/** `2 × Hosting at $45.00  *$90.00*`, and for which days. */
export const lineText = ({ description, quantity, unitPrice, net, why, period }: Shown): string => {
  const days = why ?? (period ? `${formatDay(period.first)} – ${formatDay(period.last)}` : undefined);
  const first = `${quantity} × ${escapeMrkdwn(clip(description, 300))} at ${formatUnitPrice(unitPrice)}  *${formatMoney(net)}*`;
  return days ? `${first}\n${escapeMrkdwn(clip(days, 300))}` : first;
};

export const lineRows = (lines: readonly Shown[]): readonly KnownBlock[] =>
  lines.map((line) => section(lineText(line)));

/** Before tax, each tax with its reason, and the total. BIL-14 */
export const totalsText = ({ net, taxes, total }: Totals): string =>
  [
    `Before tax ${formatMoney(net)}`,
    ...taxes.map(({ tax, amount }) => {
      const name = escapeMrkdwn(clip(tax.name, 100));
      const reason = tax.reason ? `: ${escapeMrkdwn(clip(tax.reason, 200))}` : '';
      return isZero(amount) ? `${name}${reason || ': none'}` : `${name} ${tax.rate / 10_000} %: ${formatMoney(amount)}`;
    }),
    `*Total ${formatMoney(total)}*`,
  ].join('\n');

const mostShown = 20;

/** What a draft would say, before somebody makes it. BIL-1 */
export const draftBlocks = (lines: readonly Shown[], totals: Totals): readonly KnownBlock[] => [
  ...lineRows(lines.slice(0, mostShown)),
  ...(lines.length > mostShown ? [context(`and ${lines.length - mostShown} more lines`)] : []),
  section(totalsText(totals)),
];

/** What the document says beside its lines: taxes and total, the service's days, and, once it is issued, terms and addresses. BIL-12 */
export const documentBlocks = (
  { period }: { readonly period?: Period },
  totals: Totals,
  frozen: Frozen | undefined,
): readonly KnownBlock[] => {
  const days = period ? [`Service from ${formatDay(period.first)} to ${formatDay(period.last)}`] : [];
  const parties = frozen
    ? [
        `${frozen.seller.name} to ${frozen.customer.name}, ${frozen.terms}`,
        ...(frozen.customer.purchaseOrder ? [`Purchase order ${frozen.customer.purchaseOrder}`] : []),
      ]
    : [];
  const said = [...days, ...parties].map((text) => escapeMrkdwn(clip(text, 300)));
  return [section(totalsText(totals)), ...(said.length > 0 ? [context(...said)] : [])];
};
