import { randomUUID } from 'node:crypto';
import { schedule as cron } from 'node-cron';
import type { Logger } from 'pino';
import type { Metrics } from '../process/metrics.ts';
import { systemWall, type Wall } from '../process/wall.ts';
import type { Deps } from '../work/work.ts';
import type { Job, Schedule } from './job.ts';
import { dueSlots, nextSlot } from './slots.ts';
import { addSlots, type Claimed, claimSlot, type Ending, endSlot, latestSlots, renewSlot, skipOlder } from './store.ts';

export interface JobsOptions {
  readonly deps: Deps;
  readonly jobs: readonly Job[];
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'jobs'>;
  /** For leases and retries; which slots are due follows the business clock, `deps.clock`. */
  readonly wall?: Wall;
  readonly instanceId?: string;
  /** false: nothing wakes by itself, only `tick` does. */
  readonly awake?: boolean;
  readonly leaseMs?: number;
}

/** What comes next by the calendar. */
export interface NextSlot {
  readonly name: string;
  readonly at: Date;
}

export interface Jobs {
  /** Writes down what is due by the business clock and runs what nobody else runs; resolves when that is done. */
  tick(): Promise<void>;
  /** The next slot of the jobs that run at times of day; of periodic ones only when there are no others. */
  next(): Promise<NextSlot | undefined>;
  /** Starts no more slots and waits for those that run. */
  stop(): Promise<void>;
}

const mostAttempts = 10;

/** 30 s after the first failure, doubling, at most half an hour. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(30 * 60_000, 30_000 * 2 ** Math.min(20, attempts - 1));

/** Runs the slices' jobs. node-cron only wakes; what is due, who runs it and what became of it is in the database. */
export const startJobs = (options: JobsOptions): Jobs => {
  const { deps, jobs, log } = options;
  const wall = options.wall ?? systemWall;
  const leaseMs = options.leaseMs ?? 60_000;
  const me = `${options.instanceId ?? 'baton'}:${randomUUID()}`;
  const later = (ms: number) => new Date(wall.now().getTime() + ms);
  let stopping = false;

  const scheduleOf = async (job: Job): Promise<Schedule> =>
    typeof job.schedule === 'function' ? job.schedule(deps) : job.schedule;

  const noteDue = async (job: Job, last: Date | undefined): Promise<void> => {
    const due = dueSlots(await scheduleOf(job), job.missed, last, deps.clock.now());
    const latest = due.at(-1);
    if (!latest) return;
    await addSlots(deps.db, job.name, due);
    if (job.missed === 'latest') await skipOlder(deps.db, job.name, latest, wall.now());
  };

  /** Keeps the lease while the job runs. A replica that is frozen or dead doesn't, and another takes over. */
  const keepLease = (slot: Claimed): (() => void) => {
    let cancel: () => void = () => {};
    const again = () => {
      cancel = wall.after(leaseMs / 3, () => {
        renewSlot(deps.db, slot, me, later(leaseMs)).then(
          (mine) => {
            if (mine) again();
            else log.warn({ job: slot.job, slot: slot.slotAt }, 'a job slot was taken over by another replica');
          },
          (error: unknown) => {
            log.warn({ err: error, job: slot.job }, 'the lease of a job could not be renewed');
            again();
          },
        );
      });
    };
    again();
    return () => cancel();
  };

  const attempt = async (job: Job, slot: Claimed): Promise<Ending> => {
    try {
      await job.run(deps, slot.slotAt);
      return { state: 'done' };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isLast = slot.attempts >= mostAttempts;
      log.error(
        { err: error, job: job.name, slot: slot.slotAt, attempts: slot.attempts },
        isLast ? 'a job slot failed for good' : 'a job slot failed',
      );
      return isLast
        ? { state: 'failed', problem }
        : { state: 'due', problem, nextAt: later(retryAfterMs(slot.attempts)) };
    }
  };

  const runOpen = async (job: Job): Promise<void> => {
    while (!stopping) {
      const slot = await claimSlot(deps.db, job.name, me, wall.now(), later(leaseMs));
      if (!slot) return;
      const stopKeeping = keepLease(slot);
      const ending = await attempt(job, slot).finally(stopKeeping);
      await endSlot(deps.db, slot, me, wall.now(), ending);
      options.metrics.jobs.inc({ job: job.name, outcome: ending.state === 'due' ? 'retry' : ending.state });
    }
  };

  const failed = (what: string, job?: string) => (error: unknown) => log.error({ err: error, job }, what);

  // Each job by itself: a long one must not keep the others from their minute.
  const runners = jobs.map((job) => oneAtATime(() => runOpen(job).catch(failed('a job could not be run', job.name))));

  const note = oneAtATime(async () => {
    const latest = await latestSlots(deps.db);
    for (const job of jobs) {
      await noteDue(job, latest.get(job.name)).catch(failed('the due slots of a job could not be found', job.name));
    }
  });

  const tick = async (): Promise<void> => {
    if (stopping) return;
    await note().catch(failed('the due jobs could not be found'));
    await Promise.all(runners.map((run) => run()));
  };

  const wake =
    options.awake === false ? undefined : cron('0 * * * * *', () => void tick(), { suppressMissedWarning: true });
  if (wake) void tick();

  return {
    tick,
    next: async () => {
      const now = deps.clock.now();
      const found: (NextSlot & { readonly periodic: boolean })[] = [];
      for (const job of jobs) {
        const schedule = await scheduleOf(job);
        const at = nextSlot(schedule, now);
        if (at) found.push({ name: job.name, at, periodic: 'everyMinutes' in schedule });
      }
      found.sort((a, b) => Number(a.periodic) - Number(b.periodic) || a.at.getTime() - b.at.getTime());
      return found[0] && { name: found[0].name, at: found[0].at };
    },
    stop: async () => {
      stopping = true;
      await wake?.destroy();
      await Promise.all([note().catch(() => undefined), ...runners.map((run) => run())]);
    },
  };
};

/** A call made while another runs waits for it and then runs too; several such calls share one run. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  return () => {
    queued ??= running
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        running = work();
        return running;
      });
    return queued;
  };
};
