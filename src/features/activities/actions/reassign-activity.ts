import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal } from '../../../platform/block-kit/blocks.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import { ableToWork, allRoles, type RoleInfo } from '../../../platform/work/roles.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import type { Activity } from '../activity.ts';
import { lockOpen } from '../activity-change.ts';
import { aboutActivity, assigneeInput, opensActivityForm, reasonInput, unitInput } from '../activity-form.ts';
import { type Reassignment, reassign } from '../move-activity.ts';
import { activitiesPolicy } from '../types/policies.ts';
import { unitProblem } from '../types/units.ts';

/** Reassign. ACT-2 */
export const reassignForm = (activity: Activity, roles: readonly RoleInfo[]): ModalView => {
  const blocks = [
    aboutActivity(activity),
    unitInput(roles, activity.unit),
    assigneeInput(activity.assigneeId),
    reasonInput('Reason', true),
  ];
  return modal({ callback: 'activity.reassign', title: 'Reassign', submit: 'Reassign', data: activity.id, blocks });
};

/** Gives an activity to another unit or person. ACT-2 */
export const reassignActivity = async (deps: Deps, by: By, input: Reassignment): Promise<void> => {
  const { activityId, unit, assigneeId, reason } = input;
  if (!unit && !assigneeId) throw new FieldErrors({ unit: 'Choose a unit, a person, or both.' });
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, activityId, 'reassign this activity');
    const { units } = await work.policy(activitiesPolicy);
    const problem = unitProblem(before.type, unit, units, deps.contributions.to(allRoles));
    if (problem && unit !== before.unit) throw new FieldErrors({ unit: problem });
    if (before.unit === unit && before.assigneeId === assigneeId)
      throw new UserError('It is assigned like this already.');
    if (assigneeId && (await ableToWork(work.tx, [assigneeId])).length === 0) {
      throw new FieldErrors({ assignee: 'This person cannot be given work any more. Choose somebody else.' });
    }
    const whom = [...(unit ? [escapeMrkdwn(deps.roleName(unit))] : []), ...(assigneeId ? [person(assigneeId)] : [])];
    await reassign(work, before, { unit, assigneeId, reason }, whom.join(', '));
  });
};

export const reassignButton: Interaction = {
  id: 'activity.reassign',
  isForTeam: true,
  press: opensActivityForm('reassign this activity', reassignForm),
  submit: async ({ deps, by, data, values }) => {
    const to = { unit: values.option('unit'), assigneeId: values.user('assignee') };
    await reassignActivity(deps, by, { activityId: data, ...to, reason: values.text('reason') });
    return said('The activity is reassigned.');
  },
};
