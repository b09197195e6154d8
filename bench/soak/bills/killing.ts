/** Runs and drafts are worked through in one process after another, each killed where it is asked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../src/platform/db/open.ts';
import type { Random } from '../../support/random.ts';
import { startLife } from './lives.ts';
import type { Months, Next } from './month.ts';
import { type Phase, phases, type Watch } from './phases.ts';

export interface Trial {
  /** Lends the database, which nobody else has open meanwhile on the embedded engine. */
  readonly atDatabase: <T>(body: (db: Database) => Promise<T>) => Promise<T>;
  readonly watch: Watch;
  readonly months: Months;
  readonly random: Random;
  readonly env: Readonly<Record<string, string>>;
}

export type Met = ReadonlyMap<Phase, number>;

/** A process that is stuck is the finding, and must not look like one that is slow. */
const patienceMs = 60_000;
/** More than there can be before every phase was met. */
const mostMonths = 20;

const least = (met: Met, of: readonly Phase[]): Phase =>
  of.reduce((best, each) => ((met.get(each) ?? 0) < (met.get(best) ?? 0) ? each : best), of[0] ?? 'elsewhere');

/** What is waited for: the phase that was met least. Some previews go through, and drafts once they were met, so that months pass. */
const targetOf = ({ task, isPreview }: Next, met: Met, { watch, random }: Trial, each: number): Phase | undefined => {
  if (task === 'drafts') return (met.get('issuing a draft') ?? 0) > each + 2 ? undefined : 'issuing a draft';
  if (!isPreview) return least(met, watch.sees);
  return (met.get('previewing') ?? 0) > each + 2 || random.chance(1 / 3) ? undefined : 'previewing';
};

/** Kills until each of `wanted` was met so often, and all of them together `most` times. @returns how often each was */
export const killAll = async (
  trial: Trial,
  { most, each, wanted }: { readonly most: number; readonly each: number; readonly wanted: readonly Phase[] },
): Promise<Met> => {
  const { atDatabase, watch, months, random, env } = trial;
  const met = new Map<Phase, number>(phases.map((phase) => [phase, 0]));
  const busy = () => [...met].reduce((sum, [phase, times]) => (phase === 'elsewhere' ? sum : sum + times), 0);
  const isEnough = () => busy() >= most && wanted.every((phase) => (met.get(phase) ?? 0) >= each);
  while (!isEnough()) {
    const next = await atDatabase((db) => months.next(db, mostMonths));
    if (!next) break;
    const life = startLife(next.task, env);
    const target = targetOf(next, met, trial, each);
    if (target) {
      await watch.until(target, life, patienceMs);
      // A moment later, so that it is not always the first of it.
      if (target !== 'a chunk just committed') await sleep(random.below(target === 'issuing a draft' ? 200 : 12));
    }
    if (!target || life.isOver()) await life.ended;
    else {
      const phase = await watch.kill(life);
      met.set(phase, (met.get(phase) ?? 0) + 1);
    }
  }
  return met;
};

/** The rest without kills, until every month that was begun is billed and issued. */
export const finish = async ({ atDatabase, months, env }: Trial): Promise<number> => {
  const until = months.done() + 1;
  for (;;) {
    const next = await atDatabase((db) => months.next(db, until));
    if (!next) return months.done();
    await startLife(next.task, env).ended;
  }
};
