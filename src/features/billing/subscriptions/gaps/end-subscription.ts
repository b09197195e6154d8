/** When subscriptions end, and begin again. CUS-6 */
import { FieldErrors } from '../../../../core/errors.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { dayBefore } from '../../../../core/time/spans.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { lockSubscription } from '../agreements/store.ts';
import { type Subscription, subscriptionSubject } from '../agreements/subscription.ts';
import { schedulesMoved } from '../schedules/events.ts';
import { begunOn, boundaryOf, type Rule, ruleText, scheduleOf } from '../schedules/schedule.ts';
import { endSkip, insertSkip } from '../schedules/skip-store.ts';
import { storeEnd, storePast, storeRule } from '../schedules/store.ts';

/** Nothing of it is billed after a day; what was billed for later days is credited. Without one it goes on. The caller decides who may. */
export const endSubscription = async (work: Work, id: string, endsOn: Day | undefined): Promise<void> => {
  const { template } = await lockSubscription(work, id);
  await storeEnd(work, template, endsOn);
  await work.emit(schedulesMoved, [id]);
};

/** Periods until its end that no bill was made for, as one; undefined for none. */
const unbilled = ({ template }: Subscription) => {
  const [first, last] = [boundaryOf(template), template.endsOn];
  return template.armed && last !== undefined && first <= last ? { on: first, period: { first, last } } : undefined;
};

/** CUS-6: what is not billed until its end is given up. The caller decides who may. */
export const giveUpUnbilled = async (work: Work, id: string, reason: string): Promise<void> => {
  const subscription = await lockSubscription(work, id);
  const rest = unbilled(subscription);
  if (rest) await insertSkip(work, subscription.template.id, rest, reason);
};

/** Takes that back, as long as nothing was billed since. */
export const billUnbilled = async (work: Work, id: string): Promise<void> => {
  const subscription = await lockSubscription(work, id);
  const rest = unbilled(subscription);
  if (rest) await endSkip(work, subscription.template.id, rest.on);
};

/**
 * CUS-6: one that ended is billed again from a day on, as often as before; the days between are not.
 * @throws FieldErrors at `first_on`
 */
export const beginAgain = async (work: Work, id: string, firstOn: Day, reason: string): Promise<void> => {
  const subscription = await lockSubscription(work, id);
  const { template, customerId } = subscription;
  const { endsOn, months, anchorOn, inArrears, daysAhead } = template;
  if (endsOn === undefined) return;
  if (firstOn <= endsOn)
    throw new FieldErrors({ first_on: `It was served until ${formatDay(endsOn)}: choose a later day.` });
  const { first } = scheduleOf(template);
  const next = begunOn({ ...template, firstOn, anchorOn: anchorOn && firstOn });
  const rule: Rule = { ...next, endsOn: undefined, takenOver: undefined };
  if (template.armed && first <= endsOn)
    await storePast(work, template, { months, anchorOn, inArrears, daysAhead, firstOn: first, lastOn: endsOn });
  await storeRule(work, template, rule);
  await storeEnd(work, template, undefined);
  work.audit({
    action: 'subscription.begun_again',
    subject: subscriptionSubject(id),
    customerId,
    before: { ended: endsOn },
    after: { schedule: ruleText(rule), nextOn: rule.nextOn, notBilledUntil: dayBefore(firstOn) },
    reason,
  });
  await work.emit(schedulesMoved, [id]);
};
