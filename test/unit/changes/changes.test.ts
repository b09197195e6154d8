import { describe, expect, test } from 'vitest';
import { addDays, day, formatDay } from '../../../src/core/time/calendar.ts';
import {
  afterChange,
  begin,
  type Change,
  changeQuantity,
  effectOf,
  pause,
  regret,
  remove,
  startAgain,
  stop,
  swap,
  undo,
} from '../../../src/features/billing/changes/index.ts';
import { type Account, dueLines, type Item, serviceOf } from '../../../src/features/billing/charging/index.ts';
import { anAccount, anItem, billing, price, prices, short } from '../charging/an-account.ts';

const item = (change: Partial<Item> = {}) => anItem({ first: day('2026-01-01'), quantity: 10, ...change });
const account = (...items: Item[]) => anAccount({ items: items.length > 0 ? items : [item()] });
const on = (text: string, items: readonly Item[] = [item()], itemId = 'item') => ({ items, itemId, on: day(text) });
/** April and what is due before are billed. */
const paid = (...items: Item[]) => {
  const before = account(...items);
  return billing(before, dueLines(before, day('2026-04-01')));
};
const rows = (change: Change) =>
  change.rows.map(({ id, first, last, quantity, withdrawn }) => [
    id,
    first,
    last,
    quantity,
    ...(withdrawn ? ['taken back'] : []),
  ]);
const effect = (before: Account, change: Change, asOf: string) => effectOf(before, change, day(asOf)).map(short);
const twelve = (text: string, items?: readonly Item[]) =>
  changeQuantity({ ...on(text, items), quantity: 12, id: 'twelve' });
const premium = {
  sold: { kind: 'plan' as const, id: 'premium' },
  description: 'Premium services',
  prices: prices(['2020-01-01', 600_000]),
  per: 1 as const,
  prorated: 'by months' as const,
};

describe('BIL-6 begin', () => {
  test('a row, now or for a day that is yet to come', () => {
    expect(begin(item({ last: day('2026-01-01') }))).toEqual({
      rows: [item({ last: day('2026-01-01') })],
      dropped: [],
    });
    const begun = begin(item({ id: 'new', quantity: 1, first: day('2026-04-16') }));
    expect(effect(paid(), begun, '2026-04-16')).toEqual([
      ['new', '2026-04-01', 197_500, 'April 16 – 30: 15 of 30 days'],
    ]);
    expect(effect(paid(), begun, '2026-04-01')).toEqual([
      ['new', '2026-04-01', 197_500, 'April 16 – 30: 15 of 30 days'],
    ]);
  });

  test('an end before the beginning is refused, and less than one', () => {
    expect(() => begin(item({ last: day('2025-12-31') }))).toThrow(
      '“Managed services” would end on Dec 31, 2025, before it begins on Jan 1, 2026. Choose that day or a later one.',
    );
    for (const quantity of [0, -1, 1.5])
      expect(() => begin(item({ quantity }))).toThrow('Enter a whole number from 1 on.');
  });
});

