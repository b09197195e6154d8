import { z } from 'zod';
import { type Holidays, parseDay } from '../../core/time/calendar.ts';
import type { PolicyDefinition } from '../work/policies.ts';

export interface CalendarPolicy {
  /** Calendar days, YYYY-MM-DD. */
  readonly holidays: readonly string[];
}

/** Days on which nobody is reminded and no deadline in business days counts. */
export const calendarPolicy: PolicyDefinition<CalendarPolicy> = {
  key: 'calendar',
  title: 'Business days',
  schema: z.object({
    holidays: z.array(z.string().refine((text) => parseDay(text) !== undefined, 'Write days like 2026-12-25.')),
  }),
  defaults: { holidays: [] },
  fields: {
    holidays: { label: 'Holidays', hint: 'Days on which the office is closed, besides weekends', kind: 'days' },
  },
};

export const holidaysOf = (policy: CalendarPolicy): Holidays => new Set(policy.holidays);
