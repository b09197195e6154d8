import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { requireInTime, requireOwn, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { invoicesSettled } from '../events.ts';
import { liveAllocations } from '../store.ts';
import { lockSettled, takeBack } from '../take-back.ts';

/** Whoever used a balance takes that back within 10 minutes: the invoices are open again, the money is left over. ALL-5 */
export const undoUse = (deps: Deps, by: By, decision: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'undo the use of a balance');
    const entries = (await liveAllocations(work.tx, { decision })).filter(({ source }) => source.kind !== 'tolerance');
    const [first] = entries;
    if (!first) throw new Conflict('This was taken back already. Nothing was changed.');
    requireOwn(first.madeBy, work.by.id);
    requireInTime(first.madeAt, work.now, 'Allocate it differently in the invoice’s window instead, and say why.');
    const invoices = await lockSettled(work, entries);
    const ids = entries.map(({ id }) => id);
    const { settled } = await takeBack(work, ids, invoices, 'Undone: the balance was used by mistake.');
    await work.emit(invoicesSettled, settled);
  });

export const undoUseButton: Interaction = undoButton('balance.undo', async (deps, by, { subjectId }) => {
  await undoUse(deps, by, subjectId);
  return 'Undone: it is left over again.';
});
