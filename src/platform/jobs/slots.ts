import { slotsBetween } from '../../core/time/calendar.ts';
import type { Job, Schedule } from './job.ts';

const day = 86_400_000;

/** The last slot up to `now`; undefined only for a schedule without times. */
export const latestSlot = (schedule: Schedule, now: Date): Date | undefined => {
  if ('everyMinutes' in schedule) {
    const step = schedule.everyMinutes * 60_000;
    return new Date(Math.floor(now.getTime() / step) * step);
  }
  // Some days back, since a time may fall on no clock for a whole skipped day.
  return slotsBetween(schedule, new Date(now.getTime() - 3 * day), now).at(-1);
};

/** The first slot after `now`. */
export const nextSlot = (schedule: Schedule, now: Date): Date | undefined => {
  const ahead = 'everyMinutes' in schedule ? schedule.everyMinutes * 60_000 : 3 * day;
  return slotsBetween(schedule, now, new Date(now.getTime() + ahead))[0];
};

/**
 * Which slots have become due since the last one known. A job that never ran begins with its latest slot; one that
 * was missed catches up with every slot or only with the latest, as it says.
 *
 * Example: daily at 02:00, last run on Monday, now Thursday noon: `every` gives three slots, `latest` Thursday's.
 */
export const dueSlots = (schedule: Schedule, missed: Job['missed'], last: Date | undefined, now: Date): Date[] => {
  if (last !== undefined && missed === 'every') return slotsBetween(schedule, last, now);
  const latest = latestSlot(schedule, now);
  return latest === undefined || (last !== undefined && latest <= last) ? [] : [latest];
};
