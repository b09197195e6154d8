import { createHash } from 'node:crypto';
import { UserError } from '../../../core/errors.ts';
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { dayProblem } from '../../../core/time/day-range.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { allTerms, parseTerms, termsPolicy } from '../../customers/index.ts';
import { settlingPolicy } from '../balance/index.ts';
import { allSellers, issueDay } from '../sellers/index.ts';
import { subscriptionsPolicy } from '../subscriptions/index.ts';
import { taxRules } from '../taxes/index.ts';
import type { BillPlan, Reckoning } from './plan-bills.ts';

/** The settings, tables and days by which bills are reckoned, the same for a preview and for what is made. */
export const reckoningFor = async (
  { policy }: Pick<Deps, 'policy'>,
  { tx, now }: { readonly tx: Tx; readonly now: Date },
  { asOf, today }: Pick<Reckoning, 'asOf' | 'today'>,
): Promise<Reckoning> => {
  const [{ taxCategory }, { standard }, settling, sellers, rules, terms] = await Promise.all([
    policy(subscriptionsPolicy),
    policy(termsPolicy),
    policy(settlingPolicy),
    allSellers(tx),
    taxRules(tx),
    allTerms(tx),
  ]);
  return {
    asOf,
    today,
    sellers,
    issueDays: new Map(sellers.map((seller) => [seller.id, issueDay(seller, now)])),
    usualCategory: taxCategory,
    taxRules: rules,
    terms,
    standardTerms: parseTerms(standard),
    settling,
  };
};

/** As of which days bills are reckoned, shown and made. @throws UserError for any other */
export const requireAsOf = (asOf: Day, today: Day): void => {
  const problem = dayProblem(asOf, 'billed', today);
  if (problem) throw new UserError(`Nobody is billed as of ${formatDay(asOf)}. ${problem}`);
};

export const billingDay = ({ timeZone, clock }: Pick<Deps, 'timeZone' | 'clock'>): Day =>
  todayIn(timeZone, clock.now());

/** Names the bills that a person was shown, so that they confirm these and no others. */
export const figuresOf = ({ bills, waits }: BillPlan): string => {
  const said = bills.map(({ label, scheduledOn, dueOn, draft, balanceUsed }) => [
    label,
    scheduledOn,
    dueOn,
    `${draft.total.amount}`,
    `${balanceUsed.amount}`,
    draft.lines.map(({ itemId, assetId, period, net }) => [itemId, assetId, period, `${net.amount}`]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([said, `${waits.amount}`]))
    .digest('hex')
    .slice(0, 32);
};
