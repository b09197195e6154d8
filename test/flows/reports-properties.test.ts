import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { addDays, type Day, day, todayIn } from '../../src/core/time/calendar.ts';
import { payAllFromBalance } from '../../src/features/billing/balance/index.ts';
import { cancelCreditNote, creditableLines, creditInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice, markSent, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { journalPolicy } from '../../src/features/billing/journal/index.ts';
import { paymentsOf, recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import { giveRefund, takeRefundBack } from '../../src/features/billing/refunds/index.ts';
import { readStatement } from '../../src/features/billing/statements/index.ts';
import { reopen, writeOff } from '../../src/features/billing/writeoffs/index.ts';
import { reports } from '../../src/features/reports/index.ts';
import type { ReportRow, ReportValue } from '../../src/features/reports/report.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';

const nothing = () => undefined;
const cents = (value: ReportValue): bigint => (typeof value === 'object' ? value.amount : 0n);
const total = (rows: readonly ReportRow[], field: string): bigint =>
  rows.reduce((sum, row) => sum + cents(row[field]), 0n);

const deeds = [
  'draft',
  'issue',
  'issue',
  'send',
  'pay',
  'pay',
  'spend',
  'back',
  'refund',
  'take back',
  'credit',
  'cancel credit',
  'write off',
  'reopen',
  'void',
] as const;
const step = fc.record({
  deed: fc.constantFrom(...deeds),
  at: fc.nat(5),
  cents: fc.integer({ min: 1, max: 160_00 }),
  days: fc.constantFrom(0, 0, 1, 20),
});

describeEachEngine('what reports say of a random history', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 82_500, hardware: 0 });
    await makeSeller(h, { timeZone: 'UTC' });
  }, 180_000);
  afterAll(() => h.close());

  const by = () => h.person('accounting');
  const today = (): Day => todayIn('UTC', h.clock.now());
  const reading = () => ({ tx: h.db.prisma, today: today(), timeZone: 'UTC', policy: h.deps.policy });
  const rowsOf = async (word: string, first: Day, last: Day = first): Promise<readonly ReportRow[]> => {
    const report = h.deps.contributions.to(reports).find((each) => each.word === word);
    const all: ReportRow[] = [];
    for await (const batch of report?.rows(reading(), { first, last }) ?? []) all.push(...batch);
    return all;
  };
  const openOf = (rows: readonly ReportRow[]) =>
    rows.map((row) => [row.number, row.age, cents(row.open)] as const).sort((a, b) => (`${a[0]}` < `${b[0]}` ? -1 : 1));

  /** What the rooms of balances and invoices say of a customer, beside the last line of its statement. */
  const owedBy = async (customerId: string): Promise<bigint> => {
    const own = await h.db.prisma.invoice.findMany({ where: { customerId } });
    const balances = await h.db.prisma.customerBalance.findMany({ where: { customerId } });
    const left = balances.reduce((sum, each) => sum + each.amount, 0n);
    return own.reduce((sum, { issuedOn, sentOn, state, amount, paid, credited, writtenOff }) => {
      if (!issuedOn && !sentOn) return sum - paid;
      return state === 'void' ? sum : sum + amount - paid - credited - writtenOff;
    }, -left);
  };
  const statementOf = async (customerId: string, first: Day, last: Day) =>
    (await readStatement(reading(), customerId, { first, last })).accounts[0];

  /** Whatever accounting may do; what cannot be is refused. */
  const act = async (
    customerId: string,
    invoices: string[],
    { deed, at, cents: amount }: { deed: (typeof deeds)[number]; at: number; cents: number },
  ) => {
    const invoiceId = invoices[at % Math.max(1, invoices.length)] ?? '';
    const reason = 'as agreed';
    const payments = await paymentsOf(h.db.prisma, customerId);
    const paymentId = payments[at % Math.max(1, payments.length)]?.id ?? '';
    switch (deed) {
      case 'draft':
        return void invoices.push(
          (await aDraft(h, customerId, [aLine(amount), aLine(33_33, { taxCategory: 'hardware' })])).id,
        );
      case 'issue':
        return issueInvoice(h.deps, by(), invoiceId);
      case 'send':
        return markSent(h.deps, by(), { invoiceId, sentOn: today() });
      case 'pay': {
        const { open } = await theInvoice(h, invoiceId);
        const over = BigInt(amount) - open.amount;
        return recordPayment(h.deps, by(), {
          ...{ invoiceId, amount: money(amount, 'USD'), method: at % 2 ? 'card' : 'check', receivedOn: today() },
          ...(over > 0n ? { leftOver: money(over, 'USD') } : {}),
        });
      }
      case 'spend':
        return payAllFromBalance(h.deps, by(), customerId);
      case 'back':
        return reversePayment(h.deps, by(), { paymentId, why: 'returned', reason });
      case 'refund':
        return giveRefund(h.deps, by(), {
          ...{ customerId, amount: `${amount}`, currency: 'USD', method: 'check', refundedOn: today(), reason },
        });
      case 'take back': {
        const refund = await h.db.prisma.refund.findFirst({ where: { customerId, takenBackAt: null } });
        return takeRefundBack(h.deps, by(), { refundId: refund?.id ?? '', reason });
      }
      case 'credit': {
        const [line] = await creditableLines(h.db.prisma, await theInvoice(h, invoiceId));
        const lines = at % 2 ? [{ lineId: line?.id ?? '', net: `${Math.min(amount, 20_00)}` }] : undefined;
        return creditInvoice(h.deps, by(), { invoiceId, reason, ...(lines ? { lines } : {}) });
      }
      case 'cancel credit': {
        const note = await h.db.prisma.creditNote.findFirst({ where: { customerId }, orderBy: { id: 'desc' } });
        return cancelCreditNote(h.deps, by(), { creditNoteId: note?.id ?? '', reason });
      }
      case 'write off':
        return writeOff(h.deps, by(), { invoiceId, reason });
      case 'reopen':
        return reopen(h.deps, by(), { invoiceId, reason });
      case 'void':
        return voidInvoice(h.deps, by(), { invoiceId, reason });
    }
  };

  test('CUS-8 BIL-18 BIL-21 a statement’s last line is what the balances say, on every day; ageing is what is open, as it was; revenue and journal are the documents’ sums; debits equal credits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const customerId = await aCustomer(h);
        const invoices = [(await aDraft(h, customerId, [aLine(100_00), aLine(50_00)])).id];
        await issueInvoice(h.deps, by(), invoices[0] ?? '');
        const seen = new Map<Day, ReturnType<typeof openOf>>();
        const owed = new Map<Day, bigint>();
        for (const each of steps) {
          if (each.days > 0) {
            seen.set(today(), openOf(await rowsOf('ageing', today())));
            owed.set(today(), await owedBy(customerId));
            h.advanceDays(each.days);
          }
          await Promise.resolve(act(customerId, invoices, each)).catch(nothing);
        }
        const now = openOf(await rowsOf('ageing', today()));
        const open = await h.db.prisma.invoice.findMany({ where: { state: 'open' } });
        expect(now.reduce((sum, [, , amount]) => sum + amount, 0n)).toBe(
          open.reduce((sum, each) => sum + each.amount - each.paid - each.credited - each.writtenOff, 0n),
        );
        h.advanceDays(1);
        seen.set(addDays(today(), -1), now);
        for (const [on, then] of seen) {
          const again = openOf(await rowsOf('ageing', on));
          expect({ on, open: again }).toEqual({ on, open: then });
        }

        owed.set(addDays(today(), -1), await owedBy(customerId));
        for (const [on, then] of owed) {
          const whole = await statementOf(customerId, day('2026-01-01'), on);
          expect({ on, balance: whole?.balance.amount ?? 0n }).toEqual({ on, balance: then });
          const later = await statementOf(customerId, on, on);
          expect(later?.balance ?? whole?.balance).toEqual(whole?.balance);
          for (const [at, row] of (whole?.rows ?? []).entries())
            expect(row.balance.amount).toBe(
              (whole?.rows[at - 1]?.balance.amount ?? 0n) + row.charged.amount - row.settled.amount,
            );
        }

        const { receivables } = journalPolicy.defaults;
        const journal = await rowsOf('journal', day('2026-01-01'), today());
        expect(total(journal, 'debit')).toBe(total(journal, 'credit'));
        for (const number of new Set(journal.map((row) => `${row.document} ${row.number} ${row.date}`))) {
          const own = journal.filter((row) => `${row.document} ${row.number} ${row.date}` === number);
          expect(total(own, 'debit')).toBe(total(own, 'credit'));
        }
        const onAccount = journal.filter(({ account }) => account === receivables);
        const balances = await h.db.prisma.customerBalance.findMany();
        const drafts = await h.db.prisma.invoice.findMany({ where: { issuedOn: null, sentOn: null } });
        const left = balances.reduce((sum, each) => sum + each.amount, 0n);
        const early = drafts.reduce((sum, each) => sum + each.paid, 0n);
        expect(total(onAccount, 'debit') - total(onAccount, 'credit')).toBe(
          now.reduce((sum, [, , amount]) => sum + amount, 0n) - left - early,
        );

        const revenue = await rowsOf('revenue', day('2026-01-01'), today());
        const earned = journal.filter(({ account }) => account === journalPolicy.defaults.revenue);
        expect(total(revenue, 'revenue')).toBe(total(earned, 'credit') - total(earned, 'debit'));
        const notes = await h.db.prisma.creditNote.findMany();
        const cancelled = new Set((await h.db.prisma.creditCancellation.findMany()).map((each) => each.creditNoteId));
        const issued = await h.db.prisma.invoice.findMany({ where: { number: { not: null } } });
        const live = notes.filter(({ id }) => !cancelled.has(id));
        const netOfVoid = issued
          .filter(({ state }) => state === 'void')
          .map(
            ({ id, net }) =>
              net - live.filter((each) => each.invoiceId === id).reduce((sum, each) => sum + each.net, 0n),
          );
        expect(total(revenue, 'revenue')).toBe(
          issued.reduce((sum, each) => sum + each.net, 0n) -
            live.reduce((sum, each) => sum + each.net, 0n) -
            netOfVoid.reduce((sum, each) => sum + each, 0n),
        );
        expect(total(await rowsOf('balances', today()), 'balance')).toBe(left);
      }),
      { numRuns: Number(process.env.PROPERTY_CASES ?? 8), endOnFailure: true },
    );
  }, 240_000);
});
