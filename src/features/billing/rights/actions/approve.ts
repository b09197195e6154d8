import { Conflict, NotAllowed, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { type By, type Deps, system, type Work } from '../../../../platform/work/work.ts';
import { onboardingPolicy } from '../../../playbooks/index.ts';
import type { Approval } from '../approval.ts';
import { existingApproval, settle, tell, waitingApproval } from '../decide.ts';
import { type DeedFacts, deedNamed } from '../deed.ts';
import { rightsPolicy, rolesWith } from '../policy.ts';
import { requireRight } from '../require-right.ts';
import { type Right, rightNames } from '../right.ts';

/** ALL-1: somebody else than who asked, unless the workspace allows it. @throws NotAllowed */
const requireOther = async (work: Work, { requestedBy }: Approval): Promise<void> => {
  const { allowSelfApproval } = await work.policy(onboardingPolicy);
  if (requestedBy === work.by.id && !allowSelfApproval)
    throw new NotAllowed('You asked for this yourself: somebody else must approve it.');
};

/** It takes two who may: who asked must still be one of them. @throws UserError */
const requireAskerStill = async (work: Work, { requestedBy }: Approval, right: Right): Promise<void> => {
  if (requestedBy === system.userId) return;
  const members = await work.membersOf(rolesWith(await work.policy(rightsPolicy), right));
  if (members.includes(requestedBy)) return;
  throw new UserError(`${person(requestedBy)}, who asked, can no longer ${rightNames[right]}. Decline it.`);
};

/** What is approved is what was asked for, or nothing is. @throws Conflict */
const requireSame = (approval: Approval, { amount, description }: DeedFacts): void => {
  const isSame = amount.amount === approval.amount.amount && amount.currency === approval.amount.currency;
  if (isSame && description === approval.description) return;
  throw new Conflict(
    `It was asked to ${approval.description} (${formatMoney(approval.amount)}); now that would be to ${description} (${formatMoney(amount)}). Decline it, and have it asked for anew.`,
  );
};

/** ALL-11: a second person approves, and in the same transaction it is done; everything is checked anew. @returns what was done */
export const approve = (deps: Deps, by: By, id: string): Promise<string> =>
  deps.transact(by, async (work) => {
    const asked = await existingApproval(work.tx, id);
    const deed = deedNamed(work, asked.deed);
    await requireRight(work, deed.right);
    const approval = await waitingApproval(work, id);
    await requireOther(work, approval);
    await requireAskerStill(work, approval, deed.right);
    const facts = await deed.examine(work, approval.payload);
    requireSame(approval, facts);
    await settle(work, approval, 'approved');
    await deed.carryOut(work, approval.payload, facts);
    tell(work, approval, 'approved', { thread: facts.thread });
    return approval.description;
  });

export const approveButton: Interaction = {
  id: 'approval.approve',
  press: async ({ deps, by, value }) => {
    await approve(deps, by, value);
    return said('Approved and done. The person who asked has been told.');
  },
};
