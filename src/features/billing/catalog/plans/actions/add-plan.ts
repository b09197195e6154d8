import type { ModalView } from '@slack/types';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { taxCategories } from '../../../taxes/index.ts';
import { type Plan, type PlanFields, planDoor } from '../plan.ts';
import { planInputs, readPlan } from '../plan-form.ts';
import { checkedPrice, priceInputs, readPrice, type TypedPrice } from '../price-form.ts';
import { writePlan, writePrice } from '../write-plan.ts';

const doing = 'add a plan';

export interface AddPlan {
  readonly plan: PlanFields;
  readonly price: TypedPrice;
}

/** A plan with its first price. CUS-4 @throws FieldErrors */
export const addPlan = (deps: Deps, by: By, { plan: fields, price }: AddPlan): Promise<Plan> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    const checked = checkedPrice(price, fields.billing, work.today);
    const plan = await writePlan(work, fields);
    await writePrice(work, plan, checked, { isNew: true });
    return plan;
  });

export const addPlanButton: Interaction = {
  id: 'plan.add',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: (deps) => taxCategories(deps.db.prisma),
    form: (categories, validFrom): ModalView =>
      modal({
        callback: 'plan.add',
        title: 'Add a plan',
        submit: 'Add',
        blocks: [...planInputs(categories), ...priceInputs({ validFrom }, 'perhaps')],
      }),
  }),
  submit: async ({ deps, by, values }) => {
    const plan = await addPlan(deps, by, { plan: readPlan(values), price: readPrice(values) });
    return { window: { type: planDoor.subject, id: plan.id } };
  },
};
