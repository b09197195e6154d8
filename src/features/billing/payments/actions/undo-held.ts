import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { requireInTime, requireOwn, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import type { HeldPayment } from '../payment.ts';
import { reverse } from '../reverse-payment.ts';
import { linkTransaction, setHeld } from '../store.ts';
import { decidedAlready, lockedHeld, tellDecided } from './held-decision.ts';

/** Whoever decided takes it back within 10 minutes: it waits again. What was posted is undone by its opposite. ALL-5 */
export const undoHeld = (deps: Deps, by: By, heldId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'undo what was said of a reported payment');
    const held = await lockedHeld(work, heldId);
    if (held.state === 'returned') throw decidedAlready(held);
    if (held.state === 'held' || !held.decidedBy || !held.decidedAt) throw new Conflict('This was undone already.');
    requireOwn(held.decidedBy, work.by.id);
    requireInTime(held.decidedAt, work.now, 'Reverse the payment instead, and say why.');
    if (held.madeId) {
      await requireOpenPeriod(work, work.today);
      await reverse(work, held.madeId, 'mistake', 'Undone: it is held again.');
    }
    const before = { key: held.keyBefore ?? null, reference: held.referenceBefore ?? null };
    if (!(await linkTransaction(work.tx, held.paymentId, before)))
      throw new Conflict('This can’t be undone any more: the payment by hand was reversed since.');
    const { decidedBy: _, decidedAt: __, keyBefore: ___, referenceBefore: ____, madeId: _____, ...rest } = held;
    const again: HeldPayment = { ...rest, state: 'held' };
    await setHeld(work.tx, held.id, again);
    await tellDecided(work, again, 'payment.held_again', {});
  });

export const undoHeldButton: Interaction = undoButton('held_payment.undo', async (deps, by, { subjectId }) => {
  await undoHeld(deps, by, subjectId);
  return 'Undone: it is held again.';
});
