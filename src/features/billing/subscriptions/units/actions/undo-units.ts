import { Conflict, NotFound } from '../../../../../core/errors.ts';
import { newId } from '../../../../../core/ids.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { requireInTime, requireOwn, undoButton } from '../../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { lockSubscription } from '../../agreements/store.ts';
import { serviceEditors, subscriptionSubject } from '../../agreements/subscription.ts';
import { enteredCount, insertCount, takeCountBack } from '../../items/count-store.ts';

/** ALL-10: units that were entered are taken back within 10 minutes; those whose place they took hold again. */
export const undoUnits = (
  deps: Deps,
  by: By,
  { countId, beforeId }: { readonly countId: string; readonly beforeId?: string | undefined },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'enter units');
    const entered = await enteredCount(work.tx, countId);
    if (!entered) throw new NotFound('count');
    requireOwn(entered.by, work.by.id);
    requireInTime(entered.at, work.now, 'Enter the units of that period anew instead.');
    const subscription = await lockSubscription(work, entered.subscriptionId);
    if (!(await takeCountBack(work, countId)))
      throw new Conflict('These units were taken back, or entered anew, already. Nothing was changed.');
    const { counts, customerId, id } = subscription;
    const [count, before] = [countId, beforeId].map((each) => counts.find((of) => of.id === each));
    if (before) await insertCount(work, id, { ...before, id: newId(), withdrawn: undefined });
    work.audit({
      action: 'units.taken_back',
      subject: subscriptionSubject(id),
      customerId,
      before: { units: count?.units, from: count?.period.first },
      after: { units: before?.units ?? null },
    });
  });

export const undoUnitsButton: Interaction = undoButton('units.undo', async (deps, by, { subjectId, decision }) => {
  await undoUnits(deps, by, { countId: subjectId, beforeId: decision || undefined });
  return 'Undone: these units are not charged.';
});
