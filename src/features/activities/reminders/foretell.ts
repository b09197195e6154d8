/** What is scheduled with a customer. CUS-6, BIL-19 */
import { clip } from '../../../core/text/text.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import { isWithin } from '../../../core/time/spans.ts';
import { calendarPolicy, holidaysOf } from '../../../platform/jobs/business-days.ts';
import type { CalendarSource, OpenThings } from '../../customers/index.ts';
import { type Activity, activityDoor, activityRef, dueOn, firstReminder, typeText } from '../activity.ts';
import { openActivities } from '../store.ts';

const most = 50;

const called = (activity: Activity): string =>
  `${clip(typeText(activity.type), 60)} ${activityRef(activity)}: ${clip(activity.description, 100)}`;

const subjectOf = ({ id }: Activity) => ({ type: activityDoor.subject, id });

export const openActivitiesOf: OpenThings = async (tx, customerId) =>
  (await openActivities(tx, { customerId }, 10)).map((each) => ({ text: called(each), subject: subjectOf(each) }));

/** When it is due, and when its people are reminded of it where it is not done until then. ACT-2 */
export const activitiesAhead: CalendarSource = async (deps, customerId, days) => {
  const { db, clock, timeZone } = deps;
  const holidays = holidaysOf(await deps.policy(calendarPolicy));
  const today = todayIn(timeZone, clock.now());
  return (await openActivities(db.prisma, { customerId }, most)).flatMap((each) => {
    const named = [
      { on: dueOn(each), text: ' is due' },
      { on: firstReminder(each, today, holidays), text: ': its people are reminded, if it is not done until then' },
    ];
    return named.flatMap(({ on, text }) =>
      on && isWithin(on, days) ? [{ on, text: `${called(each)}${text}`, subject: subjectOf(each) }] : [],
    );
  });
};
