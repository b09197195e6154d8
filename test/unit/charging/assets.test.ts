import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import {
  type Account,
  type AssignedAsset,
  dueLines,
  type Item,
  refuseRivals,
} from '../../../src/features/billing/charging/index.ts';
import { anAccount, anItem, aSchedule, billing, prices } from './an-account.ts';

const anAsset = (id: string, change: Partial<AssignedAsset> = {}): AssignedAsset => ({
  id,
  name: `list ${id}`,
  group: 'g',
  server: 's1',
  site: 'x',
  first: day('2026-01-01'),
  ...change,
});
const level = (
  name: 'group' | 'server' | 'site' | 'asset',
  id: string,
  amount: number,
  change: Partial<Item> = {},
): Item =>
  anItem({
    id: name,
    description: `By ${name}`,
    first: day('2026-01-01'),
    eachAsset: { level: name, id },
    prices: prices(['2020-01-01', amount]),
    ...change,
  });
const onApril1 = (items: readonly Item[], assets: readonly AssignedAsset[], change: Partial<Account> = {}) =>
  dueLines(anAccount({ items, assets, ...change }), day('2026-04-01'));
const shortly = (...of: Parameters<typeof onApril1>) =>
  onApril1(...of).map(({ assetId, description, net }) => [assetId, description, Number(net.amount)]);

describe('CUS-4 a plan for each asset: the narrowest assignment wins', () => {
  const group = level('group', 'g', 30_000);
  const server = level('server', 's1', 20_000);
  const site = level('site', 'x', 10_000);
  const one = level('asset', 'a', 3_000);
  const a = anAsset('a');

  test('one line for each asset', () => {
    expect(shortly([group], [a, anAsset('b')])).toEqual([
      ['a', 'By group: list a', 30_000],
      ['b', 'By group: list b', 30_000],
    ]);
  });

  test('asset before site before server before group, in whatever order', () => {
    expect(shortly([group, server, site, one], [a])).toEqual([['a', 'By asset: list a', 3_000]]);
    expect(shortly([site, server, group], [a])).toEqual([['a', 'By site: list a', 10_000]]);
    expect(shortly([server, group], [a])).toEqual([['a', 'By server: list a', 20_000]]);
    expect(shortly([server, group], [anAsset('b', { server: 's2' })])).toEqual([['b', 'By group: list b', 30_000]]);
    expect(shortly([site], [anAsset('b', { site: undefined })])).toEqual([]);
    expect(shortly([group], [anAsset('b', { group: 'h' })])).toEqual([]);
  });

  test('on each day by itself: what the narrower one leaves is the wider one’s', () => {
    expect(shortly([group, { ...one, first: day('2026-04-11') }], [a])).toEqual([
      ['a', 'By group: list a', 10_000],
      ['a', 'By asset: list a', 2_000],
    ]);
  });

  test('what another subscription charges for an asset more narrowly is not charged by this one, day by day', () => {
    const rivals = [{ ...one, id: 'elsewhere', first: day('2026-04-11') }];
    expect(shortly([group], [a, anAsset('b')], { rivals })).toEqual([
      ['a', 'By group: list a', 10_000],
      ['b', 'By group: list b', 30_000],
    ]);
    expect(shortly([one], [a], { rivals: [group] })).toEqual([['a', 'By asset: list a', 3_000]]);
  });

  test('a free asset costs nothing, and nor does one whose narrowest plan is free', () => {
    expect(shortly([group], [anAsset('a', { free: true }), anAsset('b')])).toEqual([['b', 'By group: list b', 30_000]]);
    expect(shortly([group, { ...one, free: true }], [a])).toEqual([]);
    expect(
      shortly(
        [group],
        [anAsset('a', { last: day('2026-04-15') }), anAsset('a', { first: day('2026-04-16'), free: true })],
      ),
    ).toEqual([['a', 'By group: list a', 15_000]]);
  });

  test('an asset that moves is charged where it is, day by day', () => {
    const moving = [
      anAsset('a', { last: day('2026-04-10') }),
      anAsset('a', { server: 's2', first: day('2026-04-11') }),
    ];
    expect(shortly([group, server], moving)).toEqual([
      ['a', 'By group: list a', 20_000],
      ['a', 'By server: list a', 6_667],
    ]);
  });

  test('an asset that left is credited from that day', () => {
    const account = anAccount({ items: [group], assets: [a] });
    const paid = billing(account, dueLines(account, day('2026-04-01')));
    expect(dueLines({ ...paid, assets: [anAsset('a', { last: day('2026-04-20') })] }, day('2026-04-21'))).toMatchObject(
      [{ net: { amount: -10_000n }, why: 'April 1 – 20: 20 of 30 days; less $300.00 billed before' }],
    );
    expect(dueLines({ ...paid, assets: [] }, day('2026-04-21'))).toMatchObject([
      {
        assetId: 'a',
        description: 'By group: no longer there',
        net: { amount: -30_000n },
        why: 'April: taken back; less $300.00 billed before',
      },
    ]);
  });

  test('what was billed beyond an end is credited asset by asset, by name', () => {
    const account = anAccount({ items: [group], assets: [a, anAsset('b')] });
    const paid = billing(account, dueLines(account, day('2026-05-01')));
    const ended = { ...paid, schedules: [aSchedule({ last: day('2026-04-30') })] };
    expect(dueLines(ended, day('2026-05-02')).map(({ description, net }) => [description, Number(net.amount)])).toEqual(
      [
        ['By group: list a', -30_000],
        ['By group: list b', -30_000],
      ],
    );
  });

  test('two plans of one level on the same days are refused by name', () => {
    const other = { ...group, id: 'other', sold: { kind: 'plan' as const, id: 'other' }, description: 'Other plan' };
    expect(() => onApril1([group, other], [a])).toThrow(
      'list a has both “By group” and “Other plan” on the same days, each by its group. End one of them before the other begins.',
    );
    expect(
      shortly(
        [
          { ...group, last: day('2026-04-15') },
          { ...other, first: day('2026-04-16') },
        ],
        [a],
      ),
    ).toHaveLength(2);
    expect(shortly([group, { ...other, withdrawn: true }], [a])).toHaveLength(1);
    // They meet on days of one of its two rows.
    const again = [anAsset('a', { last: day('2026-02-28') }), anAsset('a', { first: day('2026-04-01') })];
    expect(() =>
      onApril1(
        [
          { ...group, last: day('2026-04-20') },
          { ...other, first: day('2026-04-10') },
        ],
        again,
      ),
    ).toThrow('both');
    // They never meet on a day on which the asset is there.
    const late = anAsset('a', { first: day('2026-05-01') });
    expect(
      shortly(
        [
          { ...group, last: day('2026-04-20') },
          { ...other, last: day('2026-04-30') },
        ],
        [late],
      ),
    ).toEqual([]);
  });

  test('charges do not compete with plans, nor with other charges; the same charge once', () => {
    const charge = level('asset', 'a', 500, { id: 'charge', sold: { kind: 'charge', id: 'backup' } });
    const wide = level('group', 'g', 700, { id: 'wide', sold: { kind: 'charge', id: 'backup' } });
    const other = level('group', 'g', 900, { id: 'more', sold: { kind: 'charge', id: 'archive' } });
    expect(shortly([group, charge, wide, other], [a]).map(([, , net]) => net)).toEqual([30_000, 500, 900]);
  });

  test('taken back it is credited, and the wider one holds again', () => {
    const account = anAccount({ items: [group, one], assets: [a] });
    const paid = billing(account, dueLines(account, day('2026-04-01')));
    const back = dueLines({ ...paid, items: [group, { ...one, withdrawn: true }] }, day('2026-04-02'));
    expect(back.map(({ itemId, net }) => [itemId, Number(net.amount)])).toEqual([
      ['group', 30_000],
      ['asset', -3_000],
    ]);
  });

  test('what is charged once costs once for each asset that is there that day', () => {
    const fee = level('group', 'g', 1_000, {
      per: 'once',
      first: day('2026-03-10'),
      sold: { kind: 'charge', id: 'fee' },
    });
    const late = anAsset('b', { first: day('2026-03-11') });
    expect(shortly([fee], [a, late])).toEqual([['a', 'By group: list a', 1_000]]);
  });
});

