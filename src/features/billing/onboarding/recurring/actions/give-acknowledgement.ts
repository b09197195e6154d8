import { Conflict, NotFound, UserError } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { moment, person } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Role } from '../../../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../../../platform/work/work.ts';
import {
  desksWith,
  factsChanged,
  isPast,
  type ProjectState,
  projectNote,
  projectRef,
  projectSubject,
  projectsOf,
  requireActive,
} from '../../../../playbooks/index.ts';
import {
  acknowledgementSlot,
  acknowledgementsMissing,
  acknowledgingDesks,
  requestAcknowledgements,
} from '../acknowledgement.ts';
import { acknowledgementsOf, acknowledgementsPart } from '../acknowledgements-part.ts';
import { insertAcknowledgement } from '../acknowledgements-store.ts';

const tellAccounting = async (work: Work, project: ProjectState): Promise<void> => {
  const desk = desksWith(project.playbook, 'recurring.arm');
  if (desk.length === 0) return;
  const name = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*`;
  const by = acknowledgementsOf(project)
    .map((each) => person(each.by))
    .join(', ');
  work.post({
    to: { role: await projectsOf(work).channelRole(work.tx, desk) },
    content: projectNote(
      project.id,
      `${name}: Sales and Service have both acknowledged that the customer is live (${by}). Recurring billing may begin.`,
    ),
    key: `acknowledged:${project.id}:${project.handoff.turn}`,
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
    const project = await projectsOf(work).load(work, projectId, { lock: true });
    work.require([desk], `acknowledge for ${deps.roleName(desk)}`);
    requireActive(project);
    if (!isPast(project, requestAcknowledgements) || project.wentLiveOn === undefined) {
      throw new UserError("Service hasn't closed the delivery yet: this is asked once the customer is live.");
    }
    const earlier = acknowledgementsOf(project).find((each) => each.desk === desk);
    const given = { desk, by: work.by.id, at: work.now };
    if (earlier || !(await insertAcknowledgement(work.tx, { projectId, ...given }))) {
      const { by: who, at } = earlier ?? given;
      throw new Conflict(`${person(who)} has acknowledged for ${deps.roleName(desk)} already, ${moment(at)}.`);
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
    const told = `${person(work.by.id)} has acknowledged for ${escapeMrkdwn(deps.roleName(desk))}.`;
    const after = { ...project, parts: project.parts.with(acknowledgementsPart, acknowledgements) };
    await work.emit(factsChanged, [{ before: project, after, told }]);
    if (missing.length === 0) await tellAccounting(work, after);
    return { missing };
  });

export const giveAcknowledgementButton: Interaction = {
  id: 'acknowledgement.give',
  press: async ({ deps, by, value }) => {
    const [projectId = '', desk = ''] = value.split(':');
    const { missing } = await giveAcknowledgement(deps, by, { projectId, desk });
    const rest = missing.map(deps.roleName).join(' and ');
    return said(
      rest === '' ? 'Accounting has been told to begin.' : `Noted. Accounting is told once ${rest} agrees too.`,
    );
  },
};
