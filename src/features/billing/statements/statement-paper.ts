/** A statement of account as a paper, in the customer's language. BIL-18 */
import { type Money, negate } from '../../../core/money/money.ts';
import { type Block, type Cell, moneyIn, type Paper, type PaperLanguage, paperLanguage } from '../../papers/index.ts';
import { type Between, dayIn, framed } from '../papers/index.ts';
import type { Account, Days, StatementRow } from './statement.ts';
import { entryText, words } from './words.ts';

const figures = (
  { balance, open, overdue }: Account,
  { first, last }: Days,
  language: PaperLanguage,
): Extract<Block, { kind: 'figures' }> => {
  const of = words[language];
  const isFavour = balance.amount < 0n;
  return {
    kind: 'figures',
    figures: [
      { label: of.from, value: dayIn(first, language) },
      { label: of.until, value: dayIn(last, language) },
      { label: of.open, value: moneyIn(language, open) },
      { label: of.overdue, value: moneyIn(language, overdue) },
      {
        label: isFavour ? of.favour : of.balance,
        value: moneyIn(language, isFavour ? negate(balance) : balance),
        isMain: true,
      },
    ],
  };
};

const amountCell = (amount: Money, language: PaperLanguage): Cell => ({
  text: amount.amount === 0n ? '' : moneyIn(language, amount),
});

const noteOf = ({ entry }: StatementRow, language: PaperLanguage): string | undefined => {
  const { due, unbilled } = words[language];
  const said = [
    ...(entry.label ? [entry.label] : []),
    ...(entry.dueOn ? [`${due} ${dayIn(entry.dueOn, language)}`] : []),
    ...(entry.unbilled.amount > 0n ? [unbilled] : []),
  ];
  return said.length > 0 ? said.join(' · ') : undefined;
};

const movements = (account: Account, { first }: Days, language: PaperLanguage): Block => {
  const of = words[language];
  const { broughtForward, rows, balance } = account;
  const lines = rows.map((row): readonly Cell[] => [
    { text: dayIn(row.entry.on, language) },
    { text: entryText(row.entry, language), note: noteOf(row, language) },
    amountCell(row.charged, language),
    amountCell(row.settled, language),
    { text: moneyIn(language, row.balance) },
  ]);
  const start: readonly Cell[] = [
    { text: dayIn(first, language) },
    { text: of.broughtForward },
    { text: '' },
    { text: '' },
    { text: moneyIn(language, broughtForward) },
  ];
  return {
    kind: 'table',
    caption: of.movements,
    columns: [
      { header: of.day, holds: 'figures' },
      { header: of.what, holds: 'text' },
      { header: of.charged, holds: 'figures' },
      { header: of.settled, holds: 'figures' },
      { header: of.balance, holds: 'figures' },
    ],
    rows: [start, ...lines],
    sums: [
      {
        label: balance.amount < 0n ? of.favour : of.balance,
        value: moneyIn(language, balance.amount < 0n ? negate(balance) : balance),
        isMain: true,
      },
    ],
  };
};

const openInvoices = ({ openItems, open, rest }: Account, language: PaperLanguage): readonly Block[] => {
  const of = words[language];
  if (openItems.length === 0) return [];
  const ahead = rest.amount < 0n;
  return [
    { kind: 'heading', text: of.openInvoices },
    {
      kind: 'table',
      caption: of.openInvoices,
      columns: [
        { header: of.invoice, holds: 'text' },
        { header: of.due, holds: 'figures' },
        { header: of.overdue, holds: 'figures' },
        { header: of.open, holds: 'figures' },
      ],
      rows: openItems.map((item): readonly Cell[] => [
        { text: item.number, note: item.label },
        { text: dayIn(item.dueOn, language) },
        { text: item.isOverdue ? moneyIn(language, item.open) : '' },
        { text: moneyIn(language, item.open) },
      ]),
      sums: [
        { label: of.open, value: moneyIn(language, open) },
        ...(rest.amount === 0n ? [] : [{ label: ahead ? of.ahead : of.cameBack, value: moneyIn(language, rest) }]),
      ],
    },
  ];
};

export const statementPaper = (
  between: Between,
  { accounts, days }: { readonly accounts: readonly Account[]; readonly days: Days },
): Paper => {
  const language = paperLanguage(between.customer.language);
  const of = words[language];
  const blocks = accounts.flatMap((account, at): readonly Block[] => [
    ...(at > 0 ? [{ kind: 'page_break' } as const] : []),
    ...(accounts.length > 1 ? [{ kind: 'heading', text: account.currency } as const] : []),
    figures(account, days, language),
    movements(account, days, language),
    ...openInvoices(account, language),
  ]);
  const said: readonly Block[] = blocks.length > 0 ? blocks : [{ kind: 'paragraph', text: of.nothing }];
  return { ...framed(between, language, said), title: of.title };
};
