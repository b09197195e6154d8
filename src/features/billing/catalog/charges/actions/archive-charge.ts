import { NotFound, UserError } from '../../../../../core/errors.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { chargeDoor } from '../charge.ts';
import { lockCharge, storeChargeArchived } from '../store.ts';

/** CUS-4: an archived charge is assigned to nobody any more; who has it keeps it. Each of the two undoes the other. */
const setArchived = (deps: Deps, by: By, chargeId: string, isArchived: boolean): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, isArchived ? 'archive a charge' : 'offer a charge again');
    const charge = await lockCharge(work.tx, chargeId);
    if (!charge) throw new NotFound('charge');
    if ((charge.archivedAt !== undefined) === isArchived)
      throw new UserError(`${charge.code} is ${isArchived ? 'archived' : 'offered'} already.`);
    await storeChargeArchived(work.tx, chargeId, isArchived ? work.now : null);
    work.audit({
      action: isArchived ? 'charge.archived' : 'charge.offered_again',
      subject: { type: chargeDoor.subject, id: chargeId },
      after: { code: charge.code },
    });
  });

export const archiveCharge = (deps: Deps, by: By, chargeId: string): Promise<void> =>
  setArchived(deps, by, chargeId, true);
export const offerChargeAgain = (deps: Deps, by: By, chargeId: string): Promise<void> =>
  setArchived(deps, by, chargeId, false);

export const archiveChargeButton: Interaction = {
  id: 'charge.archive',
  press: async ({ deps, by, value }) => {
    await archiveCharge(deps, by, value);
    return { window: { type: chargeDoor.subject, id: value } };
  },
};

export const offerChargeButton: Interaction = {
  id: 'charge.offer_again',
  press: async ({ deps, by, value }) => {
    await offerChargeAgain(deps, by, value);
    return { window: { type: chargeDoor.subject, id: value } };
  },
};
