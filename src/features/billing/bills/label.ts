import { formatDay } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import type { SheetLine } from './sheet.ts';

const monthText = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `Services of February 2026`, `Services of Feb 10, 2026 to May 9, 2026`. */
export const labelOf = (period: Period | undefined): string => {
  if (!period) return 'Services';
  const [first, last] = [period.first, period.last].map((on) => monthText.format(new Date(`${on}T00:00:00Z`)));
  return first === last
    ? `Services of ${first}`
    : `Services of ${formatDay(period.first)} to ${formatDay(period.last)}`;
};

/** The days that its services are for: a credit of the first month is for none of them. */
export const servicePeriod = (lines: readonly Pick<SheetLine, 'period' | 'ownTax'>[]): Period | undefined => {
  const periods = lines.filter(({ ownTax }) => ownTax === undefined).map(({ period }) => period);
  const first = periods.map((each) => each.first).sort()[0];
  const last = periods
    .map((each) => each.last)
    .sort()
    .at(-1);
  return first && last ? { first, last } : undefined;
};