describe('BIL-6 change the quantity', () => {
  test('one row ends the day before, another begins; the difference is charged', () => {
    const change = twelve('2026-04-16');
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', '2026-04-15', 10],
      ['twelve', '2026-04-16', undefined, 12],
    ]);
    expect(change.rows[1]).toMatchObject({ replaces: 'item', sold: item().sold });
    expect(effect(paid(), change, '2026-04-16')).toEqual([
      ['item', '2026-04-01', -1_975_000, 'April 1 – 15: 15 of 30 days; less $39,500.00 billed before'],
      ['twelve', '2026-04-01', 2_370_000, 'April 16 – 30: 15 of 30 days'],
    ]);
  });

  test('on the row’s own first day it is taken back, and the other begins in its place', () => {
    const change = twelve('2026-01-01');
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', undefined, 10, 'taken back'],
      ['twelve', '2026-01-01', undefined, 12],
    ]);
  });

  test('the planned end stays; what was planned for later falls away, and is said', () => {
    const planned = afterChange(
      [item({ last: day('2026-12-31') })],
      twelve('2026-06-01', [item({ last: day('2026-12-31') })]),
    );
    const change = changeQuantity({ ...on('2026-05-01', planned), quantity: 15, id: 'fifteen' });
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', '2026-04-30', 10],
      ['fifteen', '2026-05-01', '2026-12-31', 15],
      ['twelve', '2026-06-01', '2026-12-31', 12, 'taken back'],
    ]);
    expect(change.dropped).toEqual([
      { itemId: 'twelve', on: '2026-06-01', what: '12 × Managed services from Jun 1, 2026' },
    ]);
  });

  test('a stop goes on in the new row, one that is over does not', () => {
    const stopped = item({
      interruptions: [
        { kind: 'pause', first: day('2026-02-01'), last: day('2026-02-10') },
        { kind: 'stop', first: day('2026-03-01') },
      ],
    });
    expect(twelve('2026-04-16', [stopped]).rows[1]?.interruptions).toEqual([{ kind: 'stop', first: '2026-03-01' }]);
    expect(twelve('2026-02-10', [stopped]).rows[1]?.interruptions).toHaveLength(2);
    expect(twelve('2026-02-11', [stopped]).rows[1]?.interruptions).toHaveLength(1);
  });

  test('before the beginning and after the end it is refused, and less than one', () => {
    expect(() => twelve('2025-12-31')).toThrow(
      '“Managed services” begins on Jan 1, 2026. Choose that day or a later one.',
    );
    const ended = [item({ last: day('2026-04-30') })];
    expect(() => twelve('2026-05-01', ended)).toThrow(
      '“Managed services” ends on Apr 30, 2026: after that nothing of it can change. Add it anew.',
    );
    expect(rows(twelve('2026-04-30', ended))).toHaveLength(2);
    expect(() => twelve('2026-05-01', [item({ withdrawn: true })])).toThrow(
      'This service was taken back. Add it anew.',
    );
    expect(() => changeQuantity({ ...on('2026-04-16'), quantity: 0, id: 'none' })).toThrow('removed instead');
  });
});

describe('BIL-6 swap', () => {
  const swapped = () => swap({ ...on('2026-04-16'), to: premium, id: 'premium' });

  test('another plan in the same quantity, with its own price', () => {
    const change = swapped();
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', '2026-04-15', 10],
      ['premium', '2026-04-16', undefined, 10],
    ]);
    expect(effect(paid(), change, '2026-04-16').map(([id, , net]) => [id, net])).toEqual([
      ['item', -1_975_000],
      ['premium', 3_000_000],
    ]);
  });

  test('regretted, what it replaced goes on to its end, and everything billed for it is credited', () => {
    const before = { ...paid(), items: afterChange([item()], swapped()) };
    const billed = billing(before, dueLines(before, day('2026-04-16')));
    const change = regret({ items: billed.items, itemId: 'premium', today: day('2026-04-20'), days: 14 });
    expect(rows(change)).toEqual([
      ['premium', '2026-04-16', undefined, 10, 'taken back'],
      ['item', '2026-01-01', undefined, 10],
    ]);
    expect(effect(billed, change, '2026-04-20').map(([id, , net]) => [id, net])).toEqual([
      ['item', 1_975_000],
      ['premium', -3_000_000],
    ]);
  });

  test('regretted after another quantity of it, on its first day or later: both go', () => {
    const more = (text: string) => {
      const items = afterChange([item()], swapped());
      return afterChange(items, changeQuantity({ ...on(text, items, 'premium'), quantity: 11, id: 'more' }));
    };
    const regretted = (items: readonly Item[]) => regret({ items, itemId: 'more', today: day('2026-04-20'), days: 14 });
    const later = regretted(more('2026-04-18'));
    expect(rows(later)).toEqual([
      ['premium', '2026-04-16', '2026-04-17', 10, 'taken back'],
      ['more', '2026-04-18', undefined, 11, 'taken back'],
      ['item', '2026-01-01', undefined, 10],
    ]);
    expect(later.dropped.map(({ what }) => what)).toEqual(['11 × Premium services from Apr 18, 2026']);
    expect(rows(regretted(more('2026-04-16')))).toEqual([
      ['more', '2026-04-16', undefined, 11, 'taken back'],
      ['item', '2026-01-01', undefined, 10],
    ]);
  });
});

