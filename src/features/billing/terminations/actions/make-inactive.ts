import { Conflict, UserError } from '../../../../core/errors.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { changeDetails, endGroups } from '../../../customers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { terminationSubject } from '../termination.ts';
import { lockWalk, requireStep, tellOfStep } from '../walk-in-hand.ts';

const doing = 'make customers inactive';

/**
 * CUS-6: nothing is billed to the customer any more; all history stays.
 * @throws UserError while it is still served, or the final bill is neither sent nor waived
 */
export const makeInactive = (deps: Deps, by: By, terminationId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const walking = await lockWalk(work, terminationId);
    const { termination, facts } = walking;
    const { customerId, subject, endOn } = termination;
    requireStep(walking, 'inactive');
    if (endOn >= work.today)
      throw new UserError(`It is served until ${formatDay(endOn)}: make it inactive after that.`);
    if (!facts.isActive) throw new Conflict('It is inactive already.');
    const reason = `Ended on ${formatDay(endOn)}`;
    await changeDetails(work, customerId, { active: false }, reason);
    await endGroups(work, customerId, endOn, reason);
    work.audit({ action: 'termination.inactive', subject, customerId, after: { active: false } });
    tellOfStep(work, terminationId, `${person(work.by.id)} made it inactive. It can be reactivated; nothing is lost.`);
  });

export const inactiveButton: Interaction = {
  id: 'termination.inactive',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    await makeInactive(request.deps, request.by, request.value);
    return { window: terminationSubject(request.value) };
  },
};
