/** The word of Sales and Service that accounting waits for before it bills. ONB-15 */
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on } from '../../../../platform/work/events.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { SlotRef, Work } from '../../../../platform/work/work.ts';
import {
  type Effect,
  type ProjectState,
  projectAltered,
  projectNote,
  projectRef,
  projectSubject,
  projectsOf,
} from '../../../playbooks/index.ts';
import { acknowledgementsOf, acknowledgementsPart } from './acknowledgements-part.ts';
import { type Acknowledgement, deleteAcknowledgements } from './acknowledgements-store.ts';

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
    if (await projectsOf(work).hasRun(work.tx, project, requestAcknowledgements, turn)) askAnew(work, project, turn);
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

/** Once they were asked, their messages say what is asked of them now: a returned folder keeps them. */
export const acknowledgementReaction = on(projectAltered, async (work, project) => {
  if (!(await projectsOf(work).hasRun(work.tx, project, requestAcknowledgements))) return;
  for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk));
});
