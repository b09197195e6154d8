/** Where requests are seen: each one's message, and Home. */
import type { HomeSection, SlotKind } from '../../../platform/slice/slice.ts';
import { approvalMessage, waitingBlocks } from './approval-views.ts';
import { guardedDeeds } from './deed.ts';
import { rightsPolicy, rolesWith } from './policy.ts';
import { approvalById, waitingApprovals } from './store.ts';

export const approvalSlot: SlotKind = {
  kind: 'approval',
  render: async (deps, id, _part, frame) => {
    const approval = await approvalById(deps.db.prisma, id);
    return approval && approvalMessage(approval, frame.openButtons(approval.subject));
  },
};

const mostShown = 8;

/** What waits for a second person, for those who have the right and did not ask themselves. WRK-3 */
export const approvalsHome: HomeSection = {
  order: 35,
  title: 'Approvals that wait',
  waits: true,
  render: async ({ deps, userId, roles }) => {
    const waiting = await waitingApprovals(deps.db.prisma, 50);
    if (waiting.length === 0) return [];
    const [held, policy] = await Promise.all([roles(), deps.policy(rightsPolicy)]);
    const rightOf = new Map(deps.contributions.to(guardedDeeds).map(({ name, right }) => [name, right]));
    const mine = waiting.filter(({ deed, requestedBy }) => {
      const right = rightOf.get(deed);
      return right && requestedBy !== userId && rolesWith(policy, right).some((role) => held.has(role));
    });
    return waitingBlocks(mine.slice(0, mostShown));
  },
};
