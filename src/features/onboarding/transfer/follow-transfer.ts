import { person } from '../../../platform/block-kit/mentions.ts';
import { on } from '../../../platform/work/events.ts';
import { activityChanged } from '../../activities/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { transferActivity } from './transfer.ts';

/** The knowledge-transfer meeting ticks itself once it was held: its desk sees that at once. ONB-11 */
export const followTransfer = on(activityChanged, async (work, { subject, type, what }) => {
  if (subject?.type !== 'project' || type !== transferActivity || what === 'scheduled') return;
  const project = await loadProject(work, subject.id);
  await projectChanged(
    work,
    project,
    what === 'completed' ? { note: `${person(work.by.id)} noted that the knowledge-transfer meeting was held.` } : {},
  );
});
