/** What is done to a project as a whole: create, hold, resume, cancel, re-open, team, amounts. */

import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { requireEarly } from '../../../any-role.ts';
import { pickedUpOf } from '../../../billing/invoices/index.ts';
import { chargeFields, pickUpField } from '../../../billing/onboarding/index.ts';
import { customerById, hasOtherContact } from '../../../customers/index.ts';
import {
  type Playbook,
  type ProjectState,
  projectRef,
  projectSubject,
  readerOf,
  stageName,
} from '../../../playbooks/index.ts';
import { loadProject } from '../../engine/load.ts';
import { correctForm, type StatusVerb, statusForm, teamForm } from '../project-form-views.ts';
import { changeTeam } from './change-team.ts';
import { amountCorrectors, correctProject } from './correct-project.ts';
import { createProject, type NewProjectInput } from './create-project.ts';
import {
  cancelProject,
  holdProject,
  projectStewards,
  reopenProject,
  resumeProject,
  type StatusInput,
} from './project-status.ts';

const amountsOf = (values: FormValues) => ({
  set_up: values.text(chargeFields.set_up),
  first_month: values.text(chargeFields.first_month),
  hardware: values.text(chargeFields.hardware),
});

const pickedUp = (values: FormValues) => ({
  set_up: pickedUpOf(values.option(pickUpField('set_up'))),
  first_month: pickedUpOf(values.option(pickUpField('first_month'))),
});

const newProjectOf = ({ userId, values }: SubmissionRequest): NewProjectInput => ({
  customerId: values.option('existing_customer'),
  customer: values.text('customer'),
  contactName: values.text('contact_name'),
  email: values.text('email'),
  phone: values.text('phone'),
  playbook: values.option('playbook') ?? '',
  ownerId: values.user('owner') ?? userId,
  managerId: values.user('project_manager'),
  currency: values.text('currency') ?? '',
  amounts: amountsOf(values),
  taxRate: values.text('tax_rate'),
  hardwareText: values.text('hardware_text'),
  pickedUp: pickedUp(values),
  targetGoLiveOn: values.day('target_go_live'),
});

const submitNew = async (request: SubmissionRequest, playbooks: readonly Playbook[]): Promise<Answer> => {
  const input = newProjectOf(request);
  const project = await createProject(request.deps, request.by, playbooks, input);
  const customer = await customerById(request.deps.db.prisma, project.customer.id);
  const kept =
    customer && hasOtherContact(customer, input)
      ? ' The customer was known with another contact, which stays: `/bill customer` changes it.'
      : '';
  const name = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const where = escapeMrkdwn(stageName(project.playbook, project.stage));
  return {
    say: {
      text: `${name} is created and lies at *${where}*. \`/onboard show ${projectRef(project)}\` shows it.${kept}`,
    },
  };
};

const ask =
  (
    form: (project: ProjectState) => NonNullable<Answer['modal']>,
    who: (playbook: Playbook) => readonly Role[],
    doing: string,
  ) =>
  async (request: ActionRequest): Promise<Answer> => {
    const project = await loadProject(readerOf(request.deps), request.value);
    await requireEarly(request, who(project.playbook), doing);
    return { modal: form(project) };
  };

const askStatus = (verb: StatusVerb, doing: string) =>
  ask(
    (project) => statusForm(project, verb),
    () => projectStewards,
    doing,
  );

const submitStatus =
  (change: (deps: Deps, by: By, input: StatusInput) => Promise<ProjectState>) =>
  async (request: SubmissionRequest): Promise<Answer> => {
    const reason = required(request.values.text('reason'), 'reason', 'Write a short reason.');
    const project = await change(request.deps, request.by, { projectId: request.data, reason });
    return { window: projectSubject(project.id) };
  };

const submitTeam = async (request: SubmissionRequest): Promise<Answer> => {
  const { deps, by, data, values } = request;
  const ownerId = required(values.user('owner'), 'owner', 'Choose an owner.');
  const managerId = required(values.user('project_manager'), 'project_manager', 'Choose a project manager.');
  const reason = required(values.text('reason'), 'reason', 'Write a short reason.');
  await changeTeam(deps, by, { projectId: data, ownerId, managerId, reason });
  return { window: projectSubject(data) };
};

const submitAmounts = async (request: SubmissionRequest): Promise<Answer> => {
  const { deps, by, data, values } = request;
  const reason = required(values.text('reason'), 'reason', 'Write a short reason.');
  await correctProject(deps, by, {
    projectId: data,
    amounts: amountsOf(values),
    taxRate: values.text('tax_rate'),
    pickedUp: pickedUp(values),
    reason,
  });
  return { window: projectSubject(data) };
};

export const projectActions = {
  'project.hold': askStatus('project.hold', 'hold a project'),
  'project.resume': askStatus('project.resume', 'resume a project'),
  'project.cancel': askStatus('project.cancel', 'cancel a project'),
  'project.reopen': askStatus('project.reopen', 're-open a project'),
  'project.team': ask(teamForm, () => projectStewards, 'change who owns or manages a project'),
  'project.correct': ask(correctForm, amountCorrectors, 'correct a project’s amounts'),
} as const;

export const projectSubmissionsFor = (playbooks: readonly Playbook[]) => ({
  'project.create': (request: SubmissionRequest) => submitNew(request, playbooks),
  'project.hold': submitStatus(holdProject),
  'project.resume': submitStatus(resumeProject),
  'project.cancel': submitStatus(cancelProject),
  'project.reopen': submitStatus(reopenProject),
  'project.team': submitTeam,
  'project.correct': submitAmounts,
});
