import { type Day, formatDay } from '../../core/calendar.ts';
import { Conflict } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import type { Role } from '../../platform/roles.ts';
import type { By, Deps, Work } from '../../platform/work.ts';
import { scheduleActivity } from '../activities/index.ts';
import { channelRole, projectChanged, requireActive } from './changed.ts';
import { desksWith } from './desks.ts';
import { transferActivity } from './facts.ts';
import { requireStageWith } from './guards.ts';
import { loadProject } from './load.ts';
import { channelsOf } from './money-store.ts';
import { type ProjectState, projectRef, projectSubject } from './project.ts';
import { person } from './words.ts';

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

/** Schedules the knowledge-transfer meeting as an activity of the project's manager and tells those who should come. ONB-11 */
export const scheduleTransfer = (deps: Deps, by: By, input: TransferInput): Promise<string> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work.tx, input.projectId, { lock: true });
    const desk = desksWith(project.playbook, 'transfer.schedule');
    work.require(desk, 'schedule the knowledge transfer');
    requireActive(project);
    requireStageWith(project, 'transfer.schedule');
    const planned = project.activities.find((each) => each.type === transferActivity && each.state === 'open');
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
      assigneeId: project.managerId,
      attendees,
    });
    const invitation = `${person(work.by.id)} has scheduled the knowledge transfer for ${formatDay(input.on)}`;
    await invite(deps, work, attendees, `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*: ${invitation}. You are expected there.`);
    await projectChanged(work, project, { note: `${invitation}.` });
    return activityId;
  });

/** Each channel once, and those whose role has none in person. */
const invite = async (deps: Deps, work: Work, attendees: readonly string[], text: string): Promise<void> => {
  const roles = attendees.filter((each) => !isPerson(each));
  const channels = await channelsOf(work.tx, roles);
  const told = new Map<string, Role>();
  for (const [role, channel] of channels) if (!told.has(channel)) told.set(channel, role);
  for (const role of told.values()) work.post({ to: { role }, content: { text }, priority: 1 });
  const without = roles.filter((role) => !channels.has(role));
  const people = new Set([...attendees.filter(isPerson), ...(without.length ? await deps.membersOf(without) : [])]);
  people.delete(work.by.id);
  for (const user of people) work.post({ to: { user }, content: { text }, priority: 1 });
};

const isPerson = (id: string): boolean => /^[UW][A-Z0-9]+$/.test(id);

/** For the button: whether one is still to be scheduled. */
export const transferPlanned = (project: Pick<ProjectState, 'activities'>): boolean =>
  project.activities.some((each) => each.type === transferActivity && each.state === 'open');
