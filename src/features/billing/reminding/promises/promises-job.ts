import { addDays, todayIn } from '../../../../core/time/calendar.ts';
import type { Job } from '../../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import { judgePromises } from './judge-promises.ts';
import { promisesByIds, promisesOver } from './store.ts';

const atOnce = 100;

/** BIL-18: promises whose day is over: kept, or broken and told. @returns how many were looked at */
export const judgeDue = async (deps: Deps): Promise<number> => {
  let [looked, after] = [0, undefined as string | undefined];
  // It is tomorrow somewhere already; whose day is not over yet is left alone.
  const before = addDays(todayIn('UTC', deps.clock.now()), 1);
  for (;;) {
    const due = await promisesOver(deps.db.prisma, before, after, atOnce);
    const ids = due.map(({ id }) => id);
    if (ids.length > 0)
      await deps.transact(system, async (work) => judgePromises(work, await promisesByIds(work.tx, ids)));
    looked += ids.length;
    after = ids.at(-1);
    if (ids.length < atOnce) return looked;
  }
};

export const promisesJob: Job = {
  name: 'promises.judge',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await judgeDue(deps);
  },
};
