import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney, negate } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { buttons, context, dateInput, fields, header, modal, section } from '../../../platform/block-kit/blocks.ts';
import { type Table, type TableCell, tables, tableText } from '../../../platform/block-kit/table.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { figureOf, rangeText } from '../../reports/index.ts';
import { askedText } from './days.ts';
import type { Statement } from './read-statement.ts';
import type { Account, Days, StatementRow } from './statement.ts';
import { entryText, words } from './words.ts';

const of = words.en;
/** Of all accounts together: as many as Slack takes, with texts as long as these. */
const mostRows = 60;
const mostAccounts = 10;

/** `Statement of account, Harbor Dental, Jan 1, 2026 – Mar 31, 2026`. */
export const statementTitle = ({
  customer,
  days,
}: Pick<Statement, 'days'> & { readonly customer: { readonly name: string } }): string =>
  `${of.title}, ${customer.name}, ${rangeText('past', days)}`;

const cellsOf = ({ entry, charged, settled, balance }: StatementRow): readonly TableCell[] => [
  formatDay(entry.on),
  clip(entryText(entry, 'en'), 60),
  charged.amount === 0n ? '' : figureOf(charged),
  settled.amount === 0n ? '' : figureOf(settled),
  figureOf(balance),
];

/** The latest rows; what was before them is brought forward with its sum. */
const tableOf = ({ currency, broughtForward, rows }: Account, { first }: Days, most: number): Table => {
  const shown = rows.slice(-most);
  const left = rows.length - shown.length;
  const before = left > 0 ? (rows[left - 1]?.balance ?? broughtForward) : broughtForward;
  const what = left > 0 ? `${of.broughtForward}, with ${plural(left, 'row')} that the PDF has` : of.broughtForward;
  return {
    caption: `${of.title}, ${currency}`,
    columns: [of.day, of.what, of.charged, of.settled, 'Balance'],
    rows: [
      [formatDay(shown[0] && left > 0 ? shown[0].entry.on : first), what, '', '', figureOf(before)],
      ...shown.map(cellsOf),
    ],
  };
};

const figuresOf = ({ balance, open, overdue, rest }: Account): readonly (readonly [string, string])[] => [
  balance.amount < 0n ? ['Balance in their favor', formatMoney(negate(balance))] : [of.balance, formatMoney(balance)],
  [of.open, formatMoney(open)],
  [of.overdue, formatMoney(overdue)],
  ...(rest.amount < 0n ? [[of.ahead, formatMoney(negate(rest))] as const] : []),
  ...(rest.amount > 0n ? [[of.cameBack, formatMoney(rest)] as const] : []),
];

const accountBlocks = (account: Account, table: Table): readonly KnownBlock[] => [
  fields(figuresOf(account)),
  ...tables([table]),
];

const buttonsOf = ({ customer, days }: Statement): KnownBlock =>
  buttons('statement', [
    { text: 'PDF', action: 'statement.pdf', value: askedText(customer.id, days) },
    { text: 'Send by mail', action: 'statement.mail', value: askedText(customer.id, days) },
    { text: 'Choose days', action: 'statement.choose', value: askedText(customer.id, days) },
    { text: 'Open customer', action: 'customer.open', value: customer.id },
  ]);

/** On screen: each currency by itself, as a table with a running balance. BIL-18, WRK-7 */
export const statementMessage = (statement: Statement): MessageContent => {
  const { accounts, days } = statement;
  const title = statementTitle(statement);
  const shown = accounts.slice(0, mostAccounts);
  const all = shown.map((account) => tableOf(account, days, Math.floor(mostRows / shown.length)));
  const said = shown.map((account, at) => {
    const figures = figuresOf(account).map(([name, value]) => `${name} ${value}`);
    const table = all[at];
    return `${account.currency}: ${figures.join(', ')}. ${table ? tableText(table, Math.floor(2_500 / shown.length)) : ''}`;
  });
  const more = accounts.length - shown.length;
  return {
    text: escapeMrkdwn([`${title}.`, ...(said.length > 0 ? said : [of.nothing])].join(' ')),
    blocks: [
      header(title),
      ...(shown.length === 0 ? [section(of.nothing)] : []),
      ...shown.flatMap((account, at) => accountBlocks(account, all[at] ?? { caption: '', columns: [], rows: [] })),
      ...(more > 0 ? [context(`${plural(more, 'currency', 'currencies')} more: the PDF has them.`)] : []),
      buttonsOf(statement),
    ],
  };
};

/** Choose days: of which the statement is. */
export const daysForm = (customer: { readonly id: string; readonly name: string }, { first, last }: Days): ModalView =>
  modal({
    callback: 'statement.choose',
    title: 'Statement',
    submit: 'Show',
    data: customer.id,
    blocks: [
      section(`*${escapeMrkdwn(clip(customer.name, 200))}*`),
      dateInput({ name: 'from', label: 'First day', initial: first }),
      dateInput({ name: 'to', label: 'Last day', initial: last }),
    ],
  });
