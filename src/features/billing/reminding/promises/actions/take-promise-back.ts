import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { moneyRoles } from '../../../invoices/index.ts';
import { takePromiseBack } from '../note-promise.ts';
import type { PaymentPromise } from '../promise.ts';

const doing = 'take promises to pay back';

/** It was noted by mistake, or holds no more: reminders go on. ALL-5 @throws Conflict */
export const withdrawPromise = (deps: Deps, by: By, id: string): Promise<PaymentPromise> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    return takePromiseBack(work, id);
  });

export const takePromiseBackButton: Interaction = {
  id: 'promise.take_back',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { subject, customerId } = await withdrawPromise(request.deps, request.by, request.value);
    return { window: subject.type === 'invoice' ? subject : { type: 'customer', id: customerId } };
  },
};
