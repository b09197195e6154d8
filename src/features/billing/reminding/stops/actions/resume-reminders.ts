import { Conflict, NotFound } from '../../../../../core/errors.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { moneyRoles } from '../../../invoices/index.ts';
import { endStop, stopById } from '../store.ts';

const doing = 'send reminders to an address again';

/** Somebody says that an address may be reminded again. ALL-5 @returns the customer */
export const resumeReminders = (deps: Deps, by: By, id: string): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const stop = await stopById(work.tx, id);
    if (!stop) throw new NotFound('address');
    if (!(await endStop(work, id))) throw new Conflict(`${person(stop.endedBy ?? '')} said so before.`);
    const { customerId } = stop;
    work.audit({ action: 'reminder.resumed', subject: { type: 'customer', id: customerId }, customerId });
    return customerId;
  });

export const resumeButton: Interaction = {
  id: 'reminder.resume',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const id = await resumeReminders(request.deps, request.by, request.value);
    return { window: { type: 'customer', id } };
  },
};
