import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import { isOver, type Subscription } from '../subscriptions/index.ts';

/** `ended`: nobody is asked any more, since it is billed otherwise or not at all. */
export type ReminderState = 'open' | 'billed' | 'skipped' | 'ended';

/** Accounting is asked to make a bill that people make: once for each date. BIL-20 */
export interface BillReminder {
  readonly id: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  /** The date by which it is scheduled, and the days that it bills. */
  readonly dueOn: Day;
  readonly period: Period;
  readonly state: ReminderState;
  /** Somebody wants to be asked again then. */
  readonly laterOn?: Day | undefined;
  /** Who postponed or answered it. */
  readonly changed?: { readonly by: string; readonly at: Date; readonly reason?: string | undefined } | undefined;
}

/**
 * What became of what a reminder asks for, by the schedule as it is: `open` while its bill is the next to be made or waits behind an earlier one.
 *
 * Example: of May 1, next date June 1: `billed`; billed by runs from now on: `ended`.
 */
export const answerOf = (
  { dueOn }: Pick<BillReminder, 'dueOn'>,
  { template }: Pick<Subscription, 'template'>,
): Exclude<ReminderState, 'skipped'> => {
  if (template.nextOn > dueOn) return 'billed';
  return template.armed && template.mode === 'remind' && !isOver(template) ? 'open' : 'ended';
};
