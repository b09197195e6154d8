import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { eventType } from '../../../platform/work/events.ts';

/** Through which day the books are closed; nothing is dated on it or before. BIL-16 */
export interface Closing {
  readonly closedOn?: Day | undefined;
  readonly changedBy?: string | undefined;
  readonly changedAt?: Date | undefined;
}

/**
 * BIL-16: why nothing can be dated on this day; undefined where it can.
 *
 * Example: closed through 2026-02-28, January 31 and February 28 are refused, March 1 is not.
 */
export const closedProblem = (closedOn: Day | undefined, on: Day): string | undefined =>
  closedOn !== undefined && on <= closedOn
    ? `${formatDay(on)} lies in a closed period: the books are closed through ${formatDay(closedOn)}. Choose a later day, or have the closing date moved in \`/bill setup\`.`
    : undefined;

/**
 * BIL-16: the day on which an entry of a day is booked that cannot be refused: that day, or the first that is open.
 *
 * Example: closed through 2026-02-28, February 3 is booked on March 1, March 2 on March 2.
 */
export const firstOpenDay = (closedOn: Day | undefined, on: Day): Day =>
  closedOn !== undefined && on <= closedOn ? addDays(closedOn, 1) : on;

/** Days that were closed are open again: all of those after this one. BIL-16 */
export const periodOpened = eventType<{ readonly closedOn?: Day | undefined }>('closing.period_opened');

/** Opening what is closed asks for a reason, closing further does not. BIL-16 */
export const isMovedBack = (from: Day | undefined, to: Day | undefined): boolean =>
  from !== undefined && (to === undefined || to < from);
