import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** CUS-2: what billing needs is set up in one window, from `/bill setup` or from Home. */
describe('/bill setup', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ start: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => app.stop());

  type Who = 'accounting' | 'billing' | 'admin' | 'sales';
  const top = (who: Who) => JSON.stringify(app.slack.modals(who).at(-1)?.body ?? {});
  const home = (who: Who) => JSON.stringify(app.slack.home(who) ?? {});
  const shows = (who: Who, text: string) =>
    app.slack.waitFor(() => top(who).includes(text), 10_000, `“${text}” in ${who}’s window; there is ${top(who)}`);
  const open = async (who: Who) => {
    await app.slack.as(who).command(who, '/bill setup');
    await shows(who, 'Billing set-up');
  };
  const press = async (who: Who, action: string, value?: string) => {
    await app.slack.as(who).clickInModal(action, value);
    await app.settled();
  };

  test('CUS-2 it says what is needed before the first bill, and each part has its form; a form comes back to its window', async () => {
    await open('accounting');
    expect(top('accounting')).toContain('Needed before the first bill:');
    expect(top('accounting')).toContain('a seller');
    await press('accounting', 'seller.add');
    await app.slack.as('accounting').submit({
      name: 'Harbor Services Inc.',
      address: '1 Harbor Street',
      country: 'us',
      email: 'billing@harbor.example',
    });
    await shows('accounting', 'INV-2026-00001');
    expect(top('accounting')).toContain('INV-2027-00001');
    await open('accounting');
    expect(top('accounting')).not.toContain('a seller');
    expect(top('accounting')).toContain('next: INV-2026-00001, CN-2026-00001');
  });

  test('BIL-12 Numbers, in the seller’s window: what is wrong is said at its field, what is right is shown', async () => {
    await open('accounting');
    await press('accounting', 'seller.open');
    await shows('accounting', 'Harbor Services Inc.');
    await press('accounting', 'series.set');
    const refused = await app.slack.as('accounting').submit({ format: 'R{number}', start: '1' });
    expect(refused.fieldErrors).toMatchObject({ format: expect.stringContaining('{year}') });
    await app.slack.as('accounting').submit({ format: 'R{year}/{number:4}', start: '77' });
    await shows('accounting', 'R2026/0077');
  });

  test('BIL-16, ALL-11 the closing date and the matrix stand there; who may not is offered no button', async () => {
    await open('accounting');
    expect(top('accounting')).not.toContain('policy.edit');
    await press('accounting', 'closing.set');
    await app.slack.as('accounting').submit({ closed_on: '2026-02-28' });
    await shows('accounting', 'closed through Feb 28, 2026');
    await open('billing');
    expect(top('billing')).not.toContain('closing.set');
    expect(top('billing')).not.toContain('seller.add');
    await open('admin');
    await press('admin', 'policy.edit');
    await shows('admin', 'Issue credit notes');
    await app.slack.as('admin').submit({ credit: ['accounting', 'management'] });
    await shows('admin', 'Accounting, Management');
  });

  test('CUS-2 Home leads there for billing, accounting and admins, and names what is missing', async () => {
    for (const who of ['billing', 'accounting', 'admin'] as const) {
      await app.slack.as(who).openHome();
      await app.slack.waitFor(() => home(who).includes('setup.open'), 10_000, `the set-up on ${who}’s Home`);
    }
    await app.slack.as('sales').openHome();
    await app.settled();
    expect(home('sales')).not.toContain('setup.open');
  });
});
