import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, buttons, modal, section } from '../../../platform/block-kit/blocks.ts';
import type { BankRow } from './bank-row.ts';
import { paysText } from './book.ts';
import type { Match } from './match.ts';

export const pageSize = 8;

export interface ShownRow {
  readonly row: BankRow;
  readonly match: Match | undefined;
}

/** What a button says of it: the row and what it was shown to pay. */
export const shownValue = ({ row, match }: ShownRow): string => `${row.id} ${match ? paysText(match) : ''}`;

const rowBlocks = (shown: ShownRow): readonly KnownBlock[] => {
  const { row, match } = shown;
  const open = match?.invoices.reduce((sum, invoice) => sum + invoice.open.amount, 0n) ?? 0n;
  const over = match && row.amount.amount > open ? { ...row.amount, amount: row.amount.amount - open } : undefined;
  const suggested = match
    ? `→ *${escapeMrkdwn(clip(paysText(match), 200))}* of ${escapeMrkdwn(clip(match.customerName, 100))} (${match.why})${over ? `; ${formatMoney(over)} is left over` : ''}`
    : '→ nothing fits: record it in the customer’s window, or set it aside';
  const confirm: readonly ButtonSpec[] = match
    ? [{ text: 'Confirm', action: 'bank.confirm', value: shownValue(shown), style: 'primary' }]
    : [];
  return [
    section(`*${formatMoney(row.amount)}*, ${formatDay(row.on)}: ${escapeMrkdwn(clip(row.text, 200))}\n${suggested}`),
    buttons(`bank:${row.id}`, [...confirm, { text: 'Set aside', action: 'bank.set_aside', value: row.id }]),
  ];
};

/** What came in and waits, a page of it, each with what it may pay. BIL-15 */
export const bankList = (rows: readonly ShownRow[], total: number, page: number): ModalView => {
  const all = rows.filter(({ match }) => match !== undefined);
  const nav: readonly ButtonSpec[] = [
    ...(page > 0 ? [{ text: 'Previous', action: 'bank.previous', value: `${page - 1}` }] : []),
    ...((page + 1) * pageSize < total ? [{ text: 'Next', action: 'bank.next', value: `${page + 1}` }] : []),
    ...(all.length > 1
      ? [
          {
            text: `Confirm these ${all.length}`,
            action: 'bank.confirm_all',
            value: `${page}`,
            confirm: {
              title: 'Confirm all of them?',
              text: 'Each is booked as it is suggested here.',
              yes: 'Confirm',
            },
          },
        ]
      : []),
  ];
  return modal({
    callback: 'bank.list',
    title: 'From the bank',
    data: `${page}`,
    blocks: [
      section(
        total === 0
          ? 'Nothing waits: all that the bank’s files say is booked or set aside.'
          : `${plural(total, 'row waits', 'rows wait')}. Nothing is booked before somebody confirms it.`,
      ),
      ...rows.flatMap(rowBlocks),
      ...(nav.length > 0 ? [buttons('bank:pages', nav)] : []),
    ],
  });
};