describe('BIL-6 undo and regret', () => {
  test('undo: never billed, taken back without money', () => {
    const before = anAccount({ items: [item({ first: day('2026-04-10') })] });
    const change = undo({ items: before.items, itemId: 'item', billed: [], currency: 'USD' });
    expect(rows(change)).toEqual([['item', '2026-04-10', undefined, 10, 'taken back']]);
    expect(dueLines({ ...before, items: afterChange(before.items, change) }, day('2026-05-01'))).toEqual([]);
  });

  test('undo is refused once something was billed', () => {
    expect(() => undo({ items: [item()], itemId: 'item', billed: paid().billed, currency: 'USD' })).toThrow(
      '“Managed services” was billed already, $39,500.00 before tax. Regret or remove it instead.',
    );
    const others = paid().billed.map((line) => ({ ...line, itemId: 'other' }));
    expect(rows(undo({ items: [item()], itemId: 'item', billed: others, currency: 'USD' }))).toHaveLength(1);
  });

  test('regret: within n days everything billed for it, later it is refused', () => {
    const regretted = (today: string) => regret({ items: [item()], itemId: 'item', today: day(today), days: 14 });
    expect(effect(paid(), regretted('2026-01-15'), '2026-04-01')).toEqual([
      ['item', '2026-04-01', -3_950_000, 'April: not charged; less $39,500.00 billed before'],
    ]);
    expect(() => regretted('2026-01-16')).toThrow(
      '“Managed services” began on Jan 1, 2026 and could be regretted until Jan 15, 2026. Remove it instead.',
    );
  });

  test.each([
    ['begun before it was added', '2026-04-10', '2026-04-24'],
    ['added before it begins', '2025-12-20', '2026-01-03'],
    ['from nowhere known, as another system billed it', undefined, '2026-01-15'],
  ])('regret counts from the day on which it was added: %s', (_, added, until) => {
    const items = [item({ addedOn: added === undefined ? undefined : day(added) })];
    const regretted = (of: readonly Item[], itemId: string, today: string) =>
      regret({ items: of, itemId, today: day(today), days: 14 });
    const after = addDays(day(until), 1);
    const changed = afterChange(items, twelve('2026-01-01', items));
    for (const [of, id] of [
      [items, 'item'],
      [changed, 'twelve'],
    ] as const) {
      expect(regretted(of, id, until).rows.every(({ withdrawn }) => withdrawn)).toBe(true);
      expect(() => regretted(of, id, after)).toThrow(`could be regretted until ${formatDay(day(until))}`);
    }
    const swapped = afterChange(items, swap({ ...on('2026-01-05', items), to: premium, id: 'premium' }));
    const later = swapped.map((each) => (each.id === 'premium' ? { ...each, addedOn: day('2026-05-01') } : each));
    expect(rows(regretted(later, 'premium', '2026-05-15'))[0]).toContain('taken back');
    expect(() => regretted(later, 'premium', '2026-05-16')).toThrow('was added on May 1, 2026');
  });

  test('with it goes what was changed of it since: billed in one quantity, it is billed; swapped, both go', () => {
    const items = afterChange([item()], twelve('2026-04-16'));
    const billed = paid().billed;
    expect(() => undo({ items, itemId: 'twelve', billed, currency: 'USD' })).toThrow('was billed already');
    const swapped = afterChange([item()], swap({ ...on('2026-01-05'), to: premium, id: 'premium' }));
    const change = regret({ items: swapped, itemId: 'item', today: day('2026-01-10'), days: 14 });
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', '2026-01-04', 10, 'taken back'],
      ['premium', '2026-01-05', undefined, 10, 'taken back'],
    ]);
  });

  test('what was taken back is not taken back again', () => {
    const items = [item({ withdrawn: true })];
    expect(() => undo({ items, itemId: 'item', billed: [], currency: 'USD' })).toThrow(
      'This service was taken back already.',
    );
  });
});

