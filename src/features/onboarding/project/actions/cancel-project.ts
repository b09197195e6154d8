import type { ModalView } from '@slack/types';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { ProjectState } from '../../../playbooks/index.ts';
import { endTurn } from '../../engine/store.ts';
import { lockForSteering, requireState, type StatusInput, setProjectStatus, tellOfStatus } from '../change-status.ts';
import { opensProjectForm, sendsReason, statusForm } from '../project-form.ts';
import { foretold, windUp } from '../wind-up.ts';

export const cancelProjectForm = (project: ProjectState): ModalView =>
  statusForm(project, {
    callback: 'project.cancel',
    title: 'Cancel project',
    hint: foretold(project),
  });

/** Ends a project that isn't going to be finished, and what belongs to it, as each slice does with what it has of it. ONB-19 */
export const cancelProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await lockForSteering(work, input, 'cancel');
    requireState(project, ['active', 'on_hold'], 'cancelled');
    const after = { ...project, state: 'cancelled', stateReason: reason, endedAt: work.now } as const;
    await setProjectStatus(work, project, after);
    // Activities before the turn: who completes one locks them in this order too.
    const ended = await windUp(work, project, reason);
    await endTurn(work.tx, project.handoff.id, { by: work.by.id, at: work.now, reason });
    await tellOfStatus(work, project, after, {
      did: 'cancelled the project',
      action: 'project.cancelled',
      reason,
      also: ended,
    });
    return after;
  });

export const cancelButton: Interaction = {
  id: 'project.cancel',
  press: opensProjectForm('cancel a project', cancelProjectForm),
  submit: sendsReason(cancelProject),
};
