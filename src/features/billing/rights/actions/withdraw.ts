import { NotAllowed } from '../../../../core/errors.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { existingApproval, settle, tell, waitingApproval } from '../decide.ts';

/** ALL-5: who asked takes it back while nobody has decided; nothing has happened yet, so that no reason is asked. */
export const withdraw = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    const { requestedBy } = await existingApproval(work.tx, id);
    const isTheirs = requestedBy === work.by.id;
    if (!isTheirs)
      throw new NotAllowed(`Only ${person(requestedBy)} can take this back: they asked. You can decline it.`);
    work.require([], 'take this back', isTheirs);
    const approval = await waitingApproval(work, id);
    await settle(work, approval, 'withdrawn');
    tell(work, approval, 'withdrawn');
  });

export const withdrawButton: Interaction = {
  id: 'approval.withdraw',
  press: async ({ deps, by, value }) => {
    await withdraw(deps, by, value);
    return said('Taken back.');
  },
};
