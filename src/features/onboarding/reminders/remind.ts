import { addBusinessDays, isBusinessDay, todayIn } from '../../../core/time/calendar.ts';
import { calendarPolicy, holidaysOf } from '../../../platform/jobs/business-days.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { customersByIds } from '../../customers/index.ts';
import { byPlace, digest, type Today } from './digest.ts';
import { type DueReminder, dueReminders, takeReminders } from './store.ts';

/** More than any office has lying about; what is left over comes with the next day's. */
const atMost = 5000;

/**
 * Reminds desks of folders that lie too long, once a business day, one digest for each channel. Safe to repeat: a folder is
 * taken by moving its next reminder to the next business day, in the transaction that writes the digest. ONB-18
 */
export const remindDesks = async (deps: Deps, slotAt: Date): Promise<void> => {
  const today = todayIn(deps.timeZone, slotAt);
  const holidays = holidaysOf(await deps.policy(calendarPolicy));
  if (!isBusinessDay(today, holidays)) return;
  const due = await dueReminders(deps.db.prisma, today, atMost);
  for (const [place, list] of byPlace(due)) {
    await remindPlace(deps, place, list, { today, zone: deps.timeZone, holidays, roleName: deps.roleName });
  }
};

const remindPlace = async (deps: Deps, place: string, due: readonly DueReminder[], now: Today): Promise<void> => {
  const next = addBusinessDays(now.today, 1, now.holidays);
  await deps.transact(system, async (work) => {
    const taken = await takeReminders(
      work.tx,
      due.map((each) => each.handoffId),
      now.today,
      next,
    );
    const overdue = due.filter((each) => taken.has(each.handoffId));
    const [first] = overdue;
    if (!first) return;
    const customers = await customersByIds(work.tx, [...new Set(overdue.map((each) => each.customerId))]);
    const named = overdue.map((each) => ({ ...each, customerName: customers.get(each.customerId)?.name ?? '' }));
    work.post({
      to: first.channel === null ? { role: place } : { channel: place },
      content: digest(named, now),
      key: `onboarding.reminder:${place}:${now.today}`,
      priority: 2,
    });
  });
};

/** Every morning in the office's zone; after a stop only the latest morning counts. */
export const reminderJob: Job = {
  name: 'onboarding.reminders',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: remindDesks,
};
