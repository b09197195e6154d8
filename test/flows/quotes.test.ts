import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import { startActivity } from '../../src/features/activities/index.ts';
import { addCharge, addPlan, archivePlan, offerPlanAgain } from '../../src/features/billing/catalog/index.ts';
import { correctInvoice, invoicesFor, issueInvoice, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { paymentsFor, reversePayment } from '../../src/features/billing/payments/index.ts';
import {
  acceptQuote,
  chargeCard,
  declineQuote,
  expireQuotes,
  makeQuote,
  quotesSlice,
  undoQuote,
  withdrawQuote,
} from '../../src/features/billing/quotes/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, setTaxes } from '../support/invoices.ts';
import { quickPress } from '../support/papers.ts';
import { accepted, aQuote, sent, theQuote } from '../support/quotes.ts';
import { asking } from './ask.ts';

const slice = quotesSlice({ press: quickPress, wakeRuns: () => {} });

describeEachEngine('quotes', (engine) => {
  let h: Harness;
  let customerId: string;
  let planId: string;
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await setTaxes(h, { services: 100_000, hardware: 0 });
    customerId = await aCustomer(h, 'Harbor Dental');
    const article = { code: 'HOST-S', name: 'Hosting', description: '', taxCategory: 'services', account: '4000' };
    const plan = await addPlan(h.deps, h.person('billing'), {
      plan: { ...article, billing: 'flat', perMonths: 1, prorated: 'by months' },
      price: { currency: 'USD', price: '45', validFrom: day('2026-01-01') },
    });
    planId = plan.id;
    const amounts = [unitPriceOf(money(99_99, 'USD'))];
    const charge = { ...article, code: 'ROUTER', name: 'Router', taxCategory: 'hardware', amounts };
    await addCharge(h.deps, h.person('billing'), { ...charge, isRecurring: false, isProratable: false });
  });
  afterAll(() => h.close());

  const sales = () => asking(h, slice, 'sales');
  const invoicesOf = (id: string) => invoicesFor(h.db.prisma, { type: 'quote', id });
  const actionsOf = async (id: string) => (await h.audit({ subjectId: id })).map(({ action }) => action);
  const contacts = (quoteId: string) => h.db.prisma.activity.count({ where: { key: `quote.contact:${quoteId}` } });

  test('/bill quote new: codes of the catalog and typed lines, shown with taxes and total, made as shown with the next number of its own series', async () => {
    // Without a seller it is called by its own reference.
    const unnumbered = await aQuote(h, customerId);
    expect(unnumbered.number).toBeUndefined();
    expect(JSON.stringify(await sales().type('quote', `q-${unnumbered.ref}`))).toContain('Q-1 Migration');
    await makeSeller(h);
    const form = JSON.stringify((await sales().type('quote', 'new harbor')).modal);
    expect(form).toContain('"initial_date":"2026-04-01"');
    const typed = {
      label: { text: 'New office' },
      lines: { text: 'host-s | 5\nRouter | 2 | 90.00\nMigration | 1 | 500.00 | services' },
      becomes: 'invoice',
      valid_until: { day: '2026-03-31' },
    };
    const shown = await sales().submit('quote.new', customerId, typed);
    const preview = JSON.stringify(shown.replace);
    for (const text of [
      '5 × Hosting at $45.00  *$225.00*',
      '2 × Router at $90.00  *$180.00*',
      'Tax on services 10 %: $72.50',
      '*Total $977.50*',
    ])
      expect(preview).toContain(text);
    expect(await h.db.prisma.quote.count()).toBe(1);
    const window = JSON.stringify(
      (await sales().submit('quote.make', shown.replace?.private_metadata ?? '', {})).replace,
    );
    expect(window).toContain('Q-2026-00001 New office for Harbor Dental');
    expect(window).toContain('*Total $977.50*');
    const { id } = await h.db.prisma.quote.findFirstOrThrow({ where: { number: { not: null } } });
    expect(await theQuote(h, id)).toMatchObject({
      number: 'Q-2026-00001',
      state: 'draft',
      amount: money(977_50, 'USD'),
      validUntil: '2026-03-31',
    });
    const [message] = await h.messages('quote', id);
    expect(message?.row.role).toBe('sales');
    for (const action of ['quote.send', 'quote.edit', 'quote.withdraw', 'quote.open', 'customer.open'])
      expect(message?.json).toContain(`"action_id":"${action}"`);
    expect(await actionsOf(id)).toEqual(['quote.made']);
    expect(JSON.stringify(await sales().type('quote', 'q-2026-00001'))).toContain('New office');
    expect(await sales().section('customer', customerId, 'Quotes')).toContain('Q-2026-00001 New office');
  });

  test.each([
    ['HOST-S', 'the quantity is a whole number, 1 or more.'],
    ['HOST-S | 0', 'the quantity is a whole number, 1 or more.'],
    ['HOST-S | 1 | a lot', '“HOST-S | 1 | a lot”:'],
    ['HOST-S | 1 | 5.00 | freight', 'its tax category is one of hardware, services.'],
    ['HOST-X | 1', 'the catalog has no such code.'],
    ['Work | 1.5 | 50.00 | services', 'the quantity is a whole number, 1 or more.'],
  ])('a line that cannot be read is named at its field: %s', async (text, sentence) => {
    const typed = { label: { text: 'x' }, lines: { text }, becomes: 'invoice', valid_until: { day: '2026-03-31' } };
    await expect(sales().submit('quote.new', customerId, typed)).rejects.toMatchObject({
      fields: { lines: expect.stringContaining(sentence) },
    });
  });

  test('a day that has passed, or lies years ahead, is refused at its field; only who keeps quotes makes one', async () => {
    for (const validUntil of ['2026-03-01', '2029-01-01'])
      expect(await problemsOf(aQuote(h, customerId, { validUntil: day(validUntil) }))).toEqual({
        valid_until: expect.any(String),
      });
    const typed = {
      customerId,
      label: 'x',
      lines: 'HOST-S | 1',
      becomes: 'invoice',
      validUntil: day('2026-03-31'),
    } as const;
    await expect(makeQuote(h.deps, h.person('service'), typed)).rejects.toThrow(NotAllowed);
    await expect(makeQuote(h.deps, h.person('sales'), { ...typed, shown: '1' })).rejects.toThrow(Conflict);
  });

  test('a draft is changed, what was typed is offered again; once it was sent it is answered, not changed', async () => {
    const quote = await aQuote(h, customerId, { lines: 'HOST-S | 5 | 40.00' });
    const form = JSON.stringify((await sales().press('quote.edit', quote.id)).modal);
    expect(form).toContain('HOST-S | 5 | 40.00 | services');
    const typed = {
      label: { text: 'Less' },
      lines: { text: 'HOST-S | 4 | 40.00' },
      becomes: 'invoice',
      valid_until: { day: '2026-03-20' },
    };
    const shown = await sales().submit('quote.edit', quote.id, typed);
    await sales().submit('quote.make', shown.replace?.private_metadata ?? '', {});
    expect(await theQuote(h, quote.id)).toMatchObject({
      number: quote.number,
      label: 'Less',
      amount: money(176_00, 'USD'),
      validUntil: '2026-03-20',
    });
    await sent(h, quote);
    await expect(sales().press('quote.edit', quote.id)).rejects.toThrow(/^<@U_SALES> sent quote Q-2026-/);
    await expect(sent(h, quote)).rejects.toThrow(Conflict);
    expect(await actionsOf(quote.id)).toEqual(['quote.made', 'quote.changed', 'quote.sent']);
  });

  test('N10 two people accept at once: one draft, the second reads who was first, nothing is mailed; again, and nothing more is made', async () => {
    const quote = await aQuote(h, customerId, { lines: 'HOST-S | 2\nMigration | 1 | 500.00 | services' });
    await expect(acceptQuote(h.deps, h.person('sales'), { quoteId: quote.id, how: 'x' })).rejects.toThrow(/is a draft/);
    await sent(h, quote);
    const both = await Promise.allSettled(
      [h.person('sales'), h.person('accounting')].map((by) =>
        acceptQuote(h.deps, by, { quoteId: quote.id, how: 'email of Jo' }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused[0]).toBeInstanceOf(Conflict);
    expect(String(refused[0])).toMatch(/<@U_(SALES|ACCOUNTING)> accepted quote Q-2026-/);
    await expect(acceptQuote(h.deps, h.person('billing'), { quoteId: quote.id, how: 'again' })).rejects.toThrow(
      Conflict,
    );
    const [invoice, ...others] = await invoicesOf(quote.id);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      state: 'draft',
      label: 'Migration',
      amount: money(649_00, 'USD'),
      presented: true,
    });
    expect(invoice?.issued ?? invoice?.sent).toBeUndefined();
    expect((await h.db.prisma.post.findMany({ where: { transport: 'mail' } })).length).toBe(0);
    expect(await contacts(quote.id)).toBe(1);
    const message = (await h.messages('quote', quote.id))[0]?.json;
    expect(message).toContain('Accepted');
    expect(message).not.toContain('quote.accept"');
    expect((await h.posts()).filter(({ text }) => text.includes('recorded that the customer accepted'))).toHaveLength(
      1,
    );
    expect((await h.audit({ subjectId: quote.id, action: 'quote.accepted' }))[0]).toMatchObject({
      reason: 'email of Jo',
    });
    expect(await sales().section('quote', quote.id, 'Invoice')).toContain(`I-${invoice?.ref}`);
  });

  test('accepted by the form: what comes of it is shown, and taxes that changed since make nothing', async () => {
    const quote = await aQuote(h, customerId, { lines: 'Cable | 1 | 10.00 | hardware' });
    await sent(h, quote);
    const form = await sales().press('quote.accept', quote.id);
    expect(JSON.stringify(form.modal)).toContain('A draft invoice of $10.00 is put before accounting');
    const tax = { code: 'HW', name: 'Hardware tax', rate: 50_000, treatment: 'taxed', category: 'hardware' } as const;
    await addTax(h.deps, h.person('accounting'), {
      ...tax,
      jurisdiction: '*',
      seller: '*',
      validFrom: day('2026-03-03'),
    });
    h.advanceDays(1);
    const answer = { how: { text: 'signed' } };
    await expect(sales().submit('quote.accept', form.modal?.private_metadata ?? '', answer)).rejects.toThrow(
      /Taxes have changed/,
    );
    expect(await invoicesOf(quote.id)).toEqual([]);
    const again = await sales().press('quote.accept', quote.id);
    expect(JSON.stringify(again.modal)).toContain('it was quoted at $10.00');
    await sales().submit('quote.accept', again.modal?.private_metadata ?? '', answer);
    expect((await invoicesOf(quote.id))[0]?.amount).toEqual(money(10_50, 'USD'));
  });

  test('a code that left the catalog: a clear sentence, and nothing half-done, whether it is made, sent or accepted', async () => {
    const [draft, out] = [
      await aQuote(h, customerId, { lines: 'HOST-S | 1' }),
      await aQuote(h, customerId, { lines: 'HOST-S | 1' }),
    ];
    await sent(h, out, '2026-03-03');
    await archivePlan(h.deps, h.person('billing'), planId);
    const gone = /HOST-S left the catalog since quote Q-2026-\d+ was made: nothing was done\. Offer HOST-S again/;
    await expect(sent(h, draft, '2026-03-03')).rejects.toThrow(gone);
    await expect(sales().press('quote.accept', out.id)).rejects.toThrow(gone);
    await expect(acceptQuote(h.deps, h.person('sales'), { quoteId: out.id, how: 'x' })).rejects.toThrow(UserError);
    expect(await problemsOf(aQuote(h, customerId, { lines: 'HOST-S | 1' }))).toEqual({
      lines: expect.stringContaining('HOST-S has left the catalog'),
    });
    expect([(await theQuote(h, draft.id)).state, (await theQuote(h, out.id)).state]).toEqual(['draft', 'sent']);
    expect([await invoicesOf(out.id), await contacts(out.id)]).toEqual([[], 0]);
    expect(await actionsOf(out.id)).toEqual(['quote.made', 'quote.sent']);
    await offerPlanAgain(h.deps, h.person('billing'), planId);
    await acceptQuote(h.deps, h.person('sales'), { quoteId: out.id, how: 'x' });
    expect(await invoicesOf(out.id)).toHaveLength(1);
  });

  test('declined with a reason, or withdrawn; whoever decides anew reads who was first', async () => {
    const quote = await aQuote(h, customerId);
    await sent(h, quote, '2026-03-03');
    await declineQuote(h.deps, h.person('sales'), { quoteId: quote.id, reason: 'Too dear' });
    for (const decide of [acceptQuote, declineQuote, withdrawQuote])
      await expect(decide(h.deps, h.person('billing'), { quoteId: quote.id, how: 'x', reason: 'x' })).rejects.toThrow(
        /^<@U_SALES> recorded that the customer declined quote Q-2026-/,
      );
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('Too dear');
    const mistaken = await aQuote(h, customerId);
    await withdrawQuote(h.deps, h.person('sales'), { quoteId: mistaken.id, reason: 'Wrong customer' });
    expect((await theQuote(h, mistaken.id)).ended?.reason).toBe('Wrong customer');
    const next = await aQuote(h, customerId);
    expect(Number(next.number?.slice(-5))).toBe(Number(mistaken.number?.slice(-5)) + 1);
    await expect(declineQuote(h.deps, h.person('service'), { quoteId: next.id, reason: 'x' })).rejects.toThrow(
      NotAllowed,
    );
  });

  test('ALL-5, ALL-10 sent, declined and withdrawn are undone by who recorded them, within 10 minutes, while nobody went on', async () => {
    const before = h.clock.now();
    h.clock.set(new Date('2026-03-05T12:00:00Z'));
    const quote = await aQuote(h, customerId);
    const undo = (decided: string) => sales().press('quote.undo', `${quote.id}:${decided}`);
    const state = async () => (await theQuote(h, quote.id)).state;
    const send = () =>
      sales().submit('quote.send', quote.id, { how: { text: 'mail' }, sent_on: { day: '2026-03-05' } });
    expect(JSON.stringify((await send()).say)).toContain('"action_id":"quote.undo"');
    await expect(undoQuote(h.deps, h.person('billing'), { quoteId: quote.id, decided: 'sent' })).rejects.toThrow(
      'Only <@U_SALES> can undo this',
    );
    await expect(undoQuote(h.deps, h.person('service'), { quoteId: quote.id, decided: 'sent' })).rejects.toThrow(
      NotAllowed,
    );
    expect((await undo('sent')).say?.text).toContain('is as it was before');
    expect(await theQuote(h, quote.id)).toMatchObject({ state: 'draft' });
    expect((await theQuote(h, quote.id)).sent).toBeUndefined();
    await expect(undo('sent')).rejects.toThrow('This was undone already');

    await send();
    expect(JSON.stringify((await sales().submit('quote.decline', quote.id, { reason: { text: 'x' } })).say)).toContain(
      `"value":"${quote.id}:declined"`,
    );
    await expect(undo('sent')).rejects.toThrow(/recorded that the customer declined/);
    await undo('declined');
    expect([await state(), (await theQuote(h, quote.id)).ended]).toEqual(['sent', undefined]);
    await sales().submit('quote.withdraw', quote.id, { reason: { text: 'x' } });
    await undo('withdrawn');
    expect(await state()).toBe('sent');
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('quote.accept');
    expect((await actionsOf(quote.id)).filter((each) => each === 'quote.undone')).toHaveLength(3);
    await declineQuote(h.deps, h.person('sales'), { quoteId: quote.id, reason: 'Too dear' });
    h.clock.set(new Date('2026-03-05T12:10:01Z'));
    await expect(undo('declined')).rejects.toThrow(
      'A decision can be undone for 10 minutes. Make a new quote instead.',
    );
    h.clock.set(before);
  });

  test('ALL-5, ALL-10 an acceptance is undone by who recorded it: its draft is void, nobody is to call; accepted anew it has one draft again; refused with the reason once somebody went on', async () => {
    const before = h.clock.now();
    h.clock.set(new Date('2026-03-06T12:00:00Z'));
    const quote = await aQuote(h, customerId);
    await sent(h, quote);
    const accept = () =>
      sales().submit('quote.accept', JSON.stringify({ quoteId: quote.id, shown: '55000' }), { how: { text: 'mail' } });
    const undo = () => sales().press('quote.undo', `${quote.id}:accepted`);
    const drafts = () =>
      h.db.prisma.invoice.findMany({
        where: { subjectId: quote.id },
        orderBy: { id: 'asc' },
        select: { id: true, state: true },
      });
    const states = async () => (await drafts()).map(({ state }) => state);
    const calls = () =>
      h.db.prisma.activity.findMany({
        where: { subjectId: quote.id },
        orderBy: { id: 'asc' },
        select: { id: true, state: true, endNote: true },
      });
    expect(JSON.stringify((await accept()).say)).toContain(`"value":"${quote.id}:accepted"`);
    await expect(undoQuote(h.deps, h.person('billing'), { quoteId: quote.id, decided: 'accepted' })).rejects.toThrow(
      'Only <@U_SALES> can undo this',
    );
    expect((await undo()).say?.text).toContain('is as it was before');
    expect([await states(), (await theQuote(h, quote.id)).state, (await theQuote(h, quote.id)).ended]).toEqual([
      ['void'],
      'sent',
      undefined,
    ]);
    expect(await calls()).toMatchObject([{ state: 'cancelled', endNote: expect.stringContaining('was undone') }]);
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('quote.accept');
    expect(
      (await h.posts()).some(({ text }) => /took back that it was accepted\.\nThe draft I-\d+ is void/.test(text)),
    ).toBe(true);
    expect((await h.audit({ subjectId: quote.id, action: 'quote.undone' }))[0]).toMatchObject({
      before: { state: 'accepted' },
      after: { state: 'sent' },
    });
    await expect(undo()).rejects.toThrow('This was undone already');

    await accept();
    expect([await states(), (await calls()).map(({ state }) => state)]).toEqual([
      ['void', 'draft'],
      ['cancelled', 'open'],
    ]);
    expect(await contacts(quote.id)).toBe(1);
    // Its card can be charged: it is the new draft that counts.
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('quote.card');
    const call = (await calls())[1]?.id ?? '';
    await startActivity(h.deps, h.person('accounting'), { activityId: call });
    await expect(undo()).rejects.toThrow(/began activity A-\d+/);
    expect([await states(), (await theQuote(h, quote.id)).state]).toEqual([['void', 'draft'], 'accepted']);
    await issueInvoice(h.deps, h.person('accounting'), (await drafts())[1]?.id ?? '');
    await expect(undo()).rejects.toThrow(/invoice I-\d+ was issued as/);

    // What somebody corrected meanwhile stands too.
    const other = await accepted(h, customerId);
    const [draft] = await h.db.prisma.invoice.findMany({
      where: { subjectId: other.id },
      select: { id: true, lines: { select: { id: true } } },
    });
    const less = [{ lineId: draft?.lines[0]?.id ?? '', net: '10000' }];
    await correctInvoice(h.deps, h.person('billing'), { invoiceId: draft?.id ?? '', lines: less, reason: 'agreed' });
    const undone = { quoteId: other.id, decided: 'accepted' };
    await expect(undoQuote(h.deps, h.person('accounting'), undone)).rejects.toThrow('went on with it');
    h.clock.set(new Date('2026-03-06T12:10:01Z'));
    await expect(undoQuote(h.deps, h.person('accounting'), undone)).rejects.toThrow(
      'A decision can be undone for 10 minutes. Correct what came of it instead',
    );
    h.clock.set(before);
  });

  test('COL-10 the card is charged by hand for a quote: one card payment on its invoice, with the permission, by two people at once only once', async () => {
    const quote = await accepted(h, customerId, { lines: 'Work | 1 | 100.00 | services' });
    const [invoice] = await invoicesOf(quote.id);
    const charge = (by = h.person('accounting')) =>
      chargeCard(h.deps, by, {
        quoteId: quote.id,
        reference: 'TX-1',
        how: 'on the phone',
        chargedOn: day('2026-03-03'),
      });
    await expect(charge(h.person('sales'))).rejects.toThrow(NotAllowed);
    const accounting = asking(h, slice, 'accounting');
    expect(JSON.stringify((await accounting.press('quote.card', quote.id)).modal)).toContain('*$110.00* is open');
    const both = await Promise.allSettled([charge(), charge(h.person('accounting', 2))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(String(both.find((each) => each.status === 'rejected')?.reason)).toMatch(
      /paid in full already: <@U_ACCOUNTING/,
    );
    await expect(accounting.press('quote.card', quote.id)).rejects.toThrow(Conflict);
    const payments = await paymentsFor(h.db.prisma, { invoiceIds: [invoice?.id ?? ''] });
    expect(payments).toMatchObject([{ method: 'card', reference: 'TX-1', amount: money(110_00, 'USD') }]);
    expect((await invoicesOf(quote.id))[0]).toMatchObject({
      state: 'paid',
      issued: { number: expect.stringContaining('INV-2026-') },
    });
    expect((await actionsOf(quote.id)).filter((action) => action === 'quote.card_charged')).toHaveLength(1);
    expect((await h.audit({ action: 'quote.card_charged' })).at(-1)).toMatchObject({
      after: { permission: 'on the phone' },
    });
    await reversePayment(h.deps, h.person('accounting'), {
      paymentId: payments[0]?.id ?? '',
      why: 'mistake',
      reason: 'Wrong amount',
    });
    await chargeCard(h.deps, h.person('accounting'), {
      quoteId: quote.id,
      reference: 'TX-2',
      how: 'on the phone',
      chargedOn: day('2026-03-03'),
    });
    expect((await invoicesOf(quote.id))[0]?.open).toEqual(money(0, 'USD'));
  });

  test('COL-10 nothing is charged without an invoice, for a void one, on a day to come, or without a permission', async () => {
    const charge = (quoteId: string, chargedOn = '2026-03-03', how: string | undefined = 'phone') =>
      chargeCard(h.deps, h.person('accounting'), { quoteId, reference: 'TX', how, chargedOn: day(chargedOn) });
    await expect(charge((await aQuote(h, customerId)).id)).rejects.toThrow(/No invoice came of quote/);
    const quote = await accepted(h, customerId);
    expect(await problemsOf(charge(quote.id, '2026-03-04'))).toEqual({ charged_on: expect.any(String) });
    const silent = { quoteId: quote.id, reference: 'TX', chargedOn: day('2026-03-03') };
    expect(await problemsOf(chargeCard(h.deps, h.person('accounting'), silent))).toEqual({ how: expect.any(String) });
    const [invoice] = await invoicesOf(quote.id);
    await voidInvoice(h.deps, h.person('accounting'), { invoiceId: invoice?.id ?? '', reason: 'Mistake' });
    await expect(charge(quote.id)).rejects.toThrow(/is void/);
  });

  test('what nobody answered expires once its last day is over where the customer is, once; Home names what waits and what is near', async () => {
    const west = await aCustomer(h, `West ${newId()}`);
    await h.db.prisma.customer.update({ where: { id: west }, data: { timeZone: 'America/Los_Angeles' } });
    const quote = await aQuote(h, west, { validUntil: day('2026-03-05') });
    await sent(h, quote, '2026-03-03');
    const home = () =>
      sales()
        .home()
        .then((sections) => JSON.stringify(sections));
    expect(await home()).toContain(`:hourglass: valid until Mar 5, 2026`);
    h.clock.set(new Date('2026-03-06T07:30:00Z'));
    await expireQuotes(h.deps);
    expect((await theQuote(h, quote.id)).state).toBe('sent');
    h.clock.set(new Date('2026-03-06T08:30:00Z'));
    await expect(acceptQuote(h.deps, h.person('sales'), { quoteId: quote.id, how: 'x' })).rejects.toThrow(
      /was valid until Mar 5, 2026\. Make a new one/,
    );
    await Promise.all([expireQuotes(h.deps), expireQuotes(h.deps)]);
    expect(await theQuote(h, quote.id)).toMatchObject({ state: 'expired', ended: { by: 'baton' } });
    expect(await actionsOf(quote.id)).toEqual(['quote.made', 'quote.sent', 'quote.expired']);
    expect((await h.posts()).filter(({ text }) => text.includes('it expired.'))).toHaveLength(1);
    await expect(acceptQuote(h.deps, h.person('sales'), { quoteId: quote.id, how: 'x' })).rejects.toThrow(
      /expired: it was/,
    );
    expect(await home()).not.toContain(quote.number);
  });
});
