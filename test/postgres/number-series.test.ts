import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { setSeries, takeNumber } from '../../src/features/billing/sellers/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';

class RolledBack extends Error {}

describePostgres('number series under concurrency', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
  });
  afterAll(() => h.close());

  test('BIL-12 eight writers at once, some of which roll back: no gap, none twice', async () => {
    const seller = await makeSeller(h);
    const kept: string[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; n < 15; n++) {
        const isKept = (n + writer) % 3 !== 0;
        const issued = h.acting(h.person('accounting'), async (work) => {
          const number = await takeNumber(work, { seller: seller.id, kind: 'invoice', on: day('2026-03-02') });
          if (!isKept) throw new RolledBack();
          return number;
        });
        const number = await issued.catch((error: unknown) => {
          if (error instanceof RolledBack) return undefined;
          throw error;
        });
        if (number !== undefined) kept.push(number);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    const expected = Array.from(
      { length: kept.length },
      (_, index) => `INV-2026-${String(index + 1).padStart(5, '0')}`,
    );
    expect(kept.length).toBe(80);
    expect([...kept].sort()).toEqual(expected);
  });

  test('BIL-12 the first number is set while somebody takes one: either it begins with it, or it is refused', async () => {
    for (let round = 0; round < 5; round++) {
      const { id: sellerId } = await makeSeller(h, { name: `Round ${round}` });
      const set = setSeries(h.deps, h.person('accounting'), {
        sellerId,
        kind: 'invoice',
        year: 2026,
        format: 'INV-{year}-{number:5}',
        start: 500,
      });
      const taken = h.acting(h.person('accounting', 2), (work) =>
        takeNumber(work, { seller: sellerId, kind: 'invoice', on: day('2026-03-02') }),
      );
      const [isSet, number] = await Promise.all([
        set.then(
          () => true,
          () => false,
        ),
        taken,
      ]);
      expect(number).toBe(isSet ? 'INV-2026-00500' : 'INV-2026-00001');
    }
  });
});
