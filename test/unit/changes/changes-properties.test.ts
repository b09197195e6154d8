import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { addDays, type Day, day } from '../../../src/core/time/calendar.ts';
import { isWithin } from '../../../src/core/time/spans.ts';
import {
  afterChange,
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
import { type Account, dueLines } from '../../../src/features/billing/charging/index.ts';
import { heavy } from '../../support/cases.ts';
import { anAccount, anItem, aSchedule, billing, prices, totalOf } from '../charging/an-account.ts';

const start = day('2027-01-01');
const days = fc.nat(200).map((n) => addDays(start, n));
const deeds = fc.constantFrom('quantity', 'swap', 'stop', 'start', 'pause', 'remove', 'regret', 'undo' as const);
const steps = fc.array(fc.tuple(deeds, days, fc.integer({ min: 1, max: 40 })), { maxLength: 6 });

const changed = (account: Account, [deed, on, figure]: readonly [string, Day, number], n: number): Change => {
  const { items } = account;
  // The newest row that stands: people see no other.
  const itemId = items.filter(({ withdrawn, per }) => !withdrawn && per !== 'once').at(-1)?.id ?? 'item';
  const changing = { items, itemId, on };
  const to = {
    ...anItem(),
    sold: { kind: 'plan' as const, id: `plan ${figure % 3}` },
    prices: prices(['2020-01-01', figure * 997]),
  };
  const { sold, description, per, prorated } = to;
  switch (deed) {
    case 'quantity':
      return changeQuantity({ ...changing, quantity: figure, id: `r${n}` });
    case 'swap':
      return swap({ ...changing, to: { sold, description, per, prorated, prices: to.prices }, id: `r${n}` });
    case 'stop':
      return stop(changing);
    case 'start':
      return startAgain(changing);
    case 'pause':
      return pause({
        items,
        itemId,
        days: { first: on, last: addDays(on, figure) },
        terms: { daysPerYear: 90, timesPerYear: 3, movesEnd: figure % 2 === 0 },
      });
    case 'remove':
      return remove({
        ...changing,
        penalty:
          figure > 20
            ? { id: `p${n}`, price: { tenThousandths: BigInt(figure) * 1_000_000n, currency: 'USD' } }
            : undefined,
      });
    case 'regret':
      return regret({ items, itemId, today: on, days: 100 });
    default:
      return undo({ items, itemId, billed: account.billed, currency: 'USD' });
  }
};

/** A change that is refused changes nothing. */
const tried = (account: Account, step: readonly [string, Day, number], n: number): Change => {
  try {
    return changed(account, step, n);
  } catch (error) {
    if (error instanceof UserError) return { rows: [], dropped: [] };
    throw error;
  }
};

const opened = (first: Day, last: Day | undefined): Account =>
  anAccount({ items: [anItem({ first, last })], schedules: [aSchedule({ first: start })] });

test('BIL-6 whatever is changed in whatever order: one row serves on a day, money follows the rows, and twice is once', () => {
  fc.assert(
    fc.property(days, fc.option(fc.integer({ min: 200, max: 300 })), steps, (first, length, wanted) => {
      const end = day('2027-12-31');
      let account = opened(first, length === null ? undefined : addDays(first, length));
      for (const [n, step] of wanted.entries()) {
        const [, on] = step;
        account = billing(account, dueLines(account, on));
        const change = tried(account, step, n);
        const effect = effectOf(account, change, on);
        const next = { ...account, items: afterChange(account.items, change) };
        // What the preview said is what is billed.
        expect(dueLines(next, on).map(({ net }) => net)).toEqual(effect.map(({ net }) => net));
        account = billing(next, dueLines(next, on));
        expect(dueLines(account, on)).toEqual([]);
        for (let day = start; day <= end; day = addDays(day, 9)) {
          const serving = account.items.filter((row) => row.per !== 'once' && !row.withdrawn && isWithin(day, row));
          expect(serving.length).toBeLessThanOrEqual(1);
        }
      }
      const finished = billing(account, dueLines(account, end));
      expect(totalOf(finished.billed)).toBe(totalOf(dueLines({ ...account, billed: [] }, end)));
      const back = { ...finished, items: finished.items.map((row) => ({ ...row, withdrawn: true })) };
      expect(totalOf(billing(back, dueLines(back, end)).billed)).toBe(0n);
    }),
    heavy,
  );
});
