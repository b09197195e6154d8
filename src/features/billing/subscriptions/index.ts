import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { billedChecks } from '../../customers/index.ts';
import { billedSubscription, subscriptionsOfCustomer } from './agreements/store.ts';
import { subscriptionsPolicy } from './policy.ts';
import { subscriptionLines } from './subscription-views.ts';

export { accountOf } from './accounts/account.ts';
export { billedFor } from './accounts/store.ts';
export {
  lockSubscriptionsOf,
  subscriptionById,
  subscriptionFor,
  subscriptionsOfCustomer,
  subscriptionsOfSubjects,
} from './agreements/store.ts';
export {
  monthlyOf,
  type NewItem,
  type NewSubscription,
  type Subscription,
  serviceEditors,
  subscriptionDoor,
  subscriptionSubject,
} from './agreements/subscription.ts';
export { type Arming, armRecurring, disarmRecurring, previewArming } from './arm-recurring.ts';
export { type ServiceRow, standingRows } from './items/service-row.ts';
export { serviceText } from './items/service-text.ts';
export { type SubscriptionsPolicy, subscriptionsPolicy } from './policy.ts';
export { type FirstBill, firstBill, type GoLiveCredit, goLiveCredit } from './proration.ts';
export { recomputeCredit } from './recompute-credit.ts';
export { afterBilling, type Rule, ruleText, type ScheduleMode } from './schedules/schedule.ts';
export { storeBilled } from './schedules/store.ts';
export type { CreditRule, Template } from './schedules/template.ts';
export { addItems, setUpSubscription } from './set-up-subscription.ts';
export { subscriptionLines } from './subscription-views.ts';
export { writeCoverage } from './write-coverage.ts';

export const subscriptionsSlice: Slice = {
  name: 'subscriptions',
  contributes: [contribute(billedChecks, billedSubscription)],
  policies: [subscriptionsPolicy],
  sections: [
    {
      subject: 'customer',
      order: 30,
      title: 'Subscriptions',
      read: async (deps, customerId) => ({
        blocks: subscriptionLines(await subscriptionsOfCustomer(deps.db.prisma, customerId)),
      }),
    },
  ],
};
