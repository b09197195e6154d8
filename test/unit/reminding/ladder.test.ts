import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { addDays, type Day, day, daysBetween, isBusinessDay } from '../../../src/core/time/calendar.ts';
import {
  type Account,
  afterRound,
  type Ladder,
  type OwedBill,
  planRounds,
  remind,
  type Step,
} from '../../../src/features/billing/reminding/ladder/ladder.ts';
import { ladderOf, parseStep, remindersPolicy } from '../../../src/features/billing/reminding/ladder/policy.ts';

const usual: Ladder = ladderOf(remindersPolicy.defaults, new Set(), true);
const monday = day('2026-03-02');
const bill = (id: string, dueOn: Day, more: Partial<OwedBill> = {}): OwedBill => ({
  id,
  number: `INV-${id}`,
  dueOn,
  open: money(100_00, 'USD'),
  stops: [],
  ...more,
});
const account = (bills: readonly OwedBill[], more: Partial<Account> = {}): Account => ({
  bills,
  leftOver: [],
  isReachable: true,
  ...more,
});
const told = (of: Account, ladder: Ladder, on: Day): string => {
  const { letter, call } = remind(of, ladder, on);
  const text = (each: typeof letter) =>
    each ? `${each.step.days}: ${each.bills.map(({ bill: { id }, days }) => `${id}@${days ?? '-'}`).join(' ')}` : '';
  return [letter ? `mail ${text(letter)}` : '', call ? `call ${text(call)}` : ''].filter(Boolean).join(' | ');
};

describe('the ladder of reminders', () => {
  test('BIL-18 before, at and after the due date: each step on its day, on the next business day where that is a weekend', () => {
    const planned = planRounds(account([bill('a', monday)]), usual, addDays(monday, -10), addDays(monday, 60));
    expect(planned.map(({ on, letter, call }) => [on, letter?.step.days ?? call?.step.days])).toEqual([
      ['2026-02-27', -3],
      ['2026-03-05', 3],
      ['2026-03-16', 14],
      ['2026-03-30', 28],
      ['2026-04-06', 35],
    ]);
    expect(planned.at(-1)).toMatchObject({ call: { step: { channel: 'call' } } });
  });

  test('BIL-18 one letter for everything overdue, of the highest step; what has no step that day is named beside it', () => {
    const bills = [
      bill('new', addDays(monday, -3)),
      bill('old', addDays(monday, -14)),
      bill('mid', addDays(monday, -8), { reminded: 3 }),
    ];
    expect(told(account(bills), usual, monday)).toBe('mail 14: old@14 mid@- new@3');
  });

  test('BIL-18 what is announced before it is due is no part of what is overdue, and lapses once it is over', () => {
    const ahead = bill('ahead', addDays(monday, 2));
    expect(told(account([ahead]), usual, monday)).toBe('mail -3: ahead@-3');
    expect(told(account([ahead, bill('late', addDays(monday, -4))]), usual, monday)).toBe('mail 3: late@3');
    expect(told(account([ahead]), usual, addDays(monday, 3))).toBe('');
  });

  test('BIL-18 four days away: the highest step that has come, once; a letter too soon after another waits', () => {
    expect(told(account([bill('a', addDays(monday, -18))]), usual, monday)).toBe('mail 14: a@14');
    const soon = account([bill('a', addDays(monday, -3))], { lastLetterOn: addDays(monday, -2) });
    expect(told(soon, usual, monday)).toBe('');
    expect(told(soon, usual, addDays(monday, 1))).toBe('mail 3: a@3');
  });

  test('BIL-18 nothing while it is stopped, and it goes on by itself the day after', () => {
    const held = bill('a', addDays(monday, -20), { stops: [{ first: addDays(monday, -5), last: addDays(monday, 1) }] });
    expect(told(account([held]), usual, monday)).toBe('');
    expect(told(account([held]), usual, addDays(monday, 2))).toBe('mail 14: a@14');
  });

  test('BIL-18 of too little, or of what they have left over, nobody is reminded; currencies are never added up', () => {
    const few = { ...usual, smallest: { USD: '15000', EUR: '1' } };
    const one = bill('a', addDays(monday, -3));
    expect(told(account([one]), few, monday)).toBe('');
    expect(told(account([one, bill('b', addDays(monday, -4))]), few, monday)).toBe('mail 3: b@3 a@3');
    const euros = bill('e', addDays(monday, -3), { open: money(60_00, 'EUR') });
    expect(told(account([one, euros]), few, monday)).toBe('mail 3: e@3');
    expect(told(account([one], { leftOver: [money(100_00, 'USD')] }), usual, monday)).toBe('');
    expect(told(account([one], { leftOver: [money(40_00, 'USD')] }), usual, monday)).toBe('mail 3: a@3');
  });

  test('BIL-18 where no address takes their letters, accounting is asked to call', () => {
    expect(told(account([bill('a', addDays(monday, -3))], { isReachable: false }), usual, monday)).toBe('call 3: a@3');
  });

  test('BIL-18 business days: holidays do not count', () => {
    const ladder = { ...usual, inBusinessDays: true, holidays: new Set(['2026-03-04']) };
    expect(told(account([bill('a', monday)]), ladder, day('2026-03-05'))).toBe('');
    expect(told(account([bill('a', monday)]), ladder, day('2026-03-06'))).toBe('mail 3: a@3');
  });

  test('BIL-18 steps are written as people write them, and refused otherwise', () => {
    expect(parseStep('-3 mail ahead')).toEqual({ days: -3, channel: 'mail', template: 'reminder.ahead' });
    expect(parseStep('+30 call')).toEqual({ days: 30, channel: 'call', template: '' });
    for (const wrong of ['', '3', 'mail first', '3 mail', '3 mail unknown', '3 call first', '400 call', '3 fax first'])
      expect(parseStep(wrong)).toBeUndefined();
    const two = remindersPolicy.schema.safeParse({ ...remindersPolicy.defaults, steps: ['3 call', '+3 mail first'] });
    expect(two.success).toBe(false);
  });
});

