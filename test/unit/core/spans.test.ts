import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day, daysBetween } from '../../../src/core/time/calendar.ts';
import { daysOf, isWithin, overlap, type Span, within, without } from '../../../src/core/time/spans.ts';
import { heavy } from '../../support/cases.ts';

const span = (first: string, last?: string): Span => ({ first: day(first), last: last ? day(last) : undefined });
const days = fc.integer({ min: 0, max: 40 }).map((n) => addDays(day('2028-02-10'), n));
const spans = fc
  .tuple(days, fc.option(fc.nat(20)))
  .map(([first, length]): Span => ({ first, last: length === null ? undefined : addDays(first, length) }));
const everyDay: readonly Day[] = Array.from({ length: 70 }, (_, n) => addDays(day('2028-02-05'), n));
const period = { first: day('2028-02-20'), last: day('2028-03-10') };

describe('BIL-22 an end date is the last day served', () => {
  test('both ends count, a leap day too', () => {
    expect(daysOf({ first: day('2026-04-08'), last: day('2026-04-30') })).toBe(23);
    expect(daysOf({ first: day('2028-02-01'), last: day('2028-02-29') })).toBe(29);
    expect(daysOf({ first: day('2026-04-08'), last: day('2026-04-08') })).toBe(1);
  });

  test('what lies in a span', () => {
    const april = span('2026-04-08', '2026-04-30');
    const answers = ['2026-04-07', '2026-04-08', '2026-04-30', '2026-05-01'].map((on) => isWithin(day(on), april));
    expect(answers).toEqual([false, true, true, false]);
    expect(isWithin(day('2099-01-01'), span('2026-04-08'))).toBe(true);
  });

  test('a span without others keeps what lies before, between and after them', () => {
    expect(without(span('2026-01-01', '2026-01-31'), [span('2026-01-10', '2026-01-10')])).toEqual([
      span('2026-01-01', '2026-01-09'),
      span('2026-01-11', '2026-01-31'),
    ]);
    expect(without(span('2026-01-01'), [span('2026-01-10', '2026-01-12'), span('2026-01-20')])).toEqual([
      span('2026-01-01', '2026-01-09'),
      span('2026-01-13', '2026-01-19'),
    ]);
    expect(without(span('2026-01-05', '2026-01-10'), [span('2026-01-01')])).toEqual([]);
    expect(without(span('2026-01-05'), [span('2026-01-01', '2026-01-05')])).toEqual([span('2026-01-06')]);
  });

  test('day by day: an overlap has the days of both, a rest those of one alone', () => {
    fc.assert(
      fc.property(spans, fc.array(spans, { maxLength: 4 }), (whole, others) => {
        const rest = without(whole, others);
        return everyDay.every((on) => {
          const isLeft = isWithin(on, whole) && !others.some((other) => isWithin(on, other));
          const isCommon = others.every((other) => {
            const common = overlap(whole, other);
            return (common !== undefined && isWithin(on, common)) === (isWithin(on, whole) && isWithin(on, other));
          });
          return rest.filter((part) => isWithin(on, part)).length === (isLeft ? 1 : 0) && isCommon;
        });
      }),
      heavy,
    );
  });

  test('within a period a span has an end', () => {
    fc.assert(
      fc.property(spans, (whole) => {
        const common = within(whole, period);
        const count = everyDay.filter((on) => isWithin(on, whole) && isWithin(on, period)).length;
        return (common ? daysOf(common) : 0) === count && (!common || daysBetween(common.last, period.last) >= 0);
      }),
      heavy,
    );
  });
});
