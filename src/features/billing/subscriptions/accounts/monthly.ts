/** What subscriptions cost a month, for who looks at them: a plan that is charged for each asset by those that it reaches. CUS-4 */
import { UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { assignedAssets } from '../../assets/index.ts';
import { type AssignedAsset, byAsset, type Item } from '../../charging/index.ts';
import { subscriptionsOfCustomers } from '../agreements/store.ts';
import { type Subscription, servicesFrom } from '../agreements/subscription.ts';
import { monthlyOn } from '../items/service-row.ts';
import { rivalsOf } from './account.ts';

/**
 * The month of its next bill, before tax, or why it cannot be reckoned; plain text.
 *
 * Example: a plan of $33.00 for each of 14 assets: `$462.00 a month`.
 */
export const monthlyText = (of: Subscription, assets: readonly AssignedAsset[], rivals: readonly Item[]): string => {
  try {
    const { nextOn } = of.template;
    const parts = byAsset(servicesFrom(of, nextOn), assets, rivals);
    return `${formatMoney(monthlyOn(parts, nextOn, of.currency))} a month`;
  } catch (error) {
    if (error instanceof UserError) return `Not to be billed: ${error.message}`;
    throw error;
  }
};

/** Of each, by its id, in as many statements as for one. */
export const monthlyTexts = async (
  tx: Tx,
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, string>> => {
  const groupIds = subscriptions.flatMap(({ items, groupId }) =>
    groupId && items.some(({ eachAsset }) => eachAsset) ? [groupId] : [],
  );
  const customerIds = [...new Set(subscriptions.map(({ customerId }) => customerId))];
  const [assets, all] =
    groupIds.length > 0
      ? await Promise.all([assignedAssets(tx, groupIds), subscriptionsOfCustomers(tx, customerIds)])
      : [new Map<string, readonly AssignedAsset[]>(), []];
  return new Map(
    subscriptions.map((each) => [
      each.id,
      monthlyText(each, assets.get(each.groupId ?? '') ?? [], rivalsOf(each, all)),
    ]),
  );
};
