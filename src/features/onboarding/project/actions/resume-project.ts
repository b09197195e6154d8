import type { ModalView } from '@slack/types';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type ProjectState, stageOf } from '../../../playbooks/index.ts';
import { remindOnOf } from '../../engine/remind-on.ts';
import { expectTurn } from '../../engine/store.ts';
import { lockForSteering, requireState, type StatusInput, setProjectStatus, tellOfStatus } from '../change-status.ts';
import { opensProjectForm, sendsReason, statusForm } from '../project-form.ts';

export const resumeProjectForm = (project: ProjectState): ModalView =>
  statusForm(project, {
    callback: 'project.resume',
    title: 'Resume',
    hint: 'The desk that had it has it again.',
  });

/** The desk that had it has it again; its reminder counts from today. */
export const resumeProject = (deps: Deps, by: By, input: StatusInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const { project, reason } = await lockForSteering(work, input, 'resume');
    requireState(project, ['on_hold'], 'resumed');
    const after = { ...project, state: 'active', stateReason: undefined } as const;
    await setProjectStatus(work, project, after);
    const stage = stageOf(project.playbook, project.stage);
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    if (stage)
      await expectTurn(work.tx, project.handoff.id, remindOnOf(stage, work.today, project.wentLiveOn, holidays));
    await tellOfStatus(work, project, after, { did: 'resumed the project', action: 'project.resumed', reason });
    return after;
  });

export const resumeButton: Interaction = {
  id: 'project.resume',
  press: opensProjectForm('resume a project', resumeProjectForm),
  submit: sendsReason(resumeProject),
};
