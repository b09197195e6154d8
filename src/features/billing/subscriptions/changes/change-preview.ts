/** What a change of a service would do, as of what is stored: for whoever is asked, and for whoever does it. BIL-6 */
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { point } from '../../../../platform/work/contributions.ts';
import type { Deps, Work } from '../../../../platform/work/work.ts';
import { customersDay, groupById } from '../../../customers/index.ts';
import { assignedAssets } from '../../assets/index.ts';
import { pricesOf } from '../../catalog/index.ts';
import { serviceOf } from '../../charging/index.ts';
import { rivalsOf } from '../accounts/account.ts';
import { givenBackOf } from '../accounts/given-back-store.ts';
import { billedFor } from '../accounts/store.ts';
import { lockSubscription, subscriptionById, subscriptionsOfCustomer } from '../agreements/store.ts';
import type { Subscription } from '../agreements/subscription.ts';
import { subscriptionsPolicy } from '../schedules/policy.ts';
import { type CarriedOut, type ChangeFacts, carryOut } from './carry-out.ts';
import { type Planned, plannedOf } from './planned-store.ts';
import { endingKinds, type ServiceChange } from './service-change.ts';

/** What a change would do, with what is planned for later and falls away with it. */
export interface ChangePreview extends CarriedOut {
  readonly subscription: Subscription;
  /** It lies ahead: it is planned, and carried out on its day. */
  readonly isPlanned: boolean;
  readonly planned: readonly Planned[];
  readonly what: string;
}

/** Where it is read: a transaction, or what is committed. */
export interface ChangeReader extends Pick<Work, 'policy' | 'now' | 'contributions'> {
  readonly tx: Tx;
}

/** What others have to say against a change that somebody makes: a sentence for its field, with what to do; nothing where it may be. BIL-10 */
export type ServiceGuard = (
  from: ChangeReader,
  change: ServiceChange,
  preview: ChangePreview,
) => Promise<string | undefined>;

export const serviceGuards = point<ServiceGuard>('subscriptions.guards');

/** BIL-22: nothing begins, or is said to end, after the last day of the group that it is billed with. @throws FieldErrors */
const refuseAfterGroup = async (tx: Tx, change: ServiceChange, { groupId }: Subscription): Promise<void> => {
  const group = change.kind === 'start' && groupId ? await groupById(tx, groupId) : undefined;
  if (change.kind !== 'start' || !group || group.endOn === null) return;
  const late = (['on', 'last'] as const).find((field) => (change[field] ?? change.on) > (group.endOn ?? change.on));
  if (late)
    throw new FieldErrors({
      [late]: `The billing group ${group.name} ends on ${formatDay(group.endOn)}. Choose that day or an earlier one, or move its last day first.`,
    });
};

/** @throws FieldErrors */
export const askGuards = async (from: ChangeReader, change: ServiceChange, preview: ChangePreview): Promise<void> => {
  await refuseAfterGroup(from.tx, change, preview.subscription);
  for (const guard of from.contributions.to(serviceGuards)) {
    const refusal = await guard(from, change, preview);
    if (refusal) throw new FieldErrors({ [change.kind === 'quantity' ? 'quantity' : 'kind']: refusal });
  }
};

const factsOf = async (
  { tx, policy, now }: ChangeReader,
  subscription: Subscription,
  change: ServiceChange,
): Promise<ChangeFacts> => {
  const plan = 'sold' in change ? change.sold.plan : undefined;
  const { groupId } = subscription;
  const [billed, givenBack, assets, all, listed, today, terms] = await Promise.all([
    billedFor(tx, [subscription]),
    givenBackOf(
      tx,
      subscription.items.map(({ id }) => id),
      subscription.currency,
    ),
    assignedAssets(tx, groupId ? [groupId] : []),
    groupId ? subscriptionsOfCustomer(tx, subscription.customerId) : [],
    plan ? pricesOf(tx, [plan]) : undefined,
    customersDay(tx, subscription.customerId, now),
    policy(subscriptionsPolicy),
  ]);
  const inCurrency = (listed?.get(plan ?? '') ?? []).filter(({ price }) => price.currency === subscription.currency);
  return {
    subscription,
    billed: billed.get(subscription.id) ?? [],
    givenBack,
    assets: assets.get(groupId ?? '') ?? [],
    rivals: rivalsOf(subscription, all),
    prices: new Map(
      plan ? [[plan, inCurrency.map(({ validFrom, price, metering }) => ({ from: validFrom, price, metering }))]] : [],
    ),
    today,
    terms,
  };
};

/** `12 × Help desk`, as it is named in the log and in lists. */
const whatOf = (change: ServiceChange, { items }: Subscription): string => {
  if (change.kind === 'start') return `${change.quantity} × ${change.sold.description}`;
  const row = items.find(({ id }) => id === change.itemId);
  const name = row?.description ?? 'a service';
  if (change.kind === 'quantity') return `${name}: ${row?.quantity} → ${change.quantity}`;
  if (change.kind === 'swap') return `${name} → ${change.sold.description}`;
  if (change.kind === 'pause') return `${name} until ${formatDay(change.until)}`;
  return `${row?.quantity ?? 1} × ${name}`;
};

const laterPlanned = (
  change: ServiceChange,
  { items }: Subscription,
  planned: readonly Planned[],
): readonly Planned[] => {
  if (change.kind === 'start' || !endingKinds.includes(change.kind)) return [];
  const service = new Set(serviceOf(items, change.itemId).map(({ id }) => id));
  const isLater = ({ on }: Planned) => change.kind !== 'remove' || on >= change.on;
  return planned.filter((each) => each.itemId !== undefined && service.has(each.itemId) && isLater(each));
};

const previewOf = (change: ServiceChange, facts: ChangeFacts, planned: readonly Planned[]): ChangePreview => ({
  ...carryOut(change, facts),
  subscription: facts.subscription,
  isPlanned: change.on > facts.today,
  planned: laterPlanned(change, facts.subscription, planned),
  what: whatOf(change, facts.subscription),
});

/** BIL-6: what a change credits, charges and drops. Reads only; the submit takes it from the same function. */
export const previewChange = async (
  deps: Deps,
  { subscriptionId, change }: { readonly subscriptionId: string; readonly change: ServiceChange },
): Promise<ChangePreview> => {
  const from = { tx: deps.db.prisma, policy: deps.policy, now: deps.clock.now(), contributions: deps.contributions };
  const preview = await previewStored(from, subscriptionId, change);
  await askGuards(from, change, preview);
  return preview;
};

/** … as of what is stored, where nobody else has a say. */
export const previewStored = async (
  from: ChangeReader,
  subscriptionId: string,
  change: ServiceChange,
): Promise<ChangePreview> => {
  const subscription = await subscriptionById(from.tx, subscriptionId);
  if (!subscription) throw new NotFound('subscription');
  return previewOf(change, await factsOf(from, subscription, change), await plannedOf(from.tx, [subscriptionId]));
};

/** … of a subscription that this locks. */
export const previewLocked = async (
  work: Work,
  subscriptionId: string,
  change: ServiceChange,
): Promise<ChangePreview> => {
  await lockSubscription(work, subscriptionId);
  return previewStored(work, subscriptionId, change);
};
