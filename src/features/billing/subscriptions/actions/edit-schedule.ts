import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict } from '../../../../core/errors.ts';
import { formatMoney, sum } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { context, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { DueLine } from '../../charging/index.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from '../agreements/subscription.ts';
import { onDay } from '../changes/service-change.ts';
import {
  type EditSchedule,
  editSchedule,
  previewSchedule,
  type ScheduleChange,
  shownSchedule,
} from '../schedule-subscription.ts';
import { ruleText, scheduleModes } from '../schedules/schedule.ts';
import { readSchedule, scheduleInputs } from '../schedules/schedule-form.ts';
import { existingSubscription } from '../subscription-window.ts';

const doing = 'change when it is billed';

/** Schedule, in the subscription's window. BIL-20 @throws Conflict while it is not armed */
export const scheduleForm = ({ id, template }: Subscription, today: Day): ModalView => {
  if (!template.armed) throw new Conflict('It is not armed: its dates are set when accounting arms it.');
  return modal({
    callback: 'subscription.schedule',
    title: 'When it is billed',
    submit: 'Save',
    data: id,
    blocks: [
      ...scheduleInputs(template, today),
      context('What was billed stays: other periods begin on the day after it, and are shown before they are saved.'),
      textInput({ name: 'reason', label: 'Why is it changed?', max: 500 }),
    ],
  });
};

const mostLines = 12;

const billBlocks = (title: string, lines: readonly DueLine[], currency: string): readonly KnownBlock[] => [
  section(
    `*${title}: ${formatMoney(
      sum(
        lines.map(({ net }) => net),
        currency,
      ),
    )} before tax*`,
  ),
  ...lineSections(
    lines
      .slice(0, mostLines)
      .map(
        ({ description, net, why }) =>
          `• ${escapeMrkdwn(clip(description, 100))}: *${formatMoney(net)}* _${escapeMrkdwn(why)}_`,
      ),
    2,
  ),
  ...(lines.length > mostLines ? [context(`and ${lines.length - mostLines} more`)] : []),
];

const confirmForm = (input: EditSchedule, change: ScheduleChange): ModalView => {
  const { subscription, rule, next, nextBefore } = change;
  const { currency } = subscription;
  // From the day on which it begins, so that whoever confirms second changes nothing more. ALL-3
  const schedule = { ...input.schedule, firstOn: rule.firstOn ?? rule.nextOn, anchorOn: rule.anchorOn };
  return modal({
    callback: 'subscription.schedule_confirm',
    title: 'When it is billed',
    submit: 'Confirm',
    data: JSON.stringify({ ...input, schedule, shown: shownSchedule(change) }),
    blocks: [
      section(`From ${formatDay(rule.firstOn ?? rule.nextOn)} on it is billed ${ruleText(rule)}.`),
      ...billBlocks(`The next bill, of ${formatDay(rule.nextOn)}`, next, currency),
      ...billBlocks('Instead of', nextBefore, currency),
    ],
  });
};

export const editScheduleButton: Interaction = {
  id: 'subscription.schedule',
  press: opensForm({
    roles: serviceEditors,
    doing,
    find: ({ db }, id) => existingSubscription(db.prisma, id),
    form: scheduleForm,
  }),
  submit: async (request) => {
    await requireEarly(request, serviceEditors, doing);
    const { deps, by, data, values } = request;
    const reason = required(values.text('reason'), 'reason', 'Write why it is changed.');
    const input: EditSchedule = { subscriptionId: data, schedule: readSchedule(values), reason };
    const change = await previewSchedule(deps, input);
    if (change.isAnotherRhythm) return { replace: confirmForm(input, change) };
    await editSchedule(deps, by, { ...input, shown: shownSchedule(change) });
    return { window: subscriptionSubject(data) };
  },
};

const kept = z.object({
  subscriptionId: z.string(),
  schedule: z.object({
    months: z.union([z.literal(1), z.literal(3), z.literal(12)]),
    firstOn: onDay,
    anchorOn: onDay.optional(),
    inArrears: z.boolean(),
    remaining: z.int().optional(),
    daysAhead: z.int(),
    mode: z.enum(scheduleModes),
  }),
  reason: z.string(),
  shown: z.string(),
});

/** Another frequency, as it was shown. BIL-20 */
export const confirmScheduleButton: Interaction = {
  id: 'subscription.schedule_confirm',
  submit: async ({ deps, by, data }) => {
    const input = readKept(kept, data);
    await editSchedule(deps, by, input);
    return { window: subscriptionSubject(input.subscriptionId) };
  },
};
