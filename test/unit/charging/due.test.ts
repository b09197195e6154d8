import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { type Account, dueLines } from '../../../src/features/billing/charging/index.ts';
import { anAccount, anItem, aSchedule, billing, price, prices, short } from './an-account.ts';

const due = (account: Account, asOf: string) => dueLines(account, day(asOf));
const shortly = (account: Account, asOf: string) => due(account, asOf).map(short);
/** Billed on each of these days, one after another. */
const billedOn = (account: Account, ...days: string[]) =>
  days.reduce((before, on) => billing(before, due(before, on)), account);

const quarterly = aSchedule({ months: 3 });
const yearly = aSchedule({ months: 12, first: day('2026-01-01') });

describe('N08 a broken month is charged by its own days, whole months whole', () => {
  test('3,950.00 a month from April 8 to June 30, billed by the quarter', () => {
    expect(shortly(anAccount({ schedules: [quarterly] }), '2026-04-08')).toEqual([
      ['item', '2026-04-01', 1_092_833, 'April 8 – 30: 23 of 30 days; May – June'],
    ]);
  });

  test('and by the month', () => {
    expect(shortly(anAccount(), '2026-06-01')).toEqual([
      ['item', '2026-04-01', 302_833, 'April 8 – 30: 23 of 30 days'],
      ['item', '2026-05-01', 395_000, 'May'],
      ['item', '2026-06-01', 395_000, 'June'],
    ]);
  });

  test('a flat price is never prorated: 1,099.00 for the quarter from the 8th, or the 8th of May', () => {
    for (const first of ['2026-04-08', '2026-05-08']) {
      const flat = anItem({ first: day(first), per: 3, prorated: 'never', prices: prices(['2020-01-01', 109_900]) });
      expect(shortly(anAccount({ items: [flat], schedules: [quarterly] }), '2026-06-01')).toEqual([
        ['item', '2026-04-01', 109_900, 'April – June: in full, it is never prorated'],
      ]);
    }
  });

  test('a flat month’s price in a quarter counts the months with a day served', () => {
    const flat = anItem({ first: day('2026-05-20'), prorated: 'never', prices: prices(['2020-01-01', 10_000]) });
    expect(due(anAccount({ items: [flat], schedules: [quarterly] }), '2026-04-01')[0]?.net.amount).toBe(20_000n);
  });

  test('a flat year’s price by the month: a twelfth for each month with a day served', () => {
    const flat = anItem({
      first: day('2026-05-20'),
      per: 12,
      prorated: 'never',
      prices: prices(['2020-01-01', 12_000]),
    });
    expect(shortly(anAccount({ items: [flat] }), '2026-06-01')).toEqual([
      ['item', '2026-05-01', 1_000, 'May: in full, it is never prorated'],
      ['item', '2026-06-01', 1_000, 'June: 1 of 12 months'],
    ]);
  });

  test('months that are broken on both sides and whole ones between are told in their order', () => {
    const item = anItem({
      last: day('2026-10-20'),
      interruptions: [{ kind: 'pause', first: day('2026-07-01'), last: day('2026-07-31') }],
    });
    const schedules = [aSchedule({ months: 12, first: day('2026-01-01') })];
    expect(due(anAccount({ items: [item], schedules }), '2026-04-08')[0]?.why).toBe(
      'April 8 – 30: 23 of 30 days; May – June; August – September; October 1 – 20: 20 of 31 days',
    );
  });

  test('by days of a year’s price, by the month: the days of the year', () => {
    const interruptions = [{ kind: 'pause' as const, first: day('2026-04-20'), last: day('2026-04-21') }];
    const item = anItem({ per: 12, prorated: 'by days', prices: prices(['2020-01-01', 365_000]), interruptions });
    expect(
      shortly(anAccount({ items: [item], schedules: [aSchedule({ first: day('2026-01-01') })] }), '2026-04-08'),
    ).toEqual([['item', '2026-04-01', 21_000, 'April 8 – 19, April 22 – 30: 21 of 365 days']]);
  });

  test('the line says what, how many, at which price, for which period, and when it is to be issued', () => {
    const [line] = due(anAccount({ items: [anItem({ quantity: 3 })] }), '2026-04-08');
    expect(line).toEqual({
      itemId: 'item',
      assetId: undefined,
      description: 'Managed services',
      period: { first: '2026-04-01', last: '2026-04-30' },
      quantity: 3,
      unitPrice: price(395_000),
      net: { amount: 908_500n, currency: 'USD' },
      why: 'April 8 – 30: 23 of 30 days',
      issueOn: '2026-04-01',
    });
  });

  test('months from a start day: the 31st does not drift, and each is whole', () => {
    const schedule = aSchedule({ first: day('2027-01-31'), anchor: day('2027-01-31') });
    const account = anAccount({ items: [anItem({ first: day('2027-01-31') })], schedules: [schedule] });
    expect(shortly(account, '2027-03-31')).toEqual([
      ['item', '2027-01-31', 395_000, 'January 31 – February 27'],
      ['item', '2027-02-28', 395_000, 'February 28 – March 30'],
      ['item', '2027-03-31', 395_000, 'March 31 – April 29'],
    ]);
  });
});

