import { expect, test } from 'vitest';
import { soakAmbiguous, soakFrozen, soakKills } from '../../bench/soak/delivery.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';

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

describePostgres('delivery with two replicas', () => {
  test('one frozen past its lease: the other takes over, each message once', async () => {
    const report = await soakFrozen(1, 30);
    expect(report).toMatchObject({ ...whole, takenOver: 1 });
  }, 120_000);
});
