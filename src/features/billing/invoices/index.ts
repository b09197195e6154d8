import type { Slice } from '../../../platform/slice/slice.ts';
import { actions, home, panels, reactions, slots, submissions } from './invoice-message.ts';

export { correctInvoice, correctWith, voidInvoice, voidWith } from './actions/correct-invoice.ts';
export { fileInvoice } from './actions/file-invoice.ts';
export { type MarkSent, markSent } from './actions/mark-sent.ts';
export { recordPermission } from './actions/record-permission.ts';
export { type TakeBack, takeBack } from './actions/take-back.ts';
export { settleInvoice } from './change-invoice.ts';
export { doubtInvoices, keepInvoice, settleDoubts } from './doubt.ts';
export { invoiceChanged, invoiceLocking } from './events.ts';
export { type Collecting, howToCollect, type NextStep } from './how-to-collect.ts';
export {
  type Charge,
  type Invoice,
  type InvoiceState,
  invoiceRef,
  mayCharge,
  moneyRoles,
  type PickedUp,
  stateOf,
  taxOn,
} from './invoice.ts';
export { pickedUpInput, pickedUpOf } from './invoice-form.ts';
export { amountOf, opens } from './invoice-message.ts';
export { stateText } from './invoice-views.ts';
export { type Obligation, obligationOf } from './obligation.ts';
export { correctPickedUp, pickedUpNames } from './pick-up.ts';
export { planInvoices, presentInvoices } from './plan-invoices.ts';
export { type AmountRange, unpaidWithin } from './ranges-store.ts';
export { invoiceById, invoicesFor, lockInvoice, subjectsAskingWaiver } from './store.ts';
export { askWaiver, confirmWaiver } from './waive.ts';

export const invoicingSlice: Slice = { name: 'invoicing', actions, submissions, slots, home, panels, reactions };
