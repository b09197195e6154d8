import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { addDays, day } from '../../src/core/time/calendar.ts';
import { planActivity, remindOverdue } from '../../src/features/activities/index.ts';
import { settlingPolicy } from '../../src/features/billing/balance/index.ts';
import {
  type BillRunsPolicy,
  billRunsPolicy,
  issueDrafts,
  startBillRun,
} from '../../src/features/billing/billruns/index.ts';
import { monthEnds } from '../../src/features/billing/forecast/foresee.ts';
import { calendarOf, forecastOf, forecastSlice, startForecast } from '../../src/features/billing/forecast/index.ts';
import { expireQuotes, makeQuote, sendQuote } from '../../src/features/billing/quotes/index.ts';
import { carryOutPlanned, changeService } from '../../src/features/billing/subscriptions/index.ts';
import { ownPrices } from '../../src/features/billing/subscriptions/items/store.ts';
import { sweepCases } from '../../src/features/collections/index.ts';
import { remindOfNotice } from '../../src/features/customers/contracts/remind.ts';
import { addContract } from '../../src/features/customers/index.ts';
import { addLicense, noticeLapsing } from '../../src/features/licenses/index.ts';
import { confirmRun } from '../../src/platform/runs/actions/confirm.ts';
import { runById, runsSlice, workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness } from '../support/billing.ts';
import { bill, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { customerOwing } from '../support/settling.ts';
import { asking } from './ask.ts';

const none: BillRunsPolicy = { minimum: {}, exceptional: {}, draftDays: 0 };
const slice = forecastSlice(() => {});

describeEachEngine('what will be billed', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { slices: [runsSlice({ work: async () => {}, wake: () => {} })] });
    await taxServices(h, 10);
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    h.clock.set(new Date('2026-01-10T12:00:00Z'));
    await h.setPolicy(billRunsPolicy, none);
  });

  const accounting = () => h.person('accounting');
  const as = (role = 'accounting') => asking(h, slice, role);
  const forecast = async (customerId: string, months: number) =>
    (await forecastOf(h.deps, customerId, months)).totals.map(({ month, how, bills, total }) => [
      month,
      how,
      bills,
      Number(total.amount),
    ]);
  /** A bill run over one customer, on the day as of which it is. */
  const run = async (customerId: string, asOf: string): Promise<void> => {
    h.clock.set(new Date(`${asOf}T12:00:00Z`));
    await carryOutPlanned(h.deps);
    const scope = { asOf: day(asOf), outcome: 'draft', customers: [customerId], withInactive: false } as const;
    const id = await startBillRun(h.deps, accounting(), { ...scope, customers: [customerId] });
    await workThroughRuns(h.deps);
    await confirmRun(h.deps, accounting(), id);
    await workThroughRuns(h.deps);
  };
  const text = (value: unknown) => JSON.stringify(value);

  test('BIL-19 month by month and currency: what was missed, what is planned, what ends; what people are asked for apart', async () => {
    const { customerId, subscription } = await startSubscription(h, { rule: { remaining: 4 } });
    await startSubscription(h, { customerId, rule: { mode: 'remind', months: 3 }, rows: [{ description: 'Asked' }] });
    await startSubscription(h, { customerId, rule: { mode: 'dont_remind' } });
    await startSubscription(h, { customerId, isArmed: false });
    const [item] = subscription.items;
    const change = {
      kind: 'quantity',
      itemId: item?.id ?? '',
      id: newId(),
      on: day('2026-02-16'),
      quantity: 2,
    } as const;
    await changeService(h.deps, h.person('billing'), { subscriptionId: subscription.id, change });
    expect(await forecast(customerId, 4)).toEqual([
      ['2026-01-31', 'runs', 1, 110_00],
      ['2026-01-31', 'asked', 1, 330_00],
      // 13 of 28 days at two.
      ['2026-02-28', 'runs', 1, 161_07],
      ['2026-03-31', 'runs', 1, 220_00],
      ['2026-04-30', 'runs', 1, 220_00],
      ['2026-04-30', 'asked', 1, 330_00],
    ]);
    const shown = await as('sales').type('forecast', `${await nameOf(customerId)} 2 months`);
    expect(text(shown.modal)).toContain('March 2026: 1 bill: net $200.00, tax $20.00, total $220.00');
    expect(text(shown.modal)).toContain('January 2026, which people are asked for: 1 bill');
    expect(text((await as().press('bill.forecast', customerId)).modal)).toContain('in the 3 after it');
  });

  const nameOf = async (id: string) => (await h.db.prisma.customer.findUniqueOrThrow({ where: { id } })).name;

  test('BIL-19, BIL-2 what a run would hold is said as held, month by month; its calendar names no due day', async () => {
    await h.setPolicy(billRunsPolicy, { ...none, exceptional: { USD: '15000' } });
    const { customerId, subscription } = await startSubscription(h);
    const [item] = subscription.items;
    const change = {
      kind: 'quantity',
      itemId: item?.id ?? '',
      id: newId(),
      on: day('2026-02-01'),
      quantity: 2,
    } as const;
    await changeService(h.deps, h.person('billing'), { subscriptionId: subscription.id, change });
    expect(await forecast(customerId, 2)).toEqual([
      ['2026-01-31', 'runs', 1, 110_00],
      ['2026-02-28', 'held', 1, 220_00],
      ['2026-03-31', 'held', 1, 220_00],
    ]);
    const { modal } = await as().press('bill.forecast', customerId);
    expect(text(modal)).toContain('February 2026, held until somebody releases it: 1 bill');
    const { entries } = await calendarOf(h.deps, customerId, day('2026-02-28'));
    expect(entries.map(({ on, text: said }) => `${on} ${said}`)).toEqual([
      '2026-01-10 Services of January 2026: the bill is issued, $110.00',
      '2026-02-01 Services of February 2026: the bill is held until somebody releases it, $220.00',
      '2026-02-01 Change the quantity: Service 1: 1 → 2',
    ]);
    await run(customerId, '2026-01-31');
    await run(customerId, '2026-02-28');
    expect(await h.db.prisma.invoice.count({ where: { customerId } })).toBe(1);
    expect(await h.db.prisma.heldBill.count({ where: { customerId } })).toBe(1);
  });

  test('BIL-19, BIL-15 what the balance pays of the bills to come, each cent once; where it pays on request only, that is said', async () => {
    const owing = await customerOwing(h, [5_00]);
    await owing.pay(owing.invoices[0], 135_00, { leftOver: money(130_00, 'USD') });
    const { customerId } = await startSubscription(h, { customerId: owing.customerId });
    await startSubscription(h, { customerId, rule: { mode: 'remind', months: 3 } });
    const used = async () =>
      (await forecastOf(h.deps, customerId, 2)).totals.map(({ how, balanceUsed }) => [how, Number(balanceUsed.amount)]);
    expect(await used()).toEqual([
      ['runs', 0],
      ['asked', 0],
      ['runs', 0],
      ['runs', 0],
    ]);
    expect(text((await as().press('bill.forecast', customerId)).modal)).toContain(
      '$130.00 are left over. They pay bills on request only.',
    );
    await h.setPolicy(settlingPolicy, { usesBalance: true });
    await h.setPolicy((await import('../../src/features/customers/index.ts')).termsPolicy, { standard: 'net 14' });
    expect(await used()).toEqual([
      ['runs', 110_00],
      ['asked', 20_00],
      ['runs', 0],
      ['runs', 0],
    ]);
    const shown = text((await as().press('bill.forecast', customerId)).modal);
    expect(shown).toContain('total $330.00, of which the balance pays $20.00');
    expect(shown).not.toContain('on request only');
    const january = await calendarOf(h.deps, customerId, day('2026-01-31'));
    expect(january.entries.map(({ on, text: said }) => `${on} ${said}`)).toEqual([
      '2026-01-10 Services of January 2026: the bill is issued, $110.00, of which the balance pays $110.00',
      '2026-01-10 Services of Jan 1, 2026 to Mar 31, 2026: accounting is asked for the bill, $330.00, of which the balance pays $20.00',
      '2026-01-24 Services of Jan 1, 2026 to Mar 31, 2026: $310.00 are due',
    ]);
    await h.setPolicy(settlingPolicy, {});
  });

  test('BIL-19 of everybody, in the background: the sums of all, and who cannot be reckoned named apart', async () => {
    await h.db.prisma.customer.updateMany({ data: { active: false } });
    const { customerId: one } = await startSubscription(h);
    await startSubscription(h, { rule: { mode: 'remind' } });
    const { customerId: bad } = await startSubscription(h, { rows: [{ taxCategory: 'moonlight' }] });
    const said = await as().type('forecast', '2 months');
    expect(said.say?.text).toContain('Reckoning 2 months');
    await workThroughRuns(h.deps);
    const row = await h.db.prisma.run.findFirstOrThrow({ where: { kind: 'bill.forecast' }, orderBy: { id: 'desc' } });
    const done = await runById(h.db.prisma, row.id);
    expect(done?.state).toBe('done');
    expect(done?.told).toEqual([
      'January 2026: 1 bill: net $100.00, tax $10.00, total $110.00',
      'January 2026, which people are asked for: 1 bill: net $100.00, tax $10.00, total $110.00',
      'February 2026: 1 bill: net $100.00, tax $10.00, total $110.00',
      'February 2026, which people are asked for: 1 bill: net $100.00, tax $10.00, total $110.00',
      'March 2026: 1 bill: net $100.00, tax $10.00, total $110.00',
      'March 2026, which people are asked for: 1 bill: net $100.00, tax $10.00, total $110.00',
      expect.stringMatching(new RegExp(`^Left aside: ${await nameOf(bad)}: .*moonlight`)),
    ]);
    expect(await forecast(one, 2)).toHaveLength(3);
    await expect(startForecast(h.deps, h.person('sales'), 2)).rejects.toThrow(/Only/);
    expect(await h.db.prisma.invoice.count({ where: { customerId: one } })).toBe(0);
  });

  test('BIL-19 bad input: a hundred years, no months, no day, a day that is over, nobody of that name', async () => {
    const { customerId } = await startSubscription(h);
    const name = await nameOf(customerId);
    await expect(as().type('forecast', `${name} 1200 months`)).rejects.toThrow('1 to 36 months ahead, and not 1200');
    await expect(as().type('forecast', '0')).rejects.toThrow('1 to 36 months ahead');
    await expect(as().type('calendar', `${name} until 2126-01-01`)).rejects.toThrow('36 months ahead at most');
    await expect(as().type('calendar', `${name} until 2025-12-31`)).rejects.toThrow('Dec 31, 2025 is over');
    await expect(as().type('calendar', `${name} until soon`)).rejects.toThrow('“soon” is no day');
    await expect(as().type('calendar', '')).rejects.toThrow('Write whose');
    expect((await as().type('forecast', 'Nobody Ltd')).say?.text).toContain('No customer’s name contains');
    await expect(as().submit('bill.calendar', customerId, { until: { day: '2126-01-01' } })).rejects.toMatchObject({
      fields: { until: expect.stringContaining('36 months') },
    });
  });

  test('BIL-19 what will happen until a day: issue, due, charges, expiry, work, by those who own them; more from its own form', async () => {
    const { customerId } = await startSubscription(h, {
      rule: { daysAhead: 10, nextOn: day('2026-02-01'), firstOn: day('2026-02-01') },
    });
    await h.setPolicy((await import('../../src/features/customers/index.ts')).termsPolicy, { standard: 'net 14' });
    await addLicense(h.deps, accounting(), {
      customerId,
      product: 'LEGACY',
      key: `KEY-${engine}`,
      policy: 'manual',
      expiresOn: day('2026-02-20'),
      periodMonths: 12,
    });
    await planActivity(h.deps, h.person('service'), {
      type: 'Visit',
      description: 'Rack',
      unit: 'service',
      customerId,
      expectedOn: day('2026-01-15'),
    });
    const { entries } = await calendarOf(h.deps, customerId, day('2026-02-28'));
    expect(entries.map(({ on, text: said }) => `${on} ${said.replace(/A-\d+/, 'A-1')}`)).toEqual(
      [
        '2026-01-15 Visit A-1: Rack is due',
        '2026-01-16 Visit A-1: Rack: its people are reminded, if it is not done until then',
        `2026-02-13 License LEGACY KEY-${engine}: if its date of Feb 20, 2026 is not moved until then, accounting and Support are told`,
        '2026-01-22 Services of February 2026: the bill is issued, $110.00',
        '2026-02-05 Services of February 2026: $110.00 are due',
        `2026-02-20 License LEGACY KEY-${engine} expires`,
        '2026-02-19 Services of March 2026: the bill is issued, $110.00',
      ].sort(),
    );
    const shown = await as().type('calendar', `${await nameOf(customerId)} until 2026-02-28`);
    expect(text(shown.modal)).toContain('*Jan 22, 2026* Services of February 2026');
    const more = await as().submit('bill.calendar', customerId, { until: { day: '2026-03-31' } });
    expect(text(more.replace)).toContain('Services of April 2026');
    expect(text((await as().press('bill.calendar', customerId)).modal)).toContain('until Apr 10, 2026');
  });

  test('BIL-19 what jobs will do stands in the calendar on the day on which they do it, and not before: quotes, contracts, licenses, drafts, activities, failed charges', async () => {
    const { customerId, subscription } = await startSubscription(h, { rule: { nextOn: day('2026-01-10') } });
    await h.setPolicy(billRunsPolicy, { ...none, draftDays: 3 });
    await run(customerId, '2026-01-10');
    const sales = h.person('sales');
    const { id: quoteId } = await makeQuote(h.deps, sales, {
      customerId,
      label: 'Move',
      lines: 'Move | 1 | 500.00 | services',
      becomes: 'invoice',
      validUntil: day('2026-01-20'),
    });
    await sendQuote(h.deps, sales, { quoteId, how: 'mail', sentOn: day('2026-01-10') });
    const contract = await addContract(h.deps, sales, {
      customerId,
      contract: {
        number: `K-${engine}`,
        parties: null,
        startOn: day('2025-03-01'),
        endOn: day('2026-02-28'),
        termMonths: 12,
        renews: true,
        noticeDays: 14,
        signedOn: null,
        owner: 'U_SALES',
      },
    });
    const license = {
      customerId,
      product: 'LEGACY',
      key: `AHEAD-${engine}`,
      policy: 'manual',
      expiresOn: day('2026-01-25'),
      periodMonths: 12,
    } as const;
    const { id: licenseId } = await addLicense(h.deps, accounting(), license);
    const unit = { type: 'Visit', unit: 'service', customerId } as const;
    await planActivity(h.deps, h.person('service'), { ...unit, description: 'Cabling', expectedOn: day('2026-01-16') });
    const at = new Date('2026-01-10T09:00:00Z');
    const failed = {
      id: newId(),
      gateway: 'axia',
      gatewaySubscription: `ahead-${engine}`,
      period: '2026-01-05',
      customerId,
      licenseId,
      reportedCustomer: 'C',
      reportedName: 'C',
      currency: 'USD',
      amount: 100n,
      state: 'failed',
      attempts: 5,
      deadlineOn: new Date('2026-01-17'),
      nextActionOn: new Date('2026-01-18'),
      openedAt: at,
      stateBy: 'system',
      stateAt: at,
    };
    await h.db.prisma.collectionCase.create({ data: failed });
    await changeService(h.deps, h.person('billing'), {
      subscriptionId: subscription.id,
      change: {
        kind: 'pause',
        itemId: subscription.items[0]?.id ?? '',
        on: day('2026-01-10'),
        until: day('2026-01-14'),
      },
    });

    const { entries } = await calendarOf(h.deps, customerId, day('2026-02-28'));
    const dayOf = (what: RegExp) => entries.find((each) => what.test(each.text))?.on;
    const done = async () => ({
      'the draft issues by itself': await h.db.prisma.invoice.count({ where: { customerId, issueFrom: null } }),
      'accounting and Support are told': await h.db.prisma.license.count({
        where: { id: licenseId, lapseNoticeOn: { not: null } },
      }),
      'its people are reminded': (await h.posts()).filter(({ payload }) => /overdue.*Cabling/.test(text(payload)))
        .length,
      'its owner are reminded': (await h.audit({ subjectId: contract.id, action: 'contract.reminded' })).length,
      'Support is asked to expire': await h.db.prisma.collectionCase.count({
        where: { id: failed.id, state: 'advised' },
      }),
      'Quote .* expires after': await h.db.prisma.quote.count({ where: { id: quoteId, state: 'expired' } }),
    });
    const jobsOf = async (on: string) => {
      h.clock.set(new Date(`${on}T20:00:00Z`));
      const now = h.clock.now();
      await issueDrafts(h.deps);
      await noticeLapsing(h.deps);
      await remindOverdue(h.deps, now);
      await remindOfNotice(h.deps);
      await sweepCases(h.deps);
      await expireQuotes(h.deps);
    };
    const happened = new Map<string, string>();
    for (let on = day('2026-01-11'); on <= '2026-02-10'; on = addDays(on, 1)) {
      await jobsOf(on);
      for (const [what, count] of Object.entries(await done()))
        if (count > 0 && !happened.has(what)) happened.set(what, on);
    }
    // A quote expires when its last day is over.
    const said = Object.keys(await done()).map((what) => [what, dayOf(new RegExp(what))]);
    const plusOne = (what: string, on = '') => (what.startsWith('Quote') ? addDays(day(on), 1) : on);
    expect([...happened].sort()).toEqual(said.map(([what = '', on]) => [what, plusOne(what, on)]).sort());
    expect(Object.fromEntries(said)).toMatchObject({
      'Quote .* expires after': '2026-01-20',
      'its owner are reminded': '2026-01-15',
      'Support is asked to expire': '2026-01-18',
    });
    expect([dayOf(/goes on after its pause/), dayOf(/last day to give notice/), dayOf(/is renewed/)]).toEqual([
      '2026-01-15',
      '2026-02-14',
      '2026-02-28',
    ]);
  });

  test('BIL-19 the forecast of the next month is what the run then makes, whatever was sold, billed, planned and ended', async () => {
    const start = day('2026-01-01');
    const days = (most: number) => fc.integer({ min: 0, max: most }).map((n) => addDays(start, n));
    const row = fc.record({
      quantity: fc.integer({ min: 1, max: 20 }),
      prices: fc
        .bigInt({ min: 1n, max: 50_000_000n })
        .map((tenThousandths) => ownPrices({ tenThousandths, currency: 'USD' })),
      per: fc.constantFrom(1 as const, 3 as const, 12 as const, 'once' as const),
      prorated: fc.constantFrom('by months' as const, 'by days' as const, 'never' as const),
      first: days(80),
    });
    const situation = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 3 }),
      months: fc.constantFrom(1 as const, 3 as const, 12 as const),
      inArrears: fc.boolean(),
      daysAhead: fc.constantFrom(0, 10, 30),
      remaining: fc.constantFrom(undefined, 2),
      credit: fc.option(fc.bigInt({ min: 1n, max: 500_000n })),
      isBilled: fc.boolean(),
      ends: fc.option(fc.integer({ min: 0, max: 90 }).map((n) => addDays(day('2026-01-11'), n))),
      planned: fc.option(
        fc.record({ after: fc.integer({ min: 1, max: 60 }), quantity: fc.integer({ min: 1, max: 9 }) }),
      ),
      minimum: fc.constantFrom<Record<string, string>>({}, { USD: '20000' }),
    });
    const ends = monthEnds(day('2026-01-10'), 2);
    await fc.assert(
      fc.asyncProperty(situation, async ({ rows, credit, isBilled, ends: endOn, planned, minimum, ...rule }) => {
        h.clock.set(new Date('2026-01-10T12:00:00Z'));
        await h.setPolicy(billRunsPolicy, { ...none, minimum });
        const { customerId, subscription } = await startSubscription(h, {
          rows: rows.map((each) => ({ ...each, ownPrice: each.prices[0]?.price })),
          rule: { ...rule, nextOn: rule.inArrears ? addDays(start, 1) : start },
        });
        if (credit !== null)
          await h.db.prisma.recurringTemplate.update({
            where: { subscriptionId: subscription.id },
            data: { creditAmount: credit, creditRule: 'days', creditTaxRate: 100_000 },
          });
        if (isBilled) await bill(h, customerId, '2026-01-10').catch(() => undefined);
        if (endOn !== null)
          await h.db.prisma.customer.update({ where: { id: customerId }, data: { endOn: new Date(endOn) } });
        const [item] = subscription.items;
        if (planned !== null && item) {
          const on = addDays(item.first > '2026-01-10' ? item.first : day('2026-01-10'), planned.after);
          const change = { kind: 'quantity', itemId: item.id, id: newId(), on, quantity: planned.quantity } as const;
          await changeService(h.deps, h.person('billing'), { subscriptionId: subscription.id, change }).catch(
            () => undefined,
          );
        }
        const { totals } = await forecastOf(h.deps, customerId, 2);
        for (const month of ends) {
          await run(customerId, month);
          const foreseen = totals.find((each) => each.month === month);
          const made = await h.db.prisma.invoice.aggregate({
            where: { customerId, createdAt: h.clock.now() },
            _sum: { net: true, tax: true, amount: true },
            _count: true,
          });
          expect([made._count, made._sum.net, made._sum.tax, made._sum.amount]).toEqual(
            foreseen
              ? [foreseen.bills, foreseen.net.amount, foreseen.tax.amount, foreseen.total.amount]
              : [0, null, null, null],
          );
        }
      }),
      { numRuns: engine === 'embedded' ? 12 : 6, endOnFailure: true },
    );
  }, 120_000);
});
