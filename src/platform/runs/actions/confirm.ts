import { Conflict } from '../../../core/errors.ts';
import type { Interaction } from '../../slice/slice.ts';
import type { By, Deps } from '../../work/work.ts';
import { kindOf } from '../run-kind.ts';
import { lockRun, queueConfirmed } from '../store.ts';
import { auditRun, showRun } from '../tell.ts';

/** What a preview showed is done. @throws Conflict when it does not wait for that (any more) */
export const confirmRun = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    const run = await lockRun(work.tx, id);
    const kind = kindOf(work, run.kind);
    work.require(kind.roles, kind.doing);
    if (run.state !== 'previewed') throw new Conflict(`This is ${run.state} already.`);
    await queueConfirmed(work.tx, run);
    auditRun(work, run, 'confirmed');
    showRun(work, kind, id);
  });

export const confirm = (wake: (deps: Deps) => void): Interaction => ({
  id: 'run.confirm',
  press: async ({ deps, by, value }) => {
    await confirmRun(deps, by, value);
    wake(deps);
    return { say: { text: 'Confirmed: it begins in a moment.' } };
  },
});
