import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type ProjectState, projectSubject } from '../../../playbooks/index.ts';
import { projectChanged, requireActive } from '../../engine/folder-message.ts';
import { loadProjectOfHandoff } from '../../engine/load.ts';
import { didWhat, tellAssignee } from '../../engine/open-turn.ts';
import { assignTurn } from '../../engine/store.ts';
import { requireDesk, requireUndecided } from '../../engine/turn-rules.ts';
import { person } from '../../words.ts';

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
      const names = stage.desk.map(deps.roleName).join(' or ');
      throw new FieldErrors({ assignee: `Choose somebody of ${names}: only they can decide at ${stage.name}.` });
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
    await projectChanged(work, after, {
      note: `${didWhat(work, `assigned ${escapeMrkdwn(stage.name)} to`)} ${person(input.assigneeId)}.`,
    });
    tellAssignee(work, after, input.assigneeId, `${didWhat(work, 'assigned it to you')}.`);
    return after;
  });
