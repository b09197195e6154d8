import { z } from 'zod';
import { isCurrency } from '../../../../core/money/money.ts';
import type { Holidays } from '../../../../core/time/calendar.ts';
import type { PolicyDefinition } from '../../../../platform/work/policies.ts';
import type { Channel, Ladder, Step } from './ladder.ts';

export interface RemindersPolicy {
  readonly isOn: boolean;
  /** As people write them: `-3 mail ahead`, `7 mail first`, `30 call`. */
  readonly steps: readonly string[];
  readonly inBusinessDays: boolean;
  readonly apart: number;
  readonly smallest: Readonly<Record<string, string>>;
  /** The name of a customer: what they would be sent is shown before a change is saved. */
  readonly shownFor: string;
}

/** Which letters there are, by the word in the setting. */
export const reminderTemplates: Readonly<Record<string, string>> = {
  ahead: 'reminder.ahead',
  due: 'reminder.due',
  first: 'reminder.first',
  second: 'reminder.second',
  last: 'reminder.last',
};

const furthest = 365;
const grammar = /^([+-]?\d{1,3})\s+(?:(mail)\s+([a-z]+)|(call))$/i;

/** `-3 mail ahead`, `30 call`. @returns undefined for what is written otherwise */
export const parseStep = (text: string): Step | undefined => {
  const [, days, isMail, word = '', isCall] = grammar.exec(text.trim()) ?? [];
  if (days === undefined || Math.abs(Number(days)) > furthest) return undefined;
  const template = isCall ? '' : reminderTemplates[word.toLowerCase()];
  if (template === undefined || (!isMail && !isCall)) return undefined;
  const channel: Channel = isCall ? 'call' : 'mail';
  return { days: Number(days), channel, template };
};

const how = `Write each step as its days from the due date, then “call”, or “mail” and a letter (${Object.keys(reminderTemplates).join(', ')}), such as: -3 mail ahead, 7 mail first, 30 call`;

const steps = z
  .array(z.string().refine((text) => parseStep(text) !== undefined, how))
  .min(1)
  .max(10)
  .refine(
    (list) => new Set(list.map((each) => parseStep(each)?.days)).size === list.length,
    'Two steps have the same days. Take one out.',
  );

/** BIL-18. Off until an admin has seen what it would send. */
export const remindersPolicy: PolicyDefinition<RemindersPolicy> = {
  key: 'reminders',
  title: 'Reminders to pay',
  schema: z.object({
    isOn: z.boolean(),
    steps,
    inBusinessDays: z.boolean(),
    apart: z.int().min(1).max(60),
    smallest: z.record(z.string().refine(isCurrency), z.string().regex(/^\d{1,15}$/)),
    shownFor: z.string().max(200),
  }),
  defaults: {
    isOn: false,
    steps: ['-3 mail ahead', '3 mail first', '14 mail second', '28 mail last', '35 call'],
    inBusinessDays: false,
    apart: 3,
    smallest: {},
    shownFor: '',
  },
  fields: {
    isOn: { label: 'Customers are reminded', hint: 'Letters need a mail server (SMTP_URL)', kind: 'boolean' },
    steps: { label: 'Steps', hint: how, kind: 'words' },
    inBusinessDays: {
      label: 'The days of the steps are business days',
      hint: 'Otherwise calendar days. Reminders leave on business days in either case',
      kind: 'boolean',
    },
    apart: { label: 'Days between two letters to a customer, at least', kind: 'integer' },
    smallest: {
      label: 'Nobody is reminded of less than',
      hint: 'By currency, such as: USD 10.00, EUR 10.00. Blank: of any amount',
      kind: 'amounts',
    },
    shownFor: {
      label: 'Show what it would send to',
      hint: 'A customer’s name: before anything is saved, the calendar of what they would be sent is shown',
      kind: 'text',
    },
  },
};

/** @param sendsMail without a mail server only calls are asked for */
export const ladderOf = (policy: RemindersPolicy, holidays: Holidays, sendsMail: boolean): Ladder => ({
  steps: policy.steps
    .flatMap((text) => parseStep(text) ?? [])
    .filter(({ channel }) => sendsMail || channel === 'call')
    .sort((a, b) => a.days - b.days),
  inBusinessDays: policy.inBusinessDays,
  apart: policy.apart,
  smallest: policy.smallest,
  holidays,
});
