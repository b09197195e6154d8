import { type Money, zero } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Door } from '../../../../platform/slice/door.ts';
import type { UnitCount } from '../../charging/index.ts';
import { monthlyOn, type ServiceRow, standingRows } from '../items/service-row.ts';
import type { Template } from '../schedules/template.ts';

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

export interface Subscription {
  readonly id: string;
  readonly customerId: string;
  /** What it is billed with; customers of before have none. */
  readonly groupId?: string;
  readonly subject?: Subject;
  readonly currency: string;
  /** All rows, those that ended or were taken back among them. */
  readonly items: readonly ServiceRow[];
  /** Units of its metered plans, those that were taken back among them. */
  readonly counts: readonly UnitCount[];
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

/** It was terminated before this day. CUS-6 */
const hasEnded = ({ template: { endsOn } }: Subscription, on: Day): boolean => endsOn !== undefined && endsOn < on;

/** What the month of a day costs, before tax; that of the next date unless said. */
export const monthlyOf = (of: Subscription, on: Day = of.template.nextOn): Money =>
  hasEnded(of, on) ? zero(of.currency) : monthlyOn(of.items, on, of.currency);

/** Its services that stand on a day or begin later. */
export const servicesFrom = (of: Subscription, on: Day): readonly ServiceRow[] =>
  hasEnded(of, on) ? [] : standingRows(of.items, on);
