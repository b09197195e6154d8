import type { KnownBlock } from '@slack/types';
import { formatMoney, type Money } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { addDays, type Day, formatDay } from '../../../../core/time/calendar.ts';
import {
  type ButtonSpec,
  button,
  buttons,
  context,
  fields,
  header,
  section,
} from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { WindowHead } from '../../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../../platform/work/content.ts';
import { type Becomes, type Quote, type QuoteState, quoteDoor, quoteKeepers, quoteTitle } from './quote.ts';

const stateTexts: Readonly<Record<QuoteState, string>> = {
  draft: 'Draft',
  sent: 'Sent, waits for the customer’s answer',
  accepted: 'Accepted',
  declined: 'Declined',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
};

const becomesTexts: Readonly<Record<Becomes, string>> = {
  invoice: 'A draft invoice',
  licenses: 'A change of licenses, and its invoice',
  onboarding: 'An onboarding',
};

/** A quote with what else is known of it where it is shown. */
export interface Shown {
  readonly quote: Quote;
  readonly customerName: string;
  /** What came of it that is still to be done. */
  readonly next: readonly ButtonSpec[];
}

const amountText = (amount: Money, net: Money, tax: Money): string =>
  tax.amount === 0n ? formatMoney(amount) : `${formatMoney(amount)}\n${formatMoney(net)} and ${formatMoney(tax)} tax`;

const history = ({ madeBy, madeAt, sent, ended, state }: Quote): readonly string[] => [
  `Made by ${person(madeBy)}, ${moment(madeAt)}`,
  ...(sent ? [`Sent ${formatDay(sent.on)} by ${person(sent.by)}: ${escapeMrkdwn(clip(sent.how, 200))}`] : []),
  ...(ended
    ? [
        `${stateTexts[state]} ${moment(ended.at)}, by ${person(ended.by)}${ended.reason ? `: ${escapeMrkdwn(clip(ended.reason, 500))}` : ''}`,
      ]
    : []),
];

/** What can be done with it in its state. */
const buttonsFor = ({ id, state, becomes, sellerId }: Quote): readonly ButtonSpec[] => {
  const possible: readonly (readonly [boolean, ButtonSpec])[] = [
    [
      state === 'draft' && sellerId !== undefined,
      { text: 'Send by mail', action: 'quote.mail', value: id, style: 'primary' },
    ],
    [state === 'draft', { text: 'Mark as sent', action: 'quote.send', value: id }],
    [state === 'draft' && becomes !== 'licenses', { text: 'Change', action: 'quote.edit', value: id }],
    [state === 'sent', { text: 'Accepted', action: 'quote.accept', value: id, style: 'primary' }],
    [state === 'sent', { text: 'Declined', action: 'quote.decline', value: id }],
    [state === 'sent' && sellerId !== undefined, { text: 'Send again', action: 'quote.mail', value: id }],
    [sellerId !== undefined, { text: 'PDF', action: 'quote.pdf', value: id }],
    [state === 'draft' || state === 'sent', { text: 'Withdraw', action: 'quote.withdraw', value: id }],
  ];
  return possible.flatMap(([can, spec]) => (can ? [spec] : []));
};

const titleOf = ({ quote, customerName }: Shown): string => `Quote ${quoteTitle(quote)} for ${customerName}`;

const figures = ({ quote }: Shown): readonly KnownBlock[] => [
  fields([
    ['Amount', amountText(quote.amount, quote.net, quote.tax)],
    ['State', stateTexts[quote.state]],
    ['Valid until', formatDay(quote.validUntil)],
    ['Becomes', becomesTexts[quote.becomes]],
  ]),
  context(...history(quote)),
];

/** What sales has of it in its channel; `open`: the windows it leads to. */
export const quoteMessage = (shown: Shown, open: readonly ButtonSpec[]): SlotContent => {
  const { quote, next } = shown;
  const title = titleOf(shown);
  const row = [...buttonsFor(quote), ...next, ...open];
  return {
    text: escapeMrkdwn(clip(`${title}, ${formatMoney(quote.amount)}: ${stateTexts[quote.state]}`, 1000)),
    blocks: [
      section(`*${escapeMrkdwn(clip(title, 500))}*`),
      ...figures(shown),
      ...(row.length > 0 ? [buttons(`quote:${quote.id}`, row)] : []),
    ],
    open: quote.state === 'draft' || quote.state === 'sent',
  };
};

/** The same in its window. WRK-1 */
export const quoteHead = (shown: Shown): WindowHead => ({
  title: 'Quote',
  blocks: [header(clip(titleOf(shown), 150)), ...figures(shown)],
  buttons: [[...buttonsFor(shown.quote).map((spec) => ({ ...spec, roles: quoteKeepers })), ...shown.next]],
  links: [{ subject: { type: 'customer', id: shown.quote.customerId }, text: 'Open customer' }],
});

/** `expires Mar 31, 2026`, marked where that is near. @param soon the last day that is near */
const untilText = ({ state, validUntil }: Quote, soon: Day): string =>
  state === 'sent' ? `, ${validUntil <= soon ? ':hourglass: ' : ''}valid until ${formatDay(validUntil)}` : '';

/** Quotes where they belong, each with the way to its window. */
export const quoteRows = (
  quotes: readonly Quote[],
  {
    today,
    soonDays,
    customerName,
  }: {
    readonly today: Day;
    readonly soonDays: number;
    readonly customerName?: (id: string) => string;
  },
): readonly KnownBlock[] =>
  quotes.map((each) => {
    const whose = customerName ? ` for ${customerName(each.customerId)}` : '';
    const title = escapeMrkdwn(clip(`${quoteTitle(each)}${whose}`, 200));
    return section(
      `${title}  ${formatMoney(each.amount)}  _${stateTexts[each.state]}${untilText(each, addDays(today, soonDays))}_`,
      button(openButton(quoteDoor, each.id)),
    );
  });
