import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { modal } from '../../../platform/block-kit/blocks.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Activity, plannedProblems } from '../activity.ts';
import { lockOpen } from '../activity-change.ts';
import { aboutActivity, dateInputs, opensActivityForm, readDates, reasonInput } from '../activity-form.ts';
import { isMoved, type Rescheduling, reschedule } from '../move-activity.ts';

/** Reschedule. ACT-2 */
export const rescheduleForm = (activity: Activity): ModalView => {
  const blocks = [aboutActivity(activity), ...dateInputs(activity), reasonInput('Reason', true)];
  return modal({
    callback: 'activity.reschedule',
    title: 'Reschedule',
    submit: 'Reschedule',
    data: activity.id,
    blocks,
  });
};

/** Moves an activity's dates. ACT-2 */
export const rescheduleActivity = async (deps: Deps, by: By, input: Rescheduling): Promise<void> => {
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, input.activityId, 'reschedule this activity');
    const problems = plannedProblems(input, work.today, before);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    if (!isMoved(before, input)) throw new UserError('It is scheduled like this already.');
    await reschedule(work, before, input, input.reason);
  });
};

export const rescheduleButton: Interaction = {
  id: 'activity.reschedule',
  isForTeam: true,
  press: opensActivityForm('reschedule this activity', rescheduleForm),
  submit: async ({ deps, by, data, values }) => {
    await rescheduleActivity(deps, by, { activityId: data, ...readDates(values), reason: values.text('reason') });
    return said('The activity is rescheduled.');
  },
};
