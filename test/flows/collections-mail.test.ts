import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { mailCase, mailMany } from '../../src/features/collections/index.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { confirmExpiry } from '../../src/features/licenses/expiry/actions/confirm-expiry.ts';
import { tellRestored } from '../../src/features/licenses/index.ts';
import { mailServerSlice } from '../../src/platform/delivery/index.ts';
import { makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import { collectionsHarness, report } from './collections-support.ts';

const link = 'https://gateway.example/card';

describeEachEngine('mails about failed charges and licenses', (engine) => {
  let h: Awaited<ReturnType<typeof collectionsHarness>>;
  beforeAll(async () => {
    h = await collectionsHarness(engine, 'UTC', [mailServerSlice(true)]);
    await makeSeller(h);
  });
  afterAll(() => h.close());

  const failed = async (name: string, n: number, email?: string) => {
    const { customer, license } = await h.licensed(name, `SUB-${n}`, { reference: `AX-${n}` });
    if (email) await editNow(h.deps, h.accounting, customer.id, { email });
    await h.importCsv(report({ subscription: `SUB-${n}`, customer: `AX-${n}`, name }));
    const of = await h.db.prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: `SUB-${n}` } });
    return { customer, license, id: of.id };
  };
  const lettersTo = async (customerId: string) =>
    (await h.db.prisma.post.findMany({ where: { transport: 'mail', customerId }, orderBy: { seq: 'asc' } })).map(
      ({ payload }) => payload as unknown as { to: string; subject: string; text: string },
    );

  test('COL-3 a draft mail has the link where the card is given anew, is edited, leaves by mail and counts as contacted; two at once send one', async () => {
    const { id, customer } = await failed('Hart', 11, 'hart@acme.example');
    const draft = { to: ['hart@acme.example'], subject: 'Your card', text: `Please: ${link}` };
    await expect(mailCase(h.deps, h.person('sales'), { caseId: id, contacts: 0, draft }, link)).rejects.toThrow(
      NotAllowed,
    );
    await mailCase(h.deps, h.accounting, { caseId: id, contacts: 0, draft }, link);
    await expect(mailCase(h.deps, h.accounting, { caseId: id, contacts: 0, draft }, link)).rejects.toThrow(Conflict);
    expect(await lettersTo(customer.id)).toMatchObject([
      { to: 'hart@acme.example', subject: 'Your card', text: expect.stringContaining(link) },
    ]);
    expect(await h.db.prisma.collectionCase.findUniqueOrThrow({ where: { id } })).toMatchObject({
      contacts: 1,
      lastContact: 'Email: Your card',
    });
    expect((await h.audit({ subjectId: id })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['case.mailed', 'case.contacted']),
    );
  });

  test('COL-3, WRK-4 many at once: each in the words of the template; who has no address is left aside and named, the rest is done', async () => {
    const [one, two] = [await failed('Ace', 21, 'ace@acme.example'), await failed('Bee', 22)];
    const { sent, refused } = await mailMany(
      h.deps,
      h.accounting,
      [one, two].map(({ id }) => ({ caseId: id, contacts: 0 })),
      link,
    );
    expect([sent, refused]).toEqual([1, [expect.stringMatching(/Bee.*no address/)]]);
    expect(await lettersTo(one.customer.id)).toMatchObject([
      { subject: 'Your card could not be charged: $120.00', text: expect.stringContaining(link) },
    ]);
    expect(await lettersTo(two.customer.id)).toEqual([]);
  });

  test('COL-16 an expired license that is paid and confirmed: its customer is told once, when nobody can undo it any more', async () => {
    const { license, customer, id } = await failed('Restored', 31, 'restored@acme.example');
    await h.db.prisma.license.update({ where: { id: license.id }, data: { state: 'expired' } });
    await recordCasePayment(h.deps, h.accounting, {
      caseId: id,
      amount: money(120_00, 'USD'),
      method: 'check',
      reference: '77',
      receivedOn: day('2026-03-01'),
    });
    const move = await h.db.prisma.expiryAction.findFirstOrThrow({
      where: { licenseId: license.id, kind: 'move_date', state: 'open' },
    });
    await confirmExpiry(h.deps, h.support, {
      actionId: move.id,
      newExpiresOn: day('2027-04-30'),
      ticks: { isExpired: true, forceful: true },
    });
    expect(await tellRestored(h.deps)).toBe(0);
    h.clock.advance(10 * 60_000);
    expect(await tellRestored(h.deps)).toBe(0);
    h.clock.advance(1);
    expect([await tellRestored(h.deps), await tellRestored(h.deps)]).toEqual([1, 0]);
    expect(await lettersTo(customer.id)).toMatchObject([
      { subject: 'LEGACY: your access is restored', text: expect.stringContaining('Apr 30, 2027') },
    ]);
  });
});
