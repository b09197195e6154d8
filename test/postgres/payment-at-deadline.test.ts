import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { sweepCases } from '../../src/features/collections/index.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { type CollectionsHarness, collectionsHarness, report } from '../flows/collections-support.ts';
import { describePostgres } from '../support/database.ts';

const customers = 60;
const subscriptions = Array.from({ length: customers }, (_, n) => `SUB-${n}`);

/** Which of both comes first at a case is left to the database. */
describePostgres('a payment in the second in which the deadline passes', () => {
  let h: CollectionsHarness;
  beforeAll(async () => {
    h = await collectionsHarness('postgres');
    for (const [n, subscription] of subscriptions.entries()) await h.licensed(`Customer ${n}`, subscription);
    await h.importCsv(
      report(...subscriptions.map((subscription) => ({ subscription, at: '2026-03-01 01:00:00', attempt: '5' }))),
    );
  }, 120_000);
  afterAll(() => h?.close());

  test('COL-4, COL-0, T26 the charge is recovered whoever was first, nothing is left to be expired, and what was asked meanwhile is withdrawn', async () => {
    const { deps, accounting } = h;
    const { prisma } = deps.db;
    const failed = await prisma.collectionCase.findMany({ where: { state: 'failed' }, orderBy: { id: 'asc' } });
    expect(failed).toHaveLength(customers);
    h.clock.set(new Date(Date.UTC(2026, 2, 9, 9)));

    const pay = async (caseId: string, n: number): Promise<void> => {
      await recordCasePayment(deps, accounting, {
        caseId,
        amount: { amount: 12_000n, currency: 'USD' },
        method: 'check',
        reference: `CHK-${n}`,
        receivedOn: day('2026-03-08'),
      });
    };
    // The sweep goes through the cases in their order, the payments come from its end: they meet.
    const backwards = async (): Promise<void> => {
      for (const [n, { id }] of [...failed].reverse().entries()) await pay(id, n);
    };
    await Promise.all([sweepCases(deps), backwards()]);

    const after = await prisma.collectionCase.groupBy({ by: ['state'], _count: true });
    expect(after).toEqual([{ state: 'recovered', _count: customers }]);
    expect(await prisma.payment.count()).toBe(customers);
    // What is open for Support is to move the dates, and nothing is to be expired.
    const open = await h.openActions();
    expect(open.map(({ kind }) => kind)).toEqual(Array.from({ length: customers }, () => 'move_date'));

    // Both orders were met, or this has shown nothing.
    const asked = await prisma.expiryAction.findMany({ where: { kind: 'expire' } });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(customers);
    expect(new Set(asked.map(({ state }) => state))).toEqual(new Set(['withdrawn']));
    const told = await h.messages('expiry');
    for (const { id } of asked)
      expect(told.find(({ row }) => row.subjectId === id)?.json).not.toContain('expiry.confirm');
  });
});
