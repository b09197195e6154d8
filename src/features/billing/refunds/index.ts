import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { balancesOf } from '../balance/index.ts';
import { asDeed, guardedDeeds, rightsPolicy } from '../rights/index.ts';
import { refundButton } from './actions/refund.ts';
import { takeRefundBackButton } from './actions/take-back.ts';
import { refundDeed } from './give-refund.ts';
import { refundRows } from './refund-views.ts';
import { pageOfRefunds } from './store.ts';

export { giveRefund } from './actions/refund.ts';
export { takeRefundBack } from './actions/take-back.ts';

const refundsSection: WindowSection = {
  subject: 'customer',
  order: 27,
  title: 'Refunds',
  read: async (deps, customerId) => {
    const [balances, policy] = await Promise.all([balancesOf(deps.db.prisma, customerId), deps.policy(rightsPolicy)]);
    if (!balances.some(({ amount }) => amount > 0n)) return {};
    return { buttons: [{ text: 'Refund', action: 'refund.give', value: customerId, roles: policy.refund }] };
  },
  rows: async ({ deps, roles }, customerId, page) => {
    const [refunds, held, policy] = await Promise.all([
      pageOfRefunds(deps.db.prisma, customerId, page),
      roles(),
      deps.policy(rightsPolicy),
    ]);
    return refundRows(
      refunds,
      policy.refund.some((role) => held.has(role)),
    );
  },
};

export const refundsSlice: Slice = {
  name: 'refunds',
  interactions: [refundButton, takeRefundBackButton],
  sections: [refundsSection],
  contributes: [contribute(guardedDeeds, asDeed(refundDeed))],
};
