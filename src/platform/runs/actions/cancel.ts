import { Conflict } from '../../../core/errors.ts';
import type { Interaction } from '../../slice/slice.ts';
import type { By, Deps } from '../../work/work.ts';
import { letFileGo } from '../run-file.ts';
import { kindOf } from '../run-kind.ts';
import { askToStop, lockRun } from '../store.ts';
import { auditRun, showRun } from '../tell.ts';
import { endingOf } from '../work-through.ts';

/**
 * Stops a run: at once while it waits; one that is under way stops at its next chunk, of which nothing stays.
 * @throws Conflict when it has ended, or is being stopped already (ALL-3)
 */
export const cancelRun = (deps: Deps, by: By, id: string): Promise<'cancelled' | 'stopping'> =>
  deps.transact(by, async (work) => {
    const run = await lockRun(work.tx, id);
    const kind = kindOf(work, run.kind);
    work.require(kind.roles, kind.doing);
    if (!['queued', 'running', 'previewed'].includes(run.state) || run.cancelledBy !== null)
      throw new Conflict(
        run.cancelledBy === null ? `Too late: it is ${run.state}.` : 'Somebody has cancelled this already.',
      );
    const isEnded = await askToStop(work.tx, run, work.by.id, work.now);
    auditRun(work, run, 'cancelled', run.isPreview ? {} : { ...run.counts });
    if (isEnded) {
      await letFileGo(work.tx, id);
      await kind.cancelled?.(work, endingOf(run));
    }
    if (run.isShown) showRun(work, kind, id);
    return isEnded ? 'cancelled' : 'stopping';
  });

export const cancel: Interaction = {
  id: 'run.cancel',
  press: async ({ deps, by, value }) => {
    const how = await cancelRun(deps, by, value);
    return { say: { text: how === 'cancelled' ? 'Cancelled.' : 'It stops in a moment.' } };
  },
};