describe('BIL-16 when a period is due', () => {
  const since = (schedule: Parameters<typeof aSchedule>[0], asOf: string) =>
    due(anAccount({ items: [anItem({ first: day('2026-01-01') })], schedules: [aSchedule(schedule)] }), asOf).map(
      ({ issueOn, period }) => [issueOn, period.first],
    );

  test('in advance on its first day, in arrears the day after its last, so many days ahead', () => {
    expect(since({}, '2026-03-31')).toEqual([]);
    expect(since({}, '2026-04-01')).toEqual([['2026-04-01', '2026-04-01']]);
    expect(since({ daysAhead: 30 }, '2026-03-01')).toEqual([]);
    expect(since({ daysAhead: 30 }, '2026-03-02')).toEqual([['2026-03-02', '2026-04-01']]);
    expect(since({ paid: 'in arrears' }, '2026-04-30')).toEqual([]);
    expect(since({ paid: 'in arrears' }, '2026-05-01')).toEqual([['2026-05-01', '2026-04-01']]);
    expect(since({ paid: 'in arrears', daysAhead: 5 }, '2026-04-26')).toEqual([['2026-04-26', '2026-04-01']]);
  });

  test('nothing before the schedule begins; it ends with its last day, and with it what was served', () => {
    const account = anAccount({
      items: [anItem({ first: day('2026-01-01') })],
      schedules: [aSchedule({ first: day('2026-04-16'), last: day('2026-05-10') })],
    });
    expect(shortly(account, '2026-12-01')).toEqual([
      ['item', '2026-04-16', 197_500, 'April 16 – 30: 15 of 30 days'],
      ['item', '2026-05-01', 127_419, 'May 1 – 10: 10 of 31 days'],
    ]);
  });

  test('what is settled is not looked at', () => {
    expect(shortly(anAccount({ since: day('2026-05-01') }), '2026-05-01')).toEqual([
      ['item', '2026-05-01', 395_000, 'May'],
    ]);
    const billed = billedOn(anAccount(), '2026-05-01');
    const back = { ...billed, items: [anItem({ withdrawn: true })], since: day('2026-05-01') };
    expect(shortly(back, '2026-05-01')).toEqual([
      ['item', '2026-05-01', -395_000, 'May: not charged; less $3,950.00 billed before'],
    ]);
  });
});

describe('BIL-2 what was billed is never billed again', () => {
  test('the same call twice gives nothing the second time', () => {
    const account = billedOn(anAccount(), '2026-04-01', '2026-05-01');
    expect(due(account, '2026-05-31')).toEqual([]);
    expect(due(account, '2026-06-01')).toHaveLength(1);
  });

  test('a missed period is found later, also between others', () => {
    const account = billedOn(anAccount(), '2026-06-01');
    const missing = { ...account, billed: account.billed.filter(({ period }) => period.first !== '2026-05-01') };
    expect(shortly(missing, '2026-06-15')).toEqual([['item', '2026-05-01', 395_000, 'May']]);
  });

  test('what was billed early stays billed, although its day is now yet to come', () => {
    const early = billedOn(anAccount({ schedules: [aSchedule({ daysAhead: 30 })] }), '2026-04-20');
    expect(early.billed).toHaveLength(2);
    expect(due({ ...early, schedules: [aSchedule()] }, '2026-04-21')).toEqual([]);
  });

  test('another frequency from a day on neither leaves a day out nor bills one twice', () => {
    const monthly = aSchedule({ last: day('2026-04-30') });
    const then = aSchedule({ first: day('2026-05-01'), months: 3 });
    const account = billedOn(anAccount({ schedules: [monthly] }), '2026-04-01');
    expect(shortly({ ...account, schedules: [monthly, then] }, '2026-07-01')).toEqual([
      ['item', '2026-05-01', 790_000, 'May – June'],
      ['item', '2026-07-01', 1_185_000, 'July – September'],
    ]);
  });

  test('an end that comes later takes back what was billed beyond it', () => {
    const account = billedOn(anAccount({ schedules: [aSchedule({ daysAhead: 30 })] }), '2026-04-20');
    const ended = { ...account, schedules: [aSchedule({ daysAhead: 30, last: day('2026-04-17') })] };
    expect(shortly(ended, '2026-04-21')).toEqual([
      ['item', '2026-04-01', -171_166, 'April 8 – 17: 10 of 30 days; less $3,028.33 billed before'],
      ['item', '2026-05-01', -395_000, 'May: taken back; less $3,950.00 billed before'],
    ]);
    expect(due(billedOn(ended, '2026-04-21'), '2026-05-21')).toEqual([]);
    // What stood on a bill without an item is no business of the items.
    const foreign = account.billed.map((line) => ({ ...line, itemId: 'of before' }));
    expect(due({ ...ended, billed: foreign }, '2026-04-01')).toHaveLength(1);
  });
});

