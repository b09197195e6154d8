import { personDeactivated } from '../../platform/work/directory-events.ts';
import { on, type Reaction } from '../../platform/work/events.ts';
import { adminRole } from '../../platform/work/roles.ts';
import { reassign } from './move-activity.ts';
import { assignedTo } from './reminders-store.ts';
import { lockActivity } from './store.ts';

/** ALL-6: what waits for somebody deactivated is offered to the unit; what has none, to the admins. */
export const releaseReaction: Reaction = on(personDeactivated, async (work, { userId }) => {
  for (const id of await assignedTo(work.tx, userId)) {
    const activity = await lockActivity(work, id);
    if (activity.state !== 'open' || activity.assigneeId !== userId) continue;
    const to = { unit: activity.unit ?? adminRole, reason: 'Their Slack account is deactivated' };
    await reassign(work, activity, to, activity.unit ? 'the whole unit' : 'the admins');
  }
});
