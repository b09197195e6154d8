import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { context, dateInput, modal, section } from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import type { Calendar } from './calendar.ts';
import { type Forecast, monthText } from './months.ts';

const problemBlocks = (problems: readonly string[]): readonly KnownBlock[] =>
  [...new Set(problems)].map((why) => context(`:warning: ${escapeMrkdwn(clip(why, 500))}`));

/** What will be billed to a customer, month by month. BIL-19 */
export const forecastModal = (
  customer: { readonly id: string; readonly name: string },
  { totals, problems, unused }: Forecast,
  months: number,
): ModalView =>
  modal({
    callback: 'bill.forecast_shown',
    title: 'Forecast',
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*: what is billed this month and in the ${months} after it`),
      ...(totals.length > 0
        ? lineSections(
            totals.map((each) => `• ${monthText(each)}`),
            12,
          )
        : [section('Nothing will be billed: nothing that goes on is armed.')]),
      ...unused.map((left) => context(`${formatMoney(left)} are left over. They pay bills on request only.`)),
      ...problemBlocks(problems),
      context('As it is planned and priced now. What only somebody bills is left out.'),
    ],
  });

/** What will happen to a customer, day by day; another day shows more. BIL-19 */
export const calendarModal = (
  customer: { readonly id: string; readonly name: string },
  { days, entries, problems }: Calendar,
): ModalView =>
  modal({
    callback: 'bill.calendar',
    title: 'What will happen',
    submit: 'Show',
    data: customer.id,
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*, until ${formatDay(days.last)}`),
      ...(entries.length > 0
        ? lineSections(
            entries.map(({ on, text }) => `*${formatDay(on)}* ${escapeMrkdwn(clip(text, 250))}`),
            20,
          )
        : [section('Nothing that is known of.')]),
      ...problemBlocks(problems),
      dateInput({ name: 'until', label: 'Until', initial: days.last }),
    ],
  });
