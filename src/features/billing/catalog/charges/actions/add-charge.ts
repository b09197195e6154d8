import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { taxCategories } from '../../../taxes/index.ts';
import { type Charge, type ChargeFields, chargeDoor } from '../charge.ts';
import { chargeInputs, readCharge } from '../charge-form.ts';
import { writeCharge } from '../write-charge.ts';

const doing = 'add a charge';

/** CUS-4 @throws FieldErrors */
export const addCharge = (deps: Deps, by: By, entries: ChargeFields): Promise<Charge> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    return writeCharge(work, entries);
  });

export const addChargeButton: Interaction = {
  id: 'charge.add',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: (deps) => taxCategories(deps.db.prisma),
    form: (categories) =>
      modal({
        callback: 'charge.add',
        title: 'Add a charge',
        submit: 'Add',
        blocks: chargeInputs(undefined, categories),
      }),
  }),
  submit: async ({ deps, by, values }) => {
    const charge = await addCharge(deps, by, readCharge(values));
    return { window: { type: chargeDoor.subject, id: charge.id } };
  },
};