describe('BIL-6 a change in a paid period is a line with the difference', () => {
  const items = (...list: Parameters<typeof anItem>[0][]) =>
    list.map((each) => anItem({ first: day('2026-01-01'), ...each }));
  const paid = () => billedOn(anAccount({ items: items({}) }), '2026-04-01');

  test('a removal on April 16 credits the days from then on', () => {
    expect(shortly({ ...paid(), items: items({ last: day('2026-04-15') }) }, '2026-04-10')).toEqual([
      ['item', '2026-04-01', -197_500, 'April 1 – 15: 15 of 30 days; less $3,950.00 billed before'],
    ]);
  });

  test('one more from April 21 on: ten days of it', () => {
    const changed = items(
      { last: day('2026-04-20') },
      { id: 'more', replaces: 'item', first: day('2026-04-21'), quantity: 2 },
    );
    expect(shortly({ ...paid(), items: changed }, '2026-04-21')).toEqual([
      ['item', '2026-04-01', -131_667, 'April 1 – 20: 20 of 30 days; less $3,950.00 billed before'],
      ['more', '2026-04-01', 263_333, 'April 21 – 30: 10 of 30 days'],
    ]);
  });

  test('taken back: everything billed for it is credited', () => {
    expect(shortly({ ...paid(), items: items({ withdrawn: true }) }, '2026-04-10')).toEqual([
      ['item', '2026-04-01', -395_000, 'April: not charged; less $3,950.00 billed before'],
    ]);
    expect(due({ ...paid(), items: items({ free: true }) }, '2026-04-10')).toHaveLength(1);
  });

  test('stopped and paused days are not charged', () => {
    const interruptions = [
      { kind: 'stop' as const, first: day('2026-04-05'), last: day('2026-04-09') },
      { kind: 'pause' as const, first: day('2026-04-20'), last: day('2026-05-31') },
    ];
    expect(shortly(anAccount({ items: items({ interruptions }) }), '2026-06-01')).toEqual([
      ['item', '2026-04-01', 184_333, 'April 1 – 4, April 10 – 19: 14 of 30 days'],
      ['item', '2026-06-01', 395_000, 'June'],
    ]);
  });

  test('a flat price is paid in full whatever happens within its period, and what follows costs from the next', () => {
    const flat = { prorated: 'never' as const, prices: prices(['2020-01-01', 10_000]), quantity: 10 };
    const account = anAccount({
      items: items(
        { ...flat, last: day('2026-04-14') },
        { ...flat, id: 'more', replaces: 'item', first: day('2026-04-15'), last: day('2026-04-19'), quantity: 11 },
        { id: 'other', replaces: 'more', first: day('2026-04-20') },
      ),
    });
    expect(shortly(account, '2026-05-01')).toEqual([
      ['item', '2026-04-01', 100_000, 'April: in full, it is never prorated'],
      ['other', '2026-05-01', 395_000, 'May'],
    ]);
  });

  test('a flat price whose period was not served has paid for nothing', () => {
    const stopped = [{ kind: 'stop' as const, first: day('2026-02-01') }];
    const account = anAccount({
      items: items(
        { prorated: 'never', last: day('2026-04-15'), interruptions: stopped },
        { id: 'other', replaces: 'item', first: day('2026-04-16') },
      ),
    });
    expect(shortly(account, '2026-04-16')).toEqual([['other', '2026-04-01', 197_500, 'April 16 – 30: 15 of 30 days']]);
  });
});

