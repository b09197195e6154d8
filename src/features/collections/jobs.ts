import type { Job } from '../../platform/jobs/job.ts';
import { sweepCases } from './cases/sweep.ts';
import type { RunImports } from './imports/run-imports.ts';

/** Deadlines and reminders, once a day. COL-4 */
export const deadlineJob: Job = {
  name: 'collections.deadlines',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await sweepCases(deps);
  },
};

/** Takes up queued imports that nobody was told of, and those whose process has died. */
export const importJob = (runImports: RunImports): Job => ({
  name: 'collections.imports',
  schedule: { everyMinutes: 1 },
  missed: 'latest',
  run: runImports,
});
