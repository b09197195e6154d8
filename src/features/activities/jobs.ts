import type { Job } from '../../platform/jobs/job.ts';
import { remindOverdue } from './remind.ts';

export const jobs: readonly Job[] = [
  {
    name: 'activities.remind',
    schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
    missed: 'latest',
    run: remindOverdue,
  },
];
