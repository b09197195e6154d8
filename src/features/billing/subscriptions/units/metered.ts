/** The metered services of a subscription, and the periods in which their units are counted. CUS-4 */
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { type PeriodMonths, periodOf } from '../../../../core/time/periods.ts';
import { dayBefore, type Period, within } from '../../../../core/time/spans.ts';
import { chargedDays, countsOn, serviceOf } from '../../charging/index.ts';
import type { Subscription } from '../agreements/subscription.ts';
import type { ServiceRow } from '../items/service-row.ts';
import { scheduleOf } from '../schedules/schedule.ts';

type MeteredRow = ServiceRow & { readonly per: PeriodMonths };

const isMetered = (row: ServiceRow): row is MeteredRow =>
  row.per !== 'once' && !row.withdrawn && row.prices.some(({ metering }) => metering);

/** The latest row of each metered service, also of those that have ended: their last units are yet to be counted. */
export const meteredRows = ({ items }: Subscription): readonly MeteredRow[] =>
  items.filter(isMetered).filter((row) => serviceOf(items, row.id).filter(isMetered).at(-1)?.id === row.id);

export const isMeteredIn = ({ items }: Subscription): boolean => items.some(isMetered);

/** The period of the price that has a day: its units are counted together. */
export const countedPeriod = ({ template }: Subscription, { per }: MeteredRow, on: Day): Period =>
  periodOf({ months: per, anchor: scheduleOf(template).anchor }, on);

/** Whether any day of the period, as far as it is billed, is charged by a metered row of the service. */
export const isServedIn = ({ items, template }: Subscription, rowId: string, period: Period): boolean => {
  const billed = within(scheduleOf(template), period);
  if (!billed) return false;
  return serviceOf(items, rowId).some((row) => isMetered(row) && chargedDays(row, billed).length > 0);
};

/**
 * CUS-5: what should have been counted and was not: the period that is over last, of each metered service that was served in it.
 */
export const uncounted = (
  subscription: Subscription,
  today: Day,
): readonly { readonly row: ServiceRow; readonly period: Period }[] =>
  (subscription.template.armed ? meteredRows(subscription) : []).flatMap((row) => {
    const period = countedPeriod(subscription, row, dayBefore(countedPeriod(subscription, row, today).first));
    const { items, counts } = subscription;
    const isCounted = countsOn(items, counts, { itemId: row.id, on: period.last }).length > 0;
    return isCounted || !isServedIn(subscription, row.id, period) ? [] : [{ row, period }];
  });

/** `Apr 1, 2026 to Apr 30, 2026` */
export const periodText = ({ first, last }: Period): string => `${formatDay(first)} to ${formatDay(last)}`;
