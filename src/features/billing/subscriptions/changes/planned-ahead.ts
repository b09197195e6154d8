/** Planned changes as they will be once their days have come: a forecast carries them out as the job does. BIL-6, BIL-19 */
import { UserError } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { pricesOf } from '../../catalog/index.ts';
import type { AssignedAsset, Billed, Item } from '../../charging/index.ts';
import type { GivenBack } from '../accounts/given-back.ts';
import { givenBackOf } from '../accounts/given-back-store.ts';
import type { Subscription } from '../agreements/subscription.ts';
import { subscriptionsPolicy } from '../schedules/policy.ts';
import { type CarriedOut, type ChangeFacts, carryOut } from './carry-out.ts';
import { type Planned, plannedOf } from './planned-store.ts';
import type { ServiceChange } from './service-change.ts';

/** What is planned of a subscription, the earliest first, with what carrying it out needs. */
export interface PlannedAhead extends Pick<ChangeFacts, 'prices' | 'givenBack' | 'terms'> {
  readonly planned: readonly Planned[];
}

const givenBackBy = async (tx: Tx, subscriptions: readonly Subscription[]): Promise<readonly GivenBack[]> => {
  const byCurrency = [...groupBy(subscriptions, ({ currency }) => currency)];
  const found = await Promise.all(
    byCurrency.map(([currency, mine]) =>
      givenBackOf(
        tx,
        mine.flatMap(({ items }) => items.map(({ id }) => id)),
        currency,
      ),
    ),
  );
  return found.flat();
};

/** By subscription, of those of which something is planned; a few statements, however many they are. */
export const plannedAhead = async (
  { tx, policy }: { readonly tx: Tx; readonly policy: Deps['policy'] },
  subscriptions: readonly Subscription[],
): Promise<ReadonlyMap<string, PlannedAhead>> => {
  const planned = groupBy(
    await plannedOf(
      tx,
      subscriptions.map(({ id }) => id),
    ),
    ({ subscriptionId }) => subscriptionId,
  );
  if (planned.size === 0) return new Map();
  const theirs = subscriptions.filter(({ id }) => planned.has(id));
  const plans = [...planned.values()]
    .flat()
    .flatMap(({ change }) => ('sold' in change ? (change.sold.plan ?? []) : []));
  const [terms, givenBack, listed] = await Promise.all([
    policy(subscriptionsPolicy),
    givenBackBy(tx, theirs),
    plans.length > 0 ? pricesOf(tx, [...new Set(plans)]) : new Map<string, never[]>(),
  ]);
  return new Map(
    theirs.map(({ id, items, currency }) => {
      const mine = new Set(items.map((row) => row.id));
      const prices = new Map(
        [...listed].map(([plan, all]) => [
          plan,
          all
            .filter(({ price }) => price.currency === currency)
            .map(({ validFrom, price, metering }) => ({ from: validFrom, price, metering })),
        ]),
      );
      return [
        id,
        {
          planned: planned.get(id) ?? [],
          terms,
          prices,
          givenBack: givenBack.filter(({ itemId }) => mine.has(itemId)),
        },
      ];
    }),
  );
};

/** A subscription as it is billed. */
export interface Billing {
  readonly subscription: Subscription;
  readonly billed: readonly Billed[];
  readonly assets: readonly AssignedAsset[];
  /** What other subscriptions of its group charge for them. CUS-4 */
  readonly rivals: readonly Item[];
}

const withRows = (of: Billing, { rows, twice }: CarriedOut, change: ServiceChange): Billing => {
  const { subscription, billed } = of;
  const changed = new Set(rows.map(({ id }) => id));
  const items = [...subscription.items.filter(({ id }) => !changed.has(id)), ...rows].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const again = 'creditsAgain' in change && change.creditsAgain === true;
  const counted = again
    ? []
    : twice.map(({ itemId, assetId, period, amount }) => ({
        itemId,
        assetId,
        period,
        net: { ...amount, amount: -amount.amount },
      }));
  return { ...of, subscription: { ...subscription, items }, billed: [...billed, ...counted] };
};

/** What cannot be done on its day is left out, as the job leaves it. */
const carriedOut = (of: Billing, { change, on }: Planned, { prices, terms, givenBack }: PlannedAhead): Billing => {
  try {
    const { subscription, billed, assets, rivals } = of;
    return withRows(
      of,
      carryOut(change, { subscription, billed, assets, rivals, prices, terms, givenBack, today: on }),
      change,
    );
  } catch (error) {
    if (error instanceof UserError) return of;
    throw error;
  }
};

/** With what is planned after a day and until another. */
export const withPlanned = (
  of: Billing,
  ahead: PlannedAhead | undefined,
  after: Day | undefined,
  until: Day,
): Billing => {
  if (!ahead) return of;
  const due = ahead.planned.filter(({ on }) => (after === undefined || on > after) && on <= until);
  return due.reduce((so, each) => carriedOut(so, each, ahead), of);
};
