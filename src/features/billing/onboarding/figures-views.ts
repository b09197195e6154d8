/** What a folder's message and window show of its money and its services. ONB-3, ONB-18 */
import type { KnownBlock } from '@slack/types';
import { formatMoney, sumByCurrency } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn, inWords } from '../../../core/text/text.ts';
import { firstOfNextMonth, formatDay } from '../../../core/time/calendar.ts';
import { fields } from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import type { ProjectState } from '../../playbooks/index.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import type { Subscription } from '../subscriptions/index.ts';
import { invoicesOf } from './charges-part.ts';
import { subscriptionOf } from './subscription-part.ts';

const sentText = ({ sent, filed }: Invoice): readonly string[] => [
  sent ? `sent ${formatDay(sent.on)} as ${escapeMrkdwn(clip(sent.number, 60))}` : 'not sent yet',
  ...(filed ? ['filed'] : []),
];

/**
 * An invoice in one line. What is paid folds to its sum.
 *
 * Example: `• I-3 First month: $2,165.00 ($2,000.00 and $165.00 tax) · picked up: check · not sent yet`.
 */
export const invoiceLine = (invoice: Invoice): string => {
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

/** `• 10 × Managed desktop at $200.00`, and how many more there are. */
export const serviceLines = ({ items }: Subscription, atMost: number): readonly string[] => {
  const lines = items
    .slice(0, atMost)
    .map(
      (item) => `• ${item.quantity} × ${escapeMrkdwn(clip(item.description, 100))} at ${formatMoney(item.unitAmount)}`,
    );
  const more = items.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
};

const servicesAtMost = 10;

/** The figures with tax and what was picked up. At most two blocks. */
export const figureBlocks = (invoices: readonly Invoice[]): readonly KnownBlock[] => {
  const lines = [...invoices.map(invoiceLine), ...totalLine(invoices)];
  return lineSections(lines.length > 0 ? ['*Figures*', ...lines] : [], 2);
};

/** One block, once there is a subscription. */
export const serviceBlocks = (subscription: Subscription | undefined): readonly KnownBlock[] =>
  subscription
    ? lineSections(
        [
          `*Services: ${formatMoney(subscription.template.amount)} a month, before tax*`,
          ...serviceLines(subscription, servicesAtMost),
        ],
        1,
      )
    : [];

/** By when accounting is to have the money: what is charged up front is due as it comes (ONB-4, ONB-5), then the bills begin (ONB-16). */
const dueText = (project: ProjectState): string => {
  const [invoices, subscription, { wentLiveOn }] = [invoicesOf(project), subscriptionOf(project), project];
  if (invoices.some((each) => each.open.amount > 0n)) return 'On receipt, in advance';
  if (!subscription) return '–';
  const { armed, nextOn } = subscription.template;
  if (armed) return `Next bill ${formatDay(nextOn)}`;
  return wentLiveOn ? `First bill ${formatDay(firstOfNextMonth(wentLiveOn))}, once armed` : 'Once the customer is live';
};

/** Whom accounting calls or writes to, and by when. */
export const contactBlock = (project: ProjectState): KnownBlock => {
  const { contactName, phone, email } = project.customer;
  const shown = (text: string | undefined) => (text ? escapeMrkdwn(clip(text, 300)) : '–');
  return fields([
    ['Contact', shown(contactName)],
    ['Phone', shown(phone)],
    ['Email', shown(email)],
    ['Due', dueText(project)],
  ]);
};
