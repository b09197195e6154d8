import type { Slice } from '../../../platform/slice/slice.ts';
import { moneyRoles } from '../invoices/index.ts';
import { billNowButton, previewCommand } from './actions/bill-now.ts';

export { billNow, previewBills } from './actions/bill-now.ts';
export { type Billable, billablesOf, lockBillables } from './billable.ts';
export { makeBills, type Planned, writeBills } from './make-bills.ts';
export { type BillPlan, type PlannedBill, planBills, type Reckoning } from './plan-bills.ts';
export { reckoningFor } from './reckoning.ts';

export const billsSlice: Slice = {
  name: 'bills',
  commands: [previewCommand],
  interactions: [billNowButton],
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
