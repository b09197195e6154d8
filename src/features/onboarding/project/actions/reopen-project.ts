import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { closedStage, type ProjectState, projectRef, type Stage } from '../../../playbooks/index.ts';
import { projectChanged, showFolder } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn } from '../../engine/open-turn.ts';
import { insertTurn } from '../../engine/store.ts';
import { lockForSteering, requireState, type StatusInput, setProjectStatus, tellOfStatus } from '../change-status.ts';
import { opensProjectForm, sendsReason, statusForm } from '../project-form.ts';
import { goesOnAt, revive } from '../wind-up.ts';

export const reopenProjectForm = (project: ProjectState): ModalView =>
  statusForm(project, {
    callback: 'project.reopen',
    title: 'Re-open',
    hint: 'The desk that had it last has it again.',
  });

/** A cancelled project where it can go on; a finished one at its last stage. */
const reopenedAt = (project: ProjectState): Stage | undefined => {
  if (project.stage !== closedStage) return goesOnAt(project);
  return project.playbook.stages.findLast((stage) => stage.next === closedStage && stage.key === project.handoff.stage);
};

/**
 * A cancelled or finished project goes on at the desk that had it last, which may return it further. What cancelling ended comes
 * back as far as it can, and the desk is told what did not. ONB-19
 */
export const reopenProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await lockForSteering(work, input, 're-open');
    requireState(project, ['cancelled', 'closed'], 're-opened');
    const stage = reopenedAt(project) ?? project.playbook.stages.at(-1);
    if (!stage) throw new Conflict(`${projectRef(project)} has no stage to go on at.`);
    const coming = {
      stage,
      cameFrom: undefined,
      cameBy: 'reopened',
      reason,
      keeper: project.handoff.assigneeId,
    } as const;
    const opened = await planTurn(work, project, coming);
    const after: ProjectState = {
      ...project,
      state: 'active',
      stage: stage.key,
      stateReason: undefined,
      endedAt: undefined,
      handoff: opened.handoff,
      turns: opened.handoff.turn,
    };
    await setProjectStatus(work, project, after);
    await insertTurn(work.tx, project.id, opened);
    const also = await revive(work, project, reason);
    await tellOfStatus(work, project, after, {
      did: 're-opened the project',
      action: 'project.reopened',
      reason,
      also,
    });
    const why = didWhat(work, `re-opened the project: ${escapeMrkdwn([reason, ...also].join('\n• '))}`);
    await announceTurn(work, after, stage, why);
    const now = await loadProject(work, project.id);
    if (also.length > 0) projectChanged(work, now, { note: why });
    else showFolder(work, now);
    return after;
  });

export const reopenButton: Interaction = {
  id: 'project.reopen',
  press: opensProjectForm('re-open a project', reopenProjectForm),
  submit: sendsReason(reopenProject),
};
