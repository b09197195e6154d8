import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { modal, selectInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import type { Activity } from '../activity.ts';
import { aboutActivity, opensActivityForm, reasonInput } from '../activity-form.ts';
import { endActivity, lockToEnd } from '../end-activity.ts';
import { activitiesPolicy } from '../types/policies.ts';

/** Cancel. ACT-2 */
export const cancelForm = (activity: Activity, reasons: readonly string[] = []): ModalView => {
  const why = 'Why is it cancelled?';
  const blocks = [
    aboutActivity(activity),
    ...(reasons.length > 0
      ? [
          selectInput({
            name: 'kind',
            label: why,
            choices: reasons.map((reason) => ({ text: reason, value: reason })),
          }),
          reasonInput('More about it', true),
        ]
      : [reasonInput(why, false)]),
  ];
  return modal({
    callback: 'activity.cancel',
    title: 'Cancel the activity',
    submit: 'Cancel it',
    close: 'Back',
    data: activity.id,
    blocks,
  });
};

/** Cancels an activity, with a reason: one of the settings' where they name any, perhaps with more about it. ACT-2, ACT-3 */
export const cancelActivity = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is cancelled.' });
  await deps.transact(by, async (work) => {
    const activity = await lockToEnd(work, input.activityId, 'cancel this activity');
    const { cancelReasons } = await work.policy(activitiesPolicy);
    if (
      cancelReasons.length > 0 &&
      !cancelReasons.some((each) => input.reason === each || input.reason.startsWith(`${each}: `))
    )
      throw new FieldErrors({ kind: `Choose one of: ${cancelReasons.join(', ')}.` });
    await endActivity(work, activity, { state: 'cancelled', note: input.reason });
  });
};

export const cancelButton: Interaction = {
  id: 'activity.cancel',
  isForTeam: true,
  press: async (request) => {
    const { cancelReasons } = await request.deps.policy(activitiesPolicy);
    return opensActivityForm('cancel this activity', (activity) => cancelForm(activity, cancelReasons))(request);
  },
  submit: async ({ deps, by, data, values }) => {
    const kind = values.option('kind');
    const more = values.text('reason');
    const reason = kind
      ? [kind, more].filter(Boolean).join(': ')
      : required(more, 'reason', 'Say why it is cancelled.');
    await cancelActivity(deps, by, { activityId: data, reason });
    return said('The activity is cancelled.');
  },
};
