import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { CreditRule } from './proration.ts';

export interface NewItem {
  readonly description: string;
  /** Whole and positive. */
  readonly quantity: number;
  /** A month's price of one. */
  readonly unitAmount: Money;
}

export interface Item extends NewItem {
  readonly id: string;
}

/** The armed-or-not instruction that creates future invoices. ONB-6, ONB-16 */
export interface Template {
  readonly id: string;
  /** A month's total before tax. */
  readonly amount: Money;
  readonly nextOn: Day;
  readonly armed: boolean;
  readonly armedBy?: string;
  readonly armedAt?: Date;
  /** What the first bill is credited with; once armed. */
  readonly credit?: Money;
  readonly creditRule?: CreditRule;
}

export interface Subscription {
  readonly id: string;
  readonly customerId: string;
  readonly subject?: Subject;
  readonly currency: string;
  readonly items: readonly Item[];
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
