import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { formatMoney, sum } from '../../../../core/money/money.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { lessGivenBack } from '../accounts/given-back.ts';
import { insertGivenBack } from '../accounts/given-back-store.ts';
import { serviceEditors, subscriptionSubject } from '../agreements/subscription.ts';
import { insertRows, updateRows } from '../items/store.ts';
import { askGuards, type ChangePreview, previewLocked } from './change-preview.ts';
import { endPlanned, insertPlanned, plannedOf } from './planned-store.ts';
import { changeNames, type ServiceChange } from './service-change.ts';

export interface ChangeService {
  readonly subscriptionId: string;
  readonly change: ServiceChange;
  readonly reason?: string | undefined;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

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

/** Carries a change out now, and logs it: of a subscription that this locks. The caller decides who may. BIL-6, BIL-10 */
export const changeLocked = async (
  work: Work,
  subscriptionId: string,
  change: ServiceChange,
  reason: string | undefined,
): Promise<ChangePreview> => {
  const preview = await previewLocked(work, subscriptionId, change);
  await writeChange(work, change, preview);
  auditChange(work, change, preview, reason);
  return preview;
};

/** Plans a change for its day. @throws FieldErrors at `on` where another of the same service is planned for it */
const plan = async (
  work: Work,
  { subscriptionId, change, reason }: Pick<ChangeService, 'subscriptionId' | 'change' | 'reason'>,
  preview: ChangePreview,
): Promise<void> => {
  const twin = (await plannedOf(work.tx, [subscriptionId])).find(
    (each) => each.itemId !== undefined && 'itemId' in change && each.itemId === change.itemId && each.on === change.on,
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
};

/** Carries a change out now, or plans it for its day, and logs it. */
const changeOrPlan = async (
  work: Work,
  input: Pick<ChangeService, 'subscriptionId' | 'change' | 'reason'>,
  preview: ChangePreview,
): Promise<void> => {
  if (preview.isPlanned) return plan(work, input, preview);
  await writeChange(work, input.change, preview);
  auditChange(work, input.change, preview, input.reason);
};

/**
 * The same of a subscription that this locks, where the caller decides who may. BIL-10
 * @throws FieldErrors at `on` where another change of the same service is planned for that day
 */
export const changeOn = async (
  work: Work,
  input: Pick<ChangeService, 'subscriptionId' | 'change' | 'reason'>,
): Promise<ChangePreview> => {
  const preview = await previewLocked(work, input.subscriptionId, input.change);
  await changeOrPlan(work, input, preview);
  return preview;
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
    await askGuards(work, change, preview);
    if (shown !== undefined && shown !== shownFigures(preview))
      throw new Conflict('Somebody changed this subscription meanwhile. Look at the new figures, then confirm again.');
    await changeOrPlan(work, { change, subscriptionId, reason }, preview);
    return preview;
  });
