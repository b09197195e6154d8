import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import { point } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';

/** Something that will happen to a customer on a day. BIL-19 */
export interface CalendarEntry {
  readonly on: Day;
  /** `I-12 is due: $120.00`; plain text. */
  readonly text: string;
  /** Its window. */
  readonly subject?: Subject | undefined;
}

/** What a slice knows of a customer's days, in a few statements. */
export type CalendarSource = (deps: Deps, customerId: string, days: Period) => Promise<readonly CalendarEntry[]>;

/** Where slices contribute what will happen to a customer. BIL-19 */
export const calendarSources = point<CalendarSource>('customers.calendar');
