import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { policyForesights } from '../../platform/work/policies.ts';
import { checklistItems } from '../billing/checklist/index.ts';
import { setupParts } from '../billing/setup/index.ts';
import { finders } from '../find/index.ts';
import { reports } from '../reports/index.ts';
import { eraseContactButton } from './actions/erase-contact.ts';
import { newCustomer } from './actions/new-customer.ts';
import { customerCommand, lookUpCustomers, openCustomer } from './actions/open-customer.ts';
import { calendarSources } from './calendar/calendar-entry.ts';
import { addContractTypeButton } from './contract-types/actions/add-contract-type.ts';
import { editContractTypeButton } from './contract-types/actions/edit-contract-type.ts';
import { contractTypesPart } from './contract-types/contract-types-part.ts';
import { addContractButton } from './contracts/actions/add-contract.ts';
import { editContractButton } from './contracts/actions/edit-contract.ts';
import { recordNoticeButton } from './contracts/actions/record-notice.ts';
import { takeBackNoticeButton } from './contracts/actions/take-back-notice.ts';
import { undoContractButton } from './contracts/actions/undo-contract.ts';
import { contractSections, contractWindow } from './contracts/contract-window.ts';
import { eraseContractContacts } from './contracts/erase.ts';
import { contractsAhead } from './contracts/foretell.ts';
import { contractsForesight, contractsPolicy } from './contracts/policy.ts';
import { contractsJob } from './contracts/remind.ts';
import { renewalsReport } from './contracts/renewals-report.ts';
import { customerLookup } from './customer.ts';
import { customerFinder } from './customer-finder.ts';
import { customerWindow, historySection } from './customer-window.ts';
import { editBasic } from './details/actions/edit-basic.ts';
import { editCard } from './details/actions/edit-card.ts';
import { editInformation } from './details/actions/edit-information.ts';
import { editInvoicing } from './details/actions/edit-invoicing.ts';
import { editSettings } from './details/actions/edit-settings.ts';
import { editTax } from './details/actions/edit-tax.ts';
import { informationPolicy } from './details/policy.ts';
import { addGroupButton } from './groups/actions/add-group.ts';
import { editGroupButton } from './groups/actions/edit-group.ts';
import { undoGroupButton } from './groups/actions/undo-group.ts';
import { eraseGroupContacts } from './groups/erase.ts';
import { groupsSection } from './groups/groups-section.ts';
import { filterHistory, showHistory, showOlderHistory } from './history/actions/show-history.ts';
import { addTermsButton } from './terms/actions/add-terms.ts';
import { editTermsButton } from './terms/actions/edit-terms.ts';
import { termsPolicy } from './terms/policy.ts';
import { termsPart } from './terms/terms-part.ts';
import {
  customersPart,
  moreFindings,
  validateCustomer,
  validateCustomers,
} from './validation/actions/validate-customers.ts';
import { ownCheck } from './validation/check-customers.ts';
import { endedItem, validatedItem } from './validation/checklist-lines.ts';
import { customerChecks } from './validation/finding.ts';