describe('CUS-4 two rows for the same assets', () => {
  const plan = (id: string, change: Partial<Item> = {}) =>
    level('server', 's1', 20_000, { id, description: id, ...change });
  const refused = (row: Item, others: readonly Item[]) => () => refuseRivals([row], others);

  test('on one day in common they are refused, whether there are any assets yet, and both are named', () => {
    expect(refused(plan('New'), [plan('Old')])).toThrow('“Old” and “New” would be charged for the same assets');
    expect(refused(plan('New', { first: day('2026-05-01') }), [plan('Old', { last: day('2026-05-01') })])).toThrow(
      '“Old”',
    );
  });

  test.each<[string, Item, Item]>([
    ['one after the other', plan('New', { first: day('2026-05-01') }), plan('Old', { last: day('2026-04-30') })],
    ['the row itself', plan('Old'), plan('Old')],
    ['another server', plan('New'), plan('Old', { eachAsset: { level: 'server', id: 's2' } })],
    ['another width', plan('New'), plan('Old', { eachAsset: { level: 'group', id: 's1' } })],
    ['one that is for no asset', plan('New'), plan('Old', { eachAsset: undefined })],
    ['neither for an asset', plan('New', { eachAsset: undefined }), plan('Old', { eachAsset: undefined })],
    ['one that was taken back', plan('New'), plan('Old', { withdrawn: true })],
    ['a charge beside a plan', plan('New', { sold: { kind: 'charge', id: 'c' } }), plan('Old')],
    [
      'two charges',
      plan('New', { sold: { kind: 'charge', id: 'c' } }),
      plan('Old', { sold: { kind: 'charge', id: 'd' } }),
    ],
  ])('%s: they stand beside one another', (_why, row, other) => {
    expect(refused(row, [other])).not.toThrow();
  });

  test('the same charge twice is refused', () => {
    const charge = { sold: { kind: 'charge', id: 'c' } } as const;
    expect(refused(plan('New', charge), [plan('Old', charge)])).toThrow('“Old” and “New”');
  });
});
