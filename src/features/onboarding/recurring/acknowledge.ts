import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { By, Deps, SlotRef, Work } from '../../../platform/work/work.ts';
import {
  type Acknowledgement,
  acknowledgementsOf,
  acknowledgementsPart,
  deleteAcknowledgement,
  deleteAcknowledgements,
  insertAcknowledgement,
  subscriptionOf,
} from '../../billing/onboarding/index.ts';
import {
  desksWith,
  type Effect,
  isPast,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  requireActive,
  requireReason,
} from '../../playbooks/index.ts';
import { channelRole, projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { hasBeenAt } from '../engine/people-store.ts';
import { person, quote, time } from '../words.ts';

/** The effect that asks for it. */
export const requestAcknowledgements = 'billing.request_acknowledgements';

/** ONB-15: whose word accounting waits for before it begins to bill. */
export const acknowledgingDesks: readonly Role[] = ['sales', 'service'];

export const acknowledgementSlot = (projectId: string, desk: Role): SlotRef => ({
  kind: 'acknowledgement',
  subjectId: projectId,
  part: desk,
});

/** Who has not acknowledged yet. */
export const acknowledgementsMissing = (given: readonly Pick<Acknowledgement, 'desk'>[]): readonly Role[] =>
  acknowledgingDesks.filter((desk) => !given.some((each) => each.desk === desk));

/**
 * ONB-15: asks Sales and Service, each in their own channel, to tell accounting that the customer is live. What they said
 * about an earlier delivery of the same project no longer counts, and they are asked anew. An undone decision closes the requests again.
 */
export const acknowledgementEffect: Effect = {
  reads: [acknowledgementsPart],
  run: async (work, project) => {
    if (acknowledgementsOf(project).length > 0) await resetAcknowledgements(work, project);
    for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk), { role: desk });
    const { turn } = project.handoff;
    if (await wereAcknowledgementsAsked(work.tx, project, turn)) askAnew(work, project, turn);
  },
  undo: async (work, project) => {
    if (acknowledgementsOf(project).length > 0) {
      throw new UserError('Sales or Service has told accounting already: this decision can no longer be undone.');
    }
    for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk));
  },
};

