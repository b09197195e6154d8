import { NotAllowed } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { onboardingPolicy, requireActive } from '../../../playbooks/index.ts';
import { decidedAlready, decideOverride, findOverride } from '../decide-override.ts';
import { gateOpenedMessage } from '../override-views.ts';

/** ALL-1: an approver, and another person than the one who asked, unless the workspace allows it. ONB-7 */
export const approveOverride = (deps: Deps, by: By, input: { readonly id: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    const asked = await findOverride(work, input.id, { lock: true });
    const { gate, override, project } = asked;
    work.require(gate.approvers, `approve exceptions at “${gate.name}”`);
    const { allowSelfApproval } = await work.policy(onboardingPolicy);
    if (override.requestedBy === work.by.id && !allowSelfApproval) {
      throw new NotAllowed('You asked for this exception yourself: somebody else must approve it.');
    }
    if (override.state !== 'requested') throw decidedAlready(asked);
    requireActive(project);
    await decideOverride(work, asked, 'approved');
  });

export const approveOverrideButton: Interaction = {
  id: 'override.approve',
  press: async ({ deps, by, value }) => {
    await approveOverride(deps, by, { id: value });
    return { say: gateOpenedMessage('Approved. The gate is open now.', value) };
  },
};
