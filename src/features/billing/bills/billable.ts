/** What the bills of customers are reckoned from: read in a few statements, however many they are. */
import { NotFound } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type BillingGroup, type CustomerDetails, detailsOfMany, groupsOfCustomers } from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import type { AssignedAsset, Billed } from '../charging/index.ts';
import { billedFor, type Subscription, subscriptionsOfCustomers } from '../subscriptions/index.ts';

/** A customer with all that its bills follow from. */
export interface Billable {
  readonly id: string;
  readonly customer: CustomerDetails;
  readonly subscriptions: readonly Subscription[];
  readonly groups: readonly BillingGroup[];
  /** By subscription. */
  readonly billed: ReadonlyMap<string, readonly Billed[]>;
  /** By billing group. */
  readonly assets: ReadonlyMap<string, readonly AssignedAsset[]>;
}

/** In the order of the ids. @param subscriptions as they were locked, where they are */
export const billablesOf = async (
  tx: Tx,
  customerIds: readonly string[],
  subscriptions?: readonly Subscription[],
): Promise<readonly Billable[]> => {
  const [customers, all, groups] = await Promise.all([
    detailsOfMany(tx, customerIds),
    subscriptions ?? subscriptionsOfCustomers(tx, customerIds),
    groupsOfCustomers(tx, customerIds),
  ]);
  const [billed, assets] = await Promise.all([
    billedFor(tx, all),
    assignedAssets(
      tx,
      all.flatMap(({ groupId }) => groupId ?? []),
    ),
  ]);
  const [mine, theirs] = [groupBy(all, (each) => each.customerId), groupBy(groups, (group) => group.customerId)];
  return customerIds.flatMap((id) => {
    const customer = customers.get(id);
    return customer
      ? [{ id, customer, subscriptions: mine.get(id) ?? [], groups: theirs.get(id) ?? [], billed, assets }]
      : [];
  });
};

/** @throws NotFound */
export const billableOf = async (
  tx: Tx,
  customerId: string,
  subscriptions?: readonly Subscription[],
): Promise<Billable> => {
  const [found] = await billablesOf(tx, [customerId], subscriptions);
  if (!found) throw new NotFound('customer');
  return found;
};
