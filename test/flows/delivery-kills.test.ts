import pg from 'pg';
import { expect, test } from 'vitest';
import { soakAmbiguous, soakFrozen, soakKills } from '../../bench/soak/delivery.ts';
import { soakMailKills } from '../../bench/soak/mail.ts';
import { systemWall } from '../../src/platform/process/wall.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import { createDelivering } from '../support/delivering.ts';

const whole = { lost: 0, doubled: 0, outOfOrder: 0 };

// A few of each; `npm run soak` does the full counts.
describeEachEngine('delivery survives', (engine) => {
  test('kill -9 at any moment: every message once, in order', async () => {
    const report = await soakKills(engine, 5, 20);
    expect(report).toMatchObject(whole);
    expect(report.kills).toBe(5);
    // A kill while nothing is on its way proves nothing.
    expect(report.states['sending, already at Slack'] + report.states['sending, not at Slack yet']).toBeGreaterThan(0);
  }, 120_000);

  test('outcomes nobody can know from the answer: none lost, none twice; what cannot be looked up is parked', async () => {
    const report = await soakAmbiguous(engine, 20);
    expect(report).toMatchObject(whole);
    expect(report.ambiguous).toBe(20);
    expect(report.unreadable).toEqual({ ambiguous: 2, parked: 2, doubled: 0 });
  }, 120_000);
});

describePostgres('delivery by mail survives', () => {
  test('N11 kill -9 before and after the server took a letter: none lost, none twice; what nobody can know is parked', async () => {
    const report = await soakMailKills(4, 30);
    expect(report).toMatchObject({ kills: 4, lost: 0, twice: 0 });
    expect(report.parkedAndThere).toBeGreaterThanOrEqual(1);
  }, 120_000);
});

describePostgres('delivery with two replicas', () => {
  test('one frozen past its lease: the other takes over, each message once', async () => {
    const report = await soakFrozen(1, 30);
    expect(report).toMatchObject({ ...whole, takenOver: 1 });
  }, 120_000);

  test('database connections terminated in mid-delivery: the work goes on, each message once', async () => {
    const at = await createDelivering('postgres');
    try {
      for (let n = 0; n < 60; n++) await at.post({ channel: ['C_SALES', 'C_BILLING'][n % 2] ?? '' }, `m${n}`);
      at.slack.faults.add({ kind: 'delay', method: 'chat.postMessage', ms: 10 });
      const delivery = at.start({
        wall: systemWall,
        capacity: { batch: 3 },
        timing: { leaseMs: 600, requestTimeoutMs: 250, settleMs: 50, pollMs: 20 },
      });
      for (let cut = 1; cut <= 3; cut++) {
        await at.slack.waitFor(() => at.texts('sales').length >= cut * 5, 20_000);
        const server = new pg.Client({ connectionString: at.db.url });
        await server.connect();
        await server.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
        await server.end();
      }
      await expect.poll(() => at.states().catch(() => []), { timeout: 30_000 }).toEqual(Array(60).fill('sent'));
      await delivery.stop();
      expect(at.texts('sales')).toEqual(Array.from({ length: 30 }, (_, n) => `m${2 * n}`));
      expect(at.texts('billing')).toEqual(Array.from({ length: 30 }, (_, n) => `m${2 * n + 1}`));
    } finally {
      await at.close();
    }
  }, 120_000);
});
