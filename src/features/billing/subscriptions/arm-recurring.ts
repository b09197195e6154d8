import { Conflict, UserError } from '../../../core/errors.ts';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { addMonths, type Day, firstOfNextMonth } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { customersDay } from '../../customers/index.ts';
import { lockSubscription, subscriptionFor } from './agreements/store.ts';
import { monthlyOf, type Subscription } from './agreements/subscription.ts';
import { beginRows } from './items/store.ts';
import { type FirstBill, firstBill } from './proration.ts';
import { schedulesMoved } from './schedules/events.ts';
import { subscriptionsPolicy } from './schedules/policy.ts';
import { armTemplate, disarmTemplate } from './schedules/store.ts';
import type { Template } from './schedules/template.ts';

export interface Arming {
  readonly subject: Subject;
  /** What was paid for the first month before tax (`payments.netReceivedFor`); undefined: never paid. */
  readonly prepaidNet: Money | undefined;
  /** By which the first month was taxed, and its credit is; millionths. BIL-9 */
  readonly prepaidTaxRate: number;
  readonly wentLiveOn: Day;
}

const existing = async (tx: Tx, subject: Subject): Promise<Subscription> => {
  const subscription = await subscriptionFor(tx, subject);
  if (!subscription) throw new UserError('There is no subscription yet. Set it up first, then arm its billing.');
  return subscription;
};

const locked = async (work: Work, subject: Subject): Promise<Subscription> => {
  const { id } = await existing(work.tx, subject);
  return lockSubscription(work, id);
};

/** The figures of arming; preview and arming differ in nothing else than writing them down. Today is the customer's (ALL-4). */
const compute = (
  subscription: Subscription,
  input: Arming,
  today: Day,
  { midMonthDays }: { readonly midMonthDays: readonly number[] },
): FirstBill => {
  if (input.wentLiveOn > today) {
    throw new UserError('The customer is not live yet. Arm recurring billing once they are.');
  }
  const { prepaidNet, wentLiveOn } = input;
  const begun = withLateRows(subscription, wentLiveOn, today);
  const monthly = monthlyOf(begun, firstOfNextMonth(wentLiveOn));
  return firstBill({ monthly, prepaidNet, wentLiveOn, today, midMonthDays });
};

/** Services that were entered after the first bill's day begin with it: nothing was billed before, and the customer is live. */
const lateRows = ({ items }: Subscription, wentLiveOn: Day, today: Day) => {
  const nextOn = firstOfNextMonth(wentLiveOn);
  return items.filter(({ first, replaces }) => replaces === undefined && first > nextOn && first <= today);
};

const withLateRows = (subscription: Subscription, wentLiveOn: Day, today: Day): Subscription => {
  const late = new Set(lateRows(subscription, wentLiveOn, today).map(({ id }) => id));
  const first = firstOfNextMonth(wentLiveOn);
  return { ...subscription, items: subscription.items.map((row) => (late.has(row.id) ? { ...row, first } : row)) };
};

const alreadyArmed = (template: Template | undefined): Conflict => {
  const by = template?.armedBy ? person(template.armedBy) : 'Somebody';
  const at = template?.armedAt ? ` ${moment(template.armedAt)}` : '';
  return new Conflict(`${by} armed recurring billing${at}. There is nothing left to do.`);
};

/** What arming would do today: the same figures, by the same function. ONB-16 */
export const previewArming = async (deps: Pick<Deps, 'db' | 'policy' | 'clock'>, input: Arming): Promise<FirstBill> => {
  const subscription = await existing(deps.db.prisma, input.subject);
  if (subscription.template.armed) throw alreadyArmed(subscription.template);
  const today = await customersDay(deps.db.prisma, subscription.customerId, deps.clock.now());
  return compute(subscription, input, today, await deps.policy(subscriptionsPolicy));
};

/**
 * Arms recurring billing once: next date, credit and its rule are stored. A second time is a Conflict. The caller decides who
 * may: it is a playbook's desk. ONB-16, ALL-3
 */
export const armRecurring = async (work: Work, input: Arming): Promise<FirstBill> => {
  const subscription = await locked(work, input.subject);
  if (subscription.template.armed) throw alreadyArmed(subscription.template);
  const today = await customersDay(work.tx, subscription.customerId, work.now);
  const bill = compute(subscription, input, today, await work.policy(subscriptionsPolicy));
  const { credit: amount, rule, nextOn } = bill;
  if (
    !(await armTemplate(work, subscription.template, {
      nextOn,
      credit: { amount, rule, taxRate: input.prepaidTaxRate },
    }))
  )
    throw alreadyArmed((await existing(work.tx, input.subject)).template);
  const late = lateRows(subscription, input.wentLiveOn, today).map(({ id }) => id);
  await beginRows(work, late, nextOn);
  work.audit({
    action: 'recurring.armed',
    subject: input.subject,
    customerId: subscription.customerId,
    before: { armed: false, nextOn: subscription.template.nextOn },
    after: {
      armed: true,
      nextOn: bill.nextOn,
      monthly: formatMoney(bill.monthly),
      credit: formatMoney(bill.credit),
      due: formatMoney(bill.due),
      rule: bill.rule,
      because: bill.text,
    },
  });
  return bill;
};

/** Takes an arming back, with a reason; the next date becomes a placeholder again. The caller decides who may. ALL-5 */
export const disarmRecurring = async (
  work: Work,
  input: { readonly subject: Subject; readonly reason: string },
): Promise<void> => {
  const { id, template, customerId } = await locked(work, input.subject);
  const { placeholderMonths } = await work.policy(subscriptionsPolicy);
  const nextOn = addMonths(work.today, placeholderMonths);
  if (!(await disarmTemplate(work, template, nextOn))) throw new Conflict('Recurring billing is not armed.');
  await work.emit(schedulesMoved, [id]);
  work.audit({
    action: 'recurring.disarmed',
    subject: input.subject,
    customerId,
    before: { armed: true, nextOn: template.nextOn, credit: template.credit ? formatMoney(template.credit) : null },
    after: { armed: false, nextOn },
    reason: input.reason,
  });
};
