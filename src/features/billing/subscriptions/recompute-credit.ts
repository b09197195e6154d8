import { formatMoney, zero } from '../../../core/money/money.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customersDay } from '../../customers/index.ts';
import type { Arming } from './arm-recurring.ts';
import { subscriptionsPolicy } from './policy.ts';
import { goLiveCredit } from './proration.ts';
import { subscriptionFor, updateCredit } from './store.ts';

/**
 * A payment for the first month came or was reversed after arming: the credit follows what was actually paid, until the day
 * of the first bill. From then on the bill may be out, and only people can put it right. BIL-9
 *
 * @returns what to tell the team, as plain text; undefined when nothing is armed or the credit is as it was
 */
export const recomputeCredit = async (work: Work, input: Arming): Promise<string | undefined> => {
  const subscription = await subscriptionFor(work.tx, input.subject);
  if (!subscription?.template.armed) return undefined;
  const { template, currency } = subscription;
  const { midMonthDays } = await work.policy(subscriptionsPolicy);
  const base = input.prepaidNet ?? zero(currency);
  const { credit, rule, text } = goLiveCredit({ base, wentLiveOn: input.wentLiveOn, midMonthDays });
  const before = template.credit ?? zero(currency);
  if (before.amount === credit.amount) return undefined;
  if (template.nextOn <= (await customersDay(work.tx, subscription.customerId, work.now))) {
    return `The first bill was due on ${formatDay(template.nextOn)} with a credit of ${formatMoney(before)}; it would be ${formatMoney(credit)} now: correct that bill by hand.`;
  }
  await updateCredit(work, template, credit, rule);
  work.audit({
    action: 'recurring.credit_changed',
    subject: input.subject,
    customerId: subscription.customerId,
    before: { credit: formatMoney(before) },
    after: { credit: formatMoney(credit), rule, because: text },
  });
  return `The credit on the first bill of ${formatDay(template.nextOn)} is ${formatMoney(credit)} now, not ${formatMoney(before)}. ${text}`;
};