describe('BIL-11 prices that change, and prices for longer than a bill’s period', () => {
  test('a new price holds from the next period on; a changed item has the price of its day', () => {
    const dearer = prices(['2020-01-01', 300_000], ['2026-04-10', 600_000], ['2026-04-05', 450_000]);
    const row = anItem({ first: day('2026-01-01'), prices: dearer });
    const account = anAccount({ items: [row] });
    expect(due(account, '2026-05-01').map(({ net }) => net.amount)).toEqual([300_000n, 600_000n]);
    const changed = [
      { ...row, last: day('2026-04-15') },
      { ...row, id: 'new', replaces: 'item', first: day('2026-04-16') },
    ];
    expect(due({ ...account, items: changed }, '2026-04-16').map(({ net }) => net.amount)).toEqual([
      150_000n,
      300_000n,
    ]);
  });

  test('an item without a price for its day is said by name', () => {
    const items = [anItem({ prices: prices(['2026-04-09', 1]) })];
    expect(() => due(anAccount({ items }), '2026-04-08')).toThrow(
      '“Managed services” has no price on Apr 8, 2026. Add one from that day or earlier.',
    );
  });

  test('twelve months of a year’s price are the year’s price, to the cent', () => {
    const items = [anItem({ first: day('2026-01-01'), per: 12, prices: prices(['2020-01-01', 10_000]) })];
    const schedules = [aSchedule({ first: day('2026-01-01') })];
    const lines = due(anAccount({ items, schedules }), '2026-12-31');
    expect(lines.map(({ net }) => Number(net.amount))).toEqual([
      833, 834, 833, 833, 834, 833, 833, 834, 833, 833, 834, 833,
    ]);
    expect(lines[0]?.why).toBe('January: 1 of 12 months');
  });

  test('a year’s price holds for its year', () => {
    const items = [
      anItem({ first: day('2026-01-01'), per: 12, prices: prices(['2020-01-01', 120_000], ['2026-06-01', 240_000]) }),
    ];
    const lines = due(anAccount({ items, schedules: [aSchedule({ first: day('2026-01-01') })] }), '2027-01-01');
    expect(lines.map(({ net }) => Number(net.amount))).toEqual([...Array.from({ length: 12 }, () => 10_000), 20_000]);
  });

  test('a month’s price by the year is twelve of it', () => {
    const items = [anItem({ first: day('2026-01-01'), prices: prices(['2020-01-01', 10_001]) })];
    expect(due(anAccount({ items, schedules: [yearly] }), '2026-01-01').map(({ net }) => net.amount)).toEqual([
      120_012n,
    ]);
  });

  test('BIL-10 by days: a license added in mid-term costs its days of the running term', () => {
    const term = aSchedule({ first: day('2026-03-15'), anchor: day('2026-03-15'), months: 12 });
    const row = anItem({
      first: day('2026-03-15'),
      per: 12,
      prorated: 'by days',
      prices: prices(['2020-01-01', 120_000]),
    });
    const account = billedOn(anAccount({ items: [row], schedules: [term] }), '2026-03-15');
    const added = anItem({ ...row, id: 'added', first: day('2026-12-01') });
    expect(shortly({ ...account, items: [row, added] }, '2026-12-01')).toEqual([
      ['added', '2026-03-15', 34_192, 'December 1 – March 14: 104 of 365 days'],
    ]);
  });

  test('by days of a month’s price in a quarter: the days of the quarter', () => {
    const items = [anItem({ prorated: 'by days', prices: prices(['2020-01-01', 9_100]) })];
    expect(shortly(anAccount({ items, schedules: [quarterly] }), '2026-04-08')).toEqual([
      ['item', '2026-04-01', 25_200, 'April 8 – June 30: 84 of 91 days'],
    ]);
  });
});

describe('CUS-4 what is charged once', () => {
  const fee = anItem({
    id: 'fee',
    sold: { kind: 'charge', id: 'setup' },
    per: 'once',
    quantity: 2,
    first: day('2026-04-10'),
  });

  test('is due on its day, in full, once', () => {
    const account = anAccount({ items: [fee] });
    expect(due(account, '2026-04-09')).toEqual([]);
    expect(shortly(account, '2026-04-10')).toEqual([['fee', '2026-04-10', 790_000, 'once, April 10']]);
    expect(due(billedOn(account, '2026-04-10'), '2027-01-01')).toEqual([]);
  });

  test('taken back it is credited; settled it is not looked at', () => {
    const account = billedOn(anAccount({ items: [fee] }), '2026-04-10');
    expect(shortly({ ...account, items: [{ ...fee, withdrawn: true }] }, '2026-04-11')).toEqual([
      ['fee', '2026-04-10', -790_000, 'April 10: taken back; less $7,900.00 billed before'],
    ]);
    expect(due(anAccount({ items: [fee], since: day('2026-04-11') }), '2026-04-11')).toEqual([]);
    expect(due(anAccount({ items: [fee], since: day('2026-04-10') }), '2026-04-11')).toHaveLength(1);
  });

  test('a prepayment is a negative one', () => {
    const prepaid = { ...fee, quantity: 1, prices: prices(['2020-01-01', -50_000]) };
    expect(due(anAccount({ items: [prepaid] }), '2026-04-10').map(({ net }) => net.amount)).toEqual([-50_000n]);
  });
});
