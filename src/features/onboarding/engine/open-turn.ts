/** How a desk gets the folder: created, approved, returned and re-opened alike. */
import { newId } from '../../../core/ids.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../../platform/jobs/business-days.ts';
import { ableToWork } from '../../../platform/work/roles.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type Handoff,
  type ProjectState,
  projectNote,
  projectRef,
  type Stage,
  stageName,
} from '../../playbooks/index.ts';
import { blockedBy } from './checklist.ts';
import { channelRole, handoffSlot } from './folder-message.ts';
import { remindOnOf } from './remind-on.ts';
import type { NewTurn } from './store.ts';

interface Coming {
  readonly stage: Stage;
  readonly cameFrom: string | undefined;
  readonly cameBy: Handoff['cameBy'];
  readonly reason?: string | undefined;
  /** Who had it at this desk before, when it comes back. */
  readonly keeper?: string | undefined;
}

type Planned = Pick<ProjectState, 'ownerId' | 'managerId' | 'wentLiveOn' | 'turns'>;

/** Somebody deactivated gets nothing: the folder is offered to the whole desk. ALL-6 */
const assigneeOf = async (work: Work, project: Planned, coming: Coming): Promise<string | undefined> => {
  const { assign } = coming.stage;
  const wanted = assign ? (assign === 'owner' ? project.ownerId : project.managerId) : coming.keeper;
  return wanted === undefined ? undefined : (await ableToWork(work.tx, [wanted]))[0];
};

/** The turn that a stage begins with. */
export const planTurn = async (work: Work, project: Planned, coming: Coming): Promise<NewTurn> => {
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const expectedOn = remindOnOf(coming.stage, work.today, project.wentLiveOn, holidays);
  return {
    desk: coming.stage.desk,
    handoff: {
      id: newId(),
      turn: project.turns + 1,
      stage: coming.stage.key,
      state: 'open',
      cameFrom: coming.cameFrom,
      cameBy: coming.cameBy,
      reason: coming.reason,
      openedBy: work.by.id,
      openedAt: work.now,
      assigneeId: await assigneeOf(work, project, coming),
      touchedAt: undefined,
      decidedBy: undefined,
      decidedAt: undefined,
      decisionReason: undefined,
      returnedTo: undefined,
      remindOn: expectedOn,
      expectedOn,
      blockedBy: undefined,
    },
  };
};

/** With what keeps its desk from going on. @param project as it is when the turn begins, at its stage */
export const withBlocking = (project: ProjectState, turn: NewTurn): NewTurn => ({
  ...turn,
  handoff: { ...turn.handoff, blockedBy: blockedBy(project) },
});

/** Tells a person that the folder is theirs; nobody is told what they did themselves. */
export const tellAssignee = (work: Work, project: ProjectState, assigneeId: string | undefined, why: string): void => {
  if (assigneeId === undefined || assigneeId === work.by.id) return;
  const folder = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const text = `${folder} is with you at *${escapeMrkdwn(stageName(project.playbook, project.handoff.stage))}*: ${why}`;
  work.post({ to: { user: assigneeId }, content: projectNote(project.id, text) });
};

/** Shows the new desk its message, tells the assignee, and starts what begins with the stage. `project` has the new turn. */
export const announceTurn = async (work: Work, project: ProjectState, stage: Stage, why: string): Promise<void> => {
  work.show(handoffSlot(project.handoff), { role: await channelRole(work.tx, stage.desk) });
  tellAssignee(work, project, project.handoff.assigneeId, why);
  await runEffects(work, project, stage.onOpen);
};

export const runEffects = async (work: Work, project: ProjectState, names: readonly string[]): Promise<void> => {
  for (const name of names) await project.catalogue.effects.get(name)?.run(work, project);
};

export const undoEffects = async (work: Work, project: ProjectState, names: readonly string[]): Promise<void> => {
  for (const name of names) await project.catalogue.effects.get(name)?.undo?.(work, project);
};

/** "<@U1> approved Review". */
export const didWhat = (work: Work, what: string): string => `${person(work.by.id)} ${what}`;
