/** Whom a run bills, and as of when. BIL-2 */
import { z } from 'zod';
import { day, formatDay } from '../../../core/time/calendar.ts';

const dayText = z.string().transform(day);

export const scopeSchema = z.object({
  /** Everything that is due as of this day, the last of the period. */
  asOf: dayText,
  /** Bills that are scheduled before it are left alone. */
  from: dayText.optional(),
  /** Drafts, or issued with their numbers. */
  outcome: z.enum(['draft', 'issued']),
  /** Only these customers; all without. */
  customers: z.array(z.string()).optional(),
  contractTypeId: z.string().optional(),
  currency: z.string().optional(),
  /** Also who is not active, or has not started by that day. */
  withInactive: z.boolean(),
});
export type Scope = z.infer<typeof scopeSchema>;

/** `Bill run as of Mar 1, 2026, USD`. */
export const scopeTitle = ({ asOf, from, currency, customers, outcome }: Scope): string =>
  [
    `Bill run as of ${formatDay(asOf)}`,
    ...(from === undefined ? [] : [`from ${formatDay(from)}`]),
    ...(currency === undefined ? [] : [currency]),
    ...(customers === undefined ? [] : [customers.length === 1 ? '1 customer' : `${customers.length} customers`]),
    outcome === 'issued' ? 'issued' : 'drafts',
  ].join(', ');
