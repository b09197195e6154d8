import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from '../agreements/subscription.ts';
import { editSchedule } from '../schedule-subscription.ts';
import { readSchedule, scheduleInputs } from '../schedules/schedule-form.ts';
import { existingSubscription } from '../subscription-window.ts';

/** Schedule, in the subscription's window. BIL-20 @throws Conflict while it is not armed */
export const scheduleForm = ({ id, template }: Subscription, today: Day): ModalView => {
  if (!template.armed) throw new Conflict('It is not armed: its dates are set when accounting arms it.');
  return modal({
    callback: 'subscription.schedule',
    title: 'When it is billed',
    submit: 'Save',
    data: id,
    blocks: [...scheduleInputs(template, today), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });
};

export const editScheduleButton: Interaction = {
  id: 'subscription.schedule',
  press: opensForm({
    roles: serviceEditors,
    doing: 'change when it is billed',
    find: ({ db }, id) => existingSubscription(db.prisma, id),
    form: scheduleForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Write why it is changed.');
    await editSchedule(deps, by, { subscriptionId: data, schedule: readSchedule(values), reason });
    return { window: subscriptionSubject(data) };
  },
};
