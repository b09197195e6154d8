import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { adviseSupport } from '../../src/features/collections/cases/actions/advise-support.ts';
import { cardUpdated } from '../../src/features/collections/cases/actions/card-updated.ts';
import { contacted } from '../../src/features/collections/cases/actions/contacted.ts';
import { snooze } from '../../src/features/collections/cases/actions/snooze.ts';
import { undoCaseDecision } from '../../src/features/collections/cases/actions/undo.ts';
import { correctLink } from '../../src/features/collections/links/actions/correct-link.ts';
import { linkCase } from '../../src/features/collections/links/actions/link-customer.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { recordLicensePayment } from '../../src/features/collections/payments/actions/record-payment.ts';
import { addLicense, confirmExpiry, refuseExpiry, tickExpiry, undoExpiry } from '../../src/features/licenses/index.ts';
import type { FormValues } from '../../src/platform/block-kit/form.ts';
import type { By } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { rawTold } from '../support/told.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const ticks = { isExpired: true, forceful: true };

describeEachEngine('undo', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(async () => {
    // WRK-7: whatever happened here is told in names, words, amounts and days.
    expect(await rawTold(h.db)).toEqual([]);
    await h.close();
  });

  /** A failed charge with a message: FAILED on day 1, because of a hard decline. */
  const failed = async (subscription = 'SUB-1') => {
    await h.importCsv(report({ subscription, code: '54', response: 'Expired card', at: '2026-03-01 01:00:00' }));
    const of = await h.theCase(subscription);
    expect(of.state).toBe('failed');
    return of;
  };
  const licenseRow = (id: string) => h.db.prisma.license.findUniqueOrThrow({ where: { id } });
  const actionRow = (id: string) => h.db.prisma.expiryAction.findUniqueOrThrow({ where: { id } });
  const openAction = async () => {
    const [action] = await h.openActions();
    if (!action) throw new Error('nothing is asked of Support');
    return action;
  };
  const minutes = (count: number) => h.clock.advance(count * 60_000);
  const lastPost = async () => (await h.posts()).at(-1)?.text;
  const undoCase = (caseId: string, decision: string, by: By = h.accounting) =>
    undoCaseDecision(h.deps, by, { caseId, decision });
  const undoTask = (actionId: string, decision: string, by: By = h.support) =>
    undoExpiry(h.deps, by, { actionId, decision });

  const contact = (caseId: string) => contacted(h.deps, h.accounting, { caseId, how: 'Phone', note: 'Called.' });
  const updateCard = (caseId: string) =>
    cardUpdated(h.deps, h.accounting, { caseId, nextAttemptOn: day('2026-03-20'), charge: 'schedule' });
  const snoozeIt = (caseId: string) =>
    snooze(h.deps, h.accounting, { caseId, until: day('2026-03-05'), reason: 'Holiday' });
  const advise = (caseId: string) => adviseSupport(h.deps, h.accounting, { caseId, reason: 'No answer' });

  test.each([
    ['Contacted', contact],
    ['Card updated', updateCard],
    ['Snooze', snoozeIt],
    ['Advise Support', advise],
  ])(
    'ALL-5 %s is undone: the case is exactly what it was, and the message, the thread and the log say so',
    async (_, decide) => {
      await h.licensed('Hart & Sons', 'SUB-1');
      const before = await failed();
      const [shown] = await h.messages('case');
      minutes(1);
      const { decision } = await decide(before.id);
      expect(await h.theCase()).not.toEqual(before);
      minutes(10);
      await undoCase(before.id, decision);
      expect(await h.theCase()).toEqual(before);
      const [again] = await h.messages('case');
      expect(again?.json).toBe(shown?.json);
      expect(Number(again?.row.wanted)).toBeGreaterThan(Number(shown?.row.wanted));
      const told = (await h.posts()).filter((post) => post.slotId === shown?.row.id).at(-1)?.text;
      expect(told).toMatch(/^<@U_ACCOUNTING> took back /);
      expect(await h.openActions()).toEqual([]);
      const log = await h.audit({ subjectId: before.id });
      expect(log.at(-1)).toMatchObject({ action: 'case.undone', actor: 'U_ACCOUNTING', after: { undid: decision } });
      expect(log.at(-2)).toMatchObject({ after: { decision } });
      await expect(undoCase(before.id, decision)).rejects.toThrow(/undone already/);
    },
  );

  test('ALL-5 a decision isn’t undone by somebody else, without the role, after 10 minutes, or when it has changed since', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    const first = await contact(id);
    await expect(undoCase(id, first.decision, h.person('accounting', 2))).rejects.toThrow(/Only <@U_ACCOUNTING> can/);
    await expect(undoCase(id, first.decision, h.support)).rejects.toThrow(/Only Accounting can undo/);
    await expect(undoCase(id, newId())).rejects.toThrow(/doesn't exist/);
    minutes(11);
    await expect(undoCase(id, first.decision)).rejects.toThrow(/for 10 minutes/);

    const second = await contact(id);
    await snooze(h.deps, h.person('accounting', 2), { caseId: id, until: day('2026-03-05'), reason: 'Holiday' });
    await expect(undoCase(id, second.decision)).rejects.toThrow(/<@U_ACCOUNTING_2> went on with it/);

    const third = await contact(id);
    await h.importCsv(report({ code: '54', response: 'Expired card', at: '2026-03-01 02:00:00' }));
    await expect(undoCase(id, third.decision)).rejects.toThrow(/went on with it/);

    const fourth = await contact(id);
    // What somebody changed by hand in the database is a change as well.
    await h.db.prisma.collectionCase.update({ where: { id }, data: { lastReason: 'Lost card' } });
    await expect(undoCase(id, fourth.decision)).rejects.toThrow(/has changed since/);
    expect(await h.theCase()).toMatchObject({ contacts: 4, snoozedDays: 4, attempts: 2 });
    expect(await h.audit({ action: 'case.undone' })).toEqual([]);
  });

  test('ALL-5 Advise Support is undone: the task is withdrawn and says so; not once Support has begun', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    const { decision } = await advise(id);
    const action = await openAction();
    await undoCase(id, decision);
    expect(await actionRow(action.id)).toMatchObject({ state: 'withdrawn', endedBy: 'U_ACCOUNTING' });
    expect((await h.messages('expiry'))[0]?.json).not.toContain('expiry.confirm');
    expect(await lastPost()).toMatch(/^Withdrawn, please do not expire/);

    const again = await advise(id);
    const next = await openAction();
    await tickExpiry(h.deps, h.support, { actionId: next.id, isExpired: true, forceful: false });
    await expect(undoCase(id, again.decision)).rejects.toThrow(/Support has begun/);
    expect((await h.theCase()).state).toBe('advised');
    expect((await actionRow(next.id)).state).toBe('open');
  });

  test('ALL-5 the task stays while another case of the license relies on it', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    await h.importCsv(report({ period: '2026-02-01', code: '54', at: '2026-03-01 01:30:00' }));
    const other = await h.theCase('SUB-1', '2026-02-01');
    const { decision } = await advise(id);
    await advise(other.id);
    await undoCase(id, decision);
    expect((await h.theCase()).state).toBe('failed');
    expect(await h.openActions()).toHaveLength(1);
  });

  test('ALL-5 Card updated while advised is undone: Support need not wait any more', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    await advise(id);
    const before = await openAction();
    const { decision } = await updateCard(id);
    expect((await openAction()).waitUntil).not.toBeNull();
    await undoCase(id, decision);
    expect(await openAction()).toEqual(before);
    expect((await h.theCase()).state).toBe('advised');
    expect((await h.messages('expiry'))[0]?.json).not.toContain('Please wait');
    expect(await lastPost()).toBe('The request to wait was taken back.');
  });

  test('ALL-5 COL-1 Link is undone for all cases that it linked, and the gateway’s name is nobody’s again', async () => {
    const rows = ['SUB-1', 'SUB-2'].map((subscription) => ({ subscription, customer: 'AX-9' }));
    await h.importCsv(report(...rows));
    const customer = await h.customer('Larkspur');
    const before = [await h.theCase('SUB-1'), await h.theCase('SUB-2')];
    const caseId = before[0]?.id ?? '';
    const { decision, count } = await linkCase(h.deps, h.accounting, { caseId, customerId: customer.id });
    expect(count).toBe(2);
    await undoCase(caseId, decision);
    expect([await h.theCase('SUB-1'), await h.theCase('SUB-2')]).toEqual(before);
    expect(await h.db.prisma.gatewayCustomer.count()).toBe(0);
    expect(await h.audit({ action: 'case.undone' })).toHaveLength(2);
    expect((await h.messages('case', caseId))[0]?.json).toContain('case.link');

    minutes(1);
    const again = await linkCase(h.deps, h.accounting, { caseId, customerId: customer.id });
    minutes(1);
    await h.importCsv(report({ subscription: 'SUB-3', customer: 'AX-9' }));
    await expect(undoCase(caseId, again.decision)).rejects.toThrow(/C-\d+ was opened for this customer/);
    expect(await h.theCase('SUB-1')).toMatchObject({ customerId: customer.id });
  });

  test('ALL-10 a link is corrected with a reason: all charges of that name, the name itself, and the license', async () => {
    await h.importCsv(report(...['SUB-1', 'SUB-2'].map((subscription) => ({ subscription, customer: 'AX-9' }))));
    const wrong = await h.customer('Larkspur');
    const { customer: right, license } = await h.licensed('Hart & Sons', 'SUB-1');
    const customerId = right.id;
    const { id: caseId } = await h.theCase('SUB-1');
    await linkCase(h.deps, h.accounting, { caseId, customerId: wrong.id });
    expect((await h.theCase('SUB-1')).licenseId).toBeNull();
    const correct = (to: string, by: By = h.accounting) =>
      correctLink(h.deps, by, { caseId, customerId: to, reason: 'Another Hart' });
    await expect(correct(customerId, h.person('sales'))).rejects.toThrow(/Only Accounting/);
    await expect(correct(wrong.id)).rejects.toThrow(/linked to Larkspur already/);
    expect(await correct(customerId)).toBe(2);
    expect(await h.theCase('SUB-1')).toMatchObject({ customerId, licenseId: license.id });
    expect(await h.theCase('SUB-2')).toMatchObject({ customerId });
    const names = await h.db.prisma.gatewayCustomer.findMany({ where: { reference: 'AX-9' } });
    expect(names.map((each) => each.customerId)).toEqual([customerId]);
    expect((await h.audit({ action: 'case.link_corrected' })).map(({ reason }) => reason)).toEqual([
      'Another Hart',
      'Another Hart',
    ]);
    await advise(caseId);
    await expect(correct(wrong.id)).rejects.toThrow(/Have Support refuse that first/);
  });

  test('ALL-10 a link in whose name money was recorded is corrected once that is reversed, and the money with it', async () => {
    await h.importCsv(report({ customer: 'AX-9' }));
    await h.importCsv(report({ customer: 'AX-9', status: 'Approved', at: '2026-03-01 03:00:00' }));
    const { id: caseId } = await h.theCase();
    const [wrong, right] = [await h.customer('Larkspur'), await h.customer('Juniper')];
    await linkCase(h.deps, h.accounting, { caseId, customerId: wrong.id });
    const correct = () => correctLink(h.deps, h.accounting, { caseId, customerId: right.id, reason: 'A typo' });
    await expect(correct()).rejects.toThrow(/has a payment recorded for this customer. Reverse it first/);
    const { id: paymentId } = await h.db.prisma.payment.findFirstOrThrow();
    await reversePayment(h.deps, h.accounting, { paymentId, reason: 'Another’s' });
    await correct();
    const live = await h.db.prisma.payment.findMany({ where: { reversedAt: null } });
    expect(live.map((each) => each.customerId)).toEqual([right.id]);
    expect((await h.theCase()).state).toBe('recovered');
  });

  test('ALL-5 a link that recorded a payment stands', async () => {
    await h.importCsv(report({ customer: 'AX-9' }));
    await h.importCsv(report({ customer: 'AX-9', status: 'Approved', at: '2026-03-01 03:00:00' }));
    const { id } = await h.theCase();
    const customer = await h.customer('Larkspur');
    const { decision } = await linkCase(h.deps, h.accounting, { caseId: id, customerId: customer.id });
    expect(await h.db.prisma.payment.count()).toBe(1);
    await expect(undoCase(id, decision)).rejects.toThrow(/Reverse that payment/);
    expect(await h.theCase()).toMatchObject({ customerId: customer.id });
  });

  /** Support was asked, and has ticked one of the two. */
  const asked = async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    await advise(id);
    const action = await openAction();
    await tickExpiry(h.deps, h.support, { actionId: action.id, isExpired: true, forceful: false });
    minutes(1);
    return { caseId: id, license: await licenseRow(license.id), action: await actionRow(action.id) };
  };

  test.each([
    ['confirmation', (actionId: string) => confirmExpiry(h.deps, h.support, { actionId, ticks })],
    ['refusal', (actionId: string) => refuseExpiry(h.deps, h.support, { actionId, reason: 'Still talking' })],
  ])(
    'ALL-5 COL-5 Support’s %s of an expiry is undone: license, task and case are exactly what they were',
    async (_, decide) => {
      const { caseId, license, action } = await asked();
      const before = await h.theCase();
      const { decision } = await decide(action.id);
      expect((await h.theCase()).state).not.toBe('advised');
      await expect(undoTask(action.id, decision, h.person('support', 2))).rejects.toThrow(/Only <@U_SUPPORT> can undo/);
      await expect(undoTask(action.id, decision, h.accounting)).rejects.toThrow(/Only Support can undo/);
      await undoTask(action.id, decision);
      expect(await h.theCase()).toEqual(before);
      expect(await licenseRow(license.id)).toEqual(license);
      expect(await actionRow(action.id)).toEqual(action);
      expect((await h.messages('expiry'))[0]?.json).toContain('expiry.confirm');
      const told = (await h.posts()).filter((post) => /took (back|this decision back)/.test(post.text));
      expect(told.map((post) => post.lane).sort()).toEqual(['C_ACCOUNTING', 'C_SUPPORT']);
      expect((await h.audit({ subjectId: license.id })).at(-1)).toMatchObject({
        action: 'expiry.undone',
        after: { undid: decision },
      });
      expect((await h.audit({ subjectId: caseId })).at(-1)).toMatchObject({ action: 'case.undone' });
      await expect(undoTask(action.id, decision)).rejects.toThrow(/undone already/);
    },
  );

  test('ALL-5 an expiry isn’t undone after 10 minutes, nor when a payment came or accounting went on with the case', async () => {
    const { caseId, license, action } = await asked();
    const { decision } = await refuseExpiry(h.deps, h.support, { actionId: action.id, reason: 'Still talking' });
    await contact(caseId);
    await expect(undoTask(action.id, decision)).rejects.toThrow(/<@U_ACCOUNTING> went on with it/);
    expect(await actionRow(action.id)).toMatchObject({ state: 'refused' });

    await advise(caseId);
    const next = await openAction();
    const late = await confirmExpiry(h.deps, h.support, { actionId: next.id, ticks });
    minutes(11);
    await expect(undoTask(next.id, late.decision)).rejects.toThrow(/for 10 minutes/);
    h.clock.advance(-11 * 60_000);
    const payment = { amount: usd(12000n), method: 'check' as const, receivedOn: day('2026-03-01') };
    await recordLicensePayment(h.deps, h.accounting, { ...payment, licenseId: license.id });
    await expect(undoTask(next.id, late.decision)).rejects.toThrow(/<@U_ACCOUNTING> went on with it/);
    expect(await licenseRow(license.id)).toMatchObject({ state: 'expired' });
  });

  test('ALL-5 COL-6 a moved date is undone, and accounting is told; not when its payment was reversed', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    const { id } = await failed();
    await h.db.prisma.license.update({ where: { id: license.id }, data: { lapseNoticeOn: new Date('2026-02-27') } });
    const before = await licenseRow(license.id);
    const payment = { amount: usd(12000n), method: 'check' as const, receivedOn: day('2026-03-01') };
    await recordCasePayment(h.deps, h.accounting, { ...payment, caseId: id });
    const action = await openAction();
    const moved = await confirmExpiry(h.deps, h.support, { actionId: action.id, newExpiresOn: day('2027-04-30') });
    await undoTask(action.id, moved.decision);
    expect(await licenseRow(license.id)).toEqual(before);
    expect(await actionRow(action.id)).toEqual(action);
    expect(await lastPost()).toMatch(/Support took its decision back: the expiry date .* Apr 30, 2026, waits/);

    const again = await confirmExpiry(h.deps, h.support, { actionId: action.id, newExpiresOn: day('2027-04-30') });
    const paid = await h.db.prisma.payment.findFirstOrThrow();
    await reversePayment(h.deps, h.accounting, { paymentId: paid.id, reason: 'Bounced' });
    await expect(undoTask(action.id, again.decision)).rejects.toThrow(/went on with it/);
    expect(await actionRow(action.id)).toMatchObject({ state: 'confirmed' });
  });

  test('ALL-5 the answer to who decided carries the Undo button, which works', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const before = await failed();
    const request = { deps: h.deps, timeZone: 'UTC', roles: async () => new Set<string>() };
    const press = async (by: By, submission: string, data: string, action: string, typed: Record<string, string>) => {
      const values = { text: (key: string) => typed[key], option: (key: string) => typed[key] } as FormValues;
      const answer = await h.registry.submissions.get(submission)?.({
        ...request,
        by,
        userId: by.userId,
        data,
        values,
      });
      const [, value] = new RegExp(`"action_id":"${action}","value":"([^"]+)"`).exec(JSON.stringify(answer)) ?? [];
      if (value === undefined) throw new Error('no Undo button');
      const pressed = { ...request, by, userId: by.userId, actionId: action, value, selected: [] };
      return (await h.registry.actions.get(action)?.(pressed))?.say?.text;
    };
    expect(
      await press(h.accounting, 'case.contacted', before.id, 'case.undo', { how: 'Phone', note: 'Called.' }),
    ).toMatch(/^Undone/);
    expect(await h.theCase()).toEqual(before);
    await advise(before.id);
    const action = await openAction();
    expect(await press(h.support, 'expiry.refuse', action.id, 'expiry.undo', { reason: 'No' })).toMatch(/^Undone/);
    expect(await openAction()).toEqual(action);
  });

  test('ALL-3 two people adding the same key, or the same gateway subscription, at once: one license, the other a field error', async () => {
    const customer = await h.customer('Larkspur');
    const people = [h.accounting, h.person('accounting', 2), h.support];
    const both = (key: (n: number) => string, subscription: (n: number) => string) =>
      Promise.allSettled(
        people.map((by, n) =>
          addLicense(h.deps, by, {
            customerId: customer.id,
            product: 'LEGACY',
            key: key(n),
            policy: 'manual',
            expiresOn: day('2026-04-30'),
            periodMonths: 12,
            gateway: 'axia',
            gatewaySubscription: subscription(n),
          }),
        ),
      );
    const refusals = (results: readonly PromiseSettledResult<unknown>[]) =>
      results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    const sameKey = refusals(
      await both(
        () => 'KEY',
        (n) => `S-${n}`,
      ),
    );
    expect(sameKey.map((each) => each.fields)).toEqual(
      Array(2).fill({ key: expect.stringMatching(/this key already/) }),
    );
    const same = refusals(
      await both(
        (n) => `K-${n}`,
        () => 'SUB-9',
      ),
    );
    expect(same.map((each) => each.fields)).toEqual(
      Array(2).fill({ gateway_subscription: expect.stringMatching(/Another license/) }),
    );
    expect(await h.db.prisma.license.count()).toBe(2);
    expect(await h.audit({ action: 'license.added' })).toHaveLength(2);
  });

  test('COL-0 a case without a license finds it as soon as it is added, and Support can be asked', async () => {
    const customer = await h.customer('Hart & Sons', 'AX-1');
    const { id } = await failed();
    await h.importCsv(report({ subscription: 'SUB-2', code: '54', at: '2026-03-01 01:10:00' }));
    expect((await h.messages('case', id))[0]?.json).toContain('No license is linked');
    const add = (key: string, gatewaySubscription: string) =>
      addLicense(h.deps, h.accounting, {
        customerId: customer.id,
        product: 'LEGACY',
        key,
        policy: 'manual',
        expiresOn: day('2026-04-30'),
        periodMonths: 12,
        gateway: 'axia',
        gatewaySubscription,
      });
    const other = await h.customer('Somebody else');
    await addLicense(h.deps, h.accounting, {
      customerId: other.id,
      product: 'X',
      key: 'X',
      policy: 'manual',
      expiresOn: day('2026-04-30'),
      periodMonths: 1,
    });
    expect((await h.theCase()).licenseId).toBeNull();

    const license = await add('KEY-1', 'SUB-1');
    expect((await h.theCase()).licenseId).toBe(license.id);
    const [shown] = await h.messages('case', id);
    expect(shown?.json).not.toContain('No license is linked');
    expect((await h.posts()).some((post) => /License KEY-1 is known now/.test(post.text))).toBe(true);
    expect((await h.audit({ subjectId: id })).at(-1)).toMatchObject({
      action: 'case.license_linked',
      after: { licenseId: license.id },
    });
    await adviseSupport(h.deps, h.accounting, { caseId: id, reason: 'No answer' });
    expect(await openAction()).toMatchObject({ licenseId: license.id });
  });
});
