import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { dayBefore } from '../../../core/time/spans.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { customerById, groupById } from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import { type Account, type DueLine, dueLines } from '../charging/index.ts';
import { accountOf, rivalsOf } from './accounts/account.ts';
import { billedFor } from './accounts/store.ts';
import { insertSubscription, lockSubscription, subscriptionById, subscriptionsOfCustomer } from './agreements/store.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from './agreements/subscription.ts';
import { schedulesMoved } from './schedules/events.ts';
import { begunOn, boundaryOf, followedBy, type PastRule, type Rule, ruleText } from './schedules/schedule.ts';
import { storePast, storeRule } from './schedules/store.ts';

export type NewSchedule = Parameters<typeof begunOn>[0];

/** A subscription that no project made, with its schedule, armed; services are started in its window. BIL-6, BIL-20 */
export const addSubscription = (
  deps: Deps,
  by: By,
  input: { readonly customerId: string; readonly groupId: string | undefined; readonly schedule: NewSchedule },
): Promise<Subscription> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'add subscriptions');
    const { customerId, groupId, schedule } = input;
    const customer = await customerById(work.tx, customerId);
    if (!customer) throw new NotFound('customer');
    if (groupId && (await groupById(work.tx, groupId))?.customerId !== customerId)
      throw new FieldErrors({ group: 'This billing group is not this customer’s. Choose again.' });
    const rule = begunOn(schedule);
    const made = await insertSubscription(work, {
      customerId,
      groupId,
      currency: customer.currency,
      rows: [],
      rule,
      isArmed: true,
    });
    work.audit({
      action: 'subscription.added',
      subject: subscriptionSubject(made.id),
      customerId,
      after: { schedule: ruleText(rule), nextOn: rule.nextOn },
    });
    return made;
  });

const isSameRhythm = (a: Rule, b: Rule): boolean =>
  a.months === b.months && a.anchorOn === b.anchorOn && a.inArrears === b.inArrears && a.firstOn === b.firstOn;

export interface EditSchedule {
  readonly subscriptionId: string;
  readonly schedule: NewSchedule;
  readonly reason: string;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

/** Another schedule, and what the next bill for services is by it and was to be. */
export interface ScheduleChange {
  readonly subscription: Subscription;
  readonly rule: Rule;
  /** What remains of the schedule that the new one follows; nothing where only what is not a period changes, or nothing was billed. */
  readonly past: PastRule | undefined;
  readonly isAnotherRhythm: boolean;
  readonly next: readonly DueLine[];
  readonly nextBefore: readonly DueLine[];
}

/** What is due on the day on which the next period is billed, by the function that makes the bills. */
const nextLines = (account: Account, { nextOn, daysAhead }: Rule): readonly DueLine[] =>
  dueLines(account, addDays(nextOn, -daysAhead));

/** The first day that is billed was asked for otherwise, although it was billed from it on. @throws FieldErrors */
const requireFirstDay = ({ template }: Subscription, { firstOn }: NewSchedule, boundary: Day): void => {
  const begun = template.firstOn ?? template.nextOn;
  if (firstOn === begun || firstOn === boundary) return;
  const who = template.billed ? `, last by ${person(template.billed.by)} ${moment(template.billed.at)}` : '';
  throw new FieldErrors({
    first_on: `It was billed until ${formatDay(dayBefore(boundary))} already${who}: that stays, and other periods begin on ${formatDay(boundary)}.`,
  });
};

/** BIL-20: what another schedule changes; the preview and the change take it from here. @throws FieldErrors; Conflict */
const changeOf = async (tx: Tx, subscription: Subscription, schedule: NewSchedule): Promise<ScheduleChange> => {
  const { template, id, groupId } = subscription;
  if (!template.armed) throw new Conflict('It is not armed: its dates are set when accounting arms it.');
  const [billed, assets, all] = await Promise.all([
    billedFor(tx, [subscription]),
    assignedAssets(tx, groupId ? [groupId] : []),
    subscriptionsOfCustomer(tx, subscription.customerId),
  ]);
  const lines = billed.get(id) ?? [];
  const boundary = boundaryOf(template);
  if (lines.length > 0) requireFirstDay(subscription, schedule, boundary);
  const before: Rule = { ...template, firstOn: template.firstOn ?? template.nextOn };
  const begun = begunOn(schedule);
  const { takenOver } = template;
  if (takenOver && schedule.firstOn <= takenOver.billedThrough) {
    throw new FieldErrors({
      first_on: `It was billed elsewhere until ${formatDay(takenOver.billedThrough)}. Choose a later day.`,
    });
  }
  const isAnotherRhythm = lines.length > 0 && !isSameRhythm(before, begun);
  const { rule: made, past } = isAnotherRhythm
    ? followedBy(template, schedule)
    : { rule: lines.length === 0 ? begun : { ...begun, nextOn: template.nextOn }, past: undefined };
  // What was billed elsewhere lies before the schedule of before.
  const rule: Rule = { ...made, takenOver: past ? undefined : takenOver, endsOn: template.endsOn };
  const after = {
    ...subscription,
    template: { ...template, ...rule, past: [...template.past, ...(past ? [past] : [])] },
  };
  const reached = assets.get(groupId ?? '') ?? [];
  const linesBy = (of: Subscription) =>
    nextLines(accountOf(of, lines, reached, rivalsOf(subscription, all)), of.template);
  return {
    subscription: after,
    rule,
    past,
    isAnotherRhythm,
    next: isAnotherRhythm ? linesBy(after) : [],
    nextBefore: isAnotherRhythm ? linesBy(subscription) : [],
  };
};

/** BIL-20: what another schedule would change. Reads only. */
export const previewSchedule = async (
  { db }: Pick<Deps, 'db'>,
  { subscriptionId, schedule }: Pick<EditSchedule, 'subscriptionId' | 'schedule'>,
): Promise<ScheduleChange> => {
  const subscription = await subscriptionById(db.prisma, subscriptionId);
  if (!subscription) throw new NotFound('subscription');
  return changeOf(db.prisma, subscription, schedule);
};

/** Names the figures that a person was shown. */
export const shownSchedule = ({ rule, next }: ScheduleChange): string =>
  [rule.firstOn, rule.nextOn, next.length, next.reduce((total, { net }) => total + net.amount, 0n)].join('_');

/**
 * BIL-20: another schedule. What was billed by the former stays: another frequency begins on the day after it.
 * @throws FieldErrors; Conflict where the figures are no longer those that were shown
 */
export const editSchedule = (deps: Deps, by: By, input: EditSchedule): Promise<Subscription> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'change when it is billed');
    const locked = await lockSubscription(work, input.subscriptionId);
    const { template, id, customerId } = locked;
    const change = await changeOf(work.tx, locked, input.schedule);
    const { subscription, rule: after, past } = change;
    if (input.shown !== undefined && input.shown !== shownSchedule(change))
      throw new Conflict(
        'Something of it was billed or changed meanwhile. Open the form again and check the new figures.',
      );
    if (past) await storePast(work, template, past);
    await storeRule(work, template, after);
    await work.emit(schedulesMoved, [id]);
    work.audit({
      action: 'subscription.scheduled',
      subject: subscriptionSubject(id),
      customerId,
      before: { schedule: ruleText(template), nextOn: template.nextOn },
      after: { schedule: ruleText(after), nextOn: after.nextOn },
      reason: input.reason,
    });
    return subscription;
  });