describe('BIL-6 remove', () => {
  test('the unused part is credited', () => {
    const change = remove(on('2026-04-16'));
    expect(rows(change)).toEqual([['item', '2026-01-01', '2026-04-15', 10]]);
    expect(effect(paid(), change, '2026-04-16')).toEqual([
      ['item', '2026-04-01', -1_975_000, 'April 1 – 15: 15 of 30 days; less $39,500.00 billed before'],
    ]);
  });

  test('less a penalty where the terms have one, as a charge of its own', () => {
    const change = remove({ ...on('2026-04-16'), penalty: { id: 'penalty', price: price(50_000) } });
    expect(effect(paid(), change, '2026-04-16').map(([id, , net]) => [id, net])).toEqual([
      ['penalty', 50_000],
      ['item', -1_975_000],
    ]);
    expect(change.rows[1]).toMatchObject({ description: 'Early end of Managed services', quantity: 1 });
  });

  test('stops, pauses, quantities and the end that were planned for later fall away, and are said', () => {
    const planned = [
      item({
        last: day('2026-05-31'),
        interruptions: [
          { kind: 'pause', first: day('2026-02-01'), last: day('2026-02-05') },
          { kind: 'pause', first: day('2026-04-16'), last: day('2026-04-18') },
        ],
      }),
      item({ id: 'more', replaces: 'item', first: day('2026-06-01'), last: day('2026-12-31'), quantity: 11 }),
    ];
    const change = remove(on('2026-04-16', planned));
    expect(rows(change)).toEqual([
      ['item', '2026-01-01', '2026-04-15', 10],
      ['more', '2026-06-01', '2026-12-31', 11, 'taken back'],
    ]);
    expect(change.rows[0]?.interruptions).toHaveLength(1);
    expect(change.dropped).toEqual([
      { itemId: 'more', on: '2026-06-01', what: '11 × Managed services from Jun 1, 2026' },
      { itemId: 'item', on: '2026-04-16', what: 'pause of Managed services from Apr 16, 2026' },
      { itemId: 'item', on: '2026-12-31', what: 'end of Managed services on Dec 31, 2026' },
    ]);
  });

  test('from its first day on nothing was served; after its end it is refused', () => {
    expect(rows(remove(on('2026-01-01')))).toEqual([['item', '2026-01-01', undefined, 10, 'taken back']]);
    expect(() => remove(on('2026-05-01', [item({ last: day('2026-04-15') })]))).toThrow('ends on Apr 15, 2026');
  });
});

describe('BIL-6 stop and start again', () => {
  const stopped = () => afterChange([item()], stop(on('2026-04-11')));

  test('stopped days are credited, and charged again from the start on', () => {
    expect(effect(paid(), stop(on('2026-04-11')), '2026-04-11')).toEqual([
      ['item', '2026-04-01', -2_633_333, 'April 1 – 10: 10 of 30 days; less $39,500.00 billed before'],
    ]);
    const started = startAgain(on('2026-04-21', stopped()));
    expect(started.rows[0]?.interruptions).toEqual([{ kind: 'stop', first: '2026-04-11', last: '2026-04-20' }]);
    expect(startAgain(on('2026-04-11', stopped())).rows[0]?.interruptions).toEqual([]);
  });

  test('other stops and pauses stay', () => {
    const earlier = { kind: 'pause' as const, first: day('2026-02-01'), last: day('2026-02-05') };
    const items = [item({ interruptions: [earlier, { kind: 'stop', first: day('2026-04-11') }] })];
    expect(startAgain(on('2026-04-11', items)).rows[0]?.interruptions).toEqual([earlier]);
  });

  test('twice is refused, and what runs is not started', () => {
    expect(() => stop(on('2026-05-01', stopped()))).toThrow(
      '“Managed services” has a stop from Apr 11, 2026 already. Start it again first, or choose other days.',
    );
    expect(() => startAgain(on('2026-04-10', stopped()))).toThrow(
      '“Managed services” is neither stopped nor paused on Apr 10, 2026. Choose a day on which it is.',
    );
  });
});

