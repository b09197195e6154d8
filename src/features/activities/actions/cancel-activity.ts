import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { modal } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import type { Activity } from '../activity.ts';
import { aboutActivity, opensActivityForm, reasonInput } from '../activity-form.ts';
import { endActivity, lockToEnd } from '../end-activity.ts';

/** Cancel. ACT-2 */
export const cancelForm = (activity: Activity): ModalView => {
  const blocks = [aboutActivity(activity), reasonInput('Why is it cancelled?', false)];
  return modal({
    callback: 'activity.cancel',
    title: 'Cancel the activity',
    submit: 'Cancel it',
    close: 'Back',
    data: activity.id,
    blocks,
  });
};

/** Cancels an activity, with a reason. ACT-2 */
export const cancelActivity = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is cancelled.' });
  await deps.transact(by, async (work) => {
    await endActivity(work, await lockToEnd(work, input.activityId, 'cancel this activity'), 'cancelled', input.reason);
  });
};

export const cancelButton: Interaction = {
  id: 'activity.cancel',
  isForTeam: true,
  press: opensActivityForm('cancel this activity', cancelForm),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is cancelled.');
    await cancelActivity(deps, by, { activityId: data, reason });
    return said('The activity is cancelled.');
  },
};
