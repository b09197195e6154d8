import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import { isWithin } from '../../../src/core/time/spans.ts';
import {
  type Assignment,
  isSoAlready,
  type NewAssignment,
  placing,
  plannedWithin,
} from '../../../src/features/billing/assets/assignments/assignment.ts';
import { concernOf, type Server } from '../../../src/features/billing/assets/servers/server.ts';

const row = (id: string, groupId: string | undefined, first: string, last?: string): Assignment => ({
  id,
  assetId: 'a',
  groupId,
  isFree: false,
  first: day(first),
  last: last ? day(last) : undefined,
});

/** The rows once the new one is written. */
const after = (rows: readonly Assignment[], wanted: NewAssignment): readonly NewAssignment[] => {
  const { takenBack, stays } = placing(rows, wanted);
  return [...rows.filter(({ id }) => !takenBack.includes(id)), ...stays, wanted];
};

describe('CUS-4, CUS-6 whose an asset is', () => {
  test('CUS-4 moved: one row ends the day before another begins; for some days only, what was before goes on', () => {
    const mine = row('1', 'A', '2026-01-01');
    const moved = placing([mine], { first: day('2026-05-01') });
    const mineUntil = { assetId: 'a', groupId: 'A', isFree: false, first: '2026-01-01', last: '2026-04-30' };
    expect(moved).toEqual({ takenBack: ['1'], stays: [mineUntil] });
    const lent = placing([mine], { first: day('2026-05-01'), last: day('2026-05-31') });
    expect(lent.stays).toEqual([mineUntil, { ...mineUntil, first: '2026-06-01', last: undefined }]);
    expect(placing([mine], { first: day('2026-01-01') })).toEqual({ takenBack: ['1'], stays: [] });
    expect(placing([row('1', 'A', '2026-01-01', '2026-02-28')], { first: day('2026-03-01') })).toEqual({
      takenBack: [],
      stays: [],
    });
  });

  test('CUS-4 what is planned within the days is not lost without a word; what begins with them is replaced', () => {
    const planned = row('2', 'B', '2026-06-01');
    expect(plannedWithin([planned], { first: day('2026-05-01') })).toBe(planned);
    expect(plannedWithin([planned], { first: day('2026-05-01'), last: day('2026-05-31') })).toBeUndefined();
    expect(plannedWithin([planned], { first: day('2026-06-01') })).toBeUndefined();
  });

  test('CUS-4 asked for what is so already changes nothing; free or parked is something else', () => {
    const rows = [row('1', 'A', '2026-01-01')];
    const wanted = { groupId: 'A', isFree: false, first: day('2026-03-01'), last: undefined };
    expect(isSoAlready(rows, wanted)).toBe(true);
    expect(isSoAlready(rows, { ...wanted, isFree: true })).toBe(false);
    expect(isSoAlready(rows, { ...wanted, groupId: undefined })).toBe(false);
    expect(isSoAlready(rows, { ...wanted, last: day('2026-03-31') })).toBe(false);
    expect(isSoAlready(rows, { ...wanted, first: day('2025-12-31') })).toBe(false);
  });

  test('CUS-4 whatever is asked for in whatever order: one row a day, the asked days are so, the others as before', () => {
    const start = day('2026-01-01');
    const wish = fc.record({
      group: fc.constantFrom('A', 'B', undefined),
      at: fc.nat(20),
      days: fc.option(fc.nat(10), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 8 }), (wishes) => {
        let rows: readonly Assignment[] = [];
        for (const [n, { group, at, days }] of wishes.entries()) {
          const first = addDays(start, at);
          const wanted = {
            assetId: 'a',
            groupId: group,
            isFree: false,
            first,
            last: days === undefined ? undefined : addDays(first, days),
          };
          if (plannedWithin(rows, wanted)) continue;
          const before = rows;
          rows = after(rows, wanted).map((each, m) => ({ ...each, id: `${n}.${m}` }));
          for (let on = 0; on < 40; on++) {
            const today = addDays(start, on);
            const [now, ...more] = rows.filter((each) => isWithin(today, each));
            expect(more).toEqual([]);
            const was = before.find((each) => isWithin(today, each));
            const isAsked = isWithin(today, wanted);
            expect(now && [now.groupId]).toEqual(isAsked ? [group] : was && [was.groupId]);
          }
        }
      }),
    );
  });
});

describe('CUS-2 when a server’s assets are not known well', () => {
  const server: Server = { id: 's', name: 'mail-1', comments: '', version: 1 };
  const at = { at: new Date('2026-03-01T10:00:00Z'), by: 'U' };
  const on = (today: string) => ({ today: day(today), staleDays: 7, timeZone: 'UTC' });
  test.each([
    ['never asked', server, '2026-03-01', 'unvalidated'],
    ['its list is wrong', { ...server, checked: { ...at, problem: 'x' }, synced: at }, '2026-03-01', 'unvalidated'],
    ['never synced', { ...server, checked: at }, '2026-03-01', 'never synced'],
    ['synced seven days ago', { ...server, checked: at, synced: at }, '2026-03-08', undefined],
    ['synced eight days ago', { ...server, checked: at, synced: at }, '2026-03-09', 'stale'],
    ['retired', { ...server, retiredAt: new Date(0) }, '2026-03-09', undefined],
  ])('CUS-2 %s', (_what, of, today, concern) => {
    expect(concernOf(of, on(today))).toBe(concern);
  });
});
