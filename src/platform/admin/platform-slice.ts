import { auditJobs } from '../audit/jobs.ts';
import type { AuditKey } from '../audit/keys.ts';
import { calendarPolicy } from '../jobs/business-days.ts';
import { housekeepingJob, retentionPolicy } from '../jobs/index.ts';
import type { Slice } from '../slice/slice.ts';
import type { PolicyDefinition } from '../work/policies.ts';

/** What keeps the platform itself in order. */
export const platformSlice = ({
  refreshPeople,
  auditKey,
}: {
  readonly refreshPeople: () => Promise<void>;
  readonly auditKey: AuditKey | undefined;
}): Slice => ({
  name: 'platform',
  policies: [retentionPolicy as PolicyDefinition<never>, calendarPolicy as PolicyDefinition<never>],
  jobs: [
    ...auditJobs(auditKey),
    housekeepingJob,
    {
      // Slack's own notices may be missed while Baton is down: who has left must not keep deciding. ALL-6
      name: 'people',
      schedule: { everyMinutes: 60 },
      missed: 'latest',
      run: () => refreshPeople(),
    },
  ],
});
