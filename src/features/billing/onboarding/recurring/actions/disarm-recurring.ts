import type { ModalView } from '@slack/types';
import { UserError } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { formatDay } from '../../../../../core/time/calendar.ts';
import { modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  desksFor,
  factsChanged,
  folderName,
  type ProjectState,
  projectRef,
  projectSubject,
  projectsOf,
  requireActive,
  requireReason,
} from '../../../../playbooks/index.ts';
import { disarmRecurring } from '../../../subscriptions/index.ts';
import { subscriptionOf } from '../subscription-part.ts';

/** Armed already: what was armed, and the way back. ALL-5 */
export const disarmForm = (project: ProjectState): ModalView => {
  const template = subscriptionOf(project)?.template;
  const who =
    template?.armedBy && template.armedAt ? ` by ${person(template.armedBy)}, ${moment(template.armedAt)}` : '';
  const credit = template?.credit ? ` Credit on the first bill: ${formatMoney(template.credit)}.` : '';
  return modal({
    callback: 'recurring.disarm',
    title: 'Recurring billing',
    submit: 'Disarm',
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}\nArmed${who}. Next bill: ${template ? formatDay(template.nextOn) : ''}.${credit}`,
      ),
      textInput({ name: 'reason', label: 'Why should it be disarmed?', multiline: true }),
    ],
  });
};

/** Behind the desk that arms, nobody would see that billing has stopped, nor could start it again. */
const requireNotPast = (project: ProjectState): void => {
  const { stages } = project.playbook;
  const arming = stages.findLastIndex((stage) => stage.actions.includes('recurring.arm'));
  if (stages.findIndex((stage) => stage.key === project.stage) <= arming) return;
  throw new UserError(
    `${projectRef(project)} is past ${stages[arming]?.name}: return it there first, so that recurring billing can be armed again.`,
  );
};

/** Takes the arming back, to correct something. ALL-5 */
export const disarmProject = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require(desksFor(project, 'recurring.arm'), 'arm or disarm recurring billing');
    const reason = requireReason(input.reason);
    requireActive(project);
    requireNotPast(project);
    if (!subscriptionOf(project)?.template.armed)
      throw new UserError('Recurring billing is not armed: there is nothing to take back.');
    await disarmRecurring(work, { subject: projectSubject(project.id), reason });
    const note = `${person(work.by.id)} has disarmed recurring billing.${quote(reason)}`;
    await work.emit(factsChanged, [{ before: project, told: note }]);
  });

/** Its form is what “Recurring billing” opens once it is armed. */
export const disarmRecurringForm: Interaction = {
  id: 'recurring.disarm',
  submit: async ({ deps, by, data, values }) => {
    await disarmProject(deps, by, { projectId: data, reason: values.text('reason') ?? '' });
    return said('Recurring billing is disarmed.');
  },
};
