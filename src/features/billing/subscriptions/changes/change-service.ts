import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { formatMoney, sum } from '../../../../core/money/money.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { customersDay } from '../../../customers/index.ts';
import { assignedAssets } from '../../assets/index.ts';
import { pricesOf } from '../../catalog/index.ts';
import { serviceOf } from '../../charging/index.ts';
import { lessGivenBack } from '../accounts/given-back.ts';
import { givenBackOf, insertGivenBack } from '../accounts/given-back-store.ts';
import { billedFor } from '../accounts/store.ts';
import { lockSubscription, subscriptionById } from '../agreements/store.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from '../agreements/subscription.ts';
import { insertRows, updateRows } from '../items/store.ts';
import { subscriptionsPolicy } from '../schedules/policy.ts';
import { type CarriedOut, type ChangeFacts, carryOut } from './carry-out.ts';
import { endPlanned, insertPlanned, type Planned, plannedOf } from './planned-store.ts';
import { changeNames, endingKinds, type ServiceChange } from './service-change.ts';

export interface ChangeService {
  readonly subscriptionId: string;
  readonly change: ServiceChange;
  readonly reason?: string | undefined;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

/** What a change would do, with what is planned for later and falls away with it. */
export interface ChangePreview extends CarriedOut {
  readonly subscription: Subscription;
  /** It lies ahead: it is planned, and carried out on its day. */
  readonly isPlanned: boolean;
  readonly planned: readonly Planned[];
  readonly what: string;
}

const factsOf = async (
  { tx, policy, now }: Pick<Work, 'tx' | 'policy' | 'now'> | { tx: Tx; policy: Work['policy']; now: Date },
  subscription: Subscription,
  change: ServiceChange,
): Promise<ChangeFacts> => {
  const plan = 'sold' in change ? change.sold.plan : undefined;
  const { groupId } = subscription;
  const [billed, givenBack, assets, listed, today, terms] = await Promise.all([
    billedFor(tx, [subscription]),
    givenBackOf(
      tx,
      subscription.items.map(({ id }) => id),
      subscription.currency,
    ),
    assignedAssets(tx, groupId ? [groupId] : []),
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
  { subscriptionId, change }: Pick<ChangeService, 'subscriptionId' | 'change'>,
): Promise<ChangePreview> => {
  const tx = deps.db.prisma;
  const subscription = await subscriptionById(tx, subscriptionId);
  if (!subscription) throw new NotFound('subscription');
  const facts = await factsOf({ tx, policy: deps.policy, now: deps.clock.now() }, subscription, change);
  return previewOf(change, facts, await plannedOf(tx, [subscriptionId]));
};

/** Names the figures that a person was shown. */
export const shownFigures = ({ lines, twice, after, isPlanned, planned }: ChangePreview): string =>
  [
    twice.reduce((total, { amount }) => total + amount.amount, 0n),
    sum(
      lines.map(({ net }) => net),
      after.currency,
    ).amount,
    lines.length,
    after.amount,
    isPlanned,
    planned.length,
  ].join('_');

/** Carries a change out within a transaction that has locked the subscription: its rows, and what falls away with it. */
export const writeChange = async (work: Work, change: ServiceChange, preview: ChangePreview): Promise<void> => {
  const { rows, subscription, planned, twice } = preview;
  const known = new Set(subscription.items.map(({ id }) => id));
  await updateRows(
    work,
    rows.filter(({ id }) => known.has(id)),
  );
  await insertRows(
    work,
    subscription.id,
    rows.filter(({ id }) => !known.has(id)),
  );
  if (!creditsAgain(change)) await insertGivenBack(work, subscription.id, twice);
  for (const { id } of planned)
    await endPlanned(work, id, 'dropped', `${preview.what} was ${changeNames[change.kind].did}`);
};

const creditsAgain = (change: ServiceChange): boolean => 'creditsAgain' in change && change.creditsAgain === true;

/** What the next bill charges and credits, as it was chosen. */
const chosenLines = ({ lines, twice }: ChangePreview, change: ServiceChange) =>
  creditsAgain(change) ? lines : lessGivenBack(lines, twice);

const told = (preview: ChangePreview, change: ServiceChange) => {
  const { dropped, planned, before, after, what } = preview;
  return {
    what,
    kind: change.kind,
    on: change.on,
    monthly: formatMoney(after),
    monthlyBefore: formatMoney(before),
    lines: chosenLines(preview, change).map((line) => `${line.description}: ${formatMoney(line.net)}`),
    dropped: [...dropped.map((each) => each.what), ...planned.map((each) => each.what)],
  };
};

/** What the log says of a change that was carried out. */
export const auditChange = (work: Work, change: ServiceChange, preview: ChangePreview, reason?: string): void => {
  const { subscription } = preview;
  work.audit({
    action: 'service.changed',
    subject: subscriptionSubject(subscription.id),
    customerId: subscription.customerId,
    after: told(preview, change),
    reason,
  });
};

export const previewLocked = async (
  work: Work,
  subscriptionId: string,
  change: ServiceChange,
): Promise<ChangePreview> => {
  const subscription = await lockSubscription(work, subscriptionId);
  if (!subscription) throw new NotFound('subscription');
  return previewOf(change, await factsOf(work, subscription, change), await plannedOf(work.tx, [subscriptionId]));
};

/**
 * BIL-6: changes a service now, or plans it for its day. Whoever confirms figures that are no longer those that were shown is told.
 * @throws FieldErrors at the field; Conflict; NotAllowed
 */
export const changeService = (deps: Deps, by: By, input: ChangeService): Promise<ChangePreview> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'change services');
    const { change, subscriptionId, reason, shown } = input;
    const preview = await previewLocked(work, subscriptionId, change);
    if (shown !== undefined && shown !== shownFigures(preview))
      throw new Conflict('Somebody changed this subscription meanwhile. Look at the new figures, then confirm again.');
    if (!preview.isPlanned) {
      await writeChange(work, change, preview);
      auditChange(work, change, preview, reason);
      return preview;
    }
    const twin = (await plannedOf(work.tx, [subscriptionId])).find(
      (each) =>
        each.itemId !== undefined && 'itemId' in change && each.itemId === change.itemId && each.on === change.on,
    );
    if (twin) {
      throw new FieldErrors({
        on: `“${twin.what}” is planned for ${formatDay(twin.on)} already. Drop that first, or choose another day.`,
      });
    }
    const id = newId();
    await insertPlanned(work, {
      id,
      subscriptionId,
      change,
      what: `${changeNames[change.kind].asks.split(/[:,]/)[0]}: ${preview.what}`,
      reason,
    });
    work.audit({
      action: 'service.change_planned',
      subject: subscriptionSubject(subscriptionId),
      customerId: preview.subscription.customerId,
      after: { planned: id, ...told(preview, change) },
      reason,
    });
    return preview;
  });
