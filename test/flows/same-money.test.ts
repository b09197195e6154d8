import { afterEach, beforeEach, expect, test } from 'vitest';
import { day, toDbDate } from '../../src/core/time/calendar.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import {
  anotherPayment,
  reversePayment,
  sameMoney,
  undoHeld,
  undoPayment,
} from '../../src/features/billing/payments/index.ts';
import { reverse } from '../../src/features/billing/payments/reverse-payment.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { recordLicensePayment } from '../../src/features/collections/payments/actions/record-payment.ts';
import { confirmExpiry } from '../../src/features/licenses/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { type CollectionsHarness, collectionsHarness, type Row, report } from './collections-support.ts';

const usd = (amount: bigint) => ({ amount, currency: 'USD' });

describeEachEngine('one transaction, one payment (BIL-15)', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  }, 60_000);
  afterEach(() => h.close());

  const failed = (more: Row = {}) =>
    h.importCsv(report({ code: '54', response: 'Expired card', at: '2026-03-01 01:00:00', ...more }));
  const approved = (id: string, more: Row = {}) =>
    h.importCsv(report({ id, status: 'Approved', response: 'OK', code: '00', at: '2026-03-01 08:00:00', ...more }));
  const byHand = async (more: { reference?: string; method?: 'card' | 'check'; period?: string } = {}) =>
    recordCasePayment(h.deps, h.accounting, {
      caseId: (await h.theCase('SUB-1', more.period ?? '2026-03-01')).id,
      amount: usd(12000n),
      method: more.method ?? 'card',
      reference: more.reference,
      receivedOn: day('2026-03-01'),
    });
  const licensePayment = (licenseId: string, more: { reference?: string; amount?: bigint; on?: string } = {}) =>
    recordLicensePayment(h.deps, h.accounting, {
      licenseId,
      amount: usd(more.amount ?? 12000n),
      method: 'card',
      reference: more.reference,
      receivedOn: day(more.on ?? '2026-03-01'),
    });
  const payments = () => h.db.prisma.payment.findMany({ orderBy: { id: 'asc' } });
  const moves = async () => (await h.openActions()).filter((action) => action.kind === 'move_date');
  const theHeld = () => h.db.prisma.heldPayment.findFirstOrThrow();
  const lastAudit = async () => (await h.audit({ subjectId: (await theHeld()).id })).at(-1);

  test('BIL-16 what a gateway reports for a closed day is booked on the first open one, its own kept and both said; a person is refused', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await setClosing(h.deps, h.accounting, { closedOn: day('2026-03-01') });
    await approved('T-9');
    const booked = async () =>
      (await payments()).map(({ key: _, receivedOn, bookedOn, reversalBookedOn }) => [
        receivedOn,
        bookedOn,
        reversalBookedOn,
      ]);
    expect(await booked()).toEqual([[toDbDate(day('2026-03-01')), toDbDate(day('2026-03-02')), null]]);
    expect((await h.theCase('SUB-1', '2026-03-01')).state).toBe('recovered');
    expect((await h.audit({ action: 'payment.recorded' })).map(({ after }) => after)).toMatchObject([
      { receivedOn: '2026-03-01', bookedOn: '2026-03-02' },
    ]);
    const told = (await h.posts()).filter((post) => post.key?.startsWith('payment.booked_later:'));
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('booked Mar 2, 2026, the first open day')]);
    await expect(licensePayment(license.id, { reference: 'T-10' })).rejects.toThrow(/closed period/);
    const [paid] = await payments();
    await expect(reversePayment(h.deps, h.accounting, { paymentId: paid?.id ?? '', reason: 'x' })).rejects.toThrow(
      /closed period/,
    );
    await h.importCsv(report({ id: 'T-9', at: '2026-03-01 08:00:00', response: 'Returned', code: 'R01' }));
    expect((await booked())[0]?.[2]).toEqual(toDbDate(day('2026-03-02')));
  });

  test('by hand with the transaction’s id, then the report: one payment, one date to move, nothing is asked', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await byHand({ reference: 'T-9' });
    await approved('T-9');
    expect(await payments()).toMatchObject([{ key: 'axia:T-9', reference: 'T-9' }]);
    expect(await moves()).toHaveLength(1);
    expect(await h.db.prisma.heldPayment.count()).toBe(0);
  });

  test('by hand without it, then the report: held, no second payment and no second date; accounting is asked', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await byHand();
    await approved('T-9');
    expect(await payments()).toHaveLength(1);
    expect(await moves()).toHaveLength(1);
    expect((await h.theCase()).state).toBe('recovered');
    const [message] = await h.messages('held-payment');
    expect(message?.row.lane).toBe('C_ACCOUNTING');
    for (const shown of ['T-9', '$120.00', '<@U_ACCOUNTING>', 'held_payment.same', 'held_payment.another'])
      expect(message?.json).toContain(shown);
    expect((await h.posts()).some((post) => post.slotId !== null && /is it the same money/.test(post.text))).toBe(true);
    // The same report again changes nothing.
    await approved('T-9');
    expect(await h.db.prisma.heldPayment.count()).toBe(1);
  });

  test('Same money: the transaction’s id is written onto the payment; the other is told who was first; undone for 10 minutes', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    const { id } = await byHand({ reference: 'by phone' });
    await approved('T-9');
    const held = await theHeld();
    await expect(sameMoney(h.deps, h.person('sales'), held.id)).rejects.toThrow(/Only Billing or Accounting can say/);
    await sameMoney(h.deps, h.accounting, held.id);
    expect(await payments()).toMatchObject([{ id, key: 'axia:T-9', reference: 'T-9' }]);
    expect(await lastAudit()).toMatchObject({ action: 'payment.same_money', actor: 'U_ACCOUNTING' });
    await expect(anotherPayment(h.deps, h.person('billing'), held.id)).rejects.toThrow(
      /decided already: it is the same money \(<@U_ACCOUNTING>/,
    );
    const [decided] = await h.messages('held-payment');
    expect(decided?.json).not.toContain('held_payment.same');
    await expect(undoHeld(h.deps, h.person('billing'), held.id)).rejects.toThrow(/Only <@U_ACCOUNTING> can undo/);
    await undoHeld(h.deps, h.accounting, held.id);
    expect(await payments()).toMatchObject([{ key: 'axia:by phone', reference: 'by phone' }]);
    expect((await h.messages('held-payment'))[0]?.json).toContain('held_payment.same');
    await sameMoney(h.deps, h.accounting, held.id);
    h.clock.advance(11 * 60_000);
    await expect(undoHeld(h.deps, h.accounting, held.id)).rejects.toThrow(/for 10 minutes/);
    expect(await moves()).toHaveLength(1);
  });

  test('Another payment: kept as the customer’s money, named to accounting, moves no date; undone by its opposite', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await byHand();
    await approved('T-9');
    const held = await theHeld();
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await payments()).at(-1)).toMatchObject({
      key: 'axia:T-9',
      subjectType: null,
      invoiceId: null,
      amount: 12000n,
      reported: true,
    });
    expect(await moves()).toHaveLength(1);
    const told = (await h.posts()).filter((post) => post.lane === 'C_ACCOUNTING' && /money left over/.test(post.text));
    expect(told.map((post) => post.text)).toEqual([expect.stringContaining('Hart &amp; Sons has money left over')]);
    await undoHeld(h.deps, h.accounting, held.id);
    expect((await payments()).at(-1)).toMatchObject({ key: null, reversedBy: 'U_ACCOUNTING' });
    expect(await theHeld()).toMatchObject({ state: 'held', madeId: null });
    expect((await h.posts()).filter((post) => post.lane === 'C_ACCOUNTING').map((post) => post.text)).toContainEqual(
      expect.stringMatching(/^The money that Hart &amp; Sons had left over is reversed: \$120\.00 by card T-9/),
    );
    // Decided again, it is a payment again.
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await payments()).filter((each) => each.reversedAt === null)).toHaveLength(2);
  });

  test('a check by hand is other money: the report’s is kept and named to accounting, and moves no date', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await byHand({ method: 'check', reference: '77' });
    await approved('T-9');
    expect(await h.db.prisma.heldPayment.count()).toBe(0);
    expect((await payments()).map((each) => [each.key, each.subjectType])).toEqual([
      [null, 'case'],
      ['axia:T-9', null],
    ]);
    expect(await moves()).toHaveLength(1);
    // So is a second transaction of the gateway, also of the same report.
    await failed({ subscription: 'SUB-2', customer: 'AX-1' });
    const { customerId } = await h.theCase();
    await h.db.prisma.collectionCase.updateMany({ where: { gatewaySubscription: 'SUB-2' }, data: { customerId } });
    await h.importCsv(
      report(
        { id: 'U-1', subscription: 'SUB-2', status: 'Approved', at: '2026-03-01 08:00:00' },
        { id: 'U-2', subscription: 'SUB-2', status: 'Approved', at: '2026-03-01 09:00:00' },
      ),
    );
    expect((await payments()).slice(2).map((each) => [each.key, each.subjectType])).toEqual([
      ['axia:U-1', 'case'],
      ['axia:U-2', null],
    ]);
  });

  test('the report first: by hand with its id is refused with who and when, without it the charge is paid already', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await approved('T-9');
    await expect(byHand()).rejects.toThrow(/paid already: recovered by the report of /);
    await expect(licensePayment(license.id, { reference: 'T-9' })).rejects.toThrow(
      /Transaction T-9 counts already: \$120\.00 received on Mar 1, 2026, reported by the gateway/,
    );
    await expect(licensePayment(license.id)).rejects.toThrow(/received for it on Mar 1, 2026 already \(T-9\)/);
    // The gateway's next one fails: the same transaction does not pay it as well.
    await failed({ period: '2026-04-01' });
    await expect(byHand({ period: '2026-04-01', reference: 'T-9' })).rejects.toThrow(/counts already/);
    expect(await payments()).toHaveLength(1);
    // Another one's id is another payment.
    await licensePayment(license.id, { reference: 'T-10' });
    expect(await payments()).toHaveLength(2);
  });

  test('a license’s payment by hand and the report’s, without any failed charge: held where the period is the same, else not', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1', { months: 1 });
    await licensePayment(license.id);
    await approved('T-1', { period: '2026-03-01' });
    expect(await h.db.prisma.heldPayment.count()).toBe(1);
    await sameMoney(h.deps, h.accounting, (await theHeld()).id);
    await h.dayIs(32);
    await approved('T-2', { period: '2026-04-01', at: '2026-04-01 08:00:00' });
    expect(await h.db.prisma.heldPayment.count()).toBe(1);
    expect((await payments()).map((each) => [each.key, each.subjectType])).toEqual([
      ['axia:T-1', 'license'],
      ['axia:T-2', 'license'],
    ]);
    expect(await moves()).toHaveLength(2);
  });

  test('a license’s payment by hand, then a report that failed and was approved: held', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1', { months: 1 });
    await licensePayment(license.id);
    await h.importCsv(
      report({ at: '2026-03-01 01:00:00' }, { id: 'T-1', status: 'Approved', at: '2026-03-01 08:00:00' }),
    );
    expect(await payments()).toHaveLength(1);
    expect(await theHeld()).toMatchObject({ isLeftOver: true });
  });

  test('across two periods: one transaction does not pay both; said to be the same money, the other charge is open again', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await failed({ period: '2026-02-01' });
    await byHand({ reference: 'T-9' });
    await approved('T-9', { period: '2026-02-01' });
    expect(await payments()).toHaveLength(1);
    expect(await moves()).toHaveLength(1);
    const held = await theHeld();
    expect(held).toMatchObject({ isLeftOver: false });
    await sameMoney(h.deps, h.accounting, held.id);
    expect((await h.theCase('SUB-1', '2026-02-01')).state).toBe('failed');
    expect((await h.theCase()).state).toBe('recovered');
    await undoHeld(h.deps, h.accounting, held.id);
    expect((await h.theCase('SUB-1', '2026-02-01')).state).toBe('recovered');
    // It was recorded for the wrong charge: the transaction is the other's.
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await payments()).map((each) => [each.key, each.reference])).toEqual([
      [null, 'T-9'],
      ['axia:T-9', 'T-9'],
    ]);
  });

  test('by hand for another license, or another customer, with the transaction’s id: held, and the charge is open where it is the same money', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    const other = await h.licensed('Other', 'SUB-2');
    await failed();
    const { id } = await licensePayment(other.license.id, { reference: 'T-9' });
    await approved('T-9');
    expect(await payments()).toHaveLength(1);
    const held = await theHeld();
    expect(held).toMatchObject({ paymentId: id, isLeftOver: false });
    await sameMoney(h.deps, h.accounting, held.id);
    expect((await h.theCase()).state).toBe('failed');
    await undoHeld(h.deps, h.accounting, held.id);
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await h.theCase()).state).toBe('recovered');
    expect((await payments()).map((each) => each.key)).toEqual([null, 'axia:T-9']);
  });

  test('across two periods without an id: said to be another payment, it pays the charge that it was reported for', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    await failed({ period: '2026-02-01' });
    await byHand();
    await approved('T-9', { period: '2026-02-01' });
    const held = await theHeld();
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await payments()).at(-1)).toMatchObject({
      subjectType: 'case',
      subjectId: (await h.theCase('SUB-1', '2026-02-01')).id,
    });
  });

  test('a payment that something is held for is not reversed before somebody says what that is', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    const { id } = await byHand();
    await approved('T-9');
    const reverse = () => reversePayment(h.deps, h.accounting, { paymentId: id, reason: 'By mistake' });
    await expect(reverse()).rejects.toThrow(/\$120\.00 \(T-9\).*say first/);
    await anotherPayment(h.deps, h.accounting, (await theHeld()).id);
    await reverse();
    expect((await h.theCase()).state).toBe('failed');
  });

  test('a payment by hand that was reversed in the same moment is not the same money: the reported one can still be recorded', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    const { id } = await byHand();
    await approved('T-9');
    // As whoever had asked before the report was read: nothing was held then.
    await h.deps.transact(system, (work) => reverse(work, id, 'mistake', 'By mistake'));
    const held = await theHeld();
    await expect(sameMoney(h.deps, h.accounting, held.id)).rejects.toThrow(/was reversed since/);
    expect(await theHeld()).toMatchObject({ state: 'held' });
    await anotherPayment(h.deps, h.accounting, held.id);
    expect((await payments()).at(-1)).toMatchObject({ key: 'axia:T-9', reversedAt: null });
  });

  test('BIL-17 what is held and the gateway took back is no question any more; the payment by hand stands', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    const { id } = await byHand();
    await approved('T-9');
    await h.importCsv(report({ id: 'T-9', at: '2026-03-01 08:00:00', response: 'Returned', code: 'R01' }));
    expect(await theHeld()).toMatchObject({ state: 'returned' });
    expect((await h.messages('held-payment'))[0]?.json).not.toContain('held_payment.same');
    expect((await h.theCase()).state).toBe('recovered');
    await expect(sameMoney(h.deps, h.accounting, (await theHeld()).id)).rejects.toThrow(/taken back by the gateway/);
    await reversePayment(h.deps, h.accounting, { paymentId: id, reason: 'By mistake' });
    expect((await h.theCase()).state).toBe('failed');
  });

  test('ALL-5 Payment received is undone for 10 minutes by who pressed it: the case is open, the date is not moved; the transaction can be recorded anew', async () => {
    const { license } = await h.licensed('Hart & Sons', 'SUB-1');
    await failed();
    const { id } = await byHand({ reference: 'T-9' });
    await expect(undoPayment(h.deps, h.person('billing'), id)).rejects.toThrow(/Only <@U_ACCOUNTING> can undo/);
    await undoPayment(h.deps, h.accounting, id);
    expect((await h.theCase()).state).toBe('failed');
    expect(await moves()).toEqual([]);
    await expect(undoPayment(h.deps, h.accounting, id)).rejects.toThrow(/<@U_ACCOUNTING> reversed this payment/);
    const again = await byHand({ reference: 'T-9' });
    h.clock.advance(11 * 60_000);
    await expect(undoPayment(h.deps, h.accounting, again.id)).rejects.toThrow(/for 10 minutes/);
    const other = await licensePayment(license.id, { reference: 'T-11' });
    await undoPayment(h.deps, h.accounting, other.id);
    expect(await moves()).toHaveLength(1);
  });

  test('BIL-17 attempts that arrived while a case counted as paid count when that payment is taken back', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await h.importCsv(report({ at: '2026-03-01 01:00:00', attempt: '4', next: '2026-03-08' }));
    const { id } = await byHand();
    await h.dayIs(8);
    await h.importCsv(report({ at: '2026-03-08 01:00:00', attempt: '5' }));
    expect((await h.theCase()).state).toBe('recovered');
    await reversePayment(h.deps, h.accounting, { paymentId: id, reason: 'Recorded for the wrong customer' });
    const after = await h.theCase();
    expect(after).toMatchObject({ state: 'failed', attempts: 5 });
    expect(after.deadlineOn?.toISOString().slice(0, 10)).toBe('2026-03-15');
  });

  test('the state’s author is who brought it there, a report is the report', async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await h.importCsv(report({ at: '2026-03-01 01:00:00', attempt: '1', next: '2026-03-08' }));
    await h.importCsv(report({ at: '2026-03-01 02:00:00', attempt: '5' }), h.person('billing'));
    const shown = async () => (await h.messages('case'))[0]?.json;
    expect(await shown()).toContain('FAILED (the report of ');
    const other = h.person('accounting', 2);
    const of = await h.theCase();
    await recordCasePayment(h.deps, other, {
      caseId: of.id,
      amount: usd(12000n),
      method: 'check',
      receivedOn: day('2026-03-01'),
    });
    expect(await shown()).toContain('Recovered (<@U_ACCOUNTING_2>');
    const [move] = await moves();
    await confirmExpiry(h.deps, h.support, { actionId: move?.id ?? '', newExpiresOn: day('2027-04-30') });
    expect(await shown()).toContain('Recovered (<@U_ACCOUNTING_2>');
  });
});
