import { UserError } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { lockCase, setHasMessage } from '../store.ts';
import { caseDoor, caseRoles } from '../table/case.ts';

/** Gives a case that came in a digest its own message. COL-2 */
export const openCaseMessage = (deps: Deps, by: By, caseId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'open a case');
    const found = await lockCase(work.tx, caseId);
    if (!found) throw new UserError('This case does not exist any more.');
    await setHasMessage(work.tx, [found.id]);
    work.show({ kind: 'case', subjectId: found.id }, { role: 'accounting' });
  });

/** From a list it leads to the case's window as well. WRK-1 */
export const openCase: Interaction = {
  id: 'case.open',
  press: async ({ deps, by, value }) => {
    await openCaseMessage(deps, by, value);
    return {
      window: { type: caseDoor.subject, id: value },
      say: { text: `The case has its own message in ${deps.roleName('accounting')}’s channel now.` },
    };
  },
};
