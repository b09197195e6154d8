import { groupBy } from '../../../../core/group.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { type BillingGroup, type CustomerDetails, detailsOfMany, groupsOfCustomers } from '../../../customers/index.ts';
import { lastFates, usableAddresses } from '../../correspondence/index.ts';
import { bearsOn, liveHolds, spanOf } from '../holds/index.ts';
import { type Account, type OwedBill, reminderKinds } from '../ladder/index.ts';
import { openPromisesOf } from '../promises/index.ts';
import { liveStops } from '../stops/index.ts';
import { lastLetters, leftOvers, type OwedRow, owedBills } from './store.ts';

/** A customer's account, with what a letter to them needs. */
export interface ReadAccount {
  readonly customerId: string;
  readonly details: CustomerDetails;
  readonly account: Account;
  /** Who may be written to: those that take their letters and want reminders. */
  readonly addresses: readonly string[];
  /** Who issued what, by the invoices' ids. */
  readonly sellers: ReadonlyMap<string, string | undefined>;
}

/** Those of the group that all bills are of, where it has its own; else the customer's. CUS-1, CUS-3 */
const addresseesOf = (
  { email, extraEmails }: CustomerDetails,
  bills: readonly OwedRow[],
  groups: readonly BillingGroup[],
): readonly string[] => {
  const own = [...(email ? [email] : []), ...extraEmails];
  const ids = [...new Set(bills.flatMap(({ groupIds }) => groupIds))];
  const addressees = groups.find(({ id }) => ids.length === 1 && id === ids[0])?.addressees ?? [];
  const of = addressees.length > 0 ? addressees : own;
  return usableAddresses(of.length > 0 ? of : groups.flatMap((group) => group.addressees));
};

/** In a handful of statements for however many; customers who owe nothing are left out. */
export const readAccounts = async (
  tx: Tx,
  customerIds: readonly string[],
  today: Day,
): Promise<readonly ReadAccount[]> => {
  const bills = groupBy(await owedBills(tx, customerIds), ({ customerId }) => customerId);
  const ids = [...bills.keys()];
  if (ids.length === 0) return [];
  const details = await detailsOfMany(tx, ids);
  const groups = groupBy(await groupsOfCustomers(tx, ids), ({ customerId }) => customerId);
  const holds = groupBy(await liveHolds(tx, ids, today), ({ customerId }) => customerId);
  const promises = groupBy(await openPromisesOf(tx, ids), ({ customerId }) => customerId);
  const [letters, balances, stops, fates] = [
    await lastLetters(tx, ids),
    groupBy(await leftOvers(tx, ids), ({ customerId }) => customerId),
    groupBy(await liveStops(tx, ids), ({ customerId }) => customerId),
    groupBy(
      await lastFates(
        tx,
        ids,
        reminderKinds.map(({ key }) => key),
      ),
      ({ customerId }) => customerId,
    ),
  ];
  return ids.flatMap((customerId) => {
    const found = details.get(customerId);
    if (!found) return [];
    const own = bills.get(customerId) ?? [];
    const stopsOf = (bill: OwedRow): OwedBill['stops'] => [
      ...(holds.get(customerId) ?? []).filter((hold) => bearsOn(hold, bill)).map(spanOf),
      ...(promises.get(customerId) ?? [])
        .filter(({ subject }) => subject.id === bill.id || subject.type === 'customer')
        .map(({ madeOn, promisedOn }) => ({ first: madeOn, last: promisedOn })),
    ];
    const shut = new Set([
      ...(stops.get(customerId) ?? []).map(({ address }) => address),
      ...(fates.get(customerId) ?? [])
        .filter(({ state }) => state === 'bounced' || state === 'held')
        .map(({ address }) => address),
    ]);
    const addresses = addresseesOf(found, own, groups.get(customerId) ?? []).filter(
      (each) => !shut.has(each.toLowerCase()),
    );
    const account: Account = {
      bills: own.map((bill) => ({ ...bill, stops: stopsOf(bill) })),
      leftOver: balances.get(customerId) ?? [],
      lastLetterOn: letters.get(customerId),
      isReachable: addresses.length > 0,
    };
    const sellers = new Map(own.map(({ id, sellerId }) => [id, sellerId]));
    return [{ customerId, details: found, account, addresses, sellers }];
  });
};
