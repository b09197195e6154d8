import type { ModalView } from '@slack/types';
import { modal, textInput } from '../../../platform/block-kit/blocks.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import type { Activity } from '../activity.ts';
import { aboutActivity, opensActivityForm } from '../activity-form.ts';
import { endActivity, lockToEnd } from '../end-activity.ts';

/** Complete. ACT-2 */
export const completeForm = (activity: Activity): ModalView => {
  const note = textInput({ name: 'note', label: 'Note', optional: true, multiline: true, max: 500 });
  return modal({
    callback: 'activity.complete',
    title: 'Complete',
    submit: 'Complete',
    data: activity.id,
    blocks: [aboutActivity(activity), note],
  });
};

/** Marks an activity as done. ACT-2 */
export const completeActivity = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly note?: string | undefined },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    await endActivity(work, await lockToEnd(work, input.activityId, 'complete this activity'), 'completed', input.note);
  });
};

export const completeButton: Interaction = {
  id: 'activity.complete',
  // Somebody without a role may be given one, and have it done.
  isForTeam: true,
  press: opensActivityForm('complete this activity', completeForm),
  submit: async ({ deps, by, data, values }) => {
    await completeActivity(deps, by, { activityId: data, note: values.text('note') });
    return said('The activity is completed.');
  },
};
