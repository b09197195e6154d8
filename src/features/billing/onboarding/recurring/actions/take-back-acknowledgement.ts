import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { person, quote } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Role } from '../../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  factsChanged,
  folderName,
  type ProjectState,
  projectSubject,
  projectsOf,
  readerOf,
  requireActive,
  requireReason,
} from '../../../../playbooks/index.ts';
import { acknowledgementSlot } from '../acknowledgement.ts';
import { acknowledgementsOf, acknowledgementsPart } from '../acknowledgements-part.ts';
import { deleteAcknowledgement } from '../acknowledgements-store.ts';
import { subscriptionOf } from '../subscription-part.ts';

/** Told by mistake. ALL-5 */
export const takeBackForm = (project: ProjectState, desk: string): ModalView =>
  modal({
    callback: 'acknowledgement.take_back',
    title: 'Not to begin yet',
    submit: 'Take back',
    data: `${project.id}:${desk}`,
    blocks: [section(folderName(project)), textInput({ name: 'reason', label: 'Why?', multiline: true, max: 500 })],
  });

/** A desk's word was given by mistake: it is asked again, as long as billing has not begun. ALL-5, ALL-10 */
export const takeBackAcknowledgement = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly desk: Role; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const { projectId, desk } = input;
    const project = await projectsOf(work).load(work, projectId, { lock: true });
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
    const after = { ...project, parts };
    await work.emit(factsChanged, [{ before: project, after, told: note, broadcast: true }]);
  });

export const takeBackAcknowledgementButton: Interaction = {
  id: 'acknowledgement.take_back',
  press: async (request) => {
    const { deps, value } = request;
    const [projectId = '', desk = ''] = value.split(':');
    await requireEarly(request, [desk], `take back what ${deps.roleName(desk)} told accounting`);
    return { modal: takeBackForm(await projectsOf(deps).load(readerOf(deps), projectId), desk) };
  },
  submit: async ({ deps, by, data, values }) => {
    const [projectId = '', desk = ''] = data.split(':');
    await takeBackAcknowledgement(deps, by, { projectId, desk, reason: values.text('reason') ?? '' });
    return said('Taken back. Accounting has been told not to begin yet.');
  },
};
