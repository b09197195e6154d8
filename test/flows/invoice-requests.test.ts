import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { invoicingSlice, issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import {
  answerInvoiceRequest,
  askInvoice,
  declineQuote,
  mailInvoiceAgain,
  quotesSlice,
} from '../../src/features/billing/quotes/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { quickPress } from '../support/papers.ts';
import { aQuote, sent } from '../support/quotes.ts';
import { asking } from './ask.ts';

const slice = quotesSlice({ press: quickPress, wakeRuns: () => {} });

describeEachEngine('invoices that somebody asks for', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await setTaxes(h, { services: 0 });
  });
  afterAll(() => h.close());

  const support = () => asking(h, invoicingSlice, 'support');
  const requests = () => h.db.prisma.invoiceRequest.findMany({ orderBy: { id: 'asc' } });
  const given = async () => (await h.audit({ action: 'invoice.given' })).map(({ after }) => after);
  const blank = { purpose: 'taxes', waived: { options: [] } } as const;

  test('COL-11 an invoice that is there is looked up and given: to who asks, or to the customer, as the log and its thread say', async () => {
    const customerId = await aCustomer(h, 'Harbor Dental');
    const { id, ref } = await aDraft(h, customerId, [aLine(100_00)]);
    await markSent(h.deps, h.person('accounting'), { invoiceId: id, sentOn: day('2026-03-02'), number: 'QB-7' });
    const form = JSON.stringify((await support().type('invoice', 'harbor')).modal);
    expect(form).toContain(`I-${ref} Services, $100.00, Sent, not paid`);
    const answer = await support().submit('invoice.ask', customerId, { ...blank, invoice: id, to: 'asker' });
    expect(answer.say?.text).toContain(`*I-${ref} Services*: $100.00, sent, not paid, sent Mar 2, 2026.`);
    expect(JSON.stringify(answer.say?.blocks)).toContain('"action_id":"invoice.open"');
    const toCustomer = { ...blank, invoice: id, to: 'customer' } as const;
    expect(await problemsOf(support().submit('invoice.ask', customerId, toCustomer))).toEqual({
      how: expect.stringContaining('write how they got it'),
    });
    await support().submit('invoice.ask', customerId, { ...toCustomer, how: { text: 'mail to Jo' } });
    expect(await given()).toMatchObject([
      { number: `I-${ref}`, for: 'Taxes', to: 'U_SUPPORT' },
      { number: `I-${ref}`, for: 'Taxes', how: 'mail to Jo' },
    ]);
    expect((await h.posts()).at(-1)?.text).toBe('<@U_SUPPORT> gave it to the customer once more: mail to Jo');
    expect(await requests()).toEqual([]);
    await expect(asking(h, invoicingSlice, 'service').type('invoice', 'harbor')).rejects.toThrow(NotAllowed);
  });

  test('COL-11 one that was not sent yet: accounting sends it by its own button, whoever else asks has accounting asked', async () => {
    const customerId = await aCustomer(h, 'Hart & Sons');
    const { id, ref } = await aDraft(h, customerId, [aLine(50_00)]);
    const entries = { ...blank, invoice: id, to: 'customer' } as const;
    const accounting = await asking(h, invoicingSlice, 'accounting').submit('invoice.ask', customerId, entries);
    expect(JSON.stringify(accounting.replace)).toContain('"action_id":"invoice.mark_sent"');
    expect(await requests()).toEqual([]);
    const said = await support().submit('invoice.ask', customerId, entries);
    expect(said.say?.text).toContain('accounting was asked to send it');
    const [request] = await requests();
    expect(request).toMatchObject({ invoiceId: id, quoteId: null, askedBy: 'U_SUPPORT' });
    const [message] = await h.messages('invoice-request', request?.id);
    expect(message?.row.role).toBe('accounting');
    expect(message?.json).toContain(`Invoice I-${ref} is there and was not sent yet`);
  });

  test('COL-11 none: the quote is confirmed, and accounting is asked with its number, once; it answers once, and who asked is told', async () => {
    const customerId = await aCustomer(h, 'Larkspur Legal');
    const quote = await aQuote(h, customerId);
    await sent(h, quote);
    const entries = {
      purpose: 'custom_work',
      waived: { options: [] },
      quote: quote.id,
      note: { text: 'For June' },
    } as const;
    const both = await Promise.allSettled([
      support().submit('invoice.ask', customerId, entries),
      asking(h, invoicingSlice, 'sales').submit('invoice.ask', customerId, entries),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))[0];
    expect(refused).toBeInstanceOf(Conflict);
    expect(String(refused)).toMatch(/<@U_(SUPPORT|SALES)> asked accounting for it already/);
    const request = (await requests()).find((each) => each.customerId === customerId);
    const [message] = await h.messages('invoice-request', request?.id);
    for (const text of [
      'Larkspur Legal, custom work',
      `quote *Q-${quote.ref}*`,
      'For June',
      '"action_id":"quote.open"',
    ])
      expect(message?.json).toContain(text);
    expect(await h.audit({ subjectId: request?.id ?? '' })).toMatchObject([
      { action: 'request.forwarded', after: { for: 'Custom work', quote: `Q-${quote.ref}` } },
    ]);
    const home = JSON.stringify(await asking(h, slice, 'accounting').home());
    expect(home).toContain('Invoice asked for: Larkspur Legal, custom work');
    const answering = { requestId: request?.id ?? '', answer: 'I-9 is on its way' };
    await expect(answerInvoiceRequest(h.deps, h.person('support'), answering)).rejects.toThrow(NotAllowed);
    const answers = await Promise.allSettled([
      answerInvoiceRequest(h.deps, h.person('accounting'), answering),
      answerInvoiceRequest(h.deps, h.person('billing'), answering),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(String(answers.find((each) => each.status === 'rejected')?.reason)).toMatch(
      /<@U_(ACCOUNTING|BILLING)> answered this request/,
    );
    const told = (await h.posts()).filter(({ text }) => text.includes('answered your request for an invoice'));
    expect(told.map(({ lane }) => lane)).toEqual([request?.askedBy]);
    expect(told[0]?.text).toContain('Larkspur Legal: I-9 is on its way');
    expect((await h.messages('invoice-request', request?.id))[0]?.json).not.toContain('request.answer"');
    await expect(asking(h, slice, 'billing').press('request.answer', request?.id ?? '')).rejects.toThrow(Conflict);
  });

  test('COL-11 no quote: it says so and offers to make one; a migration whose fees are waived needs none, nothing else is waived', async () => {
    const customerId = await aCustomer(h, 'Quill Partners');
    const form = JSON.stringify((await support().type('invoice', 'quill')).modal);
    expect(form).toContain('There is no quote to make an invoice of.');
    expect(form).toContain('"action_id":"quote.new"');
    expect(await problemsOf(support().submit('invoice.ask', customerId, blank))).toEqual({
      purpose: expect.stringContaining('Quill Partners has no quote to make an invoice of. Make one first'),
    });
    const waived = { options: ['waived'] };
    expect(await problemsOf(support().submit('invoice.ask', customerId, { ...blank, waived }))).toEqual({
      purpose: expect.stringContaining('Only the fees of a migration are waived'),
    });
    await support().submit('invoice.ask', customerId, { purpose: 'migration', waived });
    const request = (await requests()).find((each) => each.customerId === customerId);
    expect(request).toMatchObject({ purpose: 'migration', quoteId: null, invoiceId: null });
    expect((await h.messages('invoice-request', request?.id))[0]?.json).toContain(
      'The fees of the migration are waived',
    );
    const quote = await aQuote(h, customerId);
    await sent(h, quote);
    await declineQuote(h.deps, h.person('sales'), { quoteId: quote.id, reason: 'x' });
    const declined = { customerId, purpose: 'taxes', quoteId: quote.id } as const;
    expect(await problemsOf(askInvoice(h.deps, h.person('support'), declined))).toEqual({
      quote: expect.stringContaining('is declined'),
    });
    await expect(askInvoice(h.deps, h.person('service'), declined)).rejects.toThrow(NotAllowed);
  });

  test('COL-11 Send to the customer: it goes by mail once more, with its kept PDF, and presents nothing anew', async () => {
    await makeSeller(h);
    const customerId = await aCustomer(h, 'Rossi & Co');
    const invoice = await issueInvoice(
      h.deps,
      h.person('accounting'),
      (await aDraft(h, customerId, [aLine(70_00)])).id,
    );
    const byMail = { ...blank, invoice: invoice.id, to: 'mail' } as const;
    await markSent(h.deps, h.person('accounting'), { invoiceId: invoice.id, sentOn: day('2026-03-02') });
    expect(await problemsOf(support().submit('invoice.ask', customerId, byMail))).toEqual({
      to: expect.stringContaining('Rossi & Co has no address. Enter one'),
    });
    await editNow(h.deps, h.person('accounting'), customerId, { email: 'ann@rossi.example' });
    const { presentment, sent: before } = await theInvoice(h, invoice.id);
    const answer = await support().submit('invoice.ask', customerId, byMail);
    expect(answer.say?.text).toContain('on its way to the customer once more, with its PDF');
    const { hash } = await h.db.prisma.keptPaper.findFirstOrThrow({ where: { customerId } });
    const [letter] = await h.db.prisma.post.findMany({ where: { transport: 'mail' } });
    expect(letter?.payload).toMatchObject({
      to: 'ann@rossi.example',
      text: expect.stringContaining('again'),
      attachments: [{ hash }],
    });
    expect(await h.db.prisma.invoiceLetter.findFirst({ where: { invoiceId: invoice.id } })).toMatchObject({
      purpose: 'word',
      sentBy: 'U_SUPPORT',
      template: 'invoice.again',
    });
    expect(await theInvoice(h, invoice.id)).toMatchObject({ presentment, sent: before });
    expect(await given()).toContainEqual(expect.objectContaining({ invoice: invoice.id, how: 'by mail' }));
    const other = mailInvoiceAgain(h.deps, h.person('service'), quickPress, {
      customerId,
      invoiceId: invoice.id,
      purpose: 'taxes',
    });
    await expect(other).rejects.toThrow(NotAllowed);
  });
});
