import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { licenseDoor } from '../../licenses/license.ts';
import { expiryRoles, lockedAction } from '../decision.ts';
import { changeAction } from '../store.ts';

/** Gives a task that came in a digest its own message. @returns its license's id */
export const openExpiryMessage = (deps: Deps, by: By, actionId: string): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'open an expiry task');
    const { action } = await lockedAction(work, actionId);
    await changeAction(work.tx, action.id, { hasMessage: true });
    work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
    return action.licenseId;
  });

/** It leads to the window of its license as well, where the task can be decided. WRK-1 */
export const openExpirySelect: Interaction = {
  id: 'expiry.open',
  press: async ({ deps, by, value }) => {
    const id = await openExpiryMessage(deps, by, value);
    const text = `The task has its own message in ${deps.roleName('support')}’s channel now.`;
    return { ...said(text), window: { type: licenseDoor.subject, id } };
  },
};
