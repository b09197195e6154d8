import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';
import { monthlyOn, type ServiceRow } from './items/service-row.ts';
import type { CreditRule } from './proration.ts';
import type { Rule } from './schedules/schedule.ts';

export const subscriptionDoor: Door = {
  subject: 'subscription',
  opens: 'subscription.open',
  button: 'Open subscription',
};

export const subscriptionSubject = (id: string): Subject => ({ type: subscriptionDoor.subject, id });

/** Who starts and changes services, and says when they are billed. ALL-1 */
export const serviceEditors = ['billing', 'accounting'] as const;

/** A service as it is typed in. */
export interface NewItem {
  readonly description: string;
  /** Whole and positive. */
  readonly quantity: number;
  /** A month's price of one. */
  readonly unitAmount: Money;
}

/** The armed-or-not schedule by which a subscription is billed; it holds no amounts. ONB-6, ONB-16, BIL-20 */
export interface Template extends Rule {
  readonly id: string;
  readonly armed: boolean;
  readonly armedBy?: string;
  readonly armedAt?: Date;
  /** What the first bill is credited with; once armed. */
  readonly credit?: Money;
  readonly creditRule?: CreditRule;
  /** Of the first month's invoice; millionths. */
  readonly creditTaxRate: number;
  /** The last bill that somebody made. */
  readonly billed?: { readonly by: string; readonly at: Date };
}

export interface Subscription {
  readonly id: string;
  readonly customerId: string;
  /** What it is billed with; customers of before have none. */
  readonly groupId?: string;
  readonly subject?: Subject;
  readonly currency: string;
  /** All rows, those that ended or were taken back among them. */
  readonly items: readonly ServiceRow[];
  readonly coverage?: string;
  readonly sla?: string;
  readonly template: Template;
}

export interface NewSubscription {
  readonly customerId: string;
  readonly subject: Subject;
  readonly currency: string;
  readonly items: readonly NewItem[];
  readonly coverage?: string | undefined;
  readonly sla?: string | undefined;
}

/** What the month of a day costs, before tax; that of the next date unless said. */
export const monthlyOf = ({ items, template, currency }: Subscription, on: Day = template.nextOn): Money =>
  monthlyOn(items, on, currency);
