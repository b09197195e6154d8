import { personDeactivated, personLeaving } from '../../../platform/work/directory-events.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { subjectsAssignedTo } from '../../activities/index.ts';
import { projectSubject } from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject, lockProjects } from '../engine/load.ts';
import { person } from '../words.ts';
import { openHandoffsOf, unassign } from './store.ts';

/** ALL-6: folders that wait for somebody who was deactivated are offered to their desk. */
export const releaseDeactivated = async (work: Work, userId: string): Promise<void> => {
  for (const { id, projectId } of await openHandoffsOf(work.tx, userId)) {
    const project = await loadProject(work, projectId, { lock: true });
    if (!(await unassign(work.tx, id, userId))) continue;
    work.audit({
      action: 'handoff.released',
      subject: projectSubject(projectId),
      customerId: project.customerId,
      before: { assignee: userId },
      after: { assignee: null },
      reason: 'Deactivated in Slack.',
    });
    const handoff = { ...project.handoff, assigneeId: undefined };
    const note = `${person(userId)} was deactivated in Slack: anyone of this desk can take the folder.`;
    projectChanged(work, { ...project, handoff }, { note });
  }
};

/** The projects of their folders and of their activities: activities are locked after all of them. */
const lockTheirs = async (work: Work, userId: string): Promise<void> => {
  const [folders, subjects] = await Promise.all([openHandoffsOf(work.tx, userId), subjectsAssignedTo(work.tx, userId)]);
  await lockProjects(work.tx, [
    ...folders.map(({ projectId }) => projectId),
    ...subjects.flatMap(({ type, id }) => (type === 'project' ? [id] : [])),
  ]);
};

export const releaseReactions: readonly Reaction[] = [
  on(personLeaving, (work, { userId }) => lockTheirs(work, userId)),
  on(personDeactivated, (work, { userId }) => releaseDeactivated(work, userId)),
];
