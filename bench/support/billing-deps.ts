import { systemClock } from '../../src/core/time/clock.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { featureSlices } from '../../src/features/slices.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { createRegistry } from '../../src/platform/slice/registry.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import type { Deps } from '../../src/platform/work/work.ts';
import { benchDeps } from './deps.ts';

/** Every slice on a database, as a running Baton has them: registry and what use cases need. */
export const billingDeps = (db: Database) => {
  const slices = featureSlices({
    playbooks: [],
    reportFormats: [],
    openFile: () => Promise.reject(new Error('no files here')),
    wakeRuns: () => {},
  });
  const registry = createRegistry(slices, builtinRoles);
  const { roleName, contributions } = registry;
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  const transact = createTransact({
    ...{ db, clock: systemClock, timeZone: 'UTC', reactions, contributions, roleName },
    committed: () => {},
  });
  const deps: Deps = { ...benchDeps(db), transact, contributions, roleName };
  return { registry, deps };
};
