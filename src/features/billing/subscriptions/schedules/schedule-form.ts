import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { dateInput, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import { type Rule, scheduleModes } from './schedule.ts';

const everyChoices = [
  { text: 'Every month', value: '1' },
  { text: 'Every three months', value: '3' },
  { text: 'Every year', value: '12' },
];
const anchorChoices = [
  { text: 'Of the calendar', value: 'calendar' },
  { text: 'From the first day on', value: 'start' },
];
const paidChoices = [
  { text: 'In advance', value: 'advance' },
  { text: 'In arrears', value: 'arrears' },
];
const modeChoices = [
  { text: 'By itself', value: 'automate' },
  { text: 'Accounting is reminded', value: 'remind' },
  { text: 'Only when somebody does', value: 'dont_remind' },
];

/** How often, which periods, from when, how long, how far ahead. BIL-20 */
export const scheduleInputs = (of: Partial<Rule>, today: Day): readonly KnownBlock[] => [
  selectInput({ name: 'months', label: 'How often', choices: everyChoices, initial: `${of.months ?? 1}` }),
  selectInput({
    name: 'anchor',
    label: 'Periods',
    choices: anchorChoices,
    initial: of.anchorOn ? 'start' : 'calendar',
  }),
  selectInput({ name: 'paid', label: 'Paid', choices: paidChoices, initial: of.inArrears ? 'arrears' : 'advance' }),
  dateInput({ name: 'first_on', label: 'First day that is billed', initial: of.firstOn ?? of.nextOn ?? today }),
  textInput({
    name: 'remaining',
    label: 'Bills that remain',
    hint: 'The next one counts. Blank: without end',
    optional: true,
    max: 4,
    initial: of.remaining === undefined ? undefined : `${of.remaining}`,
  }),
  textInput({ name: 'days_ahead', label: 'Days ahead that it is issued', initial: `${of.daysAhead ?? 0}`, max: 3 }),
  selectInput({ name: 'mode', label: 'Billed', choices: modeChoices, initial: of.mode ?? 'automate' }),
];

const wholeNumber = (text: string | undefined, name: string, most: number): number => {
  const number = /^\d{1,4}$/.test(text ?? '') ? Number(text) : most + 1;
  if (number > most) throw new FieldErrors({ [name]: `Write a whole number from 0 to ${most}.` });
  return number;
};

/** A schedule that begins with its first day; the next date follows from it. @throws FieldErrors */
export const readSchedule = (values: FormValues): Omit<Rule, 'nextOn'> & { readonly firstOn: Day } => {
  const months = Number(required(values.option('months'), 'months', 'Choose how often.')) as PeriodMonths;
  const firstOn = required(values.day('first_on'), 'first_on', 'Choose the first day that is billed.');
  const remaining = values.text('remaining');
  return {
    months,
    firstOn,
    anchorOn: values.option('anchor') === 'start' ? firstOn : undefined,
    inArrears: values.option('paid') === 'arrears',
    remaining: remaining === undefined ? undefined : wholeNumber(remaining, 'remaining', 1200),
    daysAhead: wholeNumber(values.text('days_ahead'), 'days_ahead', 120),
    mode: required(
      scheduleModes.find((mode) => mode === values.option('mode')),
      'mode',
      'Choose who bills it.',
    ),
  };
};
