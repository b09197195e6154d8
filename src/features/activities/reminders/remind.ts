import { plural } from '../../../core/text/text.ts';
import { addBusinessDays, type Day, isBusinessDay, todayIn } from '../../../core/time/calendar.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { calendarPolicy, holidaysOf } from '../../../platform/jobs/business-days.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { type Activity, activityText } from '../activity.ts';
import { type Receiver, receiversDue, takeDue } from './store.ts';

const digest = (activities: readonly Activity[]) => {
  const text = `${plural(activities.length, 'activity is', 'activities are')} overdue. Complete, reschedule or reassign ${activities.length === 1 ? 'it' : 'them'} with \`/activity list\`.`;
  return { text, blocks: [section(text), ...lineSections(activities.map((each) => `• ${activityText(each)}`))] };
};

/** One person's (or unit's) reminder of a day, in a transaction of its own. */
const remindOne = async (deps: Deps, receiver: Receiver, today: Day): Promise<void> => {
  const name = 'user' in receiver ? receiver.user : `role:${receiver.role}`;
  await deps.transact(system, async (work) => {
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    const due = await takeDue(work, receiver, today, addBusinessDays(today, 1, holidays));
    if (due.length === 0) return;
    work.post({ to: receiver, content: digest(due), key: `activities.overdue:${name}:${today}`, priority: 2 });
  });
};

/** Reminds of what is overdue, once a business day: one message for each person (or unit) with all of theirs. ACT-2 */
export const remindOverdue = async (deps: Deps, slotAt: Date): Promise<void> => {
  const today = todayIn(deps.timeZone, slotAt);
  if (!isBusinessDay(today, holidaysOf(await deps.policy(calendarPolicy)))) return;
  for (const receiver of await receiversDue(deps.db.prisma, today)) await remindOne(deps, receiver, today);
};

export const reminderJob: Job = {
  name: 'activities.remind',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: remindOverdue,
};
