import { person } from '../../../platform/block-kit/mentions.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import { activitiesEnding, activityChanged } from '../../activities/index.ts';
import { factsChanging } from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { transferActivity } from './transfer.ts';

/** The knowledge-transfer meeting ticks itself once it was held: its desk sees that at once. ONB-11 */
export const transferReactions: readonly Reaction[] = [
  // Lock order: projects before their activities.
  on(activitiesEnding, (work, subjects) =>
    work.emit(
      factsChanging,
      subjects.flatMap(({ type, id }) => (type === 'project' ? [id] : [])),
    ),
  ),
  on(activityChanged, async (work, { subject, type, what }) => {
    if (subject?.type !== 'project' || type !== transferActivity || what === 'scheduled') return;
    const project = await loadProject(work, subject.id);
    const note = `${person(work.by.id)} noted that the knowledge-transfer meeting was held.`;
    projectChanged(work, project, what === 'completed' ? { note } : {});
  }),
];
