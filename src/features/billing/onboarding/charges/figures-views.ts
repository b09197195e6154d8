/** What a folder's message and window show of its money. ONB-3, ONB-18 */
import type { KnownBlock } from '@slack/types';
import { formatMoney, sumByCurrency } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn, inWords } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import { type Invoice, invoiceRef } from '../../invoices/index.ts';
import type { ProjectCharge } from './charge.ts';

const sentText = ({ sent, filed }: Invoice): readonly string[] => [
  sent ? `sent ${formatDay(sent.on)} as ${escapeMrkdwn(clip(sent.number, 60))}` : 'not sent yet',
  ...(filed ? ['filed'] : []),
];

/**
 * An invoice in one line. What is paid folds to its sum.
 *
 * Example: `• I-3 First month: $2,165.00 ($2,000.00 and $165.00 tax) · picked up: check · not sent yet`.
 */
export const invoiceLine = (invoice: ProjectCharge): string => {
  const { amount, net, tax, paid, open, state, pickedUp } = invoice;
  const name = `${invoiceRef(invoice)} ${escapeMrkdwn(clip(invoice.label, 100))}`;
  if (state === 'void' || state === 'uncollectible') return `✗ ${name}: ${state}`;
  if (state === 'paid') return `✓ ${name}: ${formatMoney(amount)}, paid${invoice.sent ? '' : ', not sent yet'}`;
  const parts = [
    `${formatMoney(amount)}${tax.amount === 0n ? '' : ` (${formatMoney(net)} and ${formatMoney(tax)} tax)`}`,
    `picked up: ${inWords(pickedUp)}`,
    ...sentText(invoice),
    ...(paid.amount > 0n ? [`${formatMoney(paid)} paid, ${formatMoney(open)} open`] : invoice.sent ? ['not paid'] : []),
  ];
  return `• ${name}: ${parts.join(' · ')}`;
};

/** ALL-7: a total for each currency, tax included. */
const totalLine = (invoices: readonly Invoice[]): readonly string[] => {
  const due = invoices.filter((each) => each.state !== 'void' && each.state !== 'uncollectible');
  if (due.length < 2) return [];
  const total = sumByCurrency(due.map((each) => each.amount)).map((each) => formatMoney(each));
  const open = sumByCurrency(due.map((each) => each.open)).filter((each) => each.amount > 0n);
  const rest = open.length > 0 ? `, open: ${open.map((each) => formatMoney(each)).join(' · ')}` : ', all paid';
  return [`*Total ${total.join(' · ')}*${rest}`];
};

/** The figures with tax and what was picked up. At most two blocks. */
export const figureBlocks = (invoices: readonly ProjectCharge[]): readonly KnownBlock[] => {
  const lines = [...invoices.map(invoiceLine), ...totalLine(invoices)];
  return lineSections(lines.length > 0 ? ['*Figures*', ...lines] : [], 2);
};
