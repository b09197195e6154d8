/** A bill as it will be, for whoever decides on it. BIL-1 */
import type { KnownBlock } from '@slack/types';
import { formatMoney, subtract } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { context, divider, fields, section } from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import type { NewLine } from '../invoices/index.ts';
import type { BillPlan, PlannedBill } from './plan-bills.ts';

const mostLines = 40;

const lineText = ({ quantity, description, net, why }: NewLine): string => {
  const amount = net ? formatMoney(net) : '';
  return `• ${quantity} × ${escapeMrkdwn(clip(description, 120))}: *${amount}*${why ? ` _${escapeMrkdwn(clip(why, 150))}_` : ''}`;
};

const listed = (lines: readonly NewLine[]): readonly string[] => [
  ...lines.slice(0, mostLines).map(lineText),
  ...(lines.length > mostLines ? [`… and ${lines.length - mostLines} more`] : []),
];

/** The lines, in a section for each group where there are several. */
const sections = ({ lines, groups }: PlannedBill): readonly KnownBlock[] => {
  if (groups.length < 2) return lineSections(listed(lines), 4);
  const ids = groups.map(({ id }) => id);
  const others = lines.filter(({ groupId }) => groupId === undefined || !ids.includes(groupId));
  return [
    ...groups.flatMap(({ id, name }) =>
      lineSections([`*${escapeMrkdwn(name)}*`, ...listed(lines.filter(({ groupId }) => groupId === id))], 3),
    ),
    ...(others.length > 0 ? lineSections(listed(others), 2) : []),
  ];
};

const taxText = ({ draft }: PlannedBill): readonly string[] =>
  draft.taxes.map(
    ({ tax, net, amount }) =>
      `${escapeMrkdwn(tax.name)} ${tax.rate / 10_000} % on ${formatMoney(net)}: ${formatMoney(amount)}${tax.reason ? ` (${escapeMrkdwn(tax.reason)})` : ''}`,
  );

const balanceText = ({ draft, balanceUsed }: PlannedBill): readonly string[] =>
  balanceUsed.amount > 0n
    ? [
        `Of the balance ${formatMoney(balanceUsed)} pay it when it is issued: ${formatMoney(subtract(draft.total, balanceUsed))} stay open`,
      ]
    : [];

export const billBlocks = (bill: PlannedBill): readonly KnownBlock[] => {
  const { draft, period } = bill;
  return [
    divider(),
    section(`*${escapeMrkdwn(bill.label)}: ${formatMoney(draft.total)}*`),
    fields([
      ['Issued', formatDay(bill.issueOn)],
      ['Due', formatDay(bill.dueOn)],
      ['Service', period ? `${formatDay(period.first)} – ${formatDay(period.last)}` : '–'],
      ['Scheduled', bill.scheduledOn ? formatDay(bill.scheduledOn) : 'changes only'],
    ]),
    ...sections(bill),
    context(
      `Net ${formatMoney(draft.net)}`,
      ...taxText(bill).slice(0, 7),
      `Total ${formatMoney(draft.total)}`,
      ...balanceText(bill),
    ),
  ];
};

/** The bills one after another, and what is said beside them. */
export const planBlocks = (plan: BillPlan): readonly KnownBlock[] => {
  const { bills, waits, unarmed, customer, asOf } = plan;
  const none = `Nothing of ${escapeMrkdwn(customer.name)} is to be billed as of ${formatDay(asOf)}.`;
  return [
    section(
      bills.length === 0
        ? none
        : `*${escapeMrkdwn(customer.name)}*, as of ${formatDay(asOf)}: ${plural(bills.length, 'bill')}`,
    ),
    ...bills.flatMap(billBlocks).slice(0, 85),
    ...(waits.amount < 0n ? [context(`${formatMoney(waits)} before tax exceeds it and waits for the next bill.`)] : []),
    ...(unarmed.length > 0
      ? [
          context(
            `${plural(unarmed.length, 'subscription')} not armed: nothing of it is billed. Accounting arms it once the customer is live.`,
          ),
        ]
      : []),
  ];
};
