/** What another setting does to bills and invoices that there are: said before it is saved, and drawn after. ALL-9 */
import { formatMoney, money } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import { changeOf, foresees, policyChanged } from '../../../platform/work/policies.ts';
import { parseTerms, ruleText, termsPolicy } from '../../customers/index.ts';
import { settlingPolicy } from '../balance/index.ts';
import { subscriptionsPolicy } from '../subscriptions/index.ts';
import { taxCategories } from '../taxes/index.ts';
import {
  countLacking,
  countUnarmed,
  countUncategorised,
  countWithoutTerms,
  draftsByStandardTerms,
  leftOverTotals,
} from './foresight-store.ts';

/** More drafts than are before accounting at once. */
const mostDrafts = 500;

/** BIL-16 */
export const termsForesight = foresees(termsPolicy, async ({ tx }, { before, after }) => {
  if (before.standard === after.standard) return [];
  const customers = await countWithoutTerms(tx);
  if (customers === 0) return [];
  const drafts = (await draftsByStandardTerms(tx, mostDrafts)).length;
  const rule = parseTerms(after.standard);
  const due = rule ? ruleText(rule) : 'due at once';
  return [
    `${plural(customers, 'active customer')} without terms of their own: what is issued for them from now on is ${due}. What is issued stays as it is.`,
    ...(drafts > 0 ? [`${plural(drafts, 'draft')} before accounting: when each would be due is drawn anew.`] : []),
  ];
});

const termsReaction: Reaction = on(policyChanged, async (work, changed) => {
  const change = changeOf(termsPolicy, changed);
  if (!change || change.before.standard === change.after.standard) return;
  for (const subjectId of await draftsByStandardTerms(work.tx, mostDrafts)) work.show({ kind: 'invoice', subjectId });
});

/** BIL-15 */
export const settlingForesight = foresees(settlingPolicy, async ({ tx }, { before, after }) => {
  const raised = Object.entries(after.tolerance).filter(
    ([currency, amount]) => BigInt(amount) > BigInt(before.tolerance[currency] ?? '0'),
  );
  const lacking = await Promise.all(
    raised.map(async ([currency, amount]) => {
      const few = await countLacking(tx, currency, BigInt(amount));
      const most = formatMoney(money(BigInt(amount), currency));
      return few > 0 ? [`${plural(few, 'invoice')} lack ${most} or less: the next payment of each settles it.`] : [];
    }),
  );
  const leftOver = before.usesBalance === after.usesBalance ? [] : await leftOverTotals(tx);
  const used = leftOver.map(({ customers, amount }) =>
    after.usesBalance
      ? `${plural(customers, 'customer')} with ${formatMoney(amount)} left over: it pays what is issued for them from now on.`
      : `${plural(customers, 'customer')} with ${formatMoney(amount)} left over: it pays nothing by itself any more. What it paid stays.`,
  );
  return [...lacking.flat(), ...used];
});

/** BIL-9, BIL-14 */
export const subscriptionsForesight = foresees(subscriptionsPolicy, async ({ tx, today }, { before, after }) => {
  const isOtherTax = before.taxCategory !== after.taxCategory;
  const areOtherDays = before.midMonthDays.join() !== after.midMonthDays.join();
  const [services, known, unarmed] = await Promise.all([
    isOtherTax ? countUncategorised(tx, today) : 0,
    taxCategories(tx),
    areOtherDays ? countUnarmed(tx) : 0,
  ]);
  const isUnknown = isOtherTax && !known.includes(after.taxCategory);
  return [
    ...(services > 0
      ? [
          `${plural(services, 'service')} without a tax category of their own: from the next bill on they are taxed as “${after.taxCategory}”.`,
        ]
      : []),
    ...(isUnknown
      ? [
          `The table of taxes has nothing for “${after.taxCategory}”: no such service can be billed before somebody adds it in \`/bill setup\`.`,
        ]
      : []),
    ...(unarmed > 0
      ? [
          `${plural(unarmed, 'subscription')} not armed yet: the credit of the first bill follows the new days. Credits of those that are armed stay.`,
        ]
      : []),
  ];
});

export const foresightReactions: readonly Reaction[] = [termsReaction];
