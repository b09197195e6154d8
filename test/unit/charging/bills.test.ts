import { expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { type Account, billsOf, dueLines } from '../../../src/features/billing/charging/index.ts';
import { anAccount, anItem, aSchedule, billing } from './an-account.ts';

const bills = (account: Account, asOf: string) =>
  billsOf(dueLines(account, day(asOf)), account).map(({ scheduledOn, lines }) => [
    scheduledOn,
    lines.map(({ itemId, period }) => `${itemId} ${period.first}`),
  ]);
const item = anItem({ first: day('2026-01-01') });
const account = () => anAccount({ items: [item] });
const april = () => billing(account(), dueLines(account(), day('2026-04-01')));
const added = anItem({ id: 'added', first: day('2026-04-10') });
const fee = anItem({ id: 'fee', first: day('2026-05-05'), per: 'once' });
/** In 10,000ths of a cent. */
const fine = (tenThousandths: bigint) => [{ from: day('2020-01-01'), price: { tenThousandths, currency: 'USD' } }];

test('BIL-16 several missed days give one bill each', () => {
  expect(bills(account(), '2026-06-15')).toEqual([
    ['2026-04-01', ['item 2026-04-01']],
    ['2026-05-01', ['item 2026-05-01']],
    ['2026-06-01', ['item 2026-06-01']],
  ]);
});

test('BIL-16 credits, what was added in a billed period, and what is charged once go on the first of them', () => {
  const changed = { ...april(), items: [{ ...item, last: day('2026-05-31') }, added, fee] };
  expect(bills(changed, '2026-06-01')).toEqual([
    ['2026-05-01', ['fee 2026-05-05', 'added 2026-04-01', 'item 2026-05-01', 'added 2026-05-01']],
    ['2026-06-01', ['added 2026-06-01']],
  ]);
  const ended = {
    ...april(),
    items: [
      { ...item, last: day('2026-04-10') },
      { ...added, first: day('2026-05-01') },
    ],
  };
  expect(bills(ended, '2026-05-01')).toEqual([['2026-05-01', ['item 2026-04-01', 'added 2026-05-01']]]);
});

test('BIL-16 they make a bill of their own where no period is due; nothing makes none', () => {
  expect(bills({ ...april(), items: [item, added] }, '2026-04-10')).toEqual([[undefined, ['added 2026-04-01']]]);
  expect(bills(april(), '2026-04-10')).toEqual([]);
});

test('BIL-16 what was charged once on the first day of a period bills nothing of that period', () => {
  const fee = anItem({ id: 'fee', first: day('2026-01-01'), per: 'once', prices: fine(5_000n) });
  const monthly = anItem({ first: day('2026-01-01'), prices: fine(417n) });
  const yearly = aSchedule({ months: 12, first: day('2026-01-01'), paid: 'in arrears' });
  const arrears = anAccount({ items: [fee, monthly], schedules: [yearly] });
  expect(bills(arrears, '2026-01-01')).toEqual([[undefined, ['fee 2026-01-01']]]);
  const billed = billing(arrears, dueLines(arrears, day('2026-01-01')));
  expect(bills(billed, '2026-01-01')).toEqual([]);
  expect(bills(billed, '2026-12-31')).toEqual([]);
  expect(bills(billed, '2027-01-01')).toEqual([['2027-01-01', ['item 2026-01-01']]]);
});

test('BIL-20 equal days of two schedules meet on one bill', () => {
  const schedules = [aSchedule({ last: day('2026-04-30') }), aSchedule({ first: day('2026-05-01'), months: 3 })];
  expect(bills(anAccount({ items: [item, added], schedules }), '2026-05-01')).toEqual([
    ['2026-04-01', ['item 2026-04-01', 'added 2026-04-01']],
    ['2026-05-01', ['item 2026-05-01', 'added 2026-05-01']],
  ]);
  // In whatever order the schedules come.
  const reversed = anAccount({ items: [item], schedules: [...schedules].reverse() });
  expect(bills(reversed, '2026-05-01').map(([on]) => on)).toEqual(['2026-04-01', '2026-05-01']);
});
