/** Whether what is stored of shut gates is what they are: for turns that were opened before it was stored, and each night for all. */
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { type ProjectState, projectRef, readerOf } from '../../playbooks/index.ts';
import { blockedBy } from '../engine/checklist.ts';
import { showFolder, storeBlocking } from '../engine/folder-message.ts';
import { loadProjects, lockProjects } from '../engine/load.ts';
import { openProjects } from './store.ts';

const atOnce = 100;
const beforeAll = '00000000-0000-0000-0000-000000000000';

const differs = (project: ProjectState): boolean =>
  project.handoff.state === 'open' && project.handoff.blockedBy?.join() !== blockedBy(project).join();

/** Looks again with the projects locked: what changed meanwhile has stored it itself. @returns what was stored wrongly */
const mend = (deps: Deps, ids: readonly string[]): Promise<readonly ProjectState[]> =>
  deps.transact(system, async (work) => {
    await lockProjects(work.tx, ids);
    const wrong = (await loadProjects(work, ids, 'checklist')).filter(differs);
    for (const project of wrong) {
      // A message is drawn again only where it may be wrong too.
      if (project.handoff.blockedBy === undefined) storeBlocking(work, project);
      else showFolder(work, project);
    }
    return wrong.filter(({ handoff }) => handoff.blockedBy !== undefined);
  });

/**
 * Compares in pages what is stored with what the gates say, and mends what differs. Safe to repeat, and beside people at work.
 * @param which `unknown`: only the turns of which nobody has looked yet
 * @returns the projects whose stored value was wrong
 */
export const checkBlocked = async (deps: Deps, which: 'unknown' | 'all'): Promise<readonly ProjectState[]> => {
  const wrong: ProjectState[] = [];
  let after = beforeAll;
  for (;;) {
    const ids = await openProjects(deps.db.prisma, which, { after, take: atOnce });
    const last = ids.at(-1);
    if (last === undefined) return wrong;
    after = last;
    const suspects = (await loadProjects(readerOf(deps), ids, 'checklist')).filter(differs);
    if (suspects.length > 0)
      wrong.push(
        ...(await mend(
          deps,
          suspects.map(({ id }) => id),
        )),
      );
  }
};

/** What an older version opened, or had opened before, is looked at soon after this one has begun. */
export const fillJob: Job = {
  name: 'onboarding.blocked_fill',
  schedule: { everyMinutes: 10 },
  missed: 'latest',
  run: async (deps) => void (await checkBlocked(deps, 'unknown')),
};

/** Every night. What it finds is a fault of Baton's: it is mended, and said in the log. */
export const checkJob: Job = {
  name: 'onboarding.blocked_check',
  schedule: async (deps) => ({ times: ['03:30'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    const wrong = await checkBlocked(deps, 'all');
    if (wrong.length === 0) return;
    const projects = wrong.map(
      (project) => `${projectRef(project)}: ${project.handoff.blockedBy?.join(', ') || 'none'}`,
    );
    deps.log.warn(
      { projects: projects.slice(0, 50), count: wrong.length },
      'what blocks folders was stored wrongly, and is mended',
    );
  },
};
