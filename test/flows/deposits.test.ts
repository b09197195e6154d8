import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { todayIn } from '../../src/core/time/calendar.ts';
import {
  type Deposit,
  depositsSlice,
  parseDeposit,
  previewDeposit,
  recordDeposit,
  undoDeposit,
} from '../../src/features/billing/deposits/index.ts';
import { invoiceRef } from '../../src/features/billing/invoices/index.ts';
import { paymentsOf } from '../../src/features/billing/payments/index.ts';
import { paymentsOn } from '../../src/features/pages/bill/store.ts';
import { billingHarness } from '../support/billing.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { customerOwing, type Owing } from '../support/settling.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

const depositOf = (h: Harness, owing: Owing, text: string): Deposit => ({
  customerId: owing.customerId,
  lines: parseDeposit(text, 'USD'),
  method: 'check',
  receivedOn: todayIn('UTC', h.clock.now()),
});

describeEachEngine('several payments of one deposit', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());

  const opens = async (owing: Owing) =>
    Promise.all(owing.invoices.map(async (id) => Number((await owing.invoice(id)).open.amount)));

  test('BIL-15 several checks in one form: shown first, then saved just so; each told in its invoice’s thread, undone together', async () => {
    const owing = await customerOwing(h, [100_00, 80_00, 50_00]);
    const accounting = asking(h, depositsSlice, 'accounting');
    await expect(asking(h, depositsSlice, 'sales').press('deposit.preview', owing.customerId)).rejects.toThrow(
      NotAllowed,
    );
    await accounting.press('deposit.preview', owing.customerId);
    const third = invoiceRef(await owing.invoice(owing.invoices[2]));
    const entered = {
      payments: { text: `60.00; A1; ${third}\n200.00; A2` },
      method: 'check',
      received_on: { day: '2026-03-02' },
    };
    const shown = await accounting.submit('deposit.preview', owing.customerId, entered);
    expect(await opens(owing)).toEqual([100_00, 80_00, 50_00]);
    const preview = JSON.stringify(shown.replace);
    expect(preview).toContain('$10.00 of the check A1 of Mar 2, 2026 stays the customer’s balance');
    expect(preview).toContain('$100.00 of the check A2 of Mar 2, 2026 for I-');
    const said = await accounting.submit('deposit.record', shown.replace?.private_metadata ?? '', {});
    expect(said.say?.text).toContain('Recorded 2 payments');
    expect(await opens(owing)).toEqual([0, 0, 0]);
    expect(await owing.balance()).toBe(30_00n);
    expect(await owing.wrong()).toEqual([]);
    const log = (await h.audit({ action: 'payment.recorded', subjectId: owing.customerId })).map(({ after }) => after);
    expect(log).toMatchObject([{ pays: third, leftOver: '$10.00' }, { leftOver: '$20.00' }]);
    const made = await paymentsOf(h.db.prisma, owing.customerId);
    const ids = made.map(({ id }) => id);
    await expect(undoDeposit(h.deps, h.person('billing'), ids)).rejects.toThrow(NotAllowed);
    await undoDeposit(h.deps, h.person('accounting'), ids);
    expect(await opens(owing)).toEqual([100_00, 80_00, 50_00]);
    expect(await owing.balance()).toBe(0n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-17 BIL-15 what a deposit paid is reversed from its invoice’s button, and its customer’s page says how much of each check it had', async () => {
    const owing = await customerOwing(h, [100_00, 80_00]);
    const deposit = depositOf(h, owing, '70.00; D1\n60.00; D2');
    const { digest } = await previewDeposit(h.deps, h.person('accounting'), deposit);
    await recordDeposit(h.deps, h.person('accounting'), deposit, digest);
    const [first = ''] = owing.invoices;
    const paid = await paymentsOn(h.db.prisma, first);
    expect(paid.map(({ reference, amount }) => [reference, amount.amount])).toEqual([
      ['D1', 70_00n],
      ['D2', 30_00n],
    ]);
    const accounting = asking(h, depositsSlice, 'accounting');
    const form = JSON.stringify((await accounting.press('payment.reverse', first)).modal);
    expect(form).toContain('$70.00, Mar 2, 2026, check D1');
    expect(form).toContain('$60.00, Mar 2, 2026, check D2');
    const [payment] = paid;
    await accounting.submit('payment.reverse', '', { payment: payment?.id ?? '', reason: { text: 'It bounced' } });
    expect(await opens(owing)).toEqual([70_00, 50_00]);
    expect(await paymentsOn(h.db.prisma, first)).toHaveLength(1);
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-3 BIL-15 what is saved is what was shown, and a check that is known is refused by who recorded it', async () => {
    const owing = await customerOwing(h, [100_00]);
    const deposit = depositOf(h, owing, '130.00; B1');
    const { digest } = await previewDeposit(h.deps, h.person('accounting'), deposit);
    await owing.pay(owing.invoices[0], 40_00, { reference: 'B0' });
    await expect(recordDeposit(h.deps, h.person('accounting'), deposit, digest)).rejects.toThrow(/Something changed/);
    const known = depositOf(h, owing, '5.00; b0');
    const again = await previewDeposit(h.deps, h.person('accounting'), known);
    await expect(recordDeposit(h.deps, h.person('billing'), known, again.digest)).rejects.toThrow(
      /<@U_ACCOUNTING> recorded check b0/,
    );
    expect(await owing.balance()).toBe(0n);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});

describePostgres('two people with the same money at once', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
  });
  afterAll(() => h.close());

  test('ALL-3 the same deposit ten times: one effect, the others are told', async () => {
    const owing = await customerOwing(h, [100_00, 80_00]);
    const deposit = depositOf(h, owing, '150.00; C1');
    const { digest } = await previewDeposit(h.deps, h.person('accounting'), deposit);
    const people = [h.person('accounting'), h.person('billing')] as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => recordDeposit(h.deps, people[n % 2] ?? people[0], deposit, digest)),
    );
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(9);
    for (const error of refused) expect(error).toBeInstanceOf(Conflict);
    expect(await paymentsOf(h.db.prisma, owing.customerId)).toHaveLength(1);
    expect(await owing.wrong()).toEqual([]);
  });
});
