import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { adviseSupport } from '../../src/features/collections/cases/actions/advise-support.ts';
import { cardUpdated } from '../../src/features/collections/cases/actions/card-updated.ts';
import { contacted } from '../../src/features/collections/cases/actions/contacted.ts';
import { snooze } from '../../src/features/collections/cases/actions/snooze.ts';
import { collectionsPolicy } from '../../src/features/collections/cases/table/policy.ts';
import { linkCase } from '../../src/features/collections/links/actions/link-customer.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { recordLicensePayment } from '../../src/features/collections/payments/actions/record-payment.ts';
import {
  confirmExpiry,
  licensesPolicy,
  noticeLapsing,
  refuseExpiry,
  tickExpiry,
} from '../../src/features/licenses/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { rawTold } from '../support/told.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const ticks = { isExpired: true, forceful: true };

describeEachEngine('collections', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(async () => {
    // WRK-7: whatever happened here is told in names, words, amounts and days.
    expect(await rawTold(h.db)).toEqual([]);
    await h.close();
  });

  /** Five failed attempts, one a week from day 1; FAILED on day 29. */
  const failFiveTimes = async () => {
    for (let n = 1; n <= 5; n++) {
      const on = 1 + (n - 1) * 7;
      await h.dayIs(on);
      await h.importCsv(
        report({
          at: `2026-03-${String(on).padStart(2, '0')} 01:00:00`,
          attempt: String(n),
          ...(n < 5 ? { next: `2026-03-${String(on + 7).padStart(2, '0')}` } : {}),
        }),
      );
    }
  };

  const openExpire = async () => {
    const [action] = await h.openActions();
    if (!action) throw new Error('nothing is asked of Support');
    return action;
  };

  test('COL-2 COL-4 COL-5 day 1 … day 37: five attempts, FAILED, the deadline of day 36 passes, Support is advised, Support confirms', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    await h.importCsv(report({ at: '2026-03-01 01:00:00', next: '2026-03-08', attempt: '1' }));
    const [first] = await h.messages('case');
    expect(first?.row.lane).toBe('C_ACCOUNTING');
    for (const shown of ['1 of 5', '$120.00', 'Insufficient funds', 'soft decline', 'Visa •••• 4242', 'Mar 8, 2026'])
      expect(first?.json).toContain(shown);

    await failFiveTimes();
    expect(await h.theCase()).toMatchObject({ state: 'failed', attempts: 5 });
    expect(await h.messages('case')).toHaveLength(1);

    await h.dayIs(36);
    expect((await h.theCase()).state).toBe('failed');
    await h.dayIs(37);
    expect((await h.theCase()).state).toBe('advised');
    const action = await openExpire();
    expect(action).toMatchObject({ kind: 'expire', licenseId: license.id });
    const [task] = await h.messages('expiry');
    expect(task?.row.lane).toBe('C_SUPPORT');
    expect(task?.json).toContain('IS EXPIRED?');
    expect(task?.json).toContain('Apply Forceful Expiry Immediately');

    await expect(confirmExpiry(h.deps, h.support, { actionId: action.id })).rejects.toThrow(/Set and tick first/);
    await tickExpiry(h.deps, h.support, { actionId: action.id, isExpired: true, forceful: false });
    await expect(confirmExpiry(h.deps, h.support, { actionId: action.id })).rejects.toThrow(/Forceful/);
    await tickExpiry(h.deps, h.support, { actionId: action.id, ...ticks });
    await confirmExpiry(h.deps, h.support, { actionId: action.id });
    expect((await h.theCase()).state).toBe('expired');
    expect(await h.db.prisma.license.findUniqueOrThrow({ where: { id: license.id } })).toMatchObject({
      state: 'expired',
    });
    const [ended] = await h.messages('expiry');
    expect(ended?.json).toContain('<@U_SUPPORT>');
    expect(ended?.json).not.toContain('expiry.confirm');
    // Everybody concerned is told once: Support in the task's thread, accounting in the case's.
    const told = (await h.posts()).filter((post) => /license is expired/.test(post.text));
    expect(told.map((post) => post.lane).sort()).toEqual(['C_ACCOUNTING', 'C_SUPPORT']);
  });

  test('COL-5 a reply of one configured word confirms, other replies are conversation, and a person without the role is refused', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await h.dayIs(37);
    const action = await openExpire();
    await tickExpiry(h.deps, h.support, { actionId: action.id, ...ticks });
    const reply = h.registry.slots.get('expiry')?.reply;
    const say = (text: string, by = h.support) =>
      reply?.({
        deps: h.deps,
        by,
        userId: by.userId,
        timeZone: 'UTC',
        roles: async () => new Set(),
        subjectId: action.id,
        text,
      });
    expect(await say('not done yet')).toBeUndefined();
    expect(await say('I am done with this customer')).toBeUndefined();
    await expect(say('done', h.person('sales'))).rejects.toThrow(/Only Support can confirm an expiry/);
    expect((await h.theCase()).state).toBe('advised');
    expect((await say(' DONE! '))?.say?.text).toContain('confirmed');
    expect((await h.theCase()).state).toBe('expired');
    await expect(say('done', h.person('support', 2))).rejects.toThrow(/was confirmed by <@U_SUPPORT>/);
  });

  test('COL-5 the words are a setting', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await h.dayIs(37);
    const action = await openExpire();
    await tickExpiry(h.deps, h.support, { actionId: action.id, ...ticks });
    await h.setPolicy(licensesPolicy, { confirmationWords: ['erledigt'] });
    const reply = h.registry.slots.get('expiry')?.reply;
    const request = {
      deps: h.deps,
      by: h.support,
      userId: h.support.userId,
      timeZone: 'UTC',
      roles: async () => new Set<string>(),
      subjectId: action.id,
    };
    expect(await reply?.({ ...request, text: 'done' })).toBeUndefined();
    await reply?.({ ...request, text: 'Erledigt.' });
    expect((await h.theCase()).state).toBe('expired');
  });

  test('ALL-1 whoever asked for an expiry cannot confirm it, unless the workspace allows it', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await h.importCsv(report({ attempt: '1', next: '2026-03-08' }));
    await h.addPerson('U_BOTH', ['accounting', 'support']);
    const both = { userId: 'U_BOTH' };
    await adviseSupport(h.deps, both, { caseId: (await h.theCase()).id, reason: 'Asked to cancel' });
    const action = await openExpire();
    await expect(confirmExpiry(h.deps, both, { actionId: action.id, ticks })).rejects.toThrow(/somebody else/);
    await h.setPolicy(licensesPolicy, { allowSelfApproval: true });
    await confirmExpiry(h.deps, both, { actionId: action.id, ticks });
    expect((await h.theCase()).state).toBe('expired');
  });

  test('COL-6 a late payment withdraws the open request to expire and asks for the new date, once, in one transaction', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1', { expiresOn: '2026-04-10', months: 1 });
    await failFiveTimes();
    await h.dayIs(37);
    const expire = await openExpire();
    await h.dayIs(38);
    await recordCasePayment(h.deps, h.accounting, {
      caseId: (await h.theCase()).id,
      amount: usd(12000n),
      method: 'check',
      reference: '77',
      receivedOn: day('2026-04-06'),
    });
    expect(await h.theCase()).toMatchObject({ state: 'recovered', stateBefore: 'advised', nextActionOn: null });
    expect(await h.db.prisma.expiryAction.findUniqueOrThrow({ where: { id: expire.id } })).toMatchObject({
      state: 'withdrawn',
    });
    const move = await openExpire();
    expect(move).toMatchObject({ kind: 'move_date', licenseId: license.id });
    await expect(confirmExpiry(h.deps, h.support, { actionId: expire.id, ticks })).rejects.toThrow(
      /was withdrawn by <@U_ACCOUNTING>/,
    );
    await expect(
      confirmExpiry(h.deps, h.support, { actionId: move.id, newExpiresOn: day('2026-04-10') }),
    ).rejects.toThrow(/after the present one/);
    await confirmExpiry(h.deps, h.support, { actionId: move.id, newExpiresOn: day('2026-05-10') });
    const after = await h.db.prisma.license.findUniqueOrThrow({ where: { id: license.id } });
    expect(after.expiresOn.toISOString().slice(0, 10)).toBe('2026-05-10');
    await expect(
      recordCasePayment(h.deps, h.accounting, {
        caseId: (await h.theCase()).id,
        amount: usd(12000n),
        method: 'check',
        receivedOn: day('2026-04-06'),
      }),
    ).rejects.toThrow(/paid already/);
  });

  test('COL-6 a payment for an expired license asks for the new date, which makes it active again', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await h.dayIs(37);
    await confirmExpiry(h.deps, h.support, { actionId: (await openExpire()).id, ticks });
    await recordCasePayment(h.deps, h.accounting, {
      caseId: (await h.theCase()).id,
      amount: usd(12000n),
      method: 'eft',
      receivedOn: day('2026-04-05'),
    });
    expect((await h.theCase()).state).toBe('recovered');
    const move = await openExpire();
    const reply = h.registry.slots.get('expiry')?.reply;
    const say = (text: string) =>
      reply?.({
        deps: h.deps,
        by: h.support,
        userId: 'U_SUPPORT',
        timeZone: 'UTC',
        roles: async () => new Set(),
        subjectId: move.id,
        text,
      });
    await expect(say('done')).rejects.toThrow(/Say the new expiry date/);
    // The customer is locked out until both are set back.
    await expect(say('done 2027-04-30')).rejects.toThrow(/“IS EXPIRED\?” = NO again and .*taken back/);
    const [task] = await h.messages('expiry', move.id);
    expect(task?.json).toContain('“IS EXPIRED?” = NO again');
    expect(task?.json).toContain('expiry.ticks');
    await tickExpiry(h.deps, h.support, { actionId: move.id, ...ticks });
    await say('done 2027-04-30');
    const after = await h.db.prisma.license.findUniqueOrThrow({ where: { id: license.id } });
    expect([after.state, after.expiresOn.toISOString().slice(0, 10)]).toEqual(['active', '2027-04-30']);
  });

  test('COL-6 a payment without a case asks for the new date too; an automatic license needs none', async () => {
    const manual = await h.licensed('Manual', 'SUB-7');
    const automatic = await h.licensed('Automatic', 'SUB-8', { policy: 'automatic' });
    for (const { license } of [manual, automatic]) {
      await recordLicensePayment(h.deps, h.accounting, {
        licenseId: license.id,
        amount: usd(5000n),
        method: 'check',
        receivedOn: day('2026-03-01'),
      });
    }
    expect((await h.openActions()).map((action) => action.licenseId)).toEqual([manual.license.id]);
    // An approved charge in a report is a payment like any other; the same report again is not a second one.
    const csv = report({ id: 'T-ok', subscription: 'SUB-7', status: 'Approved', response: 'OK', code: '00' });
    await h.importCsv(csv);
    await h.importCsv(csv);
    expect((await h.openActions()).filter((action) => action.licenseId === manual.license.id)).toHaveLength(2);
  });

  test('COL-6 a payment reversed: the case is what it was, and the date must not be moved', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await recordCasePayment(h.deps, h.accounting, {
      caseId: (await h.theCase()).id,
      amount: usd(12000n),
      method: 'check',
      receivedOn: day('2026-03-29'),
    });
    const move = await openExpire();
    const payment = await h.db.prisma.payment.findFirstOrThrow();
    await reversePayment(h.deps, h.accounting, { paymentId: payment.id, reason: 'Bounced' });
    expect(await h.theCase()).toMatchObject({ state: 'failed' });
    expect(await h.db.prisma.expiryAction.findUniqueOrThrow({ where: { id: move.id } })).toMatchObject({
      state: 'withdrawn',
    });
    expect((await h.posts()).some((post) => post.lane === 'C_ACCOUNTING' && /reversed/.test(post.text))).toBe(true);
  });

  test('COL-0 an approved transaction recovers its case, also when it arrives before the failures or with them', async () => {
    await h.importCsv(report({ id: 'A', subscription: 'SUB-2', status: 'Approved', at: '2026-03-01 05:00:00' }));
    expect(await h.db.prisma.collectionCase.count()).toBe(0);
    await h.importCsv(report({ id: 'B', subscription: 'SUB-2', at: '2026-03-01 01:00:00' }));
    expect((await h.theCase('SUB-2')).state).toBe('recovered');
    await h.importCsv(
      report(
        { id: 'C', subscription: 'SUB-3' },
        { id: 'D', subscription: 'SUB-3', status: 'Approved', at: '2026-03-01 08:00:00' },
      ),
    );
    expect((await h.theCase('SUB-3')).state).toBe('recovered');
    await h.importCsv(report({ id: 'E', subscription: 'SUB-4' }));
    await h.importCsv(report({ id: 'F', subscription: 'SUB-4', status: 'Approved', at: '2026-03-02 08:00:00' }));
    expect((await h.theCase('SUB-4')).state).toBe('recovered');
  });

  test('COL-0 Support refuses with a reason: failed again with time to act, and accounting is told', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await h.dayIs(37);
    await expect(refuseExpiry(h.deps, h.support, { actionId: (await openExpire()).id, reason: ' ' })).rejects.toThrow(
      /Say why/,
    );
    await refuseExpiry(h.deps, h.support, {
      actionId: (await openExpire()).id,
      reason: 'They paid <!channel> last night',
    });
    const after = await h.theCase();
    expect([after.state, after.deadlineOn?.toISOString().slice(0, 10)]).toEqual(['failed', '2026-04-13']);
    const told = (await h.posts()).filter((post) => post.lane === 'C_ACCOUNTING' && /Support refused/.test(post.text));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('&lt;!channel&gt;');
  });

  test('COL-3 contacts, card updates and snoozes are for accounting; a card update while advised asks Support to wait', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    const caseId = (await h.theCase()).id;
    await expect(contacted(h.deps, h.person('sales'), { caseId, how: 'Phone', note: '' })).rejects.toThrow(
      /Only Accounting/,
    );
    await contacted(h.deps, h.accounting, { caseId, how: 'Phone', note: 'Will call back' });
    await snooze(h.deps, h.accounting, { caseId, until: day('2026-04-02'), reason: 'On holiday' });
    expect((await h.theCase()).deadlineOn?.toISOString().slice(0, 10)).toBe('2026-04-09');
    await h.dayIs(36);
    expect((await h.theCase()).state).toBe('failed');
    await h.dayIs(41);
    expect((await h.theCase()).state).toBe('advised');
    await expect(contacted(h.deps, h.accounting, { caseId, how: 'Phone', note: '' })).rejects.toThrow(
      /Support has been asked/,
    );
    await cardUpdated(h.deps, h.accounting, { caseId, nextAttemptOn: day('2026-04-11') });
    const action = await openExpire();
    expect(action.waitUntil?.toISOString().slice(0, 10)).toBe('2026-04-14');
    await expect(confirmExpiry(h.deps, h.support, { actionId: action.id, ticks })).rejects.toThrow(
      /asks to wait until Apr 14/,
    );
    await h.dayIs(45);
    await confirmExpiry(h.deps, h.support, { actionId: action.id, ticks });
    expect((await h.theCase()).state).toBe('expired');
  });

  test('COL-4 the deadline only reminds where the policy says so', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await h.setPolicy(collectionsPolicy, { deadlineActs: false, deadlineDays: 3 });
    await failFiveTimes();
    await h.dayIs(32);
    expect((await h.posts()).filter((post) => /deadline has passed/.test(post.text))).toHaveLength(0);
    await h.dayIs(33);
    expect((await h.theCase()).state).toBe('failed');
    expect((await h.posts()).filter((post) => /deadline has passed/.test(post.text))).toHaveLength(1);
    await h.dayIs(34);
    expect((await h.posts()).filter((post) => /deadline has passed/.test(post.text))).toHaveLength(2);
    expect(await h.openActions()).toHaveLength(0);
  });

  test('COL-1 an unknown customer is an unmatched case; linking it remembers the gateway’s reference', async () => {
    await h.importCsv(
      report({ customer: 'AX-9', subscription: 'SUB-9' }, { customer: 'AX-9', subscription: 'SUB-10' }),
    );
    const [message] = await h.messages('case');
    expect(message?.json).toContain('case.link');
    const { customer, license } = await h.licensed('Nine', 'SUB-9');
    const caseId = (await h.theCase('SUB-9')).id;
    expect(await linkCase(h.deps, h.accounting, { caseId, customerId: customer.id })).toMatchObject({ count: 2 });
    expect(await h.theCase('SUB-9')).toMatchObject({ customerId: customer.id, licenseId: license.id });
    await expect(linkCase(h.deps, h.accounting, { caseId, customerId: customer.id })).rejects.toThrow(/already/);
    await h.importCsv(report({ customer: 'AX-9', subscription: 'SUB-11' }));
    expect(await h.theCase('SUB-11')).toMatchObject({ customerId: customer.id });
  });

  test('COL-6 a license whose date nobody moved is named to accounting and Support before it lapses, once', async () => {
    await h.licensed('Soon', 'SUB-1', { expiresOn: '2026-03-08' });
    await h.licensed('Later', 'SUB-2', { expiresOn: '2026-03-09' });
    await h.licensed('Itself', 'SUB-3', { expiresOn: '2026-03-08', policy: 'automatic' });
    expect(await noticeLapsing(h.deps)).toBe(1);
    expect(await noticeLapsing(h.deps)).toBe(0);
    const posts = (await h.posts()).map((post) => post.lane).sort();
    expect(posts).toEqual(['C_ACCOUNTING', 'C_SUPPORT']);
    await h.setPolicy(licensesPolicy, { lapseNoticeDays: 8 });
    expect(await noticeLapsing(h.deps)).toBe(1);
  });

  test('ALL-3 two people confirming at once: one effect, the other is told who was first', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failFiveTimes();
    await h.dayIs(37);
    const action = await openExpire();
    const people = [h.support, h.person('support', 2)];
    const outcomes = await Promise.allSettled(
      people.map((by) => confirmExpiry(h.deps, by, { actionId: action.id, ticks })),
    );
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((each) => each.status === 'rejected');
    expect(String(lost?.reason)).toMatch(/was confirmed by <@U_SUPPORT/);
    expect(await h.audit({ action: 'license.expired' })).toHaveLength(1);
  });
});
