import { NotFound, UserError } from '../../../../../core/errors.ts';
import { formatDay } from '../../../../../core/time/calendar.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { mayTakeBack, planDoor } from '../plan.ts';
import { priceFacts } from '../plan-text.ts';
import { lockPlan, planOfPrice, pricesOf, takePriceBack } from '../store.ts';

/**
 * ALL-5, ALL-10: a price whose first day is not over, or that was added a moment ago, is taken back: the one before it holds again.
 * @returns the plan's id
 */
export const takeBackPrice = (deps: Deps, by: By, priceId: string): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, 'take a price back');
    const planId = await planOfPrice(work.tx, priceId);
    const plan = planId && (await lockPlan(work.tx, planId));
    const price = plan && (await pricesOf(work.tx, [plan.id])).get(plan.id)?.find(({ id }) => id === priceId);
    if (!plan || !price) throw new NotFound('price', 'This price was taken back already. Open the plan anew.');
    if (!mayTakeBack(price, work.today, work.now)) {
      throw new UserError(
        `This price holds since ${formatDay(price.validFrom)}, and may have been billed. Add one from a later day instead.`,
      );
    }
    await takePriceBack(work.tx, priceId, work.by.id, work.now);
    work.audit({
      action: 'plan.price_taken_back',
      subject: { type: planDoor.subject, id: plan.id },
      before: priceFacts(plan, price),
    });
    return plan.id;
  });

export const takeBackPriceButton: Interaction = {
  id: 'plan.take_price_back',
  press: async ({ deps, by, value }) => ({
    window: { type: planDoor.subject, id: await takeBackPrice(deps, by, value) },
  }),
};
