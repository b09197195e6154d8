import { todayIn } from '../../../core/time/calendar.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { happenTo } from './case-event.ts';
import { dueCases } from './store.ts';

const batch = 200;

/**
 * Looks at every case that is due today, each in its own transaction: its deadline asks Support or reminds. What another
 * replica did first is left alone; the cost follows what is due. COL-4
 * @returns how many changed
 */
export const sweepCases = async (deps: Deps): Promise<number> => {
  let changed = 0;
  const seen = new Set<string>();
  for (;;) {
    const due = await dueCases(deps.db.prisma, todayIn(deps.timeZone, deps.clock.now()), batch + seen.size);
    const ids = due.filter((id) => !seen.has(id));
    if (ids.length === 0) return changed;
    for (const id of ids) {
      seen.add(id);
      try {
        const { before, after } = await deps.transact(system, (work) => happenTo(work, id, { type: 'due' }));
        if (before !== after) changed++;
      } catch (error) {
        // One broken case must not keep the others from their deadlines; it stays due and is tried again tomorrow.
        deps.log.error({ err: error, case: id }, 'a due case could not be handled');
      }
    }
  }
};

/** Deadlines and reminders, once a day. COL-4 */
export const deadlineJob: Job = {
  name: 'collections.deadlines',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await sweepCases(deps);
  },
};
