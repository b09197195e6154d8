import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { moneyRoles } from '../../../invoices/index.ts';
import type { Hold } from '../hold.ts';
import { endHoldWith, holding, holdToEnd } from '../write-hold.ts';

/** Reminders go on. ALL-5 @throws Conflict where somebody was first */
export const endHold = (deps: Deps, by: By, id: string): Promise<Hold> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, holding);
    const hold = await holdToEnd(work, id);
    await endHoldWith(work, hold);
    return hold;
  });

export const endHoldButton: Interaction = {
  id: 'reminder.end_hold',
  press: async (request) => {
    await requireEarly(request, moneyRoles, holding);
    const { invoiceId, customerId } = await endHold(request.deps, request.by, request.value);
    return { window: invoiceId ? { type: 'invoice', id: invoiceId } : { type: 'customer', id: customerId } };
  },
};
