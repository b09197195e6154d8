import { on, type Reaction } from '../../../../platform/work/events.ts';
import { invoicesSettled } from '../../balance/index.ts';
import { invoiceChanged } from '../../invoices/index.ts';
import { paymentCameBack, paymentReceived } from '../../payments/index.ts';
import { judgeCustomers } from './judge-promises.ts';

/** Money decides promises: when it comes, comes back, or is not owed any more. BIL-17, BIL-18 */
export const followMoney: readonly Reaction[] = [
  on(paymentReceived, (work, events) =>
    judgeCustomers(
      work,
      events.map(({ customerId }) => customerId),
    ),
  ),
  on(paymentCameBack, (work, events) =>
    judgeCustomers(
      work,
      events.map(({ customerId }) => customerId),
    ),
  ),
  on(invoicesSettled, (work, settled) =>
    judgeCustomers(
      work,
      settled.map(({ after }) => after.customerId),
    ),
  ),
  on(invoiceChanged, (work, changes) =>
    judgeCustomers(
      work,
      changes.flatMap(({ what, customerId }) =>
        ['voided', 'credited', 'charged again', 'written off', 'opened again'].includes(what) ? [customerId] : [],
      ),
    ),
  ),
];
