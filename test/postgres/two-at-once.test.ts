import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, UserError } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { balancesOf, mismatches, payFromBalance } from '../../src/features/billing/balance/index.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import { correctIssued, creditInvoice } from '../../src/features/billing/credits/index.ts';
import { receiveDeposit } from '../../src/features/billing/deposits/receive-deposit.ts';
import {
  invoicesOfCustomer,
  issueInvoice,
  linesOf,
  markSent,
  voidInvoice,
} from '../../src/features/billing/invoices/index.ts';
import { recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import { giveRefund } from '../../src/features/billing/refunds/index.ts';
import { writeOff } from '../../src/features/billing/writeoffs/index.ts';
import type { By } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { bill, preview, startSubscription, taxServices } from '../support/bills.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, theInvoice } from '../support/invoices.ts';

const today = day('2026-03-02');
const reason = 'as agreed';

/** An issued invoice of $100.00, and $150.00 of one payment that are left over. */
interface Account {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly lineId: string;
  readonly paymentId: string;
}

type Doing = (h: Harness, by: By, account: Account) => Promise<unknown>;

const pay =
  (cents: number, reference: string): Doing =>
  (h, by, { invoiceId }) =>
    recordPayment(h.deps, by, {
      invoiceId,
      amount: money(cents, 'USD'),
      method: 'check',
      reference,
      receivedOn: today,
    });

const doings: Readonly<Record<string, Doing>> = {
  pays: pay(100_00, 'A-1'),
  'pays a part': pay(60_00, 'A-2'),
  'uses the balance': (h, by, { invoiceId }) => payFromBalance(h.deps, by, invoiceId),
  credits: (h, by, { invoiceId }) => creditInvoice(h.deps, by, { invoiceId, reason }),
  'credits a part': (h, by, { invoiceId, lineId }) =>
    creditInvoice(h.deps, by, { invoiceId, lines: [{ lineId, net: '7000' }], reason }),
  corrects: (h, by, { invoiceId, lineId }) =>
    correctIssued(h.deps, by, { invoiceId, lines: [{ lineId, net: '9000' }], reason }),
  'writes off': (h, by, { invoiceId }) => writeOff(h.deps, by, { invoiceId, reason }),
  voids: (h, by, { invoiceId }) => voidInvoice(h.deps, by, { invoiceId, reason }),
  sends: (h, by, { invoiceId }) => markSent(h.deps, by, { invoiceId, sentOn: today }),
  refunds: (h, by, { customerId }) =>
    giveRefund(h.deps, by, {
      customerId,
      amount: '10000',
      currency: 'USD',
      method: 'check',
      refundedOn: today,
      reason,
    }),
  reverses: (h, by, { paymentId }) => reversePayment(h.deps, by, { paymentId, why: 'returned', reason }),
};

const names = Object.keys(doings);

describePostgres('two people at one customer’s money at once', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
    await taxServices(h, 0);
    await makeSeller(h);
  });
  afterAll(() => h.close());
  const accounting = (n = 1) => h.person('accounting', n);

  const open = async (): Promise<Account> => {
    const customerId = await aCustomer(h);
    const { payments } = await h.acting(accounting(), (work) =>
      receiveDeposit(
        work,
        { customerId, lines: [{ amount: money(150_00, 'USD'), pays: [] }], method: 'check', receivedOn: today },
        () => undefined,
      ),
    );
    const { id: invoiceId } = await aDraft(h, customerId, [aLine(100_00)]);
    await issueInvoice(h.deps, accounting(), invoiceId);
    const [line] = await linesOf(h.db.prisma, await theInvoice(h, invoiceId));
    return { customerId, invoiceId, lineId: line?.id ?? '', paymentId: payments[0]?.id ?? '' };
  };

  test.each(names)(
    'ALL-3, BIL-13, BIL-15 one person %s, another does anything with the same invoice: it adds up, and who is refused reads why',
    async (one) => {
      for (const other of names.slice(names.indexOf(one))) {
        const account = await open();
        const both = [one, other].map((name, n) => doings[name]?.(h, accounting(n + 1), account));
        const outcomes = await Promise.allSettled(both);
        const what = `${one}, ${other}`;
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length, what).toBeGreaterThan(0);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected')
            expect([
              what,
              [Conflict, UserError, FieldErrors].some((kind) => outcome.reason instanceof kind),
              `${outcome.reason}`,
            ]).toEqual([what, true, expect.any(String)]);
        const { amount, state, paid, credited, writtenOff, open: left } = await theInvoice(h, account.invoiceId);
        const settled = paid.amount + credited.amount + writtenOff.amount;
        expect([what, state === 'void' || settled + left.amount === amount.amount, settled <= amount.amount]).toEqual([
          what,
          true,
          true,
        ]);
        if (one === other && !['pays a part', 'sends'].includes(one))
          expect([what, outcomes.filter(({ status }) => status === 'fulfilled')]).toEqual([what, [expect.anything()]]);
        const [balance = money(0, 'USD')] = await balancesOf(h.db.prisma, account.customerId);
        if (![one, other].includes('reverses')) expect([what, balance.amount >= 0n]).toEqual([what, true]);
      }
      expect(await mismatches(h.db.prisma)).toEqual([]);
    },
  );

  test('BIL-12, BIL-13 of all that was raced no number is missing or there twice', async () => {
    for (const table of ['invoices', 'credit_notes']) {
      const rows = await h.db.prisma.$queryRawUnsafe<{ number: string }[]>(
        `SELECT number FROM ${table} WHERE number IS NOT NULL`,
      );
      const ends = rows.map(({ number }) => Number(/\d+$/.exec(number)?.[0])).sort((a, b) => a - b);
      expect([table, ends]).toEqual([table, ends.map((_, n) => n + 1)]);
    }
  });

  test('ALL-3, BIL-1 two press Bill now on what both were shown: it is billed once', async () => {
    const { customerId } = await startSubscription(h);
    const shown = figuresOf(await preview(h, customerId, '2026-03-02'));
    const both = await Promise.allSettled([
      bill(h, customerId, '2026-03-02', shown),
      bill(h, customerId, '2026-03-02', shown),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Conflict) });
    const made = await invoicesOfCustomer(h.db.prisma, customerId, { skip: 0, take: 50 });
    const lines = (await Promise.all(made.map((each) => linesOf(h.db.prisma, each)))).flat();
    const billed = lines.map(({ itemId, period }) => `${itemId} ${period?.first}`);
    expect(new Set(billed).size).toBe(billed.length);
  });
});