export { eraseContact } from './actions/erase-contact.ts';
export { type CalendarEntry, type CalendarSource, calendarSources } from './calendar/calendar-entry.ts';
export { allContractTypes } from './contract-types/store.ts';
export { addContract } from './contracts/actions/add-contract.ts';
export { recordNoticeWith } from './contracts/actions/record-notice.ts';
export { takeBackNoticeWith } from './contracts/actions/take-back-notice.ts';
export { undoContract } from './contracts/actions/undo-contract.ts';
export { type Contract, contractDoor, contractKeepers, lastDay, termInHand } from './contracts/contract.ts';
export { contractChanged } from './contracts/events.ts';
export { contractById, contractsOf } from './contracts/store.ts';
export { createCustomer, findOrCreateCustomer, makeCustomer } from './create-customer.ts';
export {
  type Customer,
  contactErasers,
  customerDoor,
  customerLookup,
  customerProblems,
  type NewCustomer,
  nameKey,
} from './customer.ts';
export { customerOfModal, readCustomer } from './customer-form.ts';
export { type BilledCheck, billedChecks } from './details/billed.ts';
export { addressesProblem } from './details/detail-problems.ts';
export { type CustomerDetails, type FieldKey, fieldValue } from './details/details.ts';
export { changeDetails, type EditDetails, editDetails } from './details/edit-details.ts';
export { type Shown, shownOf } from './details/merge-edit.ts';
export { detailsOf, detailsOfMany, holdDetails, holdDetailsOf, lockDetails } from './details/store.ts';
export { readAddresses } from './details/tab.ts';
export { type DeactivationCheck, deactivationChecks } from './ending/deactivation.ts';
export { type OpenThings, openThings, type StillOpen } from './ending/still-open.ts';
export { customersCsv } from './entering/customers-csv.ts';
export { contactChanged, contactErased, type GatewayName, gatewayCustomersNamed, groupEndMoved } from './events.ts';
export { fillCustomer, hasOtherContact } from './fill-customer.ts';
export { askWhichCustomer, type Resolved, resolveCustomer } from './find-customer.ts';
export { addGroup, offerFirstGroup } from './groups/actions/add-group.ts';
export { undoGroup } from './groups/actions/undo-group.ts';
export { endGroups, reopenGroups } from './groups/end-groups.ts';
export { type BillingGroup, isLive } from './groups/group.ts';
export { groupsCsv } from './groups/groups-csv.ts';
export { groupById, groupsOfCustomers, type NamedGroup, namedGroups, searchGroups } from './groups/store.ts';
export { type GroupUse, groupUses } from './groups/uses.ts';
export {
  customerByGateway,
  customerById,
  customerByName,
  customersByIds,
  customersByNames,
  customersDay,
  holdCurrencies,
  holdCurrency,
  linkGatewayCustomer,
  searchCustomers,
  unlinkGatewayCustomer,
} from './store.ts';
export { addTerms } from './terms/actions/add-terms.ts';
export { type TermsPolicy, termsPolicy } from './terms/policy.ts';
export { allTerms } from './terms/store.ts';
export { dueOn, type PaymentTerms, parseTerms, ruleText, type TermsRule, termsThatHold } from './terms/terms.ts';
export { lastDayOfCard } from './validation/customer-findings.ts';
export {
  type CheckedCustomer,
  type CommonCheck,
  type CustomerCheck,
  commonChecks,
  customerChecks,
  type Finding,
} from './validation/finding.ts';

export const customersSlice: Slice = {
  name: 'customers',
  commands: [customerCommand],
  interactions: [
    undoGroupButton,
    undoContractButton,
    editBasic,
    editCard,
    editInformation,
    editSettings,
    editInvoicing,
    editTax,
    eraseContactButton,
    newCustomer,
    openCustomer,
    showHistory,
    showOlderHistory,
    filterHistory,
    addTermsButton,
    editTermsButton,
    addContractTypeButton,
    editContractTypeButton,
    addGroupButton,
    validateCustomer,
    validateCustomers,
    moreFindings,
    editGroupButton,
    addContractButton,
    editContractButton,
    recordNoticeButton,
    takeBackNoticeButton,
  ],
  options: { [customerLookup]: lookUpCustomers },
  sections: [groupsSection, ...contractSections, historySection],
  windows: [customerWindow, contractWindow],
  contributes: [
    contribute(finders, customerFinder),
    contribute(reports, renewalsReport),
    contribute(checklistItems, validatedItem),
    contribute(checklistItems, endedItem),
    contribute(setupParts, termsPart),
    contribute(setupParts, contractTypesPart),
    contribute(setupParts, customersPart),
    contribute(customerChecks, ownCheck),
    contribute(calendarSources, contractsAhead),
    contribute(policyForesights, contractsForesight),
  ],
  policies: [informationPolicy, termsPolicy, contractsPolicy],
  jobs: [contractsJob],
  reactions: [eraseGroupContacts, eraseContractContacts],
};
