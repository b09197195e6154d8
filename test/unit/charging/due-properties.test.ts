import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day } from '../../../src/core/time/calendar.ts';
import { calendarAnchor, type PeriodMonths } from '../../../src/core/time/periods.ts';
import { type Account, dueLines, type Item, type Prorated } from '../../../src/features/billing/charging/index.ts';
import { heavy } from '../../support/cases.ts';
import { anAccount, anItem, aSchedule, billing, totalOf } from './an-account.ts';

const start = day('2027-01-01');
const days = fc.nat(400).map((n) => addDays(start, n));
const lengths = fc.constantFrom<PeriodMonths>(1, 3, 12);
const currencies = fc.constantFrom('JPY', 'USD', 'KWD');

const items = (prorated: fc.Arbitrary<Prorated>) =>
  fc
    .record({
      first: days,
      length: fc.option(fc.nat(300)),
      quantity: fc.integer({ min: 1, max: 30 }),
      per: lengths,
      prorated,
      tenThousandths: fc.integer({ min: -10_000_000, max: 50_000_000 }).map(BigInt),
      pause: fc.option(fc.tuple(days, fc.nat(60))),
      isFree: fc.boolean(),
    })
    .map(
      ({ first, length, quantity, per, tenThousandths, pause, isFree, ...rest }) =>
        (id: string, currency: string): Item =>
          anItem({
            id,
            first,
            last: length === null ? undefined : addDays(first, length),
            quantity,
            per,
            ...rest,
            free: isFree && quantity > 25,
            prices: [{ from: day('2020-01-01'), price: { tenThousandths, currency } }],
            interruptions: pause ? [{ kind: 'pause', first: pause[0], last: addDays(pause[0], pause[1]) }] : [],
          }),
    );

const accounts = (prorated: fc.Arbitrary<Prorated> = fc.constantFrom<Prorated>('by months', 'by days', 'never')) =>
  fc
    .record({
      currency: currencies,
      rows: fc.array(items(prorated), { minLength: 1, maxLength: 4 }),
      months: lengths,
      anchor: fc.oneof(fc.constant(calendarAnchor), days),
      paid: fc.constantFrom('in advance' as const, 'in arrears' as const),
      daysAhead: fc.constantFrom(0, 30),
    })
    .map(
      ({ currency, rows, ...schedule }): Account =>
        anAccount({
          currency,
          items: rows.map((row, index) => row(`i${index}`, currency)),
          schedules: [aSchedule({ first: start, ...schedule })],
        }),
    );

const end = day('2028-12-31');
/** A year after the last day here: also what is paid in arrears is due, billed early or not. */
const allDue = day('2029-12-31');
const perKey = (account: Account): ReadonlyMap<string, bigint> => {
  const totals = new Map<string, bigint>();
  for (const { itemId, period, net } of account.billed) {
    const key = `${itemId} ${period.first}`;
    totals.set(key, (totals.get(key) ?? 0n) + net.amount);
  }
  return new Map([...totals].filter(([, total]) => total !== 0n).sort());
};

/** Written anew, day by day, with nothing of the engine: each day costs the month’s price through the days of its month. */
const exactly = (item: Item, last: Day): { readonly above: bigint; readonly below: bigint } => {
  const scale = 28n * 29n * 30n * 31n;
  let above = 0n;
  for (let on = start as string; on <= last; on = new Date(Date.parse(on) + 86_400_000).toISOString().slice(0, 10)) {
    const isServed =
      on >= item.first &&
      (item.last === undefined || on <= item.last) &&
      !item.interruptions.some((each) => on >= each.first && (each.last === undefined || on <= each.last));
    const inMonth = new Date(Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)), 0)).getUTCDate();
    if (isServed && !item.free) above += scale / BigInt(inMonth);
  }
  const price = item.prices[0]?.price.tenThousandths ?? 0n;
  return { above: above * price * BigInt(item.quantity), below: scale * 10_000n * BigInt(item.per) };
};

