import { createHash } from 'node:crypto';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { parseTerms, termsPolicy } from '../../customers/index.ts';
import { allSellers } from '../sellers/index.ts';
import { subscriptionsPolicy } from '../subscriptions/index.ts';
import type { Asking, BillPlan } from './plan-bills.ts';

/** The settings and days by which bills are reckoned, the same for a preview and for what is made. */
export const askingFor = async (
  { policy }: Pick<Deps, 'policy'>,
  { tx, now }: { readonly tx: Tx; readonly now: Date },
  { customerId, asOf, today }: { readonly customerId: string; readonly asOf: Day; readonly today: Day },
): Promise<Asking> => {
  const [{ taxCategory }, { standard }, sellers] = await Promise.all([
    policy(subscriptionsPolicy),
    policy(termsPolicy),
    allSellers(tx),
  ]);
  return {
    customerId,
    asOf,
    today,
    now,
    sellers,
    usualCategory: taxCategory,
    standardTerms: parseTerms(standard),
  };
};

export const billingDay = ({ timeZone, clock }: Pick<Deps, 'timeZone' | 'clock'>): Day =>
  todayIn(timeZone, clock.now());

/** Names the bills that a person was shown, so that they confirm these and no others. */
export const figuresOf = ({ bills, waits }: BillPlan): string => {
  const said = bills.map(({ label, scheduledOn, dueOn, draft }) => [
    label,
    scheduledOn,
    dueOn,
    `${draft.total.amount}`,
    draft.lines.map(({ itemId, assetId, period, net }) => [itemId, assetId, period, `${net.amount}`]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([said, `${waits.amount}`]))
    .digest('hex')
    .slice(0, 32);
};
