import { formatMoney, zero } from '../../../core/money/money.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { lockSubscription, subscriptionFor } from './agreements/store.ts';
import type { Arming } from './arm-recurring.ts';
import { goLiveCredit } from './proration.ts';
import { subscriptionsPolicy } from './schedules/policy.ts';
import { updateCredit } from './schedules/store.ts';

/**
 * BIL-9: a payment for the first month came or was reversed after arming: the credit follows what was actually paid. A bill
 * that was made already had the credit as it was then; the difference stands on the next one.
 *
 * @returns what to tell the team, as plain text; undefined when nothing is armed or the credit is as it was
 */
export const recomputeCredit = async (work: Work, input: Arming): Promise<string | undefined> => {
  const found = await subscriptionFor(work.tx, input.subject);
  const subscription = found && (await lockSubscription(work, found.id));
  if (!subscription?.template.armed) return undefined;
  const { template, currency } = subscription;
  const { midMonthDays } = await work.policy(subscriptionsPolicy);
  const base = input.prepaidNet ?? zero(currency);
  const { credit, rule, text } = goLiveCredit({ base, wentLiveOn: input.wentLiveOn, midMonthDays });
  const before = template.credit ?? zero(currency);
  if (before.amount === credit.amount) return undefined;
  await updateCredit(work, template, { amount: credit, rule, taxRate: input.prepaidTaxRate });
  work.audit({
    action: 'recurring.credit_changed',
    subject: input.subject,
    customerId: subscription.customerId,
    before: { credit: formatMoney(before) },
    after: { credit: formatMoney(credit), rule, because: text },
  });
  const now = `is ${formatMoney(credit)} now, not ${formatMoney(before)}`;
  if (template.billed)
    return `The credit for the first month ${now}. What was billed with it stands; the difference is on the next bill, of ${formatDay(template.nextOn)}. ${text}`;
  return `The credit on the first bill of ${formatDay(template.nextOn)} ${now}. ${text}`;
};
