import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { money } from '../../../src/core/money/money.ts';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import {
  type Accounts,
  type Settlement,
  type Source,
  settleGiven,
  settleOldestFirst,
  type Target,
} from '../../../src/features/billing/balance/allocation.ts';
import { light } from '../../support/cases.ts';

const source = (id: string, amount: number, on = '2026-03-02', currency = 'USD'): Source => ({
  id,
  name: `check ${id}`,
  on: day(on),
  rest: money(amount, currency),
});
const target = (id: string, amount: number, dueOn = '2026-03-01', currency = 'USD'): Target => ({
  id,
  name: `I-${id}`,
  dueOn: day(dueOn),
  open: money(amount, currency),
});
const given = (from: string, to: string, amount: number, currency = 'USD') => ({
  source: from,
  target: to,
  amount: money(amount, currency),
});
const shortly = ({ allocations, writeOffs, sources, targets }: Settlement) => ({
  allocations: allocations.map((each) => [each.source, each.target, Number(each.amount.amount)]),
  writeOffs: writeOffs.map((each) => [each.target, Number(each.amount.amount)]),
  rests: sources.map(({ rest }) => Number(rest.amount)),
  open: targets.map(({ open }) => Number(open.amount)),
});
const problemsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof FieldErrors) return error.fields;
    throw error;
  }
  return {};
};

describe('BIL-15 oldest first', () => {
  test('N20 130.00 on 100.00 leaves 30.00, and a bill of 57.10 takes them', () => {
    const first = settleOldestFirst({ sources: [source('p', 13_000)], targets: [target('1', 10_000)] }, {});
    expect(shortly(first)).toEqual({ allocations: [['p', '1', 10_000]], writeOffs: [], rests: [3_000], open: [0] });
    const then = settleOldestFirst({ sources: first.sources, targets: [target('2', 5_710)] }, {});
    expect(shortly(then)).toEqual({ allocations: [['p', '2', 3_000]], writeOffs: [], rests: [0], open: [2_710] });
  });

  test('the oldest money for the invoice that was due first, one to many and many to one', () => {
    const accounts = {
      sources: [source('late', 500, '2026-03-09'), source('early', 700, '2026-03-02')],
      targets: [target('b', 600, '2026-02-01'), target('a', 400, '2026-01-01'), target('c', 900, '2026-03-01')],
    };
    expect(shortly(settleOldestFirst(accounts, {}))).toEqual({
      allocations: [
        ['early', 'a', 400],
        ['early', 'b', 300],
        ['late', 'b', 300],
        ['late', 'c', 200],
      ],
      writeOffs: [],
      rests: [0, 0],
      open: [0, 0, 700],
    });
  });

  test('of one day, in the order given; ALL-7 each currency by itself', () => {
    const accounts = {
      sources: [source('p', 100), source('q', 100), source('e', 50, '2026-03-01', 'EUR')],
      targets: [target('1', 150), target('2', 150), target('3', 80, '2026-03-01', 'EUR')],
    };
    expect(shortly(settleOldestFirst(accounts, {})).allocations).toEqual([
      ['e', '3', 50],
      ['p', '1', 100],
      ['q', '1', 50],
      ['q', '2', 50],
    ]);
  });

  test('nothing against nothing', () => {
    const none = { sources: [source('p', 0)], targets: [target('1', 0)] };
    expect(shortly(settleOldestFirst(none, { USD: 5n }))).toEqual({
      allocations: [],
      writeOffs: [],
      rests: [0],
      open: [0],
    });
  });
});

describe('BIL-15 a remainder within the tolerance of its currency is written off, and said', () => {
  const lacking = (open: number, currency = 'USD') =>
    settleOldestFirst(
      {
        sources: [source('p', 1_000, '2026-03-02', currency)],
        targets: [target('1', 1_000 + open, '2026-03-01', currency)],
      },
      { USD: 5n, JPY: 20n },
    );

  test('up to it, not beyond, and none where none is set', () => {
    expect(shortly(lacking(5))).toMatchObject({ writeOffs: [['1', 5]], open: [0] });
    expect(lacking(5).writeOffs[0]?.text).toBe(
      'The $0.05 that I-1 still lacks are written off: up to $0.05 is not asked for.',
    );
    expect(shortly(lacking(6))).toMatchObject({ writeOffs: [], open: [6] });
    expect(shortly(lacking(20, 'JPY'))).toMatchObject({ writeOffs: [['1', 20]], open: [0] });
    expect(shortly(lacking(1, 'KWD'))).toMatchObject({ writeOffs: [], open: [1] });
    expect(shortly(lacking(0))).toMatchObject({ writeOffs: [], open: [0] });
  });

  test('only of an invoice that was paid but for that', () => {
    const settled = settleOldestFirst(
      { sources: [source('p', 100)], targets: [target('1', 100), target('2', 3)] },
      { USD: 5n },
    );
    expect(shortly(settled)).toMatchObject({ writeOffs: [], open: [0, 3] });
  });
});