describe('BIL-11 what is billed is what was served', () => {
  test('by months of the calendar: within half a unit for each line of the sum of its days', () => {
    fc.assert(
      fc.property(accounts(fc.constant<Prorated>('by months')), lengths, (account, months) => {
        const schedule = aSchedule({ first: start, months, last: day('2028-06-30') });
        const lines = dueLines({ ...account, schedules: [schedule] }, end);
        for (const item of account.items) {
          const { above, below } = exactly(item, day('2028-06-30'));
          const own = lines.filter(({ itemId }) => itemId === item.id);
          // What is reckoned as a part of a longer period is within half a unit as a whole.
          const roundings = BigInt(Math.max(own.length, 18));
          const off = 2n * (totalOf(own) * below - above);
          expect(off <= roundings * below && off >= -roundings * below).toBe(true);
        }
      }),
      heavy,
    );
  });

  test('whole months never drift: so many months, so many prices, however they are billed', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: 0, max: 30 }),
        lengths,
        currencies,
        (amount, on, months, currency) => {
          const first = addDays(day('2027-01-01'), on);
          const item = anItem({
            first,
            prices: [{ from: first, price: { tenThousandths: BigInt(amount) * 10_000n, currency } }],
          });
          const schedule = aSchedule({ first, anchor: first, months });
          const lines = dueLines(
            anAccount({ currency, items: [item], schedules: [schedule] }),
            addDays(first, 365 * 3),
          );
          return (
            lines.every(({ net }) => net.amount === BigInt(amount * months)) &&
            (amount === 0 || lines.length >= 36 / months)
          );
        },
      ),
      heavy,
    );
  });

  test('the parts of a year’s price sum to it, billed by the month or by the quarter', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000_000),
        fc.constantFrom<PeriodMonths>(1, 3),
        currencies,
        (tenThousandths, months, currency) => {
          const item = anItem({
            first: start,
            per: 12,
            prices: [{ from: start, price: { tenThousandths: BigInt(tenThousandths), currency } }],
          });
          const of = (every: PeriodMonths) =>
            totalOf(
              dueLines(
                anAccount({ currency, items: [item], schedules: [aSchedule({ first: start, months: every })] }),
                day('2027-12-31'),
              ),
            );
          return of(months) === of(12);
        },
      ),
      heavy,
    );
  });
});

describe('BIL-2 billing is the same however often and whenever it is done', () => {
  test('the same call twice gives nothing the second time', () => {
    fc.assert(
      fc.property(accounts(), days, (account, asOf) => {
        expect(dueLines(billing(account, dueLines(account, asOf)), asOf)).toEqual([]);
      }),
      heavy,
    );
  });

  test('billed day after day, or all at once at the end: item by item and period by period the same', () => {
    fc.assert(
      fc.property(accounts(), fc.array(days, { maxLength: 5 }), (account, stops) => {
        const bit = [...stops].sort().reduce((before, on) => billing(before, dueLines(before, on)), account);
        const after = billing(bit, dueLines(bit, end));
        expect(perKey(after)).toEqual(perKey(billing(account, dueLines(account, end))));
      }),
      heavy,
    );
  });

  test('whatever was billed under other items, in the end it is what these cost', () => {
    fc.assert(
      fc.property(accounts(), accounts(), days, (account, other, on) => {
        const before = {
          ...account,
          items: other.items.map((item) => ({ ...item, prices: account.items[0]?.prices ?? [] })),
        };
        const changed = { ...billing(before, dueLines(before, on)), items: account.items };
        const known = {
          ...changed,
          billed: changed.billed.filter(({ itemId }) => account.items.some(({ id }) => id === itemId)),
        };
        expect(perKey(billing(known, dueLines(known, end)))).toEqual(perKey(billing(account, dueLines(account, end))));
      }),
      heavy,
    );
  });

  test('BIL-22 an end that a schedule is given after it was billed: what was billed beyond is credited, taken back it is due again', () => {
    fc.assert(
      fc.property(accounts(), days, days, (account, on, last) => {
        const endedWith = (of: Account): Account => ({
          ...of,
          schedules: of.schedules.map((each) => ({ ...each, last })),
        });
        const ended = endedWith(billing(account, dueLines(account, on)));
        const credited = billing(ended, dueLines(ended, on));
        expect([...perKey(credited).keys()].filter((key) => (key.split(' ')[1] ?? '') > last)).toEqual([]);
        const never = endedWith(account);
        expect(perKey(billing(credited, dueLines(credited, end)))).toEqual(
          perKey(billing(never, dueLines(never, end))),
        );
        const goesOn = { ...credited, schedules: account.schedules };
        expect(perKey(billing(goesOn, dueLines(goesOn, allDue)))).toEqual(
          perKey(billing(account, dueLines(account, allDue))),
        );
      }),
      heavy,
    );
  });

  test('charged and taken back nets to zero, item by item', () => {
    fc.assert(
      fc.property(accounts(), days, days, (account, on, then) => {
        const paid = billing(account, dueLines(account, on));
        const back = { ...paid, items: paid.items.map((item) => ({ ...item, withdrawn: true })) };
        expect(perKey(billing(back, dueLines(back, then)))).toEqual(new Map());
      }),
      heavy,
    );
  });

  test('voided: what no bill says any more is due again, to the unit', () => {
    fc.assert(
      fc.property(accounts(), days, (account, on) => {
        const lines = dueLines(account, on);
        expect(dueLines({ ...billing(account, lines), billed: [] }, on)).toEqual(lines);
      }),
      heavy,
    );
  });
});
