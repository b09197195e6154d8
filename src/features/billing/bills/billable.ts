/** What the bills of customers are reckoned from: read in a few statements, however many they are. */
import { NotFound } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { zero } from '../../../core/money/money.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  type BillingGroup,
  type CustomerDetails,
  detailsOfMany,
  groupsOfCustomers,
  holdDetailsOf,
} from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import { balancesOfCustomers, type LeftOver, restsOf } from '../balance/index.ts';
import type { AssignedAsset, Billed } from '../charging/index.ts';
import { billedFor, lockSubscriptionsOf, type Subscription, subscriptionsOfCustomers } from '../subscriptions/index.ts';

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
  /** What of their money is allocated to nothing. BIL-15 */
  readonly leftOver: LeftOver;
}

/** By customer, of those who have something left over in their currency. */
const leftOverOf = async (
  tx: Tx,
  customers: ReadonlyMap<string, CustomerDetails>,
): Promise<ReadonlyMap<string, LeftOver>> => {
  const found = new Map<string, LeftOver>();
  for (const { customerId, balance } of await balancesOfCustomers(tx, [...customers.keys()])) {
    const { currency } = balance;
    if (currency !== customers.get(customerId)?.currency) continue;
    found.set(customerId, { balance, rests: await restsOf(tx, { customerId, currency }) });
  }
  return found;
};

/** What is locked of customers whose bills are made. */
interface Locked {
  readonly customers: ReadonlyMap<string, CustomerDetails>;
  readonly subscriptions: readonly Subscription[];
}

/** In the order of the ids. */
export const billablesOf = async (
  tx: Tx,
  customerIds: readonly string[],
  locked?: Locked,
): Promise<readonly Billable[]> => {
  const [customers, all, groups] = await Promise.all([
    locked?.customers ?? detailsOfMany(tx, customerIds),
    locked?.subscriptions ?? subscriptionsOfCustomers(tx, customerIds),
    groupsOfCustomers(tx, customerIds),
  ]);
  const [billed, assets, leftOver] = await Promise.all([
    billedFor(tx, all),
    assignedAssets(
      tx,
      all.flatMap(({ groupId }) => groupId ?? []),
    ),
    leftOverOf(tx, customers),
  ]);
  const [mine, theirs] = [groupBy(all, (each) => each.customerId), groupBy(groups, (group) => group.customerId)];
  return customerIds.flatMap((id) => {
    const customer = customers.get(id);
    if (!customer) return [];
    const subscriptions = mine.get(id) ?? [];
    const nothing = { balance: zero(customer.currency), rests: [] };
    return {
      id,
      customer,
      subscriptions,
      groups: theirs.get(id) ?? [],
      billed,
      assets,
      leftOver: leftOver.get(id) ?? nothing,
    };
  });
};

/**
 * The same, nobody else bills or changes their services until this is committed, and nobody erases what goes into their documents.
 * Lock order: subscriptions, then customers. ALL-3, ALL-7
 */
export const lockBillables = async (work: Work, customerIds: readonly string[]): Promise<readonly Billable[]> => {
  const subscriptions = await lockSubscriptionsOf(work, customerIds);
  const customers = await holdDetailsOf(work, customerIds);
  return billablesOf(work.tx, customerIds, { customers, subscriptions });
};

/** @throws NotFound */
export const only = ([billable]: readonly Billable[]): Billable => {
  if (!billable) throw new NotFound('customer');
  return billable;
};
