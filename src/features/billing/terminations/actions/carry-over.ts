import { Conflict } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { changeTermination } from '../store.ts';
import { terminationSubject } from '../termination.ts';
import { lockWalk, requireStep, tellOfStep } from '../walk-in-hand.ts';

const doing = 'carry credits over';

/** CUS-6: what is left of the customer's money stays their balance, for when they come back. @throws Conflict naming who was first */
export const carryOver = (deps: Deps, by: By, terminationId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const walking = await lockWalk(work, terminationId);
    requireStep(walking, 'credit');
    const { carried, customerId, subject } = walking.termination;
    const { balance } = walking.facts;
    if (carried) throw new Conflict(`${person(carried.by)} carried it over ${moment(carried.at)}.`);
    if (balance.amount === 0n) throw new Conflict('Nothing is left over.');
    await changeTermination(work, terminationId, { carried: true });
    work.audit({ action: 'termination.carried_over', subject, customerId, after: { balance: formatMoney(balance) } });
    tellOfStep(work, terminationId, `${person(work.by.id)} carried ${formatMoney(balance)} over.`);
  });

export const carryOverButton: Interaction = {
  id: 'termination.carry_over',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    await carryOver(request.deps, request.by, request.value);
    return { window: terminationSubject(request.value) };
  },
};
