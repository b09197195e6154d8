import { plural } from '../../../../core/text/text.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { undoRecorded } from '../../payments/index.ts';

/** Whoever recorded a deposit takes all of it back within 10 minutes; later each payment is reversed with a reason. ALL-5 */
export const undoDeposit = (deps: Deps, by: By, paymentIds: readonly string[]): Promise<void> =>
  deps.transact(by, async (work) => {
    for (const id of paymentIds) await undoRecorded(work, id);
  });

export const undoDepositButton: Interaction = undoButton('deposit.undo', async (deps, by, { subjectId }) => {
  const ids = subjectId.split(' ');
  await undoDeposit(deps, by, ids);
  return `Undone: ${plural(ids.length, 'payment is', 'payments are')} reversed.`;
});