const steps = fc
  .uniqueArray(fc.integer({ min: -10, max: 40 }), { minLength: 1, maxLength: 6 })
  .chain((days) =>
    fc
      .array(fc.constantFrom('mail' as const, 'call' as const), { minLength: days.length, maxLength: days.length })
      .map((channels) =>
        days
          .map((each, index): Step => ({ days: each, channel: channels[index] ?? 'mail', template: 'reminder.first' }))
          .sort((a, b) => a.days - b.days),
      ),
  );
const ladders = fc.record({
  steps,
  inBusinessDays: fc.boolean(),
  apart: fc.integer({ min: 1, max: 10 }),
  smallest: fc.constant({}),
  holidays: fc.constant(new Set(['2026-03-17'])),
});
const accounts = fc
  .array(
    fc.record({
      due: fc.integer({ min: -60, max: 20 }),
      stop: fc.option(fc.tuple(fc.integer({ min: -10, max: 30 }), fc.integer({ min: 0, max: 20 }))),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) =>
    account(
      list.map(({ due, stop }, index) =>
        bill(String(index), addDays(monday, due), {
          stops: stop ? [{ first: addDays(monday, stop[0]), last: addDays(monday, stop[0] + stop[1]) }] : [],
        }),
      ),
    ),
  );

describe('whatever the ladder and the bills', () => {
  const until = addDays(monday, 90);

  test('BIL-18 no bill is taken to a step twice, nor to a lower one; letters lie apart; only on business days; nothing of what is stopped', () => {
    fc.assert(
      fc.property(accounts, ladders, (start, ladder) => {
        const taken = new Map<string, number>();
        let last: Day | undefined;
        for (const { on, letter, call } of planRounds(start, ladder, monday, until)) {
          expect(isBusinessDay(on, ladder.holidays)).toBe(true);
          for (const {
            bill: { id, stops },
            days,
          } of [...(letter?.bills ?? []), ...(call?.bills ?? [])]) {
            expect(stops.some(({ first, last: end }) => first <= on && (!end || on <= end))).toBe(false);
            if (days === undefined) continue;
            expect(days).toBeGreaterThan(taken.get(id) ?? Number.NEGATIVE_INFINITY);
            taken.set(id, days);
          }
          if (!letter) continue;
          if (last) expect(daysBetween(last, on)).toBeGreaterThanOrEqual(ladder.apart);
          last = on;
        }
      }),
    );
  });

  test('BIL-18 the order of the invoices changes nothing, and the plan is what the job does day by day', () => {
    fc.assert(
      fc.property(accounts, ladders, (start, ladder) => {
        const turned = { ...start, bills: [...start.bills].reverse() };
        expect(planRounds(turned, ladder, monday, until)).toEqual(planRounds(start, ladder, monday, until));
        let now = start;
        for (const { on, ...round } of planRounds(start, ladder, monday, until)) {
          expect(remind(now, ladder, on)).toEqual(round);
          now = afterRound(now, round, on);
          expect(remind(now, ladder, on).letter).toBeUndefined();
        }
      }),
    );
  });

  test('BIL-18 paid, or without steps: nothing', () => {
    fc.assert(
      fc.property(accounts, ladders, (start, ladder) => {
        const paid = { ...start, bills: start.bills.map((each) => ({ ...each, open: money(0, 'USD') })) };
        expect(planRounds(paid, ladder, monday, until)).toEqual([]);
        expect(planRounds(start, { ...ladder, steps: [] }, monday, until)).toEqual([]);
      }),
    );
  });
});
