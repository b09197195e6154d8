import type { Work } from '../../../../platform/work/work.ts';
import { type Charge, type Invoice, planInvoices } from '../../invoices/index.ts';
import type { PickedUp } from './charge.ts';
import { writePickedUp } from './charges-store.ts';

/** What a project is to collect up front, with what sales picked up for it. */
export interface PlannedCharge extends Charge {
  readonly pickedUp: PickedUp;
}

/** An invoice for each charge above zero, as `planInvoices`, and what is known of each besides its money. ONB-3 */
export const planCharges = async (
  work: Work,
  input: Omit<Parameters<typeof planInvoices>[1], 'charges'> & { readonly charges: readonly PlannedCharge[] },
): Promise<readonly Invoice[]> => {
  const planned = await planInvoices(work, input);
  for (const { id, kind } of planned) {
    const pickedUp = input.charges.find((charge) => charge.kind === kind)?.pickedUp ?? 'nothing';
    if (pickedUp !== 'nothing') await writePickedUp(work, id, pickedUp);
  }
  return planned;
};