describe('BIL-6 pause', () => {
  const terms = { daysPerYear: 60, timesPerYear: 9, movesEnd: true };
  const paused = (first: string, last: string, items: readonly Item[] = [item()], own = terms) =>
    pause({ items, itemId: items.at(-1)?.id ?? '', days: { first: day(first), last: day(last) }, terms: own });

  test('so many pauses begin in a calendar year, however short; one of the row before counts once', () => {
    const twice = { ...terms, timesPerYear: 2 };
    const once = [item()];
    const first = afterChange(once, paused('2026-12-30', '2027-01-02', once, twice));
    const second = afterChange(first, paused('2027-02-01', '2027-02-01', first, twice));
    const third = afterChange(second, paused('2027-03-01', '2027-03-01', second, twice));
    expect(() => paused('2027-04-01', '2027-04-01', third, twice)).toThrow(
      '“Managed services” may be paused 2 times a year: in 2027 it was from Feb 1, 2027, Mar 1, 2027. Stop it instead.',
    );
    const more = afterChange(second, changeQuantity({ ...on('2027-02-01', second), quantity: 11, id: 'more' }));
    expect(paused('2027-03-01', '2027-03-01', more, twice).rows).toHaveLength(1);
    expect(() => paused('2027-04-01', '2027-04-01', once, { ...terms, timesPerYear: 0 })).toThrow(
      '“Managed services” may be paused 0 times a year. Stop it instead.',
    );
  });

  test('it ends by itself, and moves the end by its days where the terms say so', () => {
    const ending = [item({ last: day('2026-12-31') })];
    expect(paused('2026-04-11', '2026-04-20', ending).rows).toEqual([
      {
        ...item({ last: day('2027-01-10') }),
        interruptions: [{ kind: 'pause', first: '2026-04-11', last: '2026-04-20', movedEnd: true }],
      },
    ]);
    expect(paused('2026-04-11', '2026-04-20', ending, { ...terms, movesEnd: false }).rows[0]?.last).toBe('2026-12-31');
    expect(paused('2026-04-11', '2026-04-20').rows[0]?.last).toBeUndefined();
  });

  test('started again before its end, the end comes back by the days saved', () => {
    const items = afterChange(
      [item({ last: day('2026-12-31') })],
      paused('2026-04-11', '2026-04-20', [item({ last: day('2026-12-31') })]),
    );
    const [row] = startAgain(on('2026-04-14', items)).rows;
    expect(row).toMatchObject({ last: '2027-01-03', interruptions: [{ first: '2026-04-11', last: '2026-04-13' }] });
    const fixed = afterChange(
      [item({ last: day('2026-12-31') })],
      paused('2026-04-11', '2026-04-20', [item({ last: day('2026-12-31') })], { ...terms, movesEnd: false }),
    );
    expect(startAgain(on('2026-04-14', fixed)).rows[0]?.last).toBe('2026-12-31');
  });

  test('the days of each calendar year are capped, over all rows of the service, each day once', () => {
    const spring = afterChange([item()], paused('2026-03-01', '2026-04-09'));
    expect(paused('2026-05-01', '2026-05-20', spring).rows).toHaveLength(1);
    expect(() => paused('2026-05-01', '2026-05-21', spring)).toThrow(
      '“Managed services” may be paused for 60 days a year: 20 of 2026 are left, and these are 21. Choose fewer days.',
    );
    const changed = afterChange(spring, twelve('2026-04-01', spring));
    expect(paused('2026-05-01', '2026-05-20', changed).rows).toHaveLength(1);
    expect(() => paused('2026-05-01', '2026-05-21', changed)).toThrow('20 of 2026 are left');
    // Stopped days are no paused ones.
    const stopped = item({ interruptions: [{ kind: 'stop', first: day('2026-01-01'), last: day('2026-02-28') }] });
    expect(paused('2026-05-01', '2026-06-29', [stopped]).rows).toHaveLength(1);
    // November and December have 61 days, and with January the next year’s begin.
    expect(() => paused('2026-11-01', '2027-01-05')).toThrow('60 of 2026 are left, and these are 61');
    expect(paused('2026-11-02', '2027-03-01').rows).toHaveLength(1);
    expect(() => paused('2026-11-02', '2027-03-02')).toThrow('60 of 2027 are left, and these are 61');
    expect(() => paused('2026-05-01', '2026-05-02', spring, { ...terms, daysPerYear: 10 })).toThrow(
      '0 of 2026 are left',
    );
  });

  test('an end before its beginning is refused, and days on which it is stopped or paused already', () => {
    expect(() => paused('2026-04-11', '2026-04-10')).toThrow('before it begins. Choose Apr 11, 2026 or later.');
    const once = afterChange([item()], paused('2026-04-11', '2026-04-20'));
    expect(() => paused('2026-04-20', '2026-04-22', once)).toThrow(
      '“Managed services” has a pause from Apr 11, 2026 until Apr 20, 2026 already.',
    );
    expect(paused('2026-04-21', '2026-04-21', once).rows).toHaveLength(1);
  });
});

test('BIL-6 a service is all rows that took over from one another, and no others', () => {
  const items = [
    item({ id: 'c', replaces: 'b', first: day('2026-03-01') }),
    item({ id: 'other' }),
    item({ id: 'b', replaces: 'a', first: day('2026-02-01'), withdrawn: true }),
    item({ id: 'a' }),
  ];
  for (const of of ['a', 'b', 'c']) expect(serviceOf(items, of).map(({ id }) => id)).toEqual(['a', 'c']);
  expect(serviceOf(items, 'other').map(({ id }) => id)).toEqual(['other']);
});
