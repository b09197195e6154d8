import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../platform/block-kit/mentions.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { spanWords } from '../charging/index.ts';
import { monthlyOf, type Subscription, servicesFrom, serviceText } from '../subscriptions/index.ts';
import type { BillReminder } from './reminder.ts';

/** A reminder with what it is about. */
export interface ShownReminder {
  readonly reminder: BillReminder;
  readonly customer: string;
  readonly subscription: Subscription;
}

/** `*Harbor Dental*: the bill of Mar 1, 2026, for March`. */
export const reminderText = ({ reminder: { dueOn, period }, customer }: Omit<ShownReminder, 'subscription'>): string =>
  `*${escapeMrkdwn(clip(customer, 200))}*: the bill of ${formatDay(dueOn)}, for ${spanWords(period)}`;

const mostServices = 6;

const services = (subscription: Subscription, { period }: BillReminder): readonly string[] => {
  const rows = servicesFrom(subscription, period.first).filter(({ first }) => first <= period.last);
  return [
    ...rows.slice(0, mostServices).map((row) => `• ${escapeMrkdwn(clip(serviceText(row, period.first), 150))}`),
    ...(rows.length > mostServices ? [`… and ${rows.length - mostServices} more`] : []),
  ];
};

/** The bill is made by the same form as everywhere: it shows what will be made. BIL-1 */
const answers = ({ id, customerId }: BillReminder): readonly ButtonSpec[] => [
  { text: 'Bill now', action: 'bill.now', value: customerId, style: 'primary' },
  { text: 'Skip', action: 'bill_reminder.skip', value: id },
  { text: 'Later', action: 'bill_reminder.later', value: id },
];

const outcome = ({ state, laterOn, changed }: BillReminder): readonly string[] => {
  const who = changed ? ` by ${person(changed.by)}, ${moment(changed.at)}` : '';
  const why = changed?.reason ? quote(changed.reason) : '';
  switch (state) {
    case 'open':
      return laterOn ? [`Asked again on ${formatDay(laterOn)}: put off${who}.${why}`] : [];
    case 'billed':
      return [`Billed${who}.`];
    case 'skipped':
      return [`Not billed: skipped${who}.${why}`];
    case 'ended':
      return ['Nobody is asked any more: it is billed otherwise, or not at all.'];
  }
};

/** Accounting's task: it asks until its bill is made, however that happens. BIL-20 */
export const reminderMessage = (shown: ShownReminder, open: readonly ButtonSpec[]): SlotContent => {
  const { reminder, subscription } = shown;
  const { id, state, period } = reminder;
  const isOpen = state === 'open';
  const row = [
    ...(isOpen ? answers(reminder) : []),
    ...(state === 'skipped' ? [{ text: 'Take the skip back', action: 'bill_reminder.take_back', value: id }] : []),
    ...open,
  ];
  const notes = outcome(reminder);
  return {
    text: `${isOpen ? 'A bill is to be made: ' : ''}${reminderText(shown).replaceAll('*', '')}`,
    blocks: [
      section([reminderText(shown), ...services(subscription, reminder)].join('\n')),
      context(`${formatMoney(monthlyOf(subscription, period.first))} a month before tax`),
      ...(notes.length > 0 ? [context(...notes)] : []),
      ...(row.length > 0 ? [buttons(`bill_reminder:${id}`, row)] : []),
    ],
    open: isOpen,
  };
};

/** On Home of who bills. WRK-3 */
export const waitingBlocks = (
  waiting: readonly Omit<ShownReminder, 'subscription'>[],
  most: number,
): readonly KnownBlock[] => [
  ...waiting
    .slice(0, most)
    .flatMap((each) => [
      section(reminderText(each)),
      buttons(`bill_reminder:${each.reminder.id}`, answers(each.reminder)),
    ]),
  ...(waiting.length > most ? [context(`and ${waiting.length - most} more`)] : []),
];
