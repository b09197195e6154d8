import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { policyForesights } from '../../../platform/work/policies.ts';
import { moneyRoles } from '../invoices/index.ts';
import { billNowButton, previewCommand } from './actions/bill-now.ts';
import { foresightReactions, settlingForesight, subscriptionsForesight, termsForesight } from './foresight.ts';

export { billNow, previewBills } from './actions/bill-now.ts';
export { type Billable, billablesOf, lockBillables, only } from './billable.ts';
export { makeBills, type Planned, writeBills } from './make-bills.ts';
export { type BillPlan, type PlannedBill, planBills, type Reckoning } from './plan-bills.ts';
export { reckoningFor } from './reckoning.ts';

export const billsSlice: Slice = {
  name: 'bills',
  commands: [previewCommand],
  interactions: [billNowButton],
  contributes: [termsForesight, settlingForesight, subscriptionsForesight].map((each) =>
    contribute(policyForesights, each),
  ),
  reactions: foresightReactions,
  sections: [
    {
      subject: 'customer',
      order: 31,
      title: 'Bills',
      read: async (_deps, customerId) => ({
        buttons: [{ text: 'Bill now', action: 'bill.now', value: customerId, roles: moneyRoles }],
      }),
    },
  ],
};
