import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, personInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  requireReason,
  stageOf,
} from '../../../playbooks/index.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { didWhat, tellAssignee } from '../../engine/open-turn.ts';
import { assignTurn, setTeam } from '../../engine/store.ts';
import { person } from '../../words.ts';
import { opensProjectForm, readReason, reasonInput } from '../project-form.ts';
import { projectCreators, projectManagers, projectStewards } from '../project-roles.ts';

export const teamForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'project.team',
    title: `Team of ${projectRef(project)}`,
    submit: 'Change',
    data: project.id,
    blocks: [
      personInput({ name: 'owner', label: 'Owner (Sales)', initial: project.ownerId }),
      personInput({ name: 'project_manager', label: 'Project manager', initial: project.managerId }),
      reasonInput('Kept with the project.'),
    ],
  });

export interface TeamInput {
  readonly projectId: string;
  readonly ownerId: string;
  readonly managerId: string;
  readonly reason: string;
}

/** The folder follows where it lay with the one who leaves, because the stage gives it to the owner or the manager. */
const followingAssignee = (project: ProjectState, input: TeamInput): string | undefined => {
  const assign = stageOf(project.playbook, project.handoff.stage)?.assign;
  if (assign === undefined || project.handoff.state !== 'open') return undefined;
  const [before, after] = assign === 'owner' ? [project.ownerId, input.ownerId] : [project.managerId, input.managerId];
  return project.handoff.assigneeId === before && before !== after ? after : undefined;
};

const tellNewcomers = (work: Work, project: ProjectState, input: TeamInput): void => {
  const name = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const news = [
    [project.ownerId, input.ownerId, 'owner'],
    [project.managerId, input.managerId, 'project manager'],
  ] as const;
  for (const [before, after, office] of news) {
    if (before === after || after === work.by.id) continue;
    const text = `${didWhat(work, `made you ${office} of`)} ${name}.`;
    work.post({ to: { user: after }, content: projectNote(project.id, text) });
  }
};

/** Gives a project another owner or project manager, with a reason. */
export const changeTeam = (deps: Deps, by: By, input: TeamInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    work.require(projectStewards, 'change who owns or manages a project');
    const reason = requireReason(input.reason);
    const project = await loadProject(work, input.projectId, { lock: true });
    const { ownerId, managerId } = project;
    if (ownerId === input.ownerId && managerId === input.managerId)
      throw new Conflict('They have these offices already: nothing to change.');
    const [owners, managers] = [await work.membersOf(projectCreators), await work.membersOf(projectManagers)];
    // Who holds the office already may keep it, also after leaving the role.
    const problems: Record<string, string> = {};
    if (input.ownerId !== ownerId && !owners.includes(input.ownerId)) problems.owner = 'Choose somebody of Sales.';
    if (input.managerId !== managerId && !managers.includes(input.managerId)) {
      problems.project_manager = 'Choose somebody of Project management.';
    }
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    await setTeam(work.tx, project.id, { ownerId: input.ownerId, managerId: input.managerId });
    work.audit({
      action: 'project.team_changed',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { owner: ownerId, manager: managerId },
      after: { owner: input.ownerId, manager: input.managerId },
      reason,
    });
    tellNewcomers(work, project, input);
    const assigneeId = followingAssignee(project, input);
    const handoff = assigneeId === undefined ? project.handoff : { ...project.handoff, assigneeId };
    if (assigneeId !== undefined) await assignTurn(work.tx, handoff.id, assigneeId);
    const after = { ...project, ownerId: input.ownerId, managerId: input.managerId, handoff };
    const note = `${didWhat(work, 'set the team:')} owner ${person(input.ownerId)}, project manager ${person(input.managerId)}. ${escapeMrkdwn(reason)}`;
    projectChanged(work, after, { note });
    tellAssignee(work, after, assigneeId, `${didWhat(work, 'set the team')}.`);
    return after;
  });

export const changeTeamButton: Interaction = {
  id: 'project.team',
  press: opensProjectForm('change who owns or manages a project', teamForm),
  submit: async ({ deps, by, data, values }) => {
    await changeTeam(deps, by, {
      projectId: data,
      ownerId: required(values.user('owner'), 'owner', 'Choose an owner.'),
      managerId: required(values.user('project_manager'), 'project_manager', 'Choose a project manager.'),
      reason: readReason(values),
    });
    return { window: projectSubject(data) };
  },
};
