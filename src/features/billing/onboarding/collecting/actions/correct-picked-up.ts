import type { ModalView } from '@slack/types';
import { NotFound } from '../../../../../core/errors.ts';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  aboutInvoice,
  moneyRoles,
  readReason,
  reasonInput,
  refuseEnded,
  saidOfInvoice,
} from '../../../invoices/index.ts';
import type { PickedUp, ProjectCharge } from '../../charges/charge.ts';
import { chargeById } from '../../charges/charges-store.ts';
import { correctPickedUp, pickedUpInput, readPickUp } from '../picked-up.ts';

const doing = 'correct what was picked up';

const field = 'picked_up';

/** Correct what was picked up. ONB-19 */
export const pickedUpForm = (charge: ProjectCharge): ModalView =>
  modal({
    callback: 'invoice.picked_up',
    title: 'What was picked up',
    submit: 'Correct',
    data: charge.id,
    blocks: [
      aboutInvoice(charge),
      pickedUpInput(field, 'Picked up by sales', charge.pickedUp),
      reasonInput('Why is it corrected?'),
    ],
  });

const openCharge = async ({ db }: Deps, id: string): Promise<ProjectCharge> => {
  const charge = await chargeById(db.prisma, id);
  if (!charge) throw new NotFound('charge');
  refuseEnded(charge);
  return charge;
};

/** Accounting puts right what sales picked up for a charge that is open. ONB-19 */
export const correctPickUp = (
  deps: Deps,
  by: By,
  input: { readonly invoiceId: string; readonly pickedUp: PickedUp; readonly reason: string },
): Promise<void> =>
  deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return correctPickedUp(work, input);
  });

export const correctPickedUpButton: Interaction = {
  id: 'invoice.picked_up',
  press: opensForm({ roles: moneyRoles, doing, find: openCharge, form: pickedUpForm }),
  submit: async ({ deps, by, data, values }) => {
    await correctPickUp(deps, by, {
      invoiceId: data,
      pickedUp: required(readPickUp(values.option(field)), field, 'Choose what was picked up.'),
      reason: readReason(values),
    });
    return saidOfInvoice(deps, data, 'is collected by what was picked up');
  },
};
