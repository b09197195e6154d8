import { createHash } from 'node:crypto';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { allTerms, parseTerms, termsPolicy } from '../../customers/index.ts';
import { settlingPolicy } from '../balance/index.ts';
import { allSellers } from '../sellers/index.ts';
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
    now,
    sellers,
    usualCategory: taxCategory,
    taxRules: rules,
    terms,
    standardTerms: parseTerms(standard),
    settling,
  };
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
