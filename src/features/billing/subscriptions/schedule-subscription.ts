import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { customerById, groupById } from '../../customers/index.ts';
import { billedFor } from './accounts/store.ts';
import { insertSubscription, lockSubscription } from './agreements/store.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from './agreements/subscription.ts';
import { begunOn, type Rule, ruleText } from './schedules/schedule.ts';
import { storeRule } from './schedules/store.ts';

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

/**
 * BIL-20: another schedule. Once something was billed by it, its periods stay: only how many are left, how far ahead and by whom
 * it is billed can change.
 * @throws FieldErrors; Conflict
 */
export const editSchedule = (
  deps: Deps,
  by: By,
  input: { readonly subscriptionId: string; readonly schedule: NewSchedule; readonly reason: string },
): Promise<Subscription> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'change when it is billed');
    const subscription = await lockSubscription(work, input.subscriptionId);
    if (!subscription) throw new NotFound('subscription');
    const { template, id, customerId } = subscription;
    if (!template.armed) throw new Conflict('It is not armed: its dates are set when accounting arms it.');
    const billed = (await billedFor(work.tx, [subscription])).get(id) ?? [];
    const begun = begunOn(input.schedule);
    const before: Rule = { ...template, firstOn: template.firstOn ?? template.nextOn };
    const { takenOver } = template;
    if (takenOver && begun.firstOn && begun.firstOn <= takenOver.billedThrough) {
      throw new FieldErrors({
        first_on: `It was billed elsewhere until ${formatDay(takenOver.billedThrough)}. Choose a later day.`,
      });
    }
    const after = { ...begun, takenOver, ...(billed.length === 0 ? {} : { nextOn: template.nextOn }) };
    if (billed.length > 0 && !isSameRhythm(before, begun)) {
      const who = template.billed ? `, last by ${person(template.billed.by)} ${moment(template.billed.at)}` : '';
      throw new FieldErrors({
        months: `It was billed by its periods already${who}: they stay. End it with the bills that remain, and add another subscription from ${formatDay(template.nextOn)}.`,
      });
    }
    await storeRule(work, template, after);
    work.audit({
      action: 'subscription.scheduled',
      subject: subscriptionSubject(id),
      customerId,
      before: { schedule: ruleText(template), nextOn: template.nextOn },
      after: { schedule: ruleText(after), nextOn: after.nextOn },
      reason: input.reason,
    });
    return { ...subscription, template: { ...template, ...after } };
  });
