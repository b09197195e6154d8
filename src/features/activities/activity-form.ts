/** What the forms about an activity have in common. */
import type { ModalView } from '@slack/types';
import { NotFound } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { dateInput, personInput, section, selectInput, textInput } from '../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../platform/block-kit/form.ts';
import { requireEarly } from '../../platform/slice/any-role.ts';
import type { ActionRequest, Answer } from '../../platform/slice/slice.ts';
import { allRoles, type RoleInfo } from '../../platform/work/roles.ts';
import type { Deps } from '../../platform/work/work.ts';
import type { Activity, Dates } from './activity.ts';
import { concernedRoles, isTheirs } from './activity-change.ts';
import { activityName } from './activity-views.ts';
import { activityById } from './store.ts';

export const unitInput = (roles: readonly RoleInfo[], initial?: string) =>
  selectInput({
    name: 'unit',
    label: 'Unit',
    hint: 'A unit, a person, or both',
    choices: roles.map(({ key, name }) => ({ value: key, text: name })),
    optional: true,
    initial,
  });

export const assigneeInput = (initial?: string) =>
  personInput({ name: 'assignee', label: 'Person', optional: true, initial });

export const dateInputs = (dates: Dates) => [
  dateInput({ name: 'start_on', label: 'Start', optional: true, initial: dates.startOn }),
  dateInput({
    name: 'estimated_on',
    label: 'Estimated completion',
    optional: true,
    initial: dates.estimatedOn,
  }),
  dateInput({
    name: 'expected_on',
    label: 'Expected completion',
    optional: true,
    initial: dates.expectedOn,
  }),
];

export const reasonInput = (label: string, optional: boolean) =>
  textInput({ name: 'reason', label, optional, multiline: true, max: 500 });

export const readDates = (values: FormValues): Dates => ({
  startOn: values.day('start_on'),
  estimatedOn: values.day('estimated_on'),
  expectedOn: values.day('expected_on'),
});

/** The form's first line. */
export const aboutActivity = (activity: Activity) => section(`*${escapeMrkdwn(activityName(activity))}*`);

/** @throws NotFound */
export const existingActivity = async (deps: Deps, id: string): Promise<Activity> => {
  const activity = await activityById(deps.db.prisma, id);
  if (!activity) throw new NotFound('activity');
  return activity;
};

/** Opens a form about the activity that the button names, for those whom it concerns. */
export const opensActivityForm =
  (doing: string, form: (activity: Activity, roles: readonly RoleInfo[]) => ModalView) =>
  async (request: ActionRequest): Promise<Answer> => {
    const activity = await existingActivity(request.deps, request.value);
    if (!isTheirs(activity, request.userId)) await requireEarly(request, concernedRoles(activity), doing);
    return { modal: form(activity, request.deps.contributions.to(allRoles)) };
  };
