import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { type Invoice, issueInvoice, markSent, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import {
  presentingPolicy,
  presentingSlice,
  type SendInvoice,
  sendInvoice,
  tellLate,
  testInvoice,
} from '../../src/features/billing/presenting/index.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { saveWords } from '../../src/features/templates/index.ts';
import { type LetterFate, lettersFared } from '../../src/platform/delivery/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { brokenPress, quickPress } from '../support/papers.ts';
import { asking } from './ask.ts';

const ann = 'ann@acme.example';
const bob = 'bob@acme.example';
const slice = presentingSlice({ press: quickPress, wakeRuns: () => {} });

describeEachEngine('presenting', (engine) => {
  let h: Harness;
  let customerId: string;
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { replyTo: 'office@harbor.example', bounceTo: 'bounces@harbor.example' });
    customerId = await aCustomer(h, 'ACME & Sons');
    await editNow(h.deps, accounting(), customerId, { email: ann, extraEmails: [bob], contactName: 'Ann Smith' });
  });
  afterAll(() => h.close());

  const issued = async (of = customerId): Promise<Invoice> =>
    issueInvoice(h.deps, accounting(), (await aDraft(h, of, [aLine(100_00)])).id);
  const draft: SendInvoice['draft'] = {
    to: [ann],
    cc: [],
    bcc: [],
    subject: 'Your invoice',
    text: 'Hello\n\nHere it is.',
  };
  const send = (invoice: Pick<Invoice, 'id'>, more: Partial<typeof draft> = {}) =>
    sendInvoice(h.deps, accounting(), quickPress, { invoiceId: invoice.id, draft: { ...draft, ...more } });
  const fare = (letterId: string, to: string, fate: LetterFate['fate'], how = '') =>
    h.deps.transact(system, (work) =>
      work.emit(lettersFared, [{ letterId, postId: newId(), to, fate, how, at: work.now }]),
    );
  const letters = async (invoiceId: string) =>
    (await h.db.prisma.post.findMany({ where: { transport: 'mail' }, orderBy: { seq: 'asc' } }))
      .map(({ letterId, payload }) => ({ letterId, ...(payload as Record<string, unknown>) }))
      .filter((each) => JSON.stringify(each).includes(invoiceId)) as unknown as readonly {
      letterId: string | null;
      to: string;
      subject: string;
      html: string;
      text: string;
      heads: object;
    }[];
  const said = async (id: string) => {
    const slot = await h.db.prisma.messageSlot.findFirst({ where: { kind: 'invoice', subjectId: id } });
    const posts = await h.db.prisma.post.findMany({ where: { slotId: slot?.id ?? newId() }, orderBy: { seq: 'asc' } });
    return posts.map(({ payload }) => String((payload as { text?: unknown }).text)).join('\n');
  };

  test('BIL-3 Send by mail: it is not presented until a server has taken the letter, and presented from then on by who sent it', async () => {
    const invoice = await issued();
    const letterId = await send(invoice, { cc: [bob] });
    expect(await theInvoice(h, invoice.id)).toMatchObject({ state: 'open', presentment: 'not_presented' });
    const written = await letters(invoice.id);
    expect(written.map(({ to }) => to)).toEqual([ann, bob]);
    for (const each of written)
      expect(each).toMatchObject({
        letterId,
        subject: 'Your invoice',
        heads: { to: [ann], cc: [bob] },
        sender: 'Harbor Services Inc.',
        replyTo: 'office@harbor.example',
        bounceTo: 'bounces@harbor.example',
        text: expect.stringContaining(invoice.issued?.number ?? ''),
        html: expect.stringContaining('Here it is.'),
      });
    await fare(letterId, bob, 'accepted');
    expect((await theInvoice(h, invoice.id)).presentment).toBe('not_presented');
    await fare(letterId, ann, 'accepted');
    const after = await theInvoice(h, invoice.id);
    expect(after).toMatchObject({ state: 'open', presentment: 'presented', sent: { by: 'U_ACCOUNTING' } });
    expect(await said(invoice.id)).toContain('It left by mail');
    const actions = (await h.audit({ subjectId: invoice.id })).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['invoice.mailed', 'invoice.sent']));
  });

  test('BIL-3 a bounce, at once or later, makes it not received and asks accounting to call; sent again and taken, it is presented', async () => {
    const invoice = await issued();
    const first = await send(invoice);
    await fare(first, ann, 'bounced', '550 no such mailbox');
    expect((await theInvoice(h, invoice.id)).presentment).toBe('not_presented');
    expect(await said(invoice.id)).toMatch(
      /did not reach the customer: ann@acme.example \(550 no such mailbox\)\. Call them/,
    );
    const second = await send(invoice);
    await fare(second, ann, 'accepted');
    await fare(second, ann, 'bounced', 'mailbox full');
    expect(await theInvoice(h, invoice.id)).toMatchObject({ state: 'open', presentment: 'bounced' });
    expect(await said(invoice.id)).toMatch(/did not reach the customer\. Call them.*mailbox full/);
    const third = await send(invoice, { to: [bob] });
    await fare(third, bob, 'accepted');
    expect((await theInvoice(h, invoice.id)).presentment).toBe('presented');
    const window = await asking(h, slice, 'accounting').section('invoice', invoice.id, 'Letters');
    for (const text of ['did not arrive', 'mailbox full', 'taken by the mail server']) expect(window).toContain(text);
  });

  test('BIL-3 of two recipients one is enough; the other is named, and the same told twice is said once', async () => {
    const invoice = await issued();
    const letterId = await send(invoice, { to: [ann, bob] });
    await fare(letterId, ann, 'accepted');
    await fare(letterId, bob, 'bounced', '550');
    await fare(letterId, bob, 'bounced', '550');
    expect((await theInvoice(h, invoice.id)).presentment).toBe('presented');
    expect((await said(invoice.id)).match(/did not reach bob@acme.example/g)).toHaveLength(1);
  });

  test('BIL-3 what no server has accepted within 48 hours, a setting, is named to accounting once as not presented', async () => {
    const [waits, taken, byHand, held] = [await issued(), await issued(), await issued(), await issued()];
    await send(waits);
    await fare(await send(taken), ann, 'accepted');
    await send(byHand);
    await markSent(h.deps, accounting(), { invoiceId: byHand.id, sentOn: day('2026-03-02') });
    await fare(await send(held), ann, 'held', 'the line broke');
    h.clock.advance(47 * 3_600_000);
    expect(await tellLate(h.deps)).toBe(0);
    await h.setPolicy(presentingPolicy, { hours: 47 });
    expect(await tellLate(h.deps)).toBe(2);
    expect(await tellLate(h.deps)).toBe(0);
    expect(await said(waits.id)).toContain('after 47 hours no mail server has accepted it');
    expect(await said(held.id)).toContain('an admin must look after its letter');
    expect(await said(taken.id)).not.toContain('not presented');
    await h.db.prisma.policy.deleteMany();
  });

  test('BIL-3 a copy for the archive goes blind with every letter, by the setting', async () => {
    await h.setPolicy(presentingPolicy, { copies: ['archive@harbor.example'] });
    const invoice = await issued();
    await send(invoice, { bcc: ['ANN@acme.example'] });
    expect((await letters(invoice.id)).map(({ to, heads }) => [to, heads])).toEqual([
      [ann, { to: [ann] }],
      ['archive@harbor.example', { to: [ann] }],
    ]);
    await h.db.prisma.policy.deleteMany();
  });

  test('BIL-3 the form: a test copy is exactly the customer’s letter, goes to oneself, presents nothing; then the form sends it', async () => {
    const invoice = await issued();
    const at = asking(h, slice, 'accounting');
    const { modal } = await at.press('invoice.send', invoice.id);
    const shown = JSON.stringify(modal);
    for (const text of [
      `"value":"${ann}"`,
      `"value":"${bob}"`,
      `Invoice ${invoice.issued?.number} from Harbor Services Inc.`,
      'Dear Ann Smith',
    ])
      expect(shown).toContain(text);
    const entries = {
      what: 'test',
      test: { text: 'me@harbor.example' },
      to: { text: `${ann}\n${bob}` },
      subject: { text: 'Bill' },
      text: { text: 'Edited words' },
    };
    const data = modal?.private_metadata ?? '';
    const again = await at.submit('invoice.send', data, entries);
    expect(JSON.stringify(again.replace)).toContain('A test copy is on its way to me@harbor.example');
    const [copy] = await letters(invoice.id);
    expect(copy).toMatchObject({ to: 'me@harbor.example', heads: { to: [ann, bob] }, letterId: null });
    const answer = await at.submit('invoice.send', data, { ...entries, after_test: 'letter' });
    expect(answer.say?.text).toMatch(/on its way to ACME &amp; Sons \(2 addresses\)/);
    const [, letter] = await letters(invoice.id);
    expect(letter).toMatchObject({ to: ann, html: copy?.html, subject: copy?.subject });
    const second = at.submit('invoice.send', data, { ...entries, what: 'letter' });
    await expect(second).rejects.toThrow(Conflict);
    await expect(asking(h, slice, 'sales').press('invoice.send', invoice.id)).rejects.toThrow(NotAllowed);
    await expect(asking(h, slice, 'sales').submit('invoice.send', data, entries)).rejects.toThrow(NotAllowed);
  });

  test('BIL-5 another letter is chosen: its words are filled in, whom it goes to stays; the letter keeps the version it was made from', async () => {
    const invoice = await issued();
    const at = asking(h, slice, 'accounting');
    await saveWords(h.deps, accounting(), {
      kind: 'invoice.again',
      language: 'en',
      newest: 0,
      subject: 'Once more: {{ number }}',
      body: 'Dear {{ contact }}, here is <b>{{ number }}</b> of {{ customer }} again.',
    });
    const { modal } = await at.press('invoice.send', invoice.id);
    const entries = { known: { options: [bob] }, subject_invoice_bill: { text: 'typed' }, what: 'test' };
    const data = modal?.private_metadata ?? '';
    const { replace } = await at.press('letter.choose', 'invoice.again', { data, entries });
    const chosen = JSON.stringify(replace?.blocks);
    for (const text of [`Once more: ${invoice.issued?.number}`, 'Dear Ann Smith, here is <b>', 'subject_invoice_again'])
      expect(chosen).toContain(text);
    expect(chosen).toContain(`"initial_options":[{"text":{"type":"plain_text","text":"${bob}"`);
    const sent = await at.submit('invoice.send', replace?.private_metadata ?? '', {
      known: { options: [bob] },
      to: { text: 'carl@acme.example' },
      what: 'letter',
      subject_invoice_again: { text: 'Once more' },
      text_invoice_again: { text: 'Dear Ann, here is <b>it</b> again.' },
    });
    expect(sent.say?.text).toContain('2 addresses');
    const [letter] = await letters(invoice.id);
    expect(letter).toMatchObject({ heads: { to: [bob, 'carl@acme.example'] }, subject: 'Once more' });
    expect(letter?.html).toContain('here is &lt;b&gt;it&lt;/b&gt; again');
    const row = await h.db.prisma.invoiceLetter.findFirstOrThrow({ where: { invoiceId: invoice.id } });
    expect(row).toMatchObject({ template: 'invoice.again', templateVersion: 1 });
    const window = await at.section('invoice', invoice.id, 'Letters');
    for (const text of ['with its PDF', 'words of “Invoice, sent again”, version 1', 'under way'])
      expect(window).toContain(text);
    const nothing = at.submit('invoice.send', replace?.private_metadata ?? '', {
      known: { options: [] },
      what: 'letter',
      subject_invoice_again: { text: 'x' },
      text_invoice_again: { text: '' },
    });
    expect(await problemsOf(nothing)).toHaveProperty('text_invoice_again');
    await expect(asking(h, slice, 'sales').press('letter.choose', 'invoice.bill', { data, entries })).rejects.toThrow(
      NotAllowed,
    );
  });

  test('BIL-3 the letter carries the invoice’s kept PDF, and so does its test copy; where it cannot be printed nothing is sent', async () => {
    const invoice = await issued();
    const failed = sendInvoice(h.deps, accounting(), brokenPress(new UserError('The PDF was not ready.')), {
      invoiceId: invoice.id,
      draft,
    });
    await expect(failed).rejects.toThrow('The PDF was not ready.');
    expect(await letters(invoice.id)).toEqual([]);
    expect(await h.db.prisma.invoiceLetter.count({ where: { invoiceId: invoice.id } })).toBe(0);
    await testInvoice(h.deps, accounting(), quickPress, { invoiceId: invoice.id, draft, address: 'me@harbor.example' });
    await send(invoice);
    const { name, hash } = await h.db.prisma.keptPaper.findUniqueOrThrow({
      where: { subject: `invoice:${invoice.id}` },
    });
    expect(name).toBe(`${invoice.issued?.number}.pdf`);
    const attachments = [{ name, type: 'application/pdf', hash }];
    expect(await letters(invoice.id)).toEqual([
      expect.objectContaining({ to: 'me@harbor.example', attachments }),
      expect.objectContaining({ to: ann, attachments }),
    ]);
    expect(await h.db.prisma.invoiceLetter.findFirst({ where: { invoiceId: invoice.id } })).toMatchObject({
      paper: hash,
    });
    expect((await h.audit({ subjectId: invoice.id, action: 'document.printed' })).length).toBe(1);
  });

  test('BIL-3 wrong addresses are refused at their fields, nothing is sent; so is what may not go', async () => {
    const invoice = await issued();
    const before = await h.db.prisma.post.count();
    const wrong = { to: ['ann@acme'], cc: ['x'], bcc: ['a@b.example\r\nTo: c@d.example'], text: '' };
    expect(Object.keys(await problemsOf(send(invoice, wrong)))).toEqual(['to', 'cc', 'bcc', 'text']);
    expect(await problemsOf(send(invoice, { to: [] }))).toEqual({ to: expect.stringContaining('Write an address') });
    const input = { invoiceId: invoice.id, draft };
    expect(await problemsOf(testInvoice(h.deps, accounting(), quickPress, { ...input, address: 'me' }))).toHaveProperty(
      'test',
    );
    await expect(sendInvoice(h.deps, h.person('sales'), quickPress, input)).rejects.toThrow(NotAllowed);
    const unissued = await aDraft(h, customerId, [aLine(5_00)]);
    await expect(send(unissued)).rejects.toThrow(/not issued yet\. Issue it first/);
    await voidInvoice(h.deps, accounting(), { invoiceId: unissued.id, reason: 'wrong' });
    await expect(send(unissued)).rejects.toThrow(/voided/);
    expect(await h.db.prisma.post.count({ where: { transport: 'mail' } })).toBeLessThanOrEqual(before);
  });

  test('ONB-5 what a paid one says; the button is on the message of what is issued only', async () => {
    const invoice = await issued();
    const drawn = async (id: string) => (await h.messages('invoice', id))[0]?.json ?? '';
    expect(await drawn(invoice.id)).toContain('"invoice.send"');
    const other = await aDraft(h, customerId, [aLine(5_00)]);
    expect(await drawn(other.id)).not.toContain('"invoice.send"');
    await recordPayment(h.deps, accounting(), {
      invoiceId: invoice.id,
      amount: invoice.amount,
      method: 'check',
      receivedOn: day('2026-03-04'),
    });
    const { modal } = await asking(h, slice, 'accounting').press('invoice.send', invoice.id);
    expect(JSON.stringify(modal)).toContain('It is paid');
  });

  test('CUS-1 the form is filled with the customer’s addresses as they are now; an Italian customer’s letter is Italian', async () => {
    const of = await aCustomer(h, 'Rossi Srl');
    await editNow(h.deps, accounting(), of, { email: 'old@rossi.example', language: 'it' }, 'they are Italian');
    const invoice = await issued(of);
    await editNow(h.deps, accounting(), of, { email: 'rossi@rossi.example' }, 'a new address');
    const { modal } = await asking(h, slice, 'accounting').press('invoice.send', invoice.id);
    const shown = JSON.stringify(modal);
    expect(shown).toContain('rossi@rossi.example');
    expect(shown).not.toContain('old@rossi.example');
    expect(shown).toContain('Gentile cliente');
  });

  test('ALL-7 erasing the contact erases to whom letters went', async () => {
    const invoice = await issued();
    const letterId = await send(invoice);
    await fare(letterId, ann, 'bounced', 'no such mailbox');
    await eraseContact(h.deps, h.person('admin'), { customerId, reason: 'asked for it' });
    const rows = await h.db.prisma.invoiceLetterRecipient.findMany({ where: { letter: { customerId } } });
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/acme\.example|no such mailbox/);
    await fare(letterId, ann, 'accepted');
    expect((await theInvoice(h, invoice.id)).presentment).toBe('not_presented');
  });
});
