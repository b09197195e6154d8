/** Periods that are not billed, since somebody said so. BIL-20 */
import { Conflict } from '../../../../core/errors.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { spanWords } from '../../charging/index.ts';
import { lockSubscription } from '../agreements/store.ts';
import { type Subscription, subscriptionSubject } from '../agreements/subscription.ts';
import { schedulesMoved } from '../schedules/events.ts';
import { afterDates, datesDue, type Rule } from '../schedules/schedule.ts';
import { endSkip, insertSkip } from '../schedules/skip-store.ts';
import { storeRule } from '../schedules/store.ts';

export interface SkipPeriod {
  readonly subscriptionId: string;
  /** The date by which it is scheduled. */
  readonly on: Day;
  readonly reason: string;
}

const auditSkip = (
  work: Work,
  { id, customerId, template }: Subscription,
  action: 'subscription.period_skipped' | 'subscription.skip_taken_back',
  { period, nextOn, reason }: { readonly period: string; readonly nextOn: Day; readonly reason?: string },
): void =>
  work.audit({
    action,
    subject: subscriptionSubject(id),
    customerId,
    before: { nextOn: template.nextOn },
    after: { period, nextOn },
    reason,
  });

/**
 * BIL-20: the bill of the next date is not made, and its services are not charged; what is charged once, and what changed in periods
 * that were billed, stays due. It counts as one of those that remain. The caller decides who may.
 * @throws Conflict where it was billed or skipped, or another date comes first
 */
export const skipPeriod = async (work: Work, { subscriptionId, on, reason }: SkipPeriod): Promise<void> => {
  const subscription = await lockSubscription(work, subscriptionId);
  const { template } = subscription;
  if (on < template.nextOn) throw new Conflict(`The bill of ${formatDay(on)} was made or skipped already.`);
  if (on > template.nextOn)
    throw new Conflict(`The bill of ${formatDay(template.nextOn)} comes first: make it or skip it, then this one.`);
  const [next] = datesDue(template, on);
  if (!template.armed || !next) throw new Conflict('Nothing of it is billed any more: there is nothing to skip.');
  const moved: Rule = { ...template, ...afterDates(template, 1) };
  await insertSkip(work, template.id, next, reason);
  await storeRule(work, template, moved);
  auditSkip(work, subscription, 'subscription.period_skipped', {
    period: spanWords(next.period),
    nextOn: moved.nextOn,
    reason,
  });
  await work.emit(schedulesMoved, [subscriptionId]);
};

/**
 * ALL-10: it is billed after all: at its date where nothing was billed since, else as one that was missed. The caller decides who may.
 * @throws Conflict where nobody skipped it (any more)
 */
export const takeSkipBack = async (work: Work, { subscriptionId, on }: Omit<SkipPeriod, 'reason'>): Promise<void> => {
  const subscription = await lockSubscription(work, subscriptionId);
  const { template } = subscription;
  if (!(await endSkip(work, template.id, on)))
    throw new Conflict(`The bill of ${formatDay(on)} is not skipped: there is nothing to take back.`);
  const { remaining } = template;
  const before: Rule = { ...template, nextOn: on, remaining: remaining === undefined ? undefined : remaining + 1 };
  const isNext = afterDates(before, 1).nextOn === template.nextOn;
  if (isNext) await storeRule(work, template, before);
  auditSkip(work, subscription, 'subscription.skip_taken_back', {
    period: formatDay(on),
    nextOn: isNext ? on : template.nextOn,
  });
  await work.emit(schedulesMoved, [subscriptionId]);
};
