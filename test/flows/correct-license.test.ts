import { afterEach, beforeEach, expect, test } from 'vitest';
import { FieldErrors } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { correctLicense } from '../../src/features/licenses/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

describeEachEngine('licenses are corrected (ALL-10)', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(() => h.close());

  const right = {
    product: 'LEGACY',
    key: 'KEY-Hart',
    policy: 'manual',
    expiresOn: day('2026-04-30'),
    periodMonths: 12,
    gateway: 'axia',
    gatewaySubscription: 'SUB-1',
    reason: 'Typed wrongly',
  } as const;
  const problems = async (promise: Promise<unknown>) =>
    promise.then(
      () => ({}),
      (error: unknown) => (error instanceof FieldErrors ? error.fields : { threw: String(error) }),
    );

  test('every field is corrected with a reason; the log keeps what differs, before and after', async () => {
    const { license } = await h.licensed('Hart', 'SUB-1');
    const input = {
      ...right,
      licenseId: license.id,
      product: '360',
      key: 'KEY-2',
      policy: 'automatic',
      expiresOn: day('2026-06-30'),
      periodMonths: 1,
      gatewaySubscription: 'SUB-2',
    } as const;
    await expect(correctLicense(h.deps, h.person('sales'), input)).rejects.toThrow(/can correct a license/);
    expect(await problems(correctLicense(h.deps, h.accounting, { ...input, reason: ' ', periodMonths: 0 }))).toEqual({
      reason: expect.any(String),
      period_months: expect.any(String),
    });
    await correctLicense(h.deps, h.accounting, input);
    expect(await h.db.prisma.license.findUniqueOrThrow({ where: { id: license.id } })).toMatchObject({
      product: '360',
      key: 'KEY-2',
      policy: 'automatic',
      periodMonths: 1,
      gatewaySubscription: 'SUB-2',
      state: 'active',
    });
    expect((await h.audit({ subjectId: license.id })).at(-1)).toMatchObject({
      action: 'license.corrected',
      actor: 'U_ACCOUNTING',
      reason: 'Typed wrongly',
      before: { product: 'LEGACY', expiresOn: '2026-04-30', periodMonths: 12 },
      after: { product: '360', expiresOn: '2026-06-30', periodMonths: 1 },
    });
    expect(await problems(correctLicense(h.deps, h.accounting, input))).toEqual({
      reason: expect.stringContaining('Nothing is different'),
    });
  });

  test('ALL-3 a key or a subscription that another license has is refused at its field', async () => {
    const { license } = await h.licensed('Hart', 'SUB-1');
    await h.licensed('Other', 'SUB-2');
    const input = { ...right, licenseId: license.id };
    expect(await problems(correctLicense(h.deps, h.accounting, { ...input, key: 'KEY-Other' }))).toEqual({
      key: expect.stringContaining('already'),
    });
    expect(await problems(correctLicense(h.deps, h.accounting, { ...input, gatewaySubscription: 'SUB-2' }))).toEqual({
      gateway_subscription: expect.stringContaining('KEY-Other'),
    });
  });

  test('ALL-3 two people who give two licenses the same key at once: one does, the other is told at the field', async () => {
    for (let round = 0; round < 5; round++) {
      const both = [await h.licensed(`A${round}`, `SUB-A${round}`), await h.licensed(`B${round}`, `SUB-B${round}`)];
      const told = await Promise.all(
        both.map(({ license }) => {
          const { product, policy, expiresOn, periodMonths, gateway, gatewaySubscription } = license;
          const fields = { product, policy, expiresOn, periodMonths, gateway, gatewaySubscription };
          const by = round % 2 === 0 ? h.accounting : h.support;
          const input = { ...fields, licenseId: license.id, key: `SAME-${round}`, reason: 'Typed wrongly' };
          return problems(correctLicense(h.deps, by, input));
        }),
      );
      expect(told.map((each) => Object.keys(each)).sort()).toEqual([[], ['key']]);
    }
  });

  test('a charge finds its license by the subscription that was corrected, and its alert shows it, with phone and email', async () => {
    const { license, customer } = await h.licensed('Hart', 'SUB-9', { reference: 'AX-1' });
    await h.db.prisma.customer.update({
      where: { id: customer.id },
      data: { phone: '+1 555 0100', email: 'pay@hart.example' },
    });
    await h.db.prisma.license.create({
      data: {
        id: '01a2010b-7849-7350-a05b-8d78abb4194d',
        customerId: customer.id,
        product: 'LEGACY',
        key: 'SECOND',
        policy: 'manual',
        expiresOn: new Date('2026-04-30'),
        createdBy: 'baton',
        createdAt: new Date(),
      },
    });
    await h.importCsv(report({ at: '2026-03-01 01:00:00' }));
    expect(await h.theCase()).toMatchObject({ customerId: customer.id, licenseId: null });
    await correctLicense(h.deps, h.support, { ...right, licenseId: license.id });
    expect(await h.theCase()).toMatchObject({ licenseId: license.id });
    const [alert] = await h.messages('case');
    for (const shown of ['+1 555 0100', 'pay@hart.example', 'KEY-Hart', 'until Apr 30, 2026'])
      expect(alert?.json).toContain(shown);
  });

  test('an open task is drawn anew, and asks by what is right now', async () => {
    const { license } = await h.licensed('Hart', 'SUB-1');
    await h.importCsv(report({ id: 'T-1', status: 'Approved', at: '2026-03-01 08:00:00' }));
    const [before] = await h.messages('expiry');
    expect(before?.json).toContain('Apr 30, 2027 is proposed');
    await correctLicense(h.deps, h.support, { ...right, licenseId: license.id, periodMonths: 1 });
    const [after] = await h.messages('expiry');
    expect(after?.json).toContain('May 30, 2026 is proposed');
    expect(Number(after?.row.wanted)).toBeGreaterThan(Number(before?.row.wanted));
  });
});
