import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks } from '../../customers/index.ts';
import { assetBills } from '../assets/index.ts';
import { confirmCorrectionForm, correctButton, correctLinesForm } from './actions/correct-invoice.ts';
import { fileButton } from './actions/file-invoice.ts';
import { invoiceCommand } from './actions/find-invoice.ts';
import { issueButton } from './actions/issue-invoice.ts';
import { keepButton } from './actions/keep-invoice.ts';
import { markSentButton } from './actions/mark-sent.ts';
import { makeDraftForm, newInvoiceButton } from './actions/new-invoice.ts';
import { takeBackButton } from './actions/take-back.ts';
import { voidButton } from './actions/void-invoice.ts';
import { isBilledSince } from './document/line-store.ts';
import { home, invoiceWindow, reactions, sections, slots } from './invoice-message.ts';
import { billedInvoice } from './store.ts';

export { type CorrectInvoice, correctInvoice, correctWith } from './actions/correct-invoice.ts';
export { fileInvoice } from './actions/file-invoice.ts';
export { type InvoiceRequests, invoiceRequests } from './actions/find-invoice.ts';
export { issueInvoice, issueLocked } from './actions/issue-invoice.ts';
export { keepInvoice } from './actions/keep-invoice.ts';
export { type MarkSent, markSent } from './actions/mark-sent.ts';
export { newInvoice, previewTyped } from './actions/new-invoice.ts';
export { type TakeBack, takeBack } from './actions/take-back.ts';
export { voidDraft, voidInvoice, voidWith } from './actions/void-invoice.ts';
export { insertBills, type NewBill } from './bill-store.ts';
export {
  type Arrival,
  lockForAccounting,
  recordArrival,
  recordPresented,
  redraw,
  refuseDoubtful,
  refuseEnded,
  type SettledBy,
  settleInvoice,
} from './change-invoice.ts';
export { type Correction, correctionBlocks } from './document/correction-views.ts';
export { addresseesOf, type Freezing, type Frost, frostOf } from './document/freeze.ts';
export { type Frozen, frozenSchema } from './document/frozen.ts';
export { withoutContact } from './document/frozen-store.ts';
export {
  type HeaderCharge,
  type InvoiceLine,
  invoiceTotals,
  type NewLine,
  totalsOfHeader,
} from './document/line.ts';
export { frozenOf, insertLines, linesOf } from './document/line-store.ts';
export { taxOfSale } from './document/line-tax.ts';
export { draftBlocks } from './document/line-views.ts';
export { insertOutside, numberedOutside, type OutsideInvoice } from './document/outside-store.ts';
export { parseLine } from './document/typed-lines.ts';
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
  invoiceReplaced,
  invoiceSent,
  invoicesChanging,
  invoiceTitle,
  moneyRoles,
  type Presentment,
  stateOf,
  taxOn,
} from './invoice.ts';
export {
  aboutInvoice,
  asShown,
  existingInvoice,
  figuresOf,
  opensInvoiceForm,
  opensMoneyForm,
  readAmount,
  readReason,
  readShown,
  reasonInput,
  type ShownInvoice,
  saidOfInvoice,
  standingInvoice,
  writeShown,
} from './invoice-form.ts';
export { asidesOf, type InvoiceOwner, invoiceOwners } from './invoice-message.ts';
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
  invoicesByIds,
  invoicesFor,
  invoicesNamed,
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
    fileButton,
    correctButton,
    correctLinesForm,
    confirmCorrectionForm,
    voidButton,
    keepButton,
    takeBackButton,
  ],
  commands: [invoiceCommand],
  slots,
  home,
  sections,
  windows: [invoiceWindow],
  contributes: [contribute(billedChecks, billedInvoice), contribute(assetBills, isBilledSince)],
  reactions,
};
