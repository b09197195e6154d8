import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { issueInvoice, markSent } from '../../src/features/billing/invoices/index.ts';
import { correctPickUp, withdrawPermission } from '../../src/features/billing/onboarding/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { pagesSlice, renewPageLink, takeBackWord, withdrawPageLink } from '../../src/features/pages/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { startProject } from '../support/journey.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { asking } from './ask.ts';

describeEachEngine('bill pages', (engine) => {
  let h: Harness;
  let pages: Pages;
  const accounting = () => h.person('accounting');
  const slice = pagesSlice({ publicUrl: undefined, cardUpdateUrl: undefined, press: createPress() });

  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
    pages = await servePages(h);
  });
  afterAll(async () => {
    await pages.close();
    await h.close();
  });

  const issued = async (name?: string): Promise<string> => {
    const { id } = await aDraft(h, await aCustomer(h, name), [aLine(100_00)]);
    await issueInvoice(h.deps, accounting(), id);
    return id;
  };
  const pathTo = (id: string): Promise<string> => pages.pathTo('invoice', id);
  const said = async (id: string): Promise<string> => {
    const slot = await h.db.prisma.messageSlot.findFirstOrThrow({ where: { kind: 'invoice', subjectId: id } });
    const posts = await h.db.prisma.post.findMany({ where: { slotId: slot.id }, orderBy: { seq: 'asc' } });
    return posts.map(({ payload }) => String((payload as { text?: unknown }).text)).join('\n');
  };
  /** A first month with a card authorization on file, whose customer is asked for permission. */
  const askedForPermission = async (): Promise<string> => {
    const project = await startProject(h, { first_month: '2000' });
    for (let stage = 0; stage < 2; stage += 1) {
      await project.tick();
      await project.approve();
    }
    const { id } = await project.invoice('first_month');
    await correctPickUp(h.deps, accounting(), {
      invoiceId: id,
      pickedUp: 'card_authorization',
      reason: 'It came by mail.',
    });
    await issueInvoice(h.deps, accounting(), id);
    return id;
  };

  test('BIL-4 a bill as a page: what it charges, what was paid, what is open, whom to ask; in strict headers, and nothing that people wrote is markup', async () => {
    const id = await issued('Hart & <script>alert(1)</script> Sons');
    await recordPayment(h.deps, accounting(), {
      invoiceId: id,
      reference: '1234',
      amount: money(30_00, 'USD'),
      method: 'check',
      receivedOn: day('2026-03-02'),
    });
    const { status, headers, html } = await pages.ask(await pathTo(id));
    expect(status).toBe(200);
    const { issued: { number = '' } = {} } = await theInvoice(h, id);
    for (const each of [
      `Invoice ${number}`,
      'Managed services',
      '$100.00',
      '$30.00',
      '$70.00',
      'Check',
      'billing@harbor.example',
    ])
      expect(html).toContain(each);
    expect(html).toContain('https://gateway.example/card');
    expect(html).toContain('Hart &amp; &lt;script&gt;');
    expect(html).not.toMatch(/<script|\son\w+=|javascript:/i);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
  });

  test('BIL-4 the page speaks the customer’s language', async () => {
    const customerId = await aCustomer(h, 'Officina Rossi');
    await editNow(h.deps, accounting(), customerId, { language: 'it' }, 'They asked.');
    const { id } = await aDraft(h, customerId, [aLine(100_00)]);
    await issueInvoice(h.deps, accounting(), id);
    const { html } = await pages.ask(await pathTo(id));
    expect(html).toContain('<html lang="it">');
    for (const each of ['Fattura', 'Da pagare', 'Qualcosa non va?', 'A chi rivolgersi']) expect(html).toContain(each);
    expect(html).not.toContain('Who to ask');
  });

  test('BIL-4, BIL-12 the PDF on the page is the one that was kept, byte for byte', async () => {
    const path = await pathTo(await issued());
    const get = async () => {
      const response = await fetch(`${pages.origin}${path}/pdf`, { headers: { 'x-forwarded-for': '203.0.113.1' } });
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.pdf"$/);
      return Buffer.from(await response.arrayBuffer());
    };
    const first = await get();
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await get()).equals(first)).toBe(true);
  });

  test('BIL-4 a bill that the accounting system numbers has a page once it was sent; a draft has none', async () => {
    const { id } = await aDraft(h, await aCustomer(h), [aLine(100_00)]);
    const path = await pathTo(id);
    expect((await pages.ask(path)).status).toBe(404);
    await h.db.prisma.invoice.update({ where: { id }, data: { sellerId: null } });
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: day('2026-03-02'), number: 'QB-17' });
    const { html, status } = await pages.ask(path);
    expect(status).toBe(200);
    expect(html).toContain('Managed services');
  });

  test('ONB-5 permission to charge with one press: with time, address and wording, in the thread and the timeline, as the button records it; withdrawn by a person', async () => {
    const id = await askedForPermission();
    const path = await pathTo(id);
    const form = pages.hiddenIn((await pages.ask(path)).html, 'permit');
    const sent = await pages.post(path, form, '203.0.113.7');
    expect([sent.status, sent.headers.get('location')]).toEqual([303, path.slice('/bills/'.length)]);
    const row = await h.db.prisma.invoice.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ permissionBy: 'customer', permissionAt: h.clock.now() });
    expect(row.permissionHow).toMatch(
      /^on their page, 2026-03-02 09:00 UTC, from 203\.0\.113\.7: “I agree that Harbor Services Inc\. charges \$2,000\.00 .*”$/,
    );
    expect(await said(id)).toContain('The customer gave permission to charge the card');
    const audit = await h.audit({ action: 'invoice.permission' });
    expect(audit).toMatchObject([{ actor: 'customer', customerId: row.customerId }]);
    expect((await pages.ask(path)).html).toContain('you gave permission to charge your card');
    expect((await pages.ask(path)).html).not.toContain('value="permit"');
    // Twice, from this window and from another one.
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await pages.post(path, { ...form, once: '0198aaaa-0000-7000-8000-000000000001' })).status).toBe(409);
    expect(await h.audit({ action: 'invoice.permission' })).toHaveLength(1);
    await withdrawPermission(h.deps, accounting(), { invoiceId: id, reason: 'They called.' });
    expect((await pages.ask(path)).html).toContain('value="permit"');
  });

  test('ONB-5, ALL-3 permission is given for what was shown: a form of before the amount changed records nothing', async () => {
    const id = await askedForPermission();
    const path = await pathTo(id);
    const form = pages.hiddenIn((await pages.ask(path)).html, 'permit');
    const refused = await pages.post(path, { ...form, shown: 'another-figure' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('Nothing was recorded');
    expect((await h.db.prisma.invoice.findUniqueOrThrow({ where: { id } })).permissionOn).toBeNull();
  });

  test('BIL-18 “this is wrong” arrives in the invoice’s thread, once; a card number in it is refused and not told', async () => {
    const id = await issued();
    const path = await pathTo(id);
    const form = {
      ...pages.hiddenIn((await pages.ask(path)).html, 'wrong'),
      text: 'We have *two* <b>users</b>, not three',
    };
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await said(id)).match(/something is not right/g)).toHaveLength(1);
    expect(await said(id)).toContain('&lt;b&gt;users&lt;/b&gt;');
    expect((await pages.ask(path)).html).toContain('&lt;b&gt;users&lt;/b&gt;');
    const refused = await pages.send(path, 'wrong', { text: 'charge 4111 1111 1111 1111' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('card numbers are never to be sent here');
    expect(refused.html).not.toContain('4111');
    const empty = await pages.send(path, 'wrong', { text: ' ' });
    expect(empty.html).toContain('Write what is not right.');
    expect(await h.db.prisma.customerWord.count({ where: { subjectId: id } })).toBe(1);
  });

  test('BIL-18 a promise to pay by a day is on the invoice and the page; a person takes it back; a day too far off is refused at its field', async () => {
    const id = await issued();
    const path = await pathTo(id);
    const far = await pages.send(path, 'promise', { day: '2027-01-01' });
    expect(far.status).toBe(422);
    expect(far.html).toContain('Choose a day from Mar 2, 2026 to May 1, 2026.');
    expect(far.html).toContain('value="2027-01-01"');
    expect((await pages.send(path, 'promise', { day: '2026-03-20' })).status).toBe(303);
    expect((await pages.ask(path)).html).toContain('promised to pay by Mar 20, 2026');
    expect(await said(id)).toContain('promises to pay by Mar 20, 2026');
    const window = await asking(h, slice, 'accounting').section('invoice', id, 'From the customer’s page');
    expect(window).toContain('promises to pay by Mar 20, 2026');
    expect(window).toContain('word.take_back');
    const { id: word } = await h.db.prisma.customerWord.findFirstOrThrow({ where: { subjectId: id } });
    await expect(takeBackWord(h.deps, h.person('sales'), word)).rejects.toThrow(NotAllowed);
    await asking(h, slice, 'accounting').press('word.take_back', word);
    await expect(takeBackWord(h.deps, accounting(), word)).rejects.toThrow(Conflict);
    expect((await pages.ask(path)).html).not.toContain('promised to pay');
    expect(await said(id)).toContain('took back that the customer promises to pay');
    expect(await h.audit({ action: 'word.taken_back' })).toMatchObject([{ actor: 'U_ACCOUNTING', subjectId: id }]);
  });

  test('BIL-5 a letter with an invoice has the link to its page, unless that is withdrawn', async () => {
    const id = await issued();
    const letter = async () => JSON.stringify(await asking(h, slice, 'accounting').press('invoice.send', id));
    expect(await letter()).toContain(`answer us on its page: https://baton.example${await pathTo(id)}`);
    await withdrawPageLink(h.deps, accounting(), { subject: { type: 'invoice', id }, generation: 0 });
    expect(await letter()).not.toContain('baton.example');
  });

  test('a link is repeated, renewed and withdrawn by who may; the one before is answered clearly and takes nothing', async () => {
    const id = await issued();
    const subject = { type: 'invoice', id };
    const first = await pathTo(id);
    expect(await pathTo(id)).toBe(first);
    const form = { ...pages.hiddenIn((await pages.ask(first)).html, 'wrong'), text: 'Too late' };
    const window = await asking(h, slice, 'accounting').section('invoice', id, 'Customer’s page');
    for (const each of [first, 'link.renew', 'link.withdraw']) expect(window).toContain(each);
    await expect(renewPageLink(h.deps, h.person('sales'), { subject, generation: 0 })).rejects.toThrow(NotAllowed);
    await asking(h, slice, 'accounting').press('link.renew', `invoice:${id}:0`);
    await expect(withdrawPageLink(h.deps, accounting(), { subject, generation: 0 })).rejects.toThrow(Conflict);
    const second = await pathTo(id);
    expect(second).not.toBe(first);
    const gone = await pages.ask(first);
    expect(gone.status).toBe(410);
    expect(gone.html).toContain('renewed or withdrawn');
    expect((await pages.post(first, form)).status).toBe(410);
    expect((await pages.ask(second)).status).toBe(200);
    await asking(h, slice, 'accounting').press('link.withdraw', `invoice:${id}:1`);
    expect((await pages.ask(second)).status).toBe(410);
    expect((await pages.ask(`${second}/pdf`)).status).toBe(410);
    await renewPageLink(h.deps, accounting(), { subject, generation: 1 });
    expect((await pages.ask(await pathTo(id))).status).toBe(200);
    expect((await pages.ask(second)).status).toBe(410);
    expect(
      (await h.audit({ subjectId: id })).map(({ action }) => action).filter((each) => each.startsWith('link.')),
    ).toEqual(['link.renewed', 'link.withdrawn', 'link.renewed']);
    expect(await h.db.prisma.customerWord.count({ where: { subjectId: id } })).toBe(0);
  });

  test('unknown, malformed and other links are answered alike, a thousand guesses as one, and soon no more', async () => {
    const token = (await pathTo(await issued())).slice('/bills/'.length);
    const other = Buffer.from(token, 'base64url');
    const changed = (at: number): string => {
      const bytes = Buffer.from(other);
      bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at);
      return bytes.toString('base64url');
    };
    const guesses = [...Array(42).keys()].map(changed);
    const odd = ['x', '%00', `${token}x`, token.slice(1), token.toUpperCase(), '../../etc/passwd', 'a'.repeat(5000)];
    const answers = await Promise.all([...guesses, ...odd.slice(0, 1)].map((each) => pages.ask(`/bills/${each}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ html }) => html)).size).toBe(1);
    for (const each of odd) expect((await pages.ask(`/bills/${encodeURIComponent(each)}`)).status).toBe(404);
    const statuses: number[] = [];
    for (let at = 0; at < 1000; at += 1)
      statuses.push((await pages.ask(`/bills/${changed(at % 42)}`, {}, '203.0.113.99')).status);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(statuses.filter((status) => status === 404).length).toBeLessThan(400);
    const { html, headers } = await pages.ask(`/bills/${changed(0)}`, {}, '203.0.113.99');
    expect(html).toContain('Wait a minute, and try again.');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    // Somebody else is not held up by it.
    expect((await pages.ask(`/bills/${token}`)).status).toBe(200);
  });

  test('a form of 30 MB, of another kind, or without what the page gave it stores nothing', async () => {
    const id = await issued();
    const path = await pathTo(id);
    const large = await pages.ask(path, {
      method: 'POST',
      body: Buffer.alloc(30_000_000, 'a'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([large.status, large.html.includes('This is too large')]).toEqual([413, true]);
    expect(large.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(
      (await pages.ask(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
    ).toBe(400);
    expect((await pages.post(path, { what: 'wrong', text: 'no once' })).status).toBe(400);
    expect((await pages.send(path, 'wrong', { what: 'nonsense' })).status).toBe(409);
    expect(await h.db.prisma.customerWord.count({ where: { subjectId: id } })).toBe(0);
  });

  test('ALL-7 what a customer wrote is erased with their contact', async () => {
    const id = await issued();
    const path = await pathTo(id);
    await pages.send(path, 'wrong', { text: 'Ask for Ann' });
    const { customerId } = await theInvoice(h, id);
    await eraseContact(h.deps, h.person('management'), { customerId, reason: 'Asked to.' });
    expect(await h.db.prisma.customerWord.findMany({ where: { subjectId: id } })).toMatchObject([
      { text: null, address: null },
    ]);
  });
});
