import type { ModalView } from '@slack/types';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { ProjectState } from '../../../playbooks/index.ts';
import { expectTurn } from '../../engine/store.ts';
import { lockForSteering, requireState, type StatusInput, setProjectStatus, tellOfStatus } from '../change-status.ts';
import { opensProjectForm, sendsReason, statusForm } from '../project-form.ts';

export const holdProjectForm = (project: ProjectState): ModalView =>
  statusForm(project, {
    callback: 'project.hold',
    title: 'Hold',
    hint: 'Nobody decides and nobody is reminded until it is resumed.',
  });

/** Nobody decides and nobody is reminded until it is resumed; dates and payments go on being recorded. */
export const holdProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await lockForSteering(work, input, 'hold');
    requireState(project, ['active'], 'put on hold');
    const after = { ...project, state: 'on_hold', stateReason: reason } as const;
    await setProjectStatus(work, project, after);
    await expectTurn(work.tx, project.handoff.id, undefined);
    await tellOfStatus(work, project, after, { did: 'put the project on hold', action: 'project.held', reason });
    return after;
  });

export const holdButton: Interaction = {
  id: 'project.hold',
  press: opensProjectForm('hold a project', holdProjectForm),
  submit: sendsReason(holdProject),
};
