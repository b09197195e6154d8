import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money, multiplyRatio } from '../../../src/core/money/money.ts';
import { unitPriceOf } from '../../../src/core/money/unit-price.ts';
import { addDays, addMonths, type Day, day, daysBetween } from '../../../src/core/time/calendar.ts';
import { asBilled, dueLines } from '../../../src/features/billing/charging/index.ts';
import { addition, licensesOf, reductions } from '../../../src/features/billing/quotes/licenses/license.ts';
import { fewest, parseMinimum } from '../../../src/features/billing/quotes/licenses/minimum.ts';
import { accountOf } from '../../../src/features/billing/subscriptions/accounts/account.ts';
import { carryOut } from '../../../src/features/billing/subscriptions/changes/carry-out.ts';
import type { ServiceChange, ServiceRow, Subscription } from '../../../src/features/billing/subscriptions/index.ts';
import { heavy } from '../../support/cases.ts';
import { aService } from '../../support/services.ts';

/** A year's licenses, billed yearly in advance from the day on which they began. */
const licensed = (rows: readonly Partial<ServiceRow>[], first: Day, fee: number): Subscription => ({
  id: 's',
  customerId: 'c',
  currency: 'USD',
  items: rows.map((row, at) => {
    const ownPrice = unitPriceOf(money(fee, 'USD'));
    const sold = { kind: 'charge', id: 'ESI' } as const;
    return { ...aService('ESILaw', 1, fee), sold, ownPrice, id: `r${at}`, per: 12, prorated: 'by days', first, ...row };
  }),
  counts: [],
  template: {
    id: 't',
    months: 12,
    anchorOn: first,
    inArrears: false,
    firstOn: first,
    nextOn: first,
    daysAhead: 0,
    mode: 'automate',
    armed: true,
    armedAt: new Date(`${first}T00:00:00Z`),
    creditTaxRate: 0,
    past: [],
    endsWithGroup: false,
    skipped: [],
  },
});

const terms = { regretDays: 14, pauseDaysPerYear: 60, pausesPerYear: 4, pauseMovesEnd: false };

/** What a change makes due on a day, where all was billed until then; and the subscription after it. */
const changedOn = (subscription: Subscription, change: ServiceChange, today: Day) => {
  const account = accountOf(subscription, [], []);
  const billed = asBilled(dueLines(account, today));
  const facts = { subscription, billed, assets: [], rivals: [], prices: new Map(), givenBack: [], today, terms };
  const made = carryOut(change, facts);
  const changed = new Map(made.rows.map((row) => [row.id, row]));
  const fresh = made.rows.filter(({ id }) => !subscription.items.some((each) => each.id === id));
  const items = [...subscription.items.map((row) => changed.get(row.id) ?? row), ...fresh];
  return { ...made, billed, after: { ...subscription, items } };
};

const someDay = fc.integer({ min: 0, max: 4000 }).map((n) => addDays(day('2023-01-01'), n));

test('BIL-10 property: added licenses cost the yearly fee of the added quantity, by the days from today to the renewal over those of the term, rounded once; nothing of it is due again, and the renewal bills all of them whole', () => {
  fc.assert(
    fc.property(
      fc.record({
        first: someDay,
        on: fc.integer({ min: 0, max: 365 * 3 }),
        fee: fc.integer({ min: 1, max: 500_000 }),
        had: fc.integer({ min: 1, max: 500 }),
        more: fc.integer({ min: 1, max: 500 }),
      }),
      ({ first, on, fee, had, more }) => {
        const subscription = licensed([{ quantity: had }], first, fee);
        const today = addDays(first, on);
        const [license] = licensesOf(subscription, today);
        if (!license) throw new Error('no license');
        const { lines, billed, after } = changedOn(
          subscription,
          addition(license, more, { on: today, id: 'new' }),
          today,
        );
        const term = { first: addMonths(first, 12 * Math.floor((monthsBetween(first, license.renewsOn) - 1) / 12)) };
        const expected = multiplyRatio(
          money(BigInt(fee) * BigInt(more), 'USD'),
          daysBetween(today, license.renewsOn),
          daysBetween(term.first, license.renewsOn),
        );
        expect(today >= term.first && today < license.renewsOn).toBe(true);
        expect(lines.map(({ itemId, net }) => [itemId, net])).toEqual(
          expected.amount === 0n ? [] : [['new', expected]],
        );
        const settled = { ...accountOf(after, [], []), billed: [...billed, ...asBilled(lines)] };
        expect(dueLines(settled, today)).toEqual([]);
        const renewal = dueLines(settled, license.renewsOn);
        expect(renewal.reduce((sum, { net }) => sum + net.amount, 0n)).toBe(BigInt(fee) * BigInt(had + more));
        expect(licensesOf(after, today)[0]?.quantity).toBe(had + more);
      },
    ),
    heavy,
  );
});

