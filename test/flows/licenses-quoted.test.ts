import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import { addCharge, archiveCharge, offerChargeAgain } from '../../src/features/billing/catalog/index.ts';
import { type Invoice, invoicesFor, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import {
  acceptQuote,
  licenseChangesPolicy,
  namePending,
  quoteLicenses,
  quotesSlice,
  reduceLicenses,
  undoQuote,
} from '../../src/features/billing/quotes/index.ts';
import { licensesOf } from '../../src/features/billing/quotes/licenses/license.ts';
import { carryOutPlanned, changeService, subscriptionById } from '../../src/features/billing/subscriptions/index.ts';
import { calendarPolicy } from '../../src/platform/jobs/business-days.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { quickPress } from '../support/papers.ts';
import { sent, theQuote } from '../support/quotes.ts';
import { asking } from './ask.ts';

const slice = quotesSlice({ press: quickPress, wakeRuns: () => {} });

describeEachEngine('licenses that are changed within their term', (engine) => {
  let h: Harness;
  let chargeId: string;
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await taxServices(h, 10);
    const amounts = [unitPriceOf(money(1200_00, 'USD'))];
    const article = { code: 'ESILAW', name: 'ESILaw', description: '', taxCategory: 'services' };
    const charge = { ...article, isRecurring: true, isProratable: true, amounts };
    chargeId = (await addCharge(h.deps, h.person('billing'), charge)).id;
  });
  afterAll(() => h.close());

  const at = (on: string, time = '09:00') => h.clock.set(new Date(`${on}T${time}:00Z`));
  /** Five at $1,200.00 a year, from January 1, billed for the year. */
  const licensed = async (quantity = 5) => {
    const price = unitPriceOf(money(1200_00, 'USD'));
    const { customerId, subscription } = await startSubscription(h, {
      rule: { months: 12 },
      rows: [
        {
          sold: { kind: 'charge', id: chargeId },
          description: 'ESILaw',
          quantity,
          ownPrice: price,
          prices: [{ from: day('1900-01-01'), price }],
          per: 12,
          prorated: 'by days',
        },
      ],
    });
    await bill(h, customerId, h.clock.now().toISOString().slice(0, 10));
    return { customerId, subscriptionId: subscription.id, itemId: subscription.items[0]?.id ?? '' };
  };
  type Licensed = Awaited<ReturnType<typeof licensed>>;
  const countOf = async ({ subscriptionId }: Licensed, on = h.clock.now().toISOString().slice(0, 10)) => {
    const subscription = await subscriptionById(h.db.prisma, subscriptionId);
    return subscription ? licensesOf(subscription, day(on)).map(({ quantity }) => quantity) : [];
  };
  const quoted = (of: Licensed, quantity: number, validUntil = '2026-07-31') =>
    quoteLicenses(h.deps, h.person('support'), { ...of, quantity, validUntil: day(validUntil), reason: 'Ticket 17' });
  const accept = (quoteId: string, by = h.person('accounting')) => acceptQuote(h.deps, by, { quoteId, how: 'phone' });
  const invoiceOf = async (quoteId: string): Promise<Invoice> => {
    const [invoice] = await invoicesFor(h.db.prisma, { type: 'quote', id: quoteId });
    if (!invoice) throw new Error('no invoice');
    return invoice;
  };
  const pay = async ({ id: invoiceId, amount }: Invoice) =>
    recordPayment(h.deps, h.person('accounting'), {
      invoiceId,
      amount,
      method: 'check',
      reference: newId(),
      receivedOn: day(h.clock.now().toISOString().slice(0, 10)),
    });
  const supports = (key: string) => h.db.prisma.activity.findMany({ where: { key }, orderBy: { id: 'asc' } });

  test('BIL-10 more within the term: chosen, shown, quoted, accepted: the invoice is what was shown, the licenses are added, Support and accounting are asked once, and the next bill has nothing of it', async () => {
    at('2026-07-02');
    const of = await licensed();
    const support = asking(h, slice, 'support');
    const section = await support.section('subscription', of.subscriptionId, 'Licenses');
    expect(section).toContain('ESILaw: 5, renewed Jan 1, 2027');
    const form = JSON.stringify((await support.press('licenses.change', of.customerId)).modal);
    expect(form).toContain('ESILaw: 5, renewed Jan 1, 2027');
    const entries = {
      license: `${of.subscriptionId} ${of.itemId}`,
      quantity: { text: '7' },
      valid_until: { day: '2026-07-31' },
      reason: { text: 'Ticket 17' },
    };
    const shown = await support.submit('licenses.change', of.customerId, entries);
    const said = JSON.stringify(shown.replace);
    for (const text of [
      'ESILaw: 5 → 7',
      '2 × ESILaw at $1,200.00  *$1,203.29*',
      'July 2 – December 31: 183 of 365 days',
      '*Total $1,323.62*',
    ])
      expect(said).toContain(text);
    expect(await countOf(of)).toEqual([5]);
    await support.submit('licenses.quote', shown.replace?.private_metadata ?? '', {});
    const { id } = await h.db.prisma.quote.findFirstOrThrow({ where: { customerId: of.customerId } });
    expect((await h.audit({ subjectId: id, action: 'quote.made' }))[0]).toMatchObject({ reason: 'Ticket 17' });
    await sent(h, { id }, '2026-07-02');
    at('2026-07-20');
    expect(JSON.stringify((await support.press('quote.accept', id)).modal)).toContain('a draft invoice of $1,323.62');
    await accept(id);
    const invoice = await invoiceOf(id);
    expect(invoice).toMatchObject({ state: 'draft', amount: money(1323_62, 'USD') });
    expect(await countOf(of)).toEqual([7]);
    expect(await supports(`licenses.fulfil:${id}`)).toMatchObject([
      { unit: 'support', description: expect.stringContaining('ESILaw: 5 → 7') },
    ]);
    expect(await supports(`quote.contact:${id}`)).toHaveLength(1);
    expect(saidOf(await preview(h, of.customerId, '2026-07-20'))).toEqual([]);
    expect(saidOf(await preview(h, of.customerId, '2027-01-01'))).toMatchObject([
      {
        lines: [
          ['ESILaw', 600_000],
          ['ESILaw', 240_000],
        ],
      },
    ]);
    expect((await h.audit({ subjectId: of.subscriptionId })).map(({ action }) => action)).toContain('service.changed');
    await expect(accept(id)).rejects.toThrow(Conflict);
    expect(await countOf(of)).toEqual([7]);
  });

  test('BIL-10 fulfilled after payment, where the setting says so: nothing is added before, all of it once when it is paid in full', async () => {
    at('2026-07-02');
    await h.setPolicy(licenseChangesPolicy, { fulfilAfterPayment: true });
    const of = await licensed();
    const { id } = await quoted(of, 7);
    await sent(h, { id }, '2026-07-02');
    await accept(id);
    await h.setPolicy(licenseChangesPolicy, { fulfilAfterPayment: false });
    expect([await countOf(of), await supports(`licenses.fulfil:${id}`)]).toEqual([[5], []]);
    at('2026-08-01');
    await pay(await invoiceOf(id));
    expect(await countOf(of)).toEqual([7]);
    expect(await supports(`licenses.fulfil:${id}`)).toHaveLength(1);
    expect(saidOf(await preview(h, of.customerId, '2026-08-01'))).toEqual([]);
    expect((await h.posts()).some(({ text }) => text.startsWith('It is paid: ESILaw: 5 → 7'))).toBe(true);
  });

  test('ALL-5, BIL-10 an acceptance is undone with the licenses that it added, while they are as they were added; accepted anew they are added once more', async () => {
    at('2026-07-02');
    const of = await licensed();
    const { id } = await quoted(of, 7);
    await sent(h, { id }, '2026-07-02');
    const undo = () => undoQuote(h.deps, h.person('accounting'), { quoteId: id, decided: 'accepted' });
    const bills = async () => saidOf(await preview(h, of.customerId, '2027-01-01')).map(({ total }) => total);
    const before = await bills();
    await accept(id);
    await undo();
    expect([await countOf(of), await bills(), (await invoiceOf(id)).state]).toEqual([[5], before, 'void']);
    expect(await h.db.prisma.licenseChange.count({ where: { quoteId: id } })).toBe(0);
    const tasks = () => h.db.prisma.activity.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect((await tasks()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    await accept(id);
    expect(await countOf(of)).toEqual([7]);
    expect((await tasks()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'open', 'open']);
    const subscription = await subscriptionById(h.db.prisma, of.subscriptionId);
    const added = subscription?.items.find(({ quantity }) => quantity === 2);
    await changeService(h.deps, h.person('billing'), {
      subscriptionId: of.subscriptionId,
      change: { kind: 'quantity', itemId: added?.id ?? '', on: day('2026-07-02'), id: newId(), quantity: 3 },
    });
    await expect(undo()).rejects.toThrow('was changed since');
    expect([await countOf(of), (await theQuote(h, id)).state]).toEqual([[8], 'accepted']);
  });

  test('ALL-5 licenses that wait for payment are undone with their acceptance: what comes in later adds none', async () => {
    at('2026-07-02');
    await h.setPolicy(licenseChangesPolicy, { fulfilAfterPayment: true });
    const of = await licensed();
    const { id } = await quoted(of, 7);
    await sent(h, { id }, '2026-07-02');
    await accept(id);
    await h.setPolicy(licenseChangesPolicy, { fulfilAfterPayment: false });
    await undoQuote(h.deps, h.person('accounting'), { quoteId: id, decided: 'accepted' });
    expect(await h.db.prisma.licenseChange.count({ where: { quoteId: id } })).toBe(0);
    await expect(pay(await invoiceOf(id))).rejects.toThrow();
    expect(await countOf(of)).toEqual([5]);
  });

  test('BIL-10 two people accept at once: the licenses are added once; one whose subscription changed meanwhile is refused whole', async () => {
    at('2026-07-02');
    const of = await licensed();
    const [first, second] = [await quoted(of, 6), await quoted(of, 8)];
    for (const quote of [first, second]) await sent(h, quote, '2026-07-02');
    const both = await Promise.allSettled([accept(first.id), accept(first.id, h.person('sales'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await countOf(of)).toEqual([6]);
    // What was quoted of the other stays what it costs: it adds to what there is.
    await accept(second.id);
    expect(await countOf(of)).toEqual([9]);
    const third = await quoted(of, 10);
    await sent(h, third, '2026-07-02');
    await h.db.prisma.recurringTemplate.update({
      where: { subscriptionId: of.subscriptionId },
      data: { anchorOn: new Date('2026-03-01T00:00:00Z') },
    });
    await expect(accept(third.id)).rejects.toThrow(/has changed since this quote was made/);
    expect((await theQuote(h, third.id)).state).toBe('sent');
    expect(await countOf(of)).toEqual([9]);
  });

  test('BIL-10, COL-10 a code that left the catalog, a renewal before its last day, nothing due, no more than there are: said where it is, nothing half-done', async () => {
    at('2026-07-02');
    const of = await licensed();
    expect(await problemsOf(quoted(of, 5))).toEqual({ quantity: expect.stringContaining('There are 5 already') });
    expect(await problemsOf(quoted(of, 7, '2027-01-01'))).toEqual({
      valid_until: expect.stringContaining('renewed on Jan 1, 2027'),
    });
    await expect(
      quoteLicenses(h.deps, h.person('service'), { ...of, quantity: 7, validUntil: day('2026-07-31'), reason: 'x' }),
    ).rejects.toThrow(NotAllowed);
    const { id } = await quoted(of, 7);
    await sent(h, { id }, '2026-07-02');
    await archiveCharge(h.deps, h.person('billing'), chargeId);
    await expect(accept(id)).rejects.toThrow(/ESILAW left the catalog/);
    expect([await countOf(of), await invoicesFor(h.db.prisma, { type: 'quote', id })]).toEqual([[5], []]);
    await offerChargeAgain(h.deps, h.person('billing'), chargeId);
    const unarmed = await startSubscription(h, { isArmed: false });
    const none = { subscriptionId: unarmed.subscription.id, itemId: unarmed.subscription.items[0]?.id ?? '' };
    await expect(
      quoteLicenses(h.deps, h.person('sales'), { ...none, quantity: 2, validUntil: day('2026-07-20'), reason: 'x' }),
    ).rejects.toThrow(/Nothing is due for “Service 1” before its next bill/);
  });

  test('BIL-10 fewer within the term: shown as it is done, credited on the next bill, those added last first; below the minimum it is refused, also where the service itself is changed', async () => {
    at('2026-07-02');
    const of = await licensed();
    const { id } = await quoted(of, 7);
    await sent(h, { id }, '2026-07-02');
    await accept(id);
    await h.setPolicy(licenseChangesPolicy, { minimums: ['ESILAW: 4', 'ESILAW: 6 in the first term'] });
    const sales = asking(h, slice, 'sales');
    const entries = (quantity: string) => ({
      license: `${of.subscriptionId} ${of.itemId}`,
      quantity: { text: quantity },
      valid_until: { day: '2026-07-31' },
      reason: { text: 'They shrink' },
    });
    expect(await problemsOf(sales.submit('licenses.change', of.customerId, entries('5')))).toEqual({
      quantity: expect.stringContaining('(ESILAW) there are 6 at least'),
    });
    const less = { kind: 'quantity', itemId: of.itemId, id: newId(), on: day('2026-07-02'), quantity: 3 } as const;
    expect(
      await problemsOf(changeService(h.deps, h.person('billing'), { subscriptionId: of.subscriptionId, change: less })),
    ).toEqual({ quantity: expect.stringContaining('6 at least') });
    const shown = await sales.submit('licenses.change', of.customerId, entries('6'));
    expect(JSON.stringify(shown.replace)).toContain('Credited because of it: $601.65 before tax');
    expect(await countOf(of)).toEqual([7]);
    await sales.submit('licenses.reduce', shown.replace?.private_metadata ?? '', {});
    expect(await countOf(of)).toEqual([6]);
    await expect(sales.submit('licenses.reduce', shown.replace?.private_metadata ?? '', {})).rejects.toThrow(UserError);
    expect((await preview(h, of.customerId, '2026-07-02')).waits.amount).toBe(-601_65n);
    at('2027-02-01');
    await h.setPolicy(licenseChangesPolicy, { minimums: ['ESILAW: 4'] });
    const four = { subscriptionId: of.subscriptionId, itemId: of.itemId, quantity: 4, reason: 'Fewer' };
    await expect(reduceLicenses(h.deps, h.person('service'), four)).rejects.toThrow(NotAllowed);
    await reduceLicenses(h.deps, h.person('support'), four);
    expect(await countOf(of)).toEqual([4]);
    const left = await subscriptionById(h.db.prisma, of.subscriptionId);
    const [{ itemId = '' } = {}] = left ? licensesOf(left, day('2027-02-01')) : [];
    expect(await problemsOf(reduceLicenses(h.deps, h.person('support'), { ...four, itemId, quantity: 3 }))).toEqual({
      quantity: expect.stringContaining('4 at least'),
    });
    await h.setPolicy(licenseChangesPolicy, { minimums: [] });
    const asked = await h.db.prisma.activity.count({
      where: { type: 'License change', subjectId: of.subscriptionId },
    });
    expect(asked).toBe(2);
  });

  test('BIL-10 fewer from a day ahead: planned, carried out on that day, credited by its days; the day and the minimum are that day’s', async () => {
    at('2026-07-02');
    const of = await licensed();
    const sales = asking(h, slice, 'sales');
    const entries = (quantity: string, from: string) => ({
      license: `${of.subscriptionId} ${of.itemId}`,
      quantity: { text: quantity },
      from: { day: from },
      valid_until: { day: '2026-07-31' },
      reason: { text: 'Letter of Jo Miller' },
    });
    const problems = (quantity: string, from: string) =>
      problemsOf(sales.submit('licenses.change', of.customerId, entries(quantity, from)));
    expect(await problems('3', '2026-07-01')).toEqual({ from: 'Jul 1, 2026 is over. Choose a day from today on.' });
    expect(await problems('7', '2026-10-01')).toEqual({ from: expect.stringContaining('More of them are quoted') });
    await h.setPolicy(licenseChangesPolicy, { minimums: ['ESILAW: 4 in the first term'] });
    expect(await problems('3', '2026-10-01')).toEqual({ quantity: expect.stringContaining('4 at least') });
    await h.setPolicy(licenseChangesPolicy, { minimums: [] });
    const shown = await sales.submit('licenses.change', of.customerId, entries('3', '2026-10-01'));
    const form = JSON.stringify(shown.replace);
    expect(form).toContain('ESILaw: 5 → 3*, from Oct 1, 2026 on.');
    // 92 of 365 days of two at $1,200.00.
    expect(form).toContain('Credited because of it: $604.93 before tax');
    const { say } = await sales.submit('licenses.reduce', shown.replace?.private_metadata ?? '', {});
    expect(say?.text).toBe('ESILaw: 5 → 3, from Oct 1, 2026 on. Support was asked to set it.');
    expect(await countOf(of)).toEqual([5]);
    const asked = { type: 'License change', subjectId: of.subscriptionId };
    expect(await h.db.prisma.activity.findMany({ where: asked })).toMatchObject([
      { description: expect.stringContaining('Not before Oct 1, 2026.'), expectedOn: new Date('2026-10-01') },
    ]);
    expect(await problems('2', '2026-10-01')).toEqual({ from: expect.stringContaining('is planned for Oct 1, 2026') });
    expect((await preview(h, of.customerId, '2026-07-02')).waits.amount).toBe(0n);
    at('2026-10-01');
    await carryOutPlanned(h.deps);
    expect(await countOf(of)).toEqual([3]);
    expect((await preview(h, of.customerId, '2026-10-01')).waits.amount).toBe(-604_93n);
  });

  test('BIL-10 billing pending is named to accounting every business day until it is settled, once a day', async () => {
    await h.db.prisma.quote.updateMany({ where: { state: 'accepted' }, data: { becomes: 'invoice' } });
    at('2026-07-02');
    const [paid, voided] = [await licensed(), await licensed()];
    const quotes = [];
    for (const of of [paid, voided]) {
      const quote = await quoted(of, 6);
      await sent(h, quote, '2026-07-02');
      await accept(quote.id);
      quotes.push(quote);
    }
    const named = async () =>
      (await h.posts())
        .filter(({ key }) => key?.startsWith('licenses.pending:'))
        .map(({ key, text }) => `${key} ${text}`);
    await h.setPolicy(calendarPolicy, { holidays: ['2026-07-03'] });
    for (const on of ['2026-07-02', '2026-07-03', '2026-07-04', '2026-07-06']) {
      at(on);
      await Promise.all([namePending(h.deps), namePending(h.deps)]);
    }
    const two = 'Billing is pending for 2 changes of licenses.';
    expect(await named()).toEqual([`licenses.pending:2026-07-02 ${two}`, `licenses.pending:2026-07-06 ${two}`]);
    const [post] = (await h.posts()).filter(({ key }) => key === 'licenses.pending:2026-07-06');
    expect(post?.lane).toBe('C_ACCOUNTING');
    expect(JSON.stringify(post?.payload)).toContain('ESILaw: 5 → 6');
    expect(JSON.stringify(post?.payload)).toContain('$661.80 open');
    await pay(await invoiceOf(quotes[0]?.id ?? ''));
    at('2026-07-07');
    await namePending(h.deps);
    expect((await named()).at(-1)).toBe('licenses.pending:2026-07-07 Billing is pending for 1 change of licenses.');
    const { id: invoiceId } = await invoiceOf(quotes[1]?.id ?? '');
    await voidInvoice(h.deps, h.person('accounting'), { invoiceId, reason: 'They changed their mind' });
    at('2026-07-08');
    await namePending(h.deps);
    expect(await named()).toHaveLength(3);
  });
});
