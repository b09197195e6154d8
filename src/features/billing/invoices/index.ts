import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks } from '../../customers/index.ts';
import { correctButton } from './actions/correct-invoice.ts';
import { confirmLinesButton, correctLinesButton } from './actions/correct-lines.ts';
import { fileButton } from './actions/file-invoice.ts';
import { invoiceCommand } from './actions/find-invoice.ts';
import { issueButton } from './actions/issue-invoice.ts';
import { keepButton } from './actions/keep-invoice.ts';
import { markSentButton } from './actions/mark-sent.ts';
import { makeDraftForm, newInvoiceButton } from './actions/new-invoice.ts';
import { permissionButton } from './actions/record-permission.ts';
import { takeBackButton } from './actions/take-back.ts';
import { voidButton } from './actions/void-invoice.ts';
import { home, invoiceWindow, reactions, sections, slots } from './invoice-message.ts';
import { billedInvoice } from './store.ts';

export { correctInvoice, correctPickedUp, correctWith } from './actions/correct-invoice.ts';
export { correctInvoiceLines } from './actions/correct-lines.ts';
export { fileInvoice } from './actions/file-invoice.ts';
export { issueInvoice, issueLocked } from './actions/issue-invoice.ts';
export { keepInvoice } from './actions/keep-invoice.ts';
export { type MarkSent, markSent } from './actions/mark-sent.ts';
export { newInvoice, previewTyped } from './actions/new-invoice.ts';
export { recordPermission } from './actions/record-permission.ts';
export { type TakeBack, takeBack } from './actions/take-back.ts';
export { voidInvoice, voidWith } from './actions/void-invoice.ts';
export { insertBills, type NewBill } from './bill-store.ts';
export { type Arrival, recordArrival, redraw, type SettledBy, settleInvoice } from './change-invoice.ts';
export { type Correction, correctionBlocks } from './document/correction-views.ts';
export { type Freezing, type Frost, frostOf } from './document/freeze.ts';
export { withoutContact } from './document/frozen-store.ts';
export {
  type HeaderCharge,
  type InvoiceLine,
  invoiceTotals,
  type NewLine,
} from './document/line.ts';
export { frozenOf, insertLines, linesOf } from './document/line-store.ts';
export { insertOutside, numberedOutside, type OutsideInvoice } from './document/outside-store.ts';
export {
  type Draft,
  type DraftInvoice,
  draftAgain,
  draftInvoice,
  draftOf,
  planInvoices,
  presentInvoices,
  previewDraft,
} from './draft-invoice.ts';
export { type Collecting, howToCollect, type NextStep } from './how-to-collect.ts';
export {
  type Charge,
  type Invoice,
  type InvoiceChangeKind,
  type InvoiceEvent,
  type InvoiceState,
  invoiceChanged,
  invoiceDoor,
  invoiceRef,
  invoiceSent,
  invoicesChanging,
  invoiceTitle,
  mayCharge,
  moneyRoles,
  type PickedUp,
  type Presentment,
  stateOf,
  taxOn,
} from './invoice.ts';
export {
  aboutInvoice,
  existingInvoice,
  opensInvoiceForm,
  pickedUpInput,
  pickedUpNames,
  pickedUpOf,
  readAmount,
  readReason,
  reasonInput,
} from './invoice-form.ts';
export { type InvoiceOwner, invoiceOwners } from './invoice-message.ts';
export { type Aside, invoiceRows, stateText } from './invoice-views.ts';
export {
  chargeAgain,
  doubtInvoices,
  endCredited,
  markCollectible,
  markUncollectible,
  settleDoubts,
} from './standing.ts';
export {
  invoiceById,
  invoicesFor,
  invoicesOfCustomer,
  invoicesOfSubjects,
  lockInvoice,
  lockInvoices,
  waitingInvoices,
} from './store.ts';

export const invoicingSlice: Slice = {
  name: 'invoicing',
  interactions: [
    issueButton,
    newInvoiceButton,
    makeDraftForm,
    markSentButton,
    permissionButton,
    fileButton,
    correctButton,
    correctLinesButton,
    confirmLinesButton,
    voidButton,
    keepButton,
    takeBackButton,
  ],
  commands: [invoiceCommand],
  slots,
  home,
  sections,
  windows: [invoiceWindow],
  contributes: [contribute(billedChecks, billedInvoice)],
  reactions,
};
