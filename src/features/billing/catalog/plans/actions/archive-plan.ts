import { NotFound, UserError } from '../../../../../core/errors.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { planDoor } from '../plan.ts';
import { lockPlan, storePlanArchived } from '../store.ts';

/** CUS-4: an archived plan is given to nobody any more; who has it keeps it. Offered again, it is as it was: each undoes the other. */
const setArchived = (deps: Deps, by: By, planId: string, isArchived: boolean): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, isArchived ? 'archive a plan' : 'offer a plan again');
    const plan = await lockPlan(work.tx, planId);
    if (!plan) throw new NotFound('plan');
    if ((plan.archivedAt !== undefined) === isArchived)
      throw new UserError(`${plan.code} is ${isArchived ? 'archived' : 'offered'} already.`);
    await storePlanArchived(work.tx, planId, isArchived ? work.now : null);
    work.audit({
      action: isArchived ? 'plan.archived' : 'plan.offered_again',
      subject: { type: planDoor.subject, id: planId },
      after: { code: plan.code },
    });
  });

export const archivePlan = (deps: Deps, by: By, planId: string): Promise<void> => setArchived(deps, by, planId, true);
export const offerPlanAgain = (deps: Deps, by: By, planId: string): Promise<void> =>
  setArchived(deps, by, planId, false);

export const archivePlanButton: Interaction = {
  id: 'plan.archive',
  press: async ({ deps, by, value }) => {
    await archivePlan(deps, by, value);
    return { window: { type: planDoor.subject, id: value } };
  },
};

export const offerPlanButton: Interaction = {
  id: 'plan.offer_again',
  press: async ({ deps, by, value }) => {
    await offerPlanAgain(deps, by, value);
    return { window: { type: planDoor.subject, id: value } };
  },
};
