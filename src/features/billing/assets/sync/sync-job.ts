import type { Job } from '../../../../platform/jobs/job.ts';
import { kindOf, startRun } from '../../../../platform/runs/index.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import { serversPolicy } from '../servers/policy.ts';
import { allServers } from '../servers/store.ts';
import { syncRun } from './sync-run.ts';

/** Starts a sync of each server that has an address, where the setting says so. CUS-2 */
export const syncAll = (deps: Deps): Promise<void> =>
  deps.transact(system, async (work) => {
    if (!(await work.policy(serversPolicy)).isSyncedDaily) return;
    const kind = kindOf(work, syncRun);
    for (const { id: serverId, name, address, retiredAt } of await allServers(work.tx))
      if (address && !retiredAt) await startRun(work, kind, { serverId, name });
  });

export const syncJob = (wake: (deps: Deps) => void): Job => ({
  name: 'servers.sync',
  schedule: async (deps) => ({ times: ['05:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await syncAll(deps);
    wake(deps);
  },
});
