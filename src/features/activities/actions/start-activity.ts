import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, selectInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { type Activity, activityRef, stateText } from '../activity.ts';
import { concernedRoles, isTheirs, lockOpen, recordChange } from '../activity-change.ts';
import { aboutActivity, existingActivity } from '../activity-form.ts';
import { activityById, startRow } from '../store.ts';
import { activitiesPolicy } from '../types/policies.ts';
import { linesOf } from '../types/type-line.ts';

const record = async (work: Work, before: Activity, status: string | undefined): Promise<void> => {
  await startRow(work, before, status);
  const after = (await activityById(work.tx, before.id)) ?? before;
  await recordChange(work, after, {
    what: 'started',
    action: before.startedAt ? 'activity.status_set' : 'activity.started',
    before: { state: stateText(before) },
    after: { state: stateText(after) },
    text: `${person(work.by.id)} ${before.startedAt ? 'says how far it is' : 'began it'}${status ? `: ${escapeMrkdwn(status)}` : '.'}`,
  });
};

/** From pending to in progress. ACT-3 */
export const startActivity = async (deps: Deps, by: By, input: { readonly activityId: string }): Promise<void> => {
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, input.activityId, 'start this activity');
    if (before.startedBy && before.startedAt)
      throw new Conflict(
        `${person(before.startedBy)} began activity ${activityRef(before)} ${moment(before.startedAt)}.`,
      );
    await record(work, before, undefined);
  });
};

export const startButton: Interaction = {
  id: 'activity.start',
  isForTeam: true,
  press: async ({ deps, by, value }) => {
    await startActivity(deps, by, { activityId: value });
    return said('The activity is in progress.');
  },
};

/** How far it is, in its type's own words; it begins with the first of them. ACT-3 @throws FieldErrors (`status`) */
export const setStatus = async (
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly status: string },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, input.activityId, 'say how far this activity is');
    const words = linesOf((await work.policy(activitiesPolicy)).statuses, before.type);
    if (!words.includes(input.status))
      throw new FieldErrors({ status: `“${input.status}” is no word of this type. Open the form again.` });
    if (before.status === input.status) throw new Conflict(`It is “${input.status}” already.`);
    await record(work, before, input.status);
  });
};

const statusForm = (activity: Activity, words: readonly string[]): ModalView =>
  modal({
    callback: 'activity.status',
    title: 'How far is it?',
    submit: 'Save',
    data: activity.id,
    blocks: [
      aboutActivity(activity),
      selectInput({
        name: 'status',
        label: 'Status',
        choices: words.map((word) => ({ text: clip(word, 75), value: word })),
        initial: activity.status,
      }),
    ],
  });

export const statusButton: Interaction = {
  id: 'activity.status',
  isForTeam: true,
  press: async (request) => {
    const { deps, value, userId } = request;
    const activity = await existingActivity(deps, value);
    if (!isTheirs(activity, userId))
      await requireEarly(request, concernedRoles(activity), 'say how far this activity is');
    const words = linesOf((await deps.policy(activitiesPolicy)).statuses, activity.type);
    if (words.length === 0) throw new UserError('The settings name no words for this type any more.');
    return { modal: statusForm(activity, words) };
  },
  submit: async ({ deps, by, data, values }) => {
    const status = required(values.option('status'), 'status', 'Choose how far it is.');
    await setStatus(deps, by, { activityId: data, status });
    return said(`It is said: ${status}.`);
  },
};
