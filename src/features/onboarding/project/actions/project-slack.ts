import { required } from '../../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { requireEarly } from '../../../any-role.ts';
import { type Playbook, type ProjectState, projectSubject, readerOf } from '../../../playbooks/index.ts';
import { loadProject } from '../../engine/load.ts';
import { type StatusVerb, statusForm, teamForm } from '../project-form-views.ts';
import { projectStewards } from '../project-roles.ts';
import { changeTeam } from './change-team.ts';
import { cancelProject, holdProject, reopenProject, resumeProject, type StatusInput } from './project-status.ts';

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

export const projectActions = {
  'project.hold': askStatus('project.hold', 'hold a project'),
  'project.resume': askStatus('project.resume', 'resume a project'),
  'project.cancel': askStatus('project.cancel', 'cancel a project'),
  'project.reopen': askStatus('project.reopen', 're-open a project'),
  'project.team': ask(teamForm, () => projectStewards, 'change who owns or manages a project'),
} as const;

export const projectSubmissions = {
  'project.hold': submitStatus(holdProject),
  'project.resume': submitStatus(resumeProject),
  'project.cancel': submitStatus(cancelProject),
  'project.reopen': submitStatus(reopenProject),
  'project.team': submitTeam,
} as const;