const monthsBetween = (from: Day, to: Day): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

test.each([
  ['2026-01-01', '2026-07-02', 2, 120_000, 120_329, 'July 2 – December 31: 183 of 365 days'],
  ['2028-01-01', '2028-02-29', 1, 36_600, 30_700, 'February 29 – December 31: 307 of 366 days'],
  ['2028-02-29', '2028-03-01', 1, 36_600, 36_500, 'March 1 – February 27: 364 of 365 days'],
  ['2027-03-01', '2028-02-29', 1, 36_600, 100, 'February 29: 1 of 366 days'],
  ['2026-01-01', '2026-12-31', 3, 120_000, 986, 'December 31: 1 of 365 days'],
  ['2026-01-01', '2026-01-01', 1, 120_000, 120_000, 'January – December'],
])('BIL-10 from %s, on %s: %i more at %i cents a year are %i cents, %s', (first, on, more, fee, cents, why) => {
  const subscription = licensed([{ quantity: 5 }], day(first), fee);
  const [license] = licensesOf(subscription, day(on));
  if (!license) throw new Error('no license');
  const { lines } = changedOn(subscription, addition(license, more, { on: day(on), id: 'new' }), day(on));
  expect(lines).toMatchObject([{ quantity: more, net: money(cents, 'USD'), why }]);
});

test('BIL-10 property: fewer licenses, those that were added last first: so many are left, and what is credited is their part of the term within a cent for each row', () => {
  fc.assert(
    fc.property(
      fc.record({
        first: someDay,
        on: fc.integer({ min: 1, max: 360 }),
        fee: fc.integer({ min: 1, max: 500_000 }),
        rows: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
      ({ first, on, fee, rows, share }) => {
        const subscription = licensed(
          rows.map((quantity) => ({ quantity })),
          first,
          fee,
        );
        const today = addDays(first, on);
        const [license] = licensesOf(subscription, today);
        if (!license) throw new Error('no license');
        const fewer = Math.max(1, Math.floor(license.quantity * share));
        let n = 0;
        let after = subscription;
        let credited = 0n;
        const changes = reductions(license, fewer, today, () => `n${n++}`);
        for (const change of changes) {
          const made = changedOn(after, change, today);
          credited += made.lines.reduce((sum, { net }) => sum + net.amount, 0n);
          after = made.after;
        }
        expect(licensesOf(after, today)[0]?.quantity ?? 0).toBe(license.quantity - fewer);
        const exact = multiplyRatio(
          money(-BigInt(fee) * BigInt(fewer), 'USD'),
          daysBetween(today, license.renewsOn),
          daysBetween(first, license.renewsOn),
        );
        const off = credited - exact.amount;
        expect((off < 0n ? -off : off) <= BigInt(changes.length)).toBe(true);
      },
    ),
    heavy,
  );
});

test('BIL-10 minimums by quantity and term: the code decides, the first term’s ends with it', () => {
  const minimums = ['LAWYERS: 5', 'users: 1 in the first term', 'LAWYERS: 7 in the first term'].flatMap(
    (text) => parseMinimum(text) ?? [],
  );
  expect(minimums).toHaveLength(3);
  const of = { since: day('2027-03-01'), months: 12 };
  expect(fewest(minimums, 'lawyers', { ...of, on: day('2028-02-29') })).toBe(7);
  expect(fewest(minimums, 'LAWYERS', { ...of, on: day('2028-03-01') })).toBe(5);
  expect(fewest(minimums, 'USERS', { ...of, on: day('2028-02-29') })).toBe(1);
  expect(fewest(minimums, 'USERS', { ...of, on: day('2028-03-01') })).toBe(0);
  expect(fewest(minimums, 'OTHER', { ...of, on: day('2027-03-01') })).toBe(0);
  for (const text of ['LAWYERS', 'LAWYERS: few', ': 5', 'LAWYERS: 5 always'])
    expect(parseMinimum(text)).toBeUndefined();
});
