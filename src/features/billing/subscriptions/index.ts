import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks, calendarSources, customerChecks, groupUses, openThings } from '../../customers/index.ts';
import { addSubscriptionButton } from './actions/add-subscription.ts';
import { confirmScheduleButton, editScheduleButton } from './actions/edit-schedule.ts';
import { billedSubscription, subscribedGroup } from './agreements/uses.ts';
import { changeKindChoice, changeServiceButton } from './changes/actions/change-service.ts';
import { confirmChange } from './changes/actions/confirm-change.ts';
import { dropPlannedButton } from './changes/actions/drop-planned.ts';
import { startServiceButton } from './changes/actions/start-service.ts';
import { openPlans, plansAhead } from './changes/foretell.ts';
import { plannedJob } from './changes/planned-job.ts';
import { followGroups } from './gaps/follow-groups.ts';
import { subscriptionSections, subscriptionWindow } from './subscription-window.ts';

export { dropPlanned } from './changes/actions/drop-planned.ts';
export {
  type ChangePreview,
  type ChangeReader,
  previewChange,
  previewLocked,
  previewStored,
  type ServiceGuard,
  serviceGuards,
} from './changes/change-preview.ts';
export { type ChangeService, changeLocked, changeOn, changeService } from './changes/change-service.ts';
export { type PlannedAhead, plannedAhead, withPlanned } from './changes/planned-ahead.ts';
export { carryOutPlanned } from './changes/planned-job.ts';
export { type ServiceChange, type SoldService, serviceChange } from './changes/service-change.ts';
export { addSubscription, editSchedule } from './schedule-subscription.ts';

import { subscriptionsCheck } from './customer-check.ts';
import { subscriptionsPolicy } from './schedules/policy.ts';
import { enterUnitsButton } from './units/actions/enter-units.ts';
import { undoUnitsButton } from './units/actions/undo-units.ts';

export { accountOf, rivalsOf } from './accounts/account.ts';
export { billedByLine, billedFor } from './accounts/store.ts';
export {
  lockSubscription,
  lockSubscriptionsOf,
  subscriptionById,
  subscriptionFor,
  subscriptionsByIds,
  subscriptionsOfCustomer,
  subscriptionsOfCustomers,
  subscriptionsOfSubjects,
} from './agreements/store.ts';
export {
  monthlyOf,
  type NewItem,
  type NewSubscription,
  type Subscription,
  serviceEditors,
  servicesFrom,
  subscriptionDoor,
  subscriptionSubject,
} from './agreements/subscription.ts';
export { type Arming, armRecurring, disarmRecurring, previewArming } from './arm-recurring.ts';
export { chargeOnce, type OnceCharge, takeChargesBack } from './charge-once.ts';
export { beginAgain, billUnbilled, endSubscription, giveUpUnbilled } from './gaps/end-subscription.ts';
export { type SkipPeriod, skipPeriod, takeSkipBack } from './gaps/skip-period.ts';
export type { ServiceRow } from './items/service-row.ts';
export { serviceText } from './items/service-text.ts';
export { type FirstBill, firstBill, type GoLiveCredit, goLiveCredit } from './proration.ts';
export { recomputeCredit } from './recompute-credit.ts';
export { schedulesMoved } from './schedules/events.ts';
export { type SubscriptionsPolicy, subscriptionsPolicy } from './schedules/policy.ts';
export {
  afterBilling,
  datesDue,
  isOver,
  type Rule,
  ruleText,
  type ScheduleMode,
  scheduleOf,
} from './schedules/schedule.ts';
export { storeBilled } from './schedules/store.ts';
export type { CreditRule, Template } from './schedules/template.ts';
export { addItems, setUpSubscription } from './set-up-subscription.ts';
export { subscriptionLines } from './subscription-views.ts';
export { subscriptionsCsv } from './takeover/subscriptions-csv.ts';
export { enterUnits } from './units/actions/enter-units.ts';
export { undoUnits } from './units/actions/undo-units.ts';
export { writeCoverage } from './write-coverage.ts';

export const subscriptionsSlice: Slice = {
  name: 'subscriptions',
  contributes: [
    contribute(billedChecks, billedSubscription),
    contribute(customerChecks, subscriptionsCheck),
    contribute(openThings, openPlans),
    contribute(calendarSources, plansAhead),
    contribute(groupUses, subscribedGroup),
  ],
  policies: [subscriptionsPolicy],
  interactions: [
    addSubscriptionButton,
    editScheduleButton,
    confirmScheduleButton,
    startServiceButton,
    changeServiceButton,
    changeKindChoice,
    confirmChange,
    dropPlannedButton,
    enterUnitsButton,
    undoUnitsButton,
  ],
  windows: [subscriptionWindow],
  reactions: [followGroups],
  sections: subscriptionSections,
  jobs: [plannedJob],
};
