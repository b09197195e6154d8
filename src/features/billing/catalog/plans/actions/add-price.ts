import type { ModalView } from '@slack/types';
import { NotFound } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { modal, section } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { type Plan, type PlanPrice, planDoor } from '../plan.ts';
import { checkedPrice, priceInputs, readPrice, type TypedPrice } from '../price-form.ts';
import { planById, pricesOf } from '../store.ts';
import { writePrice } from '../write-plan.ts';
import { existingPlan } from './edit-plan.ts';

const doing = 'add a price';

/** A price from a day on; those before it stay as they are. CUS-4 @throws FieldErrors */
export const addPrice = (
  deps: Deps,
  by: By,
  { planId, price }: { readonly planId: string; readonly price: TypedPrice },
): Promise<PlanPrice> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    const plan = await planById(work.tx, planId);
    if (!plan) throw new NotFound('plan');
    return writePrice(work, plan, checkedPrice(price, plan.billing, work.today), { isNew: false });
  });

const currencyOf = (prices: readonly PlanPrice[]): { readonly currency?: string } => {
  const [one, ...others] = new Set(prices.map(({ price }) => price.currency));
  return one !== undefined && others.length === 0 ? { currency: one } : {};
};

export const addPriceButton: Interaction = {
  id: 'plan.add_price',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: async (deps, id): Promise<{ plan: Plan; prices: readonly PlanPrice[] }> => ({
      plan: await existingPlan(deps, id),
      prices: (await pricesOf(deps.db.prisma, [id])).get(id) ?? [],
    }),
    form: ({ plan, prices }, validFrom): ModalView =>
      modal({
        callback: 'plan.add_price',
        title: 'Add a price',
        submit: 'Add',
        data: plan.id,
        blocks: [
          section(`*${escapeMrkdwn(plan.code)}* ${escapeMrkdwn(plan.name)}`),
          ...priceInputs({ ...currencyOf(prices), validFrom }, plan.billing === 'metered'),
        ],
      }),
  }),
  submit: async ({ deps, by, data, values }) => {
    await addPrice(deps, by, { planId: data, price: readPrice(values) });
    return { window: { type: planDoor.subject, id: data } };
  },
};
