import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { button, context, modal, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import type { Settlement } from './allocation.ts';
import type { AllocationEntry, SourceRest } from './entry.ts';

const short = (text: string, max = 200): string => escapeMrkdwn(clip(text, max));

/** What a customer has left over, or lacks, by currency; nothing where it is nothing. BIL-15 */
export const balanceBlocks = (balances: readonly Money[]): readonly KnownBlock[] =>
  balances.map((balance) =>
    section(
      balance.amount > 0n
        ? `Balance: *${formatMoney(balance)}* left over.`
        : `Balance: *${formatMoney(balance)}*: money that was refunded came back afterwards.`,
    ),
  );

/** What each source has left. */
export const restRows = (rests: readonly SourceRest[]): readonly KnownBlock[] =>
  rests.map(({ source, rest }) => section(`${formatMoney(rest)} of ${short(source.name)}`));

const kinds: Readonly<Record<AllocationEntry['source']['kind'], string>> = {
  payment: 'payment',
  credit_note: 'credit note',
  write_off: 'written off',
  tolerance: 'written off by itself',
};

/** What an invoice is, or was, settled by. ALL-10 */
export const allocationRows = (
  entries: readonly AllocationEntry[],
  nameOf: (sourceId: string) => string | undefined,
  mayMove: boolean,
): readonly KnownBlock[] =>
  entries.map((entry) => {
    const { id, source, amount, madeBy, madeAt, ended, reason } = entry;
    const isMoney = source.kind === 'payment' || source.kind === 'credit_note';
    const what = isMoney ? short(nameOf(source.id) ?? kinds[source.kind]) : kinds[source.kind];
    const text = `${formatMoney(amount)}, ${what}`;
    if (ended) return section(`~${text}~\nEnded by ${person(ended.by)}, ${moment(ended.at)}: ${short(ended.reason)}`);
    return section(
      `${text} · ${person(madeBy)}, ${moment(madeAt)}${reason && isMoney ? `: ${short(reason)}` : ''}`,
      mayMove && isMoney ? button({ text: 'Allocate differently', action: 'allocation.move', value: id }) : undefined,
    );
  });

/** What a settlement does, line by line: the same before it is saved as after. */
export const settlementLines = (
  invoices: readonly Invoice[],
  { allocations, writeOffs, sources }: Settlement,
  sourceName: (id: string) => string,
): readonly string[] => [
  ...invoices.flatMap((invoice) =>
    allocations
      .filter(({ target }) => target === invoice.id)
      .map(
        ({ source, amount }) =>
          `${formatMoney(amount)} of ${sourceName(source)} for ${invoiceRef(invoice)} ${invoice.label}`,
      ),
  ),
  ...writeOffs.map(({ text }) => text),
  ...sources
    .filter(({ rest }) => rest.amount > 0n)
    .map(({ id, rest }) => `${formatMoney(rest)} of ${sourceName(id)} stays the customer’s balance.`),
];

/** Use balance: what it would pay. */
export const balanceForm = (
  callback: string,
  data: string,
  { title, lines }: { readonly title: string; readonly lines: readonly string[] },
): ModalView =>
  modal({
    callback,
    title: 'Use balance',
    submit: 'Use',
    data,
    blocks: [section(`*${short(title, 300)}*`), section(short(lines.map((line) => `• ${line}`).join('\n'), 2800))],
  });

/** `the check 1234 of Mar 2, 2026`. */
export const sourceName = (what: string, on: Day): string => `the ${clip(what, 120)} of ${formatDay(on)}`;

export const nothingLeft = (): KnownBlock => context('Nothing is left over.');
