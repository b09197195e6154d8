import { NotFound, UserError } from '../../../core/errors.ts';
import type { Interaction } from '../../slice/slice.ts';
import type { By, Deps } from '../../work/work.ts';
import { kindOf } from '../run-kind.ts';
import { restartRun } from '../start.ts';
import { lockRun, park, runById, unpark } from '../store.ts';
import { auditRun, showRun } from '../tell.ts';
import { endingOf } from '../work-through.ts';

/** A run that failed goes on where it stopped. */
export const retryRun = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, (work) => restartRun(work, id));

/**
 * One item that a run left aside is tried again by itself.
 * @returns why it is left aside still, if it is; NotFound when somebody was first (ALL-3)
 */
export const retryItem = async (
  deps: Deps,
  by: By,
  input: { readonly runId: string; readonly item: string },
): Promise<string | undefined> => {
  const { runId, item } = input;
  try {
    const found = await runById(deps.db.prisma, runId);
    if (found) await kindOf(deps, found.kind).prepare?.(deps, { ...endingOf(found), cursor: undefined, item });
    await deps.transact(by, async (work) => {
      const run = await lockRun(work.tx, runId);
      const kind = kindOf(work, run.kind);
      work.require(kind.roles, kind.doing);
      if (!(await unpark(work.tx, runId, item)) || !kind.retryItem)
        throw new NotFound('item', 'This is not left aside any more.');
      await kind.retryItem(work, endingOf(run), item);
      auditRun(work, run, 'item_retried', { item });
      showRun(work, kind, runId);
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await deps.transact(by, async (work) => {
      const run = await lockRun(work.tx, runId);
      const kind = kindOf(work, run.kind);
      work.require(kind.roles, kind.doing);
      await park(work.tx, runId, [{ item, reason: error.message }], work.now);
      showRun(work, kind, runId);
    });
    return error.message;
  }
};

export const retry = (wake: (deps: Deps) => void): Interaction => ({
  id: 'run.retry',
  press: async ({ deps, by, value }) => {
    await retryRun(deps, by, value);
    wake(deps);
    return { say: { text: 'It goes on in a moment.' } };
  },
});

export const retryParked: Interaction = {
  id: 'run.retry_item',
  press: async ({ deps, by, value }) => {
    const [runId = '', ...item] = value.split(':');
    const why = await retryItem(deps, by, { runId, item: item.join(':') });
    return { say: { text: why === undefined ? 'Done.' : why } };
  },
};
