import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from '../../src/platform/work/work.ts';
import type { Harness } from './harness.ts';

/** Somebody waits for a row that another transaction holds (PostgreSQL). */
const somebodyWaits = async (h: Harness): Promise<void> => {
  for (;;) {
    const [row] = await h.db.prisma.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row?.n) return;
    await sleep(10);
  }
};

/**
 * One has written and not committed; the other begins, and goes on once the first has committed, if it waits at all. PostgreSQL only.
 * @returns what became of the other
 */
export const meanwhile = async <T>(
  h: Harness,
  one: (work: Work) => Promise<unknown>,
  other: () => Promise<T>,
): Promise<PromiseSettledResult<T>> => {
  let second: Promise<[PromiseSettledResult<T>]> | undefined;
  await h.acting(h.person('accounting'), async (work) => {
    await one(work);
    second = Promise.allSettled([other()]);
    await Promise.race([somebodyWaits(h), second]);
  });
  const [outcome] = (await second) ?? [];
  if (!outcome) throw new Error('the other never began');
  return outcome;
};
