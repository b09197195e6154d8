import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  changeQuote,
  mailQuote,
  quotesSlice,
  testQuote,
  undoQuote,
  withdrawQuote,
} from '../../src/features/billing/quotes/index.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import type { Press } from '../../src/features/papers/index.ts';
import { type LetterFate, lettersFared } from '../../src/platform/delivery/index.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, setTaxes } from '../support/invoices.ts';
import { brokenPress, quickPress } from '../support/papers.ts';
import { aQuote, sent, theQuote } from '../support/quotes.ts';
import { asking } from './ask.ts';

const slice = quotesSlice({ press: quickPress, wakeRuns: () => {} });
const ann = 'ann@acme.example';

describeEachEngine('quotes as paper and by mail', (engine) => {
  let h: Harness;
  let customerId: string;
  const sales = () => asking(h, slice, 'sales');
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await setTaxes(h, { services: 100_000 });
    await makeSeller(h, { replyTo: 'office@harbor.example' });
    customerId = await aCustomer(h, 'ACME & Sons');
    await editNow(h.deps, h.person('accounting'), customerId, { email: ann, contactName: 'Ann Smith' });
  });
  afterAll(() => h.close());

  const draft = { to: [ann], cc: [], bcc: [], subject: 'Your quote', text: 'Hello' };
  const mail = (quoteId: string, press: Press = quickPress) =>
    mailQuote(h.deps, h.person('sales'), press, { quoteId, draft });
  const fare = (letterId: string, to: string, fate: LetterFate['fate'], how = '') =>
    h.deps.transact(system, (work) =>
      work.emit(lettersFared, [{ letterId, postId: newId(), to, fate, how, at: work.now }]),
    );
  const mailed = async (quoteId: string) => {
    const posts = await h.db.prisma.post.findMany({ where: { transport: 'mail' }, orderBy: { seq: 'asc' } });
    return posts
      .filter(({ payload }) => JSON.stringify(payload).includes(quoteId))
      .map(({ letterId, payload }) => ({ letterId, ...(payload as object) })) as unknown as readonly {
      readonly letterId: string | null;
      readonly to: string;
      readonly html: string;
      readonly text: string;
      readonly attachments: readonly { readonly name: string; readonly hash: string }[];
    }[];
  };
  const bytesOf = async (hash: string): Promise<string> => {
    const parts: Uint8Array[] = [];
    for await (const part of readKept(h.db.prisma, hash)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  };

  test('BIL-5 a quote goes by mail: its words filled in, a test copy first, then the letter with its PDF; it is sent from then on, and its window says how the letter fares', async () => {
    const quote = await aQuote(h, customerId);
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('"action_id":"quote.mail"');
    const { modal } = await sales().press('quote.mail', quote.id);
    const shown = JSON.stringify(modal?.blocks);
    for (const text of [
      `Quote ${quote.number} from Harbor Services Inc.`,
      'Dear Ann Smith',
      'for Migration, $550.00 in all',
      `"value":"${ann}"`,
    ])
      expect(shown).toContain(text);
    const entries = {
      known: { options: [ann] },
      test: { text: 'me@harbor.example' },
      subject: { text: 'Your quote' },
      text: { text: 'Hello <b>Ann</b>' },
    };
    const data = modal?.private_metadata ?? '';
    const tested = await sales().submit('quote.mail', data, { ...entries, what: 'test' });
    expect(JSON.stringify(tested.replace)).toContain('A test copy is on its way to me@harbor.example');
    expect((await theQuote(h, quote.id)).state).toBe('draft');
    const answer = await sales().submit('quote.mail', data, { ...entries, after_test: 'letter' });
    expect(answer.say?.text).toContain(`Quote ${quote.number} is on its way to 1 address, with its PDF`);
    expect(await theQuote(h, quote.id)).toMatchObject({ state: 'sent', sent: { how: 'by mail', by: 'U_SALES' } });
    const [copy, letter] = await mailed(quote.id);
    expect([copy?.letterId, copy?.to, letter?.to]).toEqual([null, 'me@harbor.example', ann]);
    expect(letter?.html).toBe(copy?.html);
    expect(letter?.html).toContain('Hello &lt;b&gt;Ann&lt;/b&gt;');
    expect(letter?.attachments).toEqual(copy?.attachments);
    const [attached] = letter?.attachments ?? [];
    expect(attached?.name).toBe(`${quote.number}.pdf`);
    const paper = await bytesOf(attached?.hash ?? '');
    for (const text of ['Valid until', 'Mar 31, 2026', 'Migration', '$550.00', 'Accepted', 'ACME & Sons'])
      expect(paper).toContain(text);
    const row = await h.db.prisma.letter.findFirstOrThrow({ where: { subjectId: quote.id } });
    expect(row).toMatchObject({ template: 'quote', templateVersion: 0, paper: attached?.hash, sentBy: 'U_SALES' });
    expect((await h.audit({ subjectId: quote.id })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['document.printed', 'quote.mailed', 'quote.sent']),
    );
    await expect(sales().submit('quote.mail', data, { ...entries, what: 'letter' })).rejects.toThrow(Conflict);
    await fare(row.id, ann, 'accepted');
    expect(await sales().section('quote', quote.id, 'Letters')).toContain('taken by the mail server');
    // Nobody takes back what left.
    await expect(undoQuote(h.deps, h.person('sales'), { quoteId: quote.id, decided: 'sent' })).rejects.toThrow(
      'Its letter has left. Withdraw the quote instead',
    );
  });

  test('BIL-3 a quote that bounces is told in its thread; it is sent again, and a decided one is not', async () => {
    const quote = await aQuote(h, customerId);
    const letterId = await mail(quote.id);
    await fare(letterId, ann, 'bounced', '550 no such mailbox');
    await fare(letterId, ann, 'bounced', '550 no such mailbox');
    const told = (await h.posts()).filter(({ text }) =>
      text.includes('did not reach ann@acme.example (550 no such mailbox)'),
    );
    expect(told).toHaveLength(1);
    expect(await sales().section('quote', quote.id, 'Letters')).toContain('did not arrive');
    await mail(quote.id);
    expect(await mailed(quote.id)).toHaveLength(2);
    expect((await theQuote(h, quote.id)).state).toBe('sent');
    await withdrawQuote(h.deps, h.person('sales'), { quoteId: quote.id, reason: 'x' });
    await expect(mail(quote.id)).rejects.toThrow(/withdrew quote/);
    expect(await mailed(quote.id)).toHaveLength(2);
  });

  test('BIL-12 what was changed is printed anew, what was sent stays as it is; where it cannot be printed nothing is sent', async () => {
    const quote = await aQuote(h, customerId);
    await expect(mail(quote.id, brokenPress(new UserError('The PDF was not ready.')))).rejects.toThrow(
      'The PDF was not ready.',
    );
    expect((await theQuote(h, quote.id)).state).toBe('draft');
    await testQuote(h.deps, h.person('sales'), quickPress, { quoteId: quote.id, draft, address: 'me@harbor.example' });
    await changeQuote(h.deps, h.person('sales'), {
      quoteId: quote.id,
      customerId,
      label: 'Migration, larger',
      lines: 'Migration | 2 | 500.00 | services',
      becomes: 'invoice',
      validUntil: day('2026-03-31'),
    });
    await mail(quote.id);
    const [copy, letter] = await mailed(quote.id);
    expect(copy?.attachments[0]?.hash).not.toBe(letter?.attachments[0]?.hash);
    expect(await bytesOf(copy?.attachments[0]?.hash ?? '')).toContain('$550.00');
    expect(await bytesOf(letter?.attachments[0]?.hash ?? '')).toContain('$1,100.00');
    const press: Press = {
      print: async (paper) => {
        await changeQuote(h.deps, h.person('sales'), {
          quoteId: other.id,
          customerId,
          label: 'Changed meanwhile',
          lines: 'Migration | 3 | 500.00 | services',
          becomes: 'invoice',
          validUntil: day('2026-03-31'),
        });
        return quickPress.print(paper);
      },
    };
    const other = await aQuote(h, customerId);
    await expect(mail(other.id, press)).rejects.toThrow('was changed just now. Nothing was sent.');
    expect(await mailed(other.id)).toEqual([]);
  });

  test('BIL-4 PDF on a quote comes in its thread; a quote without a seller has neither PDF nor mail', async () => {
    const quote = await aQuote(h, customerId);
    expect((await sales().press('quote.pdf', quote.id)).say?.text).toContain('comes in the thread of the quote');
    await workThroughRuns(h.deps);
    const [given] = (await h.db.prisma.post.findMany({ where: { transport: 'slack' } })).filter(({ payload }) =>
      JSON.stringify(payload).includes(`${quote.number}.pdf`),
    );
    expect(JSON.stringify(given?.payload)).toContain(`Quote ${quote.number} Migration, as PDF.`);
    await sent(h, quote);
    expect((await theQuote(h, quote.id)).sent?.how).toBe('mail');
    const unnumbered = await aQuote(h, customerId);
    await h.db.prisma.quote.update({ where: { id: unnumbered.id }, data: { sellerId: null, number: null } });
    const drawn = (await h.messages('quote', unnumbered.id))[0]?.json;
    for (const action of ['quote.mail', 'quote.pdf']) expect(drawn).not.toContain(`"action_id":"${action}"`);
    expect(drawn).toContain('"action_id":"quote.send"');
    await expect(mail(unnumbered.id)).rejects.toThrow('made before there was a seller');
    await expect(sales().press('quote.pdf', unnumbered.id)).rejects.toThrow('made before there was a seller');
  });

  test('ALL-1, ALL-7 whoever keeps no quotes sends none; erasing the contact erases to whom they went', async () => {
    const quote = await aQuote(h, customerId);
    const service = asking(h, slice, 'service');
    for (const action of ['quote.mail', 'quote.pdf'])
      await expect(service.press(action, quote.id)).rejects.toThrow(NotAllowed);
    await expect(mailQuote(h.deps, h.person('service'), quickPress, { quoteId: quote.id, draft })).rejects.toThrow(
      NotAllowed,
    );
    expect(
      await problemsOf(
        mailQuote(h.deps, h.person('sales'), quickPress, { quoteId: quote.id, draft: { ...draft, to: ['ann'] } }),
      ),
    ).toHaveProperty('to');
    expect((await theQuote(h, quote.id)).state).toBe('draft');
    await eraseContact(h.deps, h.person('admin'), { customerId, reason: 'asked for it' });
    const rows = await h.db.prisma.letterRecipient.findMany({ where: { letter: { customerId } } });
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/acme\.example|no such mailbox/);
  });
});