describe('BIL-15 as a person says', () => {
  const accounts: Accounts = {
    sources: [source('p', 1_000), source('q', 500)],
    targets: [target('1', 1_200), target('2', 300), target('3', 80, '2026-03-01', 'EUR')],
  };

  test('one to many, many to one; what is left stays the balance', () => {
    const settled = settleGiven(accounts, [given('p', '1', 700), given('q', '1', 499), given('p', '2', 200)], {
      USD: 1n,
    });
    expect(shortly(settled)).toEqual({
      allocations: [
        ['p', '1', 700],
        ['q', '1', 499],
        ['p', '2', 200],
      ],
      writeOffs: [['1', 1]],
      rests: [100, 1],
      open: [0, 100, 80],
    });
  });

  test.each([
    [
      'more than is open',
      [given('p', '2', 200), given('q', '2', 101)],
      { 2: 'Only $3.00 of I-2 is open. Enter that or less.' },
    ],
    [
      'more than there is',
      [given('q', '1', 300), given('q', '2', 201)],
      { q: 'Of check q $5.00 is left, and $5.01 is allocated. Allocate less.' },
    ],
    ['nothing', [given('p', '1', 0)], { 1: 'Enter an amount above zero.' }],
    ['less than nothing', [given('p', '1', 10), given('q', '1', -5)], { 1: 'Enter an amount above zero.' }],
    ['another currency', [given('p', '3', 50)], { 3: 'I-3 is in EUR: enter the amount in that currency.' }],
    [
      'money of another currency',
      [given('p', '3', 50, 'EUR')],
      { p: 'This money is in USD: it settles invoices in USD only.' },
    ],
  ])('refused where it stands: %s', (_, wanted, problems) => {
    expect(problemsOf(() => settleGiven(accounts, wanted, {}))).toEqual(problems);
  });

  test('all of it is allowed', () => {
    expect(shortly(settleGiven(accounts, [given('p', '1', 1_000), given('q', '2', 300)], {})).rests).toEqual([0, 200]);
  });
});

test('BIL-15 never beyond what came in or what is open, nothing lost, nothing left that could settle something', () => {
  const amounts = fc.nat(2_000);
  const sides = fc.array(fc.tuple(amounts, fc.nat(3), fc.constantFrom('USD', 'JPY', 'KWD')), { maxLength: 4 });
  const on = (n: number) => addDays(day('2026-01-01'), n);
  fc.assert(
    fc.property(sides, sides, fc.nat(50), (paid, owed, tolerance) => {
      const sources = paid.map(([amount, n, currency], index) => source(`p${index}`, amount, on(n), currency));
      const targets = owed.map(([amount, n, currency], index) => target(`${index}`, amount, on(n), currency));
      const settled = settleOldestFirst({ sources, targets }, { USD: BigInt(tolerance) });
      const allocated = (end: 'source' | 'target', id: string) =>
        settled.allocations.reduce((total, each) => (each[end] === id ? total + each.amount.amount : total), 0n);
      const isKept = sources.every(({ id, rest }, index) => {
        const left = settled.sources[index]?.rest.amount ?? -1n;
        return left >= 0n && left + allocated('source', id) === rest.amount;
      });
      const isPaid = targets.every(({ id, open }, index) => {
        const left = settled.targets[index]?.open.amount ?? -1n;
        const off = settled.writeOffs.find((each) => each.target === id)?.amount.amount ?? 0n;
        return left >= 0n && off <= BigInt(tolerance) && left + off + allocated('target', id) === open.amount;
      });
      const isUsedUp = settled.sources.every(
        ({ rest }) =>
          rest.amount === 0n ||
          settled.targets.every(({ open }) => open.amount === 0n || open.currency !== rest.currency),
      );
      return isKept && isPaid && isUsedUp;
    }),
    light,
  );
});
