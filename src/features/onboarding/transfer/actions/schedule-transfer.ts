import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import {
  dateInput,
  modal,
  peopleInput,
  section,
  textInput,
  ticksInput,
} from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { ableToWork } from '../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { scheduleActivity } from '../../../activities/index.ts';
import {
  desksFor,
  folderName,
  type ProjectState,
  projectRef,
  projectSubject,
  readerOf,
  requireActive,
  requireStageWith,
} from '../../../playbooks/index.ts';
import { channelRole, projectChanged } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { person } from '../../words.ts';
import { activitiesOf } from '../activities-part.ts';
import { transferActivity } from '../transfer.ts';

export const scheduleTransferForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'transfer.schedule',
    title: 'Transfer of knowledge',
    submit: 'Schedule',
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}\nSales, Engineering and Service are asked to come. If no meeting is needed, tick that on the checklist instead.`,
      ),
      dateInput({ name: 'on', label: 'On' }),
      ticksInput({
        name: 'hosted',
        label: 'Hosting',
        choices: [{ text: 'The customer is hosted: ask Hosting too', value: 'hosted' }],
      }),
      peopleInput({ name: 'people', label: 'People who should be there', optional: true, initial: [project.ownerId] }),
      textInput({ name: 'about', label: 'What it is about', multiline: true, optional: true }),
    ],
  });

export interface TransferInput {
  readonly projectId: string;
  readonly on: Day;
  /** The customer is hosted: Hosting comes too. ONB-11 */
  readonly hosted: boolean;
  /** People who should be there, besides the desks. */
  readonly people: readonly string[];
  readonly about?: string | undefined;
}

/** ONB-11: who a transfer of knowledge is for. Example: a hosted customer's has Hosting beside Sales, Engineering, Service. */
export const transferAttendees = (input: Pick<TransferInput, 'hosted' | 'people'>): readonly string[] => [
  'sales',
  'engineer',
  'service',
  ...(input.hosted ? ['hosting'] : []),
  ...new Set(input.people),
];

/** Schedules the knowledge-transfer meeting as an activity of the project's manager, who should come to it invited. ONB-11 */
export const scheduleTransfer = (deps: Deps, by: By, input: TransferInput): Promise<string> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    const desk = desksFor(project, 'transfer.schedule');
    work.require(desk, 'schedule the knowledge transfer');
    requireActive(project);
    requireStageWith(project, 'transfer.schedule');
    requireDays({ on: input.on }, 'planned', work.today);
    const planned = activitiesOf(project).find((each) => each.type === transferActivity && each.state === 'open');
    if (planned) {
      const on = planned.startOn ? ` for ${formatDay(planned.startOn)}` : '';
      throw new Conflict(`The meeting is scheduled already${on}: A-${planned.ref}. Reschedule it from its message.`);
    }
    const attendees = transferAttendees(input);
    const activityId = await scheduleActivity(work, {
      type: transferActivity,
      subject: projectSubject(project.id),
      customerId: project.customerId,
      description: input.about ?? `Transfer of knowledge: ${projectRef(project)} ${project.customer.name}`,
      startOn: input.on,
      expectedOn: input.on,
      unit: await channelRole(work.tx, desk),
      assigneeId: (await ableToWork(work.tx, [project.managerId]))[0],
      attendees,
    });
    const note = `${person(work.by.id)} has scheduled the knowledge transfer for ${formatDay(input.on)}.`;
    projectChanged(work, project, { note });
    return activityId;
  });

export const scheduleTransferButton: Interaction = {
  id: 'transfer.schedule',
  press: async (request) => {
    const project = await loadProject(readerOf(request.deps), request.value);
    await requireEarly(request, desksFor(project, 'transfer.schedule'), 'schedule the knowledge transfer');
    requireStageWith(project, 'transfer.schedule');
    return { modal: scheduleTransferForm(project) };
  },
  submit: async ({ deps, by, data, values }) => {
    await scheduleTransfer(deps, by, {
      projectId: data,
      on: required(values.day('on'), 'on', 'Choose the day of the meeting.'),
      hosted: values.options('hosted').includes('hosted'),
      people: values.users('people'),
      about: values.text('about'),
    });
    return said('The meeting is scheduled; those who should come have been told.');
  },
};
