import { formatUnitPrice } from '../../../../core/money/unit-price.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Item } from '../../charging/index.ts';
import { pricedAround } from './service-row.ts';

const perWords: Readonly<Record<string, string>> = { 1: '', 3: ' a quarter', 12: ' a year', once: ' once' };

/**
 * A service in a line; what is usual is not said.
 *
 * Example: `10 × Help desk at $45.00`, `1 × Mail at $45.00, 1,000 units included, $0.0035 above`, `1 × Backup at $600.00 a year, from May 1, 2026, until Apr 30, 2027`.
 */
export const serviceText = (row: Item, on: Day): string => {
  const priced = pricedAround(row, on);
  const metering = priced?.metering;
  const units = metering
    ? `, ${metering.included.toLocaleString('en-US')} units included, ${formatUnitPrice(metering.above)} above`
    : '';
  const each = row.eachAsset ? (row.eachAsset.level === 'asset' ? ' for one asset' : ' for each asset') : '';
  const cost = priced
    ? ` at ${formatUnitPrice(priced.price)}${perWords[row.per] ?? ''}${each}${units}`
    : ' without a price yet';
  const from = row.first > on ? `, from ${formatDay(row.first)}` : '';
  const until = row.last ? `, until ${formatDay(row.last)}` : '';
  const rest = row.interruptions.find((each) => each.first <= on && (each.last === undefined || each.last >= on));
  const state = rest ? `, ${rest.kind === 'pause' ? 'paused' : 'stopped'} since ${formatDay(rest.first)}` : '';
  return `${row.quantity} × ${row.description}${cost}${row.free ? ', free' : ''}${from}${until}${state}`;
};
