import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, personInput, section } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  type Handoff,
  type ProjectState,
  projectRef,
  projectSubject,
  requireActive,
  type Stage,
} from '../../../playbooks/index.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { loadProjectOfHandoff } from '../../engine/load.ts';
import { didWhat, tellAssignee } from '../../engine/open-turn.ts';
import { assignTurn } from '../../engine/store.ts';
import { requireDesk, requireUndecided } from '../../engine/turn-rules.ts';
import { person } from '../../words.ts';
import { opensTurnForm } from '../turn-form.ts';

const deskName = (deps: Deps, stage: Stage): string => stage.desk.map(deps.roleName).join(' or ');

/** @param reader who asks: taking it oneself is the usual wish */
export const assignForm = (
  project: ProjectState,
  turn: Handoff,
  stage: Stage,
  desk: string,
  reader: string,
): ModalView =>
  modal({
    callback: 'handoff.assign',
    title: `Assign ${projectRef(project)}`,
    submit: 'Assign',
    data: turn.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}* at ${escapeMrkdwn(stage.name)}: who of ${escapeMrkdwn(desk)} does it?`,
      ),
      personInput({ name: 'assignee', label: 'Person', initial: turn.assigneeId ?? reader }),
    ],
  });

/** Gives the folder to one person of the desk, who is told. Only members of the desk's roles who may decide. ALL-1, ALL-6 */
export const assignHandoff = (
  deps: Deps,
  by: By,
  input: { readonly handoffId: string; readonly assigneeId: string },
): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const loaded = await loadProjectOfHandoff(work, input.handoffId, { lock: true, extent: 'stage' });
    const { project, turn } = loaded;
    const stage = requireDesk(work, loaded, 'assign');
    requireUndecided(loaded);
    requireActive(project);
    if (!(await work.membersOf(stage.desk)).includes(input.assigneeId)) {
      const desk = deskName(deps, stage);
      throw new FieldErrors({ assignee: `Choose somebody of ${desk}: only they can decide at ${stage.name}.` });
    }
    if (turn.assigneeId === input.assigneeId) throw new Conflict(`${person(input.assigneeId)} has it already.`);
    await assignTurn(work.tx, turn.id, input.assigneeId);
    work.audit({
      action: 'handoff.assigned',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { assignee: turn.assigneeId ?? null },
      after: { assignee: input.assigneeId, stage: stage.key },
    });
    const after = { ...project, handoff: { ...turn, assigneeId: input.assigneeId } };
    projectChanged(work, after, {
      note: `${didWhat(work, `assigned ${escapeMrkdwn(stage.name)} to`)} ${person(input.assigneeId)}.`,
    });
    tellAssignee(work, after, input.assigneeId, `${didWhat(work, 'assigned it to you')}.`);
    return after;
  });

export const assignButton: Interaction = {
  id: 'handoff.assign',
  press: opensTurnForm('assign', ({ project, turn, stage }, { deps, userId }) =>
    assignForm(project, turn, stage, deskName(deps, stage), userId),
  ),
  submit: async ({ deps, by, data, values }) => {
    const assigneeId = required(values.user('assignee'), 'assignee', 'Choose a person.');
    const project = await assignHandoff(deps, by, { handoffId: data, assigneeId });
    return said(`*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is with ${person(assigneeId)} now.`);
  },
};
