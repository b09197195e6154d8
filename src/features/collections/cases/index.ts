import type { Slice } from '../../../platform/slice/slice.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import { storySection } from '../../story/index.ts';
import { caseAdviseSupport } from './actions/advise-support.ts';
import { browseButtons, browseList } from './actions/browse.ts';
import { caseCardUpdated } from './actions/card-updated.ts';
import { caseContacted } from './actions/contacted.ts';
import { openCase } from './actions/open-case.ts';
import { caseSnooze } from './actions/snooze.ts';
import { undoCase } from './actions/undo.ts';
import { caseReactions } from './reactions.ts';
import { caseSlot, casesHome, caseWindow, customerCases, licenseCases, reportCases } from './shown.ts';
import { deadlineJob } from './sweep.ts';
import { collectionsPolicy } from './table/policy.ts';

export { decided, opensCaseForm } from './accounting.ts';
export {
  auditable,
  happenTo,
  inThread,
  moved,
  reportInHand,
  requestWithdrawn,
  takeReportInHand,
  tellAccounting,
  withdrawPaid,
  withLicense,
} from './case-event.ts';
export { type Charge, chargesCameBack, chargesPaid, type ReturnedCharge } from './charge.ts';
export { browsePageSize, digestPage } from './list-views.ts';
export {
  approvalsOf,
  caseById,
  caseLine,
  casesByIds,
  casesOf,
  existingCase,
  insertCases,
  linkedBy,
  lockAdvised,
  lockCase,
  lockCaseAndAdvised,
  lockUnlicensed,
  lockUnmatched,
  setHasMessage,
  unpaidOf,
  updateCases,
  waitingCases,
} from './store.ts';
export { sweepCases } from './sweep.ts';
export {
  type CaseEvent,
  type CaseFacts,
  type CollectionCase,
  caseDoor,
  caseRoles,
  type Decline,
  type Effect,
  type FailedAttempt,
  isOpen,
  newCase,
  openOf,
} from './table/case.ts';
export { decide } from './table/decide.ts';
export { expectedPeriod, expectedPrefix, isExpectedPeriod, termOf } from './table/period.ts';
export { type CollectionsPolicy, collectionsPolicy } from './table/policy.ts';
export { authored, caseTitle, periodText, short, stillUnpaid, theReport } from './titles.ts';
export { caseIdsOfLicense, lockReported, rowOf } from './undo-store.ts';

export const casePieces = {
  interactions: [caseContacted, caseCardUpdated, caseSnooze, caseAdviseSupport, openCase, ...browseButtons, undoCase],
  slots: [caseSlot],
  home: [casesHome],
  sections: [customerCases, licenseCases, reportCases, storySection('case')],
  lists: [browseList],
  windows: [caseWindow],
  jobs: [deadlineJob],
  policies: [collectionsPolicy as PolicyDefinition<never>],
  reactions: caseReactions,
} satisfies Partial<Slice>;
