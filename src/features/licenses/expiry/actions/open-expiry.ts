import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { said } from '../../../answers.ts';
import { expiryRoles, lockedAction } from '../decision.ts';
import { changeAction } from '../store.ts';

/** Gives a task that came in a digest its own message. */
export const openExpiryMessage = (deps: Deps, by: By, actionId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'open an expiry task');
    const { action } = await lockedAction(work, actionId);
    await changeAction(work.tx, action.id, { hasMessage: true });
    work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  });

export const openExpirySelect: Interaction = {
  id: 'expiry.open',
  press: async ({ deps, by, value }) => {
    await openExpiryMessage(deps, by, value);
    return said(`The task has its own message in ${deps.roleName('support')}’s channel now.`);
  },
};
