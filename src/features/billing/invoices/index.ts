import type { Slice } from '../../../platform/slice/slice.ts';
import { actions, home, panels, reactions, slots, submissions } from './slack.ts';

export { settleInvoice } from './change-invoice.ts';
export { correctInvoice, correctWith, voidInvoice, voidWith } from './correct-invoice.ts';
export { doubtInvoices, keepInvoice, settleDoubts } from './doubt.ts';
export { invoiceChanged, invoiceLocking } from './events.ts';
export { fileInvoice } from './file-invoice.ts';
export { pickedUpInput, pickedUpOf } from './forms.ts';
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
export { type MarkSent, markSent } from './mark-sent.ts';
export { correctPickedUp, pickedUpNames } from './pick-up.ts';
export { planInvoices, presentInvoices } from './plan-invoices.ts';
export { type AmountRange, unpaidWithin } from './ranges-store.ts';
export { recordPermission } from './record-permission.ts';
export { amountOf, opens } from './slack.ts';
export { invoiceById, invoicesFor, lockInvoice, subjectsAskingWaiver } from './store.ts';
export { type TakeBack, takeBack } from './take-back.ts';
export { stateText } from './views.ts';
export { askWaiver, confirmWaiver } from './waive.ts';

export const invoicingSlice: Slice = { name: 'invoicing', actions, submissions, slots, home, panels, reactions };