/** Their messages may lie weeks up in the channel: it is said there that they ask again. */
const askAnew = (work: Work, project: ProjectState, turn: number): void => {
  const live = project.wentLiveOn ? ` is live since ${formatDay(project.wentLiveOn)}` : ' is delivered';
  const name = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*`;
  for (const desk of acknowledgingDesks) {
    work.post({
      to: { thread: acknowledgementSlot(project.id, desk) },
      content: projectNote(
        project.id,
        `${name}${live}, after the folder had gone back: ${person(work.by.id)} asks you to tell accounting anew.`,
      ),
      key: `acknowledge:${project.id}:${desk}:${turn}`,
      broadcast: true,
    });
  }
};

/**
 * Whether Sales and Service have their messages: a returned folder keeps them, to say that nothing is asked for now.
 * @param before counts the turns before this one only
 */
export const wereAcknowledgementsAsked = async (
  tx: Tx,
  project: Pick<ProjectState, 'id' | 'playbook' | 'turns'>,
  before = project.turns + 1,
): Promise<boolean> => {
  const { stages } = project.playbook;
  const name = requestAcknowledgements;
  const approved = stages.filter((stage) => stage.onApprove.includes(name)).map((stage) => stage.key);
  const opened = stages.filter((stage) => stage.onOpen.includes(name)).map((stage) => stage.key);
  return approved.length + opened.length > 0 && hasBeenAt(tx, project.id, { approved, opened, before });
};

const resetAcknowledgements = async (work: Work, project: ProjectState): Promise<void> => {
  await deleteAcknowledgements(work.tx, project.id);
  work.audit({
    action: 'acknowledgement.reset',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { acknowledgements: acknowledgementsOf(project).map(({ desk, by }) => ({ desk, by })) },
    reason: 'The project was delivered again.',
  });
};

/** One desk's word; with the last one, accounting gets one message. ONB-15 */
export const giveAcknowledgement = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly desk: Role },
): Promise<{ readonly missing: readonly Role[] }> =>
  deps.transact(by, async (work) => {
    const { projectId, desk } = input;
    if (!acknowledgingDesks.includes(desk)) throw new NotFound('request');
    const project = await loadProject(work, projectId, { lock: true });
    work.require([desk], `acknowledge for ${deps.roleName(desk)}`);
    requireActive(project);
    if (!isPast(project, requestAcknowledgements) || project.wentLiveOn === undefined) {
      throw new UserError("Service hasn't closed the delivery yet: this is asked once the customer is live.");
    }
    const earlier = acknowledgementsOf(project).find((each) => each.desk === desk);
    const given = { desk, by: work.by.id, at: work.now };
    if (earlier || !(await insertAcknowledgement(work.tx, { projectId, ...given }))) {
      const { by: who, at } = earlier ?? given;
      throw new Conflict(`${person(who)} has acknowledged for ${deps.roleName(desk)} already, ${time(at)}.`);
    }
    const acknowledgements = [...acknowledgementsOf(project), given];
    const missing = acknowledgementsMissing(acknowledgements);
    work.show(acknowledgementSlot(projectId, desk));
    work.audit({
      action: 'acknowledgement.given',
      subject: projectSubject(projectId),
      customerId: project.customerId,
      after: { desk },
    });
    const said = `${person(work.by.id)} has acknowledged for ${escapeMrkdwn(deps.roleName(desk))}.`;
    const after = { ...project, parts: project.parts.with(acknowledgementsPart, acknowledgements) };
    await projectChanged(work, after, { note: said });
    if (missing.length === 0) await tellAccounting(work, after);
    return { missing };
  });

/** A desk's word was given by mistake: it is asked again, as long as billing has not begun. ALL-5, ALL-10 */
export const takeBackAcknowledgement = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly desk: Role; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const { projectId, desk } = input;
    const project = await loadProject(work, projectId, { lock: true });
    work.require([desk], `take back what ${deps.roleName(desk)} told accounting`);
    requireActive(project);
    const reason = requireReason(input.reason);
    if (subscriptionOf(project)?.template.armed)
      throw new Conflict('Recurring billing is armed already. Ask accounting to disarm it first.');
    if (!(await deleteAcknowledgement(work.tx, projectId, desk)))
      throw new Conflict(`${deps.roleName(desk)} has not told accounting: there is nothing to take back.`);
    work.show(acknowledgementSlot(projectId, desk));
    work.audit({
      action: 'acknowledgement.taken_back',
      subject: projectSubject(projectId),
      customerId: project.customerId,
      after: { desk },
      reason,
    });
    const acknowledgements = acknowledgementsOf(project).filter((each) => each.desk !== desk);
    const note = `${person(work.by.id)} has taken back the word of ${escapeMrkdwn(deps.roleName(desk))}: do not begin yet.${quote(reason)}`;
    const parts = project.parts.with(acknowledgementsPart, acknowledgements);
    await projectChanged(work, { ...project, parts }, { note, broadcast: true });
  });

const tellAccounting = async (work: Work, project: ProjectState): Promise<void> => {
  const desk = desksWith(project.playbook, 'recurring.arm');
  if (desk.length === 0) return;
  const name = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*`;
  const by = acknowledgementsOf(project)
    .map((each) => person(each.by))
    .join(', ');
  work.post({
    to: { role: await channelRole(work.tx, desk) },
    content: projectNote(
      project.id,
      `${name}: Sales and Service have both acknowledged that the customer is live (${by}). Recurring billing may begin.`,
    ),
    key: `acknowledged:${project.id}:${project.handoff.turn}`,
  });
};
