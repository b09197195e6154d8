import { Conflict } from '../../../core/errors.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import { activitiesEnding, activityChanged } from '../../activities/index.ts';
import { earlierStages, factsChanging, type ProjectState, projectRef } from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { isTransferred, transferActivity } from './transfer.ts';

/** @throws Conflict where a desk handed the folder on because the meeting was held: that comes first. ALL-5 */
const requireNotReliedOn = (project: ProjectState): void => {
  const stage = earlierStages(project.playbook, project.stage).find(({ items }) =>
    items.some((item) => item.kind === 'fact' && item.fact === 'onboarding.transfer_meeting'),
  );
  if (!stage || isTransferred(project)) return;
  throw new Conflict(
    `“${stage.name}” of ${projectRef(project)} was approved since, because this meeting was held. Take that approval back or have the folder returned first; then undo this.`,
  );
};

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
    if (what === 'reopened') requireNotReliedOn(project);
    const note = `${person(work.by.id)} noted that the knowledge-transfer meeting was held.`;
    projectChanged(work, project, what === 'completed' ? { note } : {});
  }),
];
