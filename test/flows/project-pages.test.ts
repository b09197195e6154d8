import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { pagesSlice, renewPageLink, takeBackWord, withdrawPageLink } from '../../src/features/pages/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { type Journey, startProject } from '../support/journey.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { aPaper } from '../support/papers.ts';
import { asking } from './ask.ts';

describeEachEngine('project pages', (engine) => {
  let h: Harness;
  let pages: Pages;
  const printer = createPress();
  const slice = pagesSlice({ publicUrl: undefined, cardUpdateUrl: undefined, press: printer });

  beforeAll(async () => {
    h = await billingHarness(engine);
    await makeSeller(h);
    await h.db.prisma.person.update({ where: { id: 'U_PROJECT_MANAGER' }, data: { name: 'Petra' } });
    pages = await servePages(h);
  });
  afterAll(async () => {
    await pages.close();
    await h.close();
  });

  const pathTo = (id: string): Promise<string> => pages.pathTo('project', id);
  /** What stands in the thread of the desk that has the folder. */
  const told = async (project: Journey): Promise<string> => {
    const { handoff } = await project.state();
    const slot = await h.db.prisma.messageSlot.findFirstOrThrow({ where: { kind: 'handoff', subjectId: handoff.id } });
    const posts = await h.db.prisma.post.findMany({ where: { slotId: slot.id }, orderBy: { seq: 'asc' } });
    return posts.map(({ payload }) => JSON.stringify(payload)).join('\n');
  };

  test('ONB-21 the page says where the project stands in the customer’s words, what is next, its bills and whom to ask; nothing internal', async () => {
    const project = await startProject(h, { first_month: '2000' }, { customer: 'Hart & <b>Sons</b>' });
    const path = await pathTo(project.id);
    const { status, headers, html } = await pages.ask(path);
    expect(status).toBe(200);
    for (const each of [
      'Your project P-',
      'Hart &amp; &lt;b&gt;Sons',
      'Now: We collect what we need to begin.',
      'Later: We check the papers that you signed.',
      'Nothing is asked of you now.',
      'No bill of this project was sent to you yet.',
      'Looking after you: Petra<br>',
      'billing@harbor.example',
    ])
      expect(html).toContain(each);
    expect(html).not.toMatch(/Intake|Paperwork|Reviewer|gate|U_SALES|<script|\son\w+=|javascript:/i);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
    expect(headers.get('x-robots-tag')).toContain('noindex');

    await project.walkTo('billing');
    await project.sendInvoice('first_month');
    const after = (await pages.ask(path)).html;
    const bill = await project.invoice('first_month');
    expect(after).toContain('Now: We prepare your contract and your first invoices.');
    expect(after).toContain('Done: We check the papers that you signed.');
    expect(after).toMatch(/Pay invoice INV-[\d-]+: \$2,000\.00, due/);
    expect(after).toContain(`href="https://baton.example${await pages.pathTo('invoice', bill.id)}"`);
    await project.pay('first_month');
    expect((await pages.ask(path)).html).toContain('Nothing is asked of you now.');
  });

  test('ONB-21 it speaks the customer’s language, and says plainly that the work rests', async () => {
    const project = await startProject(h, {});
    const { customerId, ref } = await project.state();
    await editNow(h.deps, h.person('accounting'), customerId, { language: 'it' }, 'They asked.');
    await holdProject(h.deps, h.person('sales'), { projectId: project.id, reason: 'Their director is ill.' });
    const { html } = await pages.ask(await pathTo(project.id));
    expect(html).toContain('<html lang="it">');
    for (const each of [`Il Suo progetto P-${ref}`, 'Ora: Raccogliamo', 'I lavori sono sospesi', 'Le Sue fatture'])
      expect(html).toContain(each);
    expect(html).not.toContain('director');
    expect(html).not.toContain('Who to ask');
  });

  test('ONB-21 its link stands in the project’s window for those who hold a role, to be copied, renewed and withdrawn; the one before is answered clearly', async () => {
    const project = await startProject(h, {});
    const subject = { type: 'project', id: project.id };
    const first = await pathTo(project.id);
    const window = await asking(h, slice, 'sales').section('project', project.id, 'Customer’s page');
    for (const each of [first, 'link.renew', 'link.withdraw']) expect(window).toContain(each);
    await expect(renewPageLink(h.deps, h.person('support'), { subject, generation: 0 })).rejects.toThrow(NotAllowed);
    await asking(h, slice, 'sales').press('link.renew', `project:${project.id}:0`);
    await expect(withdrawPageLink(h.deps, h.person('sales'), { subject, generation: 0 })).rejects.toThrow(Conflict);
    const gone = await pages.ask(first);
    expect(gone.status).toBe(410);
    expect(gone.html).toContain('renewed or withdrawn');
    const second = await pathTo(project.id);
    expect((await pages.ask(second)).status).toBe(200);
    await asking(h, slice, 'project_manager').press('link.withdraw', `project:${project.id}:1`);
    expect((await pages.ask(second)).status).toBe(410);
    const { customerId } = await project.state();
    expect(await told(project)).toContain('withdrew the link to the customer’s page');
    expect((await h.audit({ subjectId: project.id })).filter(({ action }) => action.startsWith('link.'))).toMatchObject(
      [
        { action: 'link.renewed', customerId },
        { action: 'link.withdrawn', customerId },
      ],
    );
  });

  test('ONB-21 a link leads to its own thing only: not another project’s, not as a bill’s; guesses are answered alike', async () => {
    const [one, other] = [await startProject(h, {}), await startProject(h, {}, { customer: 'Other & Co' })];
    const token = (await pathTo(one.id)).slice('/p/'.length);
    const bytes = Buffer.from(token, 'base64url');
    Buffer.from(other.id.replaceAll('-', ''), 'hex').copy(bytes);
    const unknown = (await pages.ask('/p/x')).html;
    for (const path of [`/p/${bytes.toString('base64url')}`, `/bills/${token}`, `/p/${token}x`, '/p/%00']) {
      const { status, html } = await pages.ask(path);
      expect([path, status]).toEqual([path, 404]);
      if (!path.includes('%00')) expect(html).toBe(unknown);
    }
    expect((await pages.ask(`/p/${token}`)).html).not.toContain('Other &amp; Co');
  });

  /** One whose project manager has set an ETA. */
  const planned = async (): Promise<Journey> => {
    const project = await startProject(h, {});
    await project.walkTo('planning');
    await project.tick({ eta: day('2026-03-20') });
    return project;
  };
  const words = (id: string) => h.db.prisma.customerWord.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  const documents = (id: string) => h.db.prisma.document.findMany({ where: { subjectId: id, addedBy: 'customer' } });
  const seenWindow = (id: string) => asking(h, slice, 'sales').section('project', id, 'From the customer’s page');

  test('ONB-21 what is written arrives in the thread of the desk that has the folder, once, and in the timeline; a person takes it back', async () => {
    const project = await startProject(h, {});
    const path = await pathTo(project.id);
    const { html } = await pages.ask(path);
    const form = { ...pages.hiddenIn(html, 'message'), text: 'We move <b>offices</b> in May' };
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await told(project)).match(/The customer, on their page, writes/g)).toHaveLength(1);
    expect(await told(project)).toContain('&lt;b&gt;offices');
    expect((await pages.ask(path)).html).toContain('you wrote: We move &lt;b&gt;offices');
    const { customerId } = await project.state();
    expect(await h.audit({ action: 'word.received', subjectId: project.id })).toMatchObject([
      { actor: 'customer', customerId },
    ]);
    const [word] = await words(project.id);
    expect(await seenWindow(project.id)).toContain('offices');
    await expect(takeBackWord(h.deps, h.person('support'), word?.id ?? '')).rejects.toThrow(NotAllowed);
    await asking(h, slice, 'sales').press('word.take_back', word?.id ?? '');
    expect((await pages.ask(path)).html).not.toContain('offices');
    expect(await told(project)).toContain('took back that the customer writes');
  });

  test('ONB-21 what is wrong is said at its field, in the page’s language, keeps what was filled in, and stores nothing', async () => {
    const project = await planned();
    const path = await pathTo(project.id);
    const card = await pages.send(path, 'message', { text: 'my card 4111 1111 1111 1111' });
    expect([card.status, card.html.includes('4111')]).toEqual([422, false]);
    expect(card.html).toContain('card numbers are never to be sent here');
    expect((await pages.send(path, 'message', { text: ' ' })).html).toContain('Write your message.');
    const late = await pages.send(path, 'another_day', { day: '2028-01-01', text: 'Not before' });
    expect(late.status).toBe(422);
    for (const each of [
      'Choose a day from Mar 2, 2026 to Mar 2, 2027.',
      'value="2028-01-01"',
      '>Not before</textarea>',
    ])
      expect(late.html).toContain(each);
    expect((await pages.send(path, 'accepted', { name: '' })).html).toContain('Write your name.');
    expect((await pages.post(path, { what: 'message', text: 'no once' })).status).toBe(400);
    expect((await pages.send(path, 'message', { what: 'nonsense' })).status).toBe(409);
    expect(await words(project.id)).toEqual([]);
  });

  test('ONB-21, ONB-10 a planned day is confirmed once, for the day that was shown, or another one is wished for', async () => {
    const project = await planned();
    const path = await pathTo(project.id);
    const { html } = await pages.ask(path);
    expect(html).toContain('Expected to be ready: Mar 20, 2026.');
    const [form, wish] = [pages.hiddenIn(html, 'suits'), pages.hiddenIn(html, 'another_day')];
    expect((await pages.post(path, form)).status).toBe(303);
    expect(await told(project)).toContain('says that Mar 20, 2026 to be ready suits them.');
    // From another window, drawn before.
    expect((await pages.post(path, { ...form, once: '0198aaaa-0000-7000-8000-000000000001' })).status).toBe(409);
    expect((await pages.ask(path)).html).not.toContain('value="suits"');
    await project.tick({ eta: day('2026-03-27') });
    const late = await pages.post(path, { ...wish, day: '2026-04-02' });
    expect([late.status, late.html.includes('Nothing was recorded')]).toEqual([409, true]);
    expect((await pages.ask(path)).html).toContain('Expected to be ready: Mar 27, 2026.');
    expect((await pages.send(path, 'another_day', { day: '2026-04-02', text: 'We are shut' })).status).toBe(303);
    expect(await told(project)).toContain('wishes for another day: Apr 2, 2026 to be ready.');
    expect((await words(project.id)).map(({ kind }) => kind)).toEqual(['suits', 'another_day']);
    const [word] = await words(project.id);
    await asking(h, slice, 'project_manager').press('word.take_back', word?.id ?? '');
    expect((await pages.ask(path)).html).toContain('value="suits"');
  });

  test('ONB-21 a wording is accepted once, with name, time, address and the very words; taken back, it is asked for again', async () => {
    const project = await planned();
    const path = await pathTo(project.id);
    const wording = 'I confirm the project as it was agreed, and that the work on it may begin.';
    const { html } = await pages.ask(path);
    expect(html).toContain(wording);
    const form = { ...pages.hiddenIn(html, 'accepted'), name: 'Ann *Hart*' };
    const other = await pages.post(path, {
      ...form,
      shown: 'delivery:en',
      once: '0198aaaa-0000-7000-8000-000000000002',
    });
    expect(other.status).toBe(409);
    expect((await pages.post(path, form, '203.0.113.7')).status).toBe(303);
    const [word] = await words(project.id);
    expect(word).toMatchObject({
      ...{ kind: 'accepted', about: 'planning', text: wording, signedBy: 'Ann *Hart*', address: '203.0.113.7' },
      at: h.clock.now(),
    });
    expect(await told(project)).toContain(wording);
    const again = await pages.post(path, { ...form, once: '0198aaaa-0000-7000-8000-000000000003' });
    expect(again.status).toBe(409);
    expect(again.html).toContain('you accepted, as Ann *Hart*');
    await takeBackWord(h.deps, h.person('sales'), word?.id ?? '');
    expect((await pages.ask(path)).html).toContain('value="accepted"');
    const { customerId } = await project.state();
    await eraseContact(h.deps, h.person('management'), { customerId, reason: 'Asked to.' });
    expect(await words(project.id)).toMatchObject([{ signedBy: null, address: null, text: wording }]);
  });

  test('ONB-21 what was decided stays decided, however much is written since', async () => {
    const project = await planned();
    const path = await pathTo(project.id);
    await pages.send(path, 'suits');
    await pages.send(path, 'accepted', { name: 'Ann' });
    const { customerId } = await project.state();
    await h.db.prisma.customerWord.createMany({
      data: Array.from({ length: 60 }, (_, n) => ({
        ...{ id: newId(), subjectType: 'project', subjectId: project.id, customerId, kind: 'message' },
        ...{ text: `Message ${n}.`, at: h.clock.now() },
      })),
    });
    const { html } = await pages.ask(path);
    expect([html.includes('value="accepted"'), html.includes('value="suits"')]).toEqual([false, false]);
    for (const each of ['you accepted, as Ann', 'Mar 20, 2026 suits you', 'Message 59.']) expect(html).toContain(each);
  });

  test('ONB-21, ONB-8 a file is filed among the project’s documents and stands in the thread, kept by its hash; taken back, it is let go', async () => {
    const project = await startProject(h, {});
    const path = await pathTo(project.id);
    const pdf = await printer.print(aPaper([{ kind: 'paragraph', text: 'Signed by Ann' }]));
    expect((await pages.sendFile(path, 'C:\\papers\\Agreement.PDF', pdf)).status).toBe(303);
    const [document] = await documents(project.id);
    expect(document).toMatchObject({ name: 'Agreement.PDF', mimeType: 'application/pdf', size: pdf.length });
    const kept: Buffer[] = [];
    for await (const part of readKept(h.db.prisma, document?.fileHash ?? '')) kept.push(part);
    expect(Buffer.concat(kept).equals(Buffer.from(pdf))).toBe(true);
    expect(await told(project)).toContain(`"hash":"${document?.fileHash}"`);
    expect((await pages.ask(path)).html).toContain('you sent the file Agreement.PDF');
    const { customerId } = await project.state();
    const inWindow = () => asking(h, slice, 'sales').section('customer', customerId, 'Documents');
    expect(await inWindow()).toContain('Agreement.PDF');
    const [word] = await words(project.id);
    await takeBackWord(h.deps, h.person('sales'), word?.id ?? '');
    expect(await inWindow()).not.toContain('Agreement.PDF');
    expect(await h.audit({ action: 'document.taken_back' })).toMatchObject([{ actor: 'U_SALES', customerId }]);
    expect(await h.db.prisma.fileNeed.count({ where: { owner: `document:${document?.id}` } })).toBe(0);
  });

  test('ONB-21 a file with a card number, of another kind, empty, damaged or too large is refused with what to do, and nothing of it is kept', async () => {
    const project = await startProject(h, {});
    const path = await pathTo(project.id);
    const before = await h.db.prisma.keptFile.count();
    const withCard = await printer.print(aPaper([{ kind: 'paragraph', text: 'Card 4111 1111 1111 1111' }]));
    const text = (of: string): Uint8Array => new TextEncoder().encode(of);
    const refusals: readonly (readonly [string, Uint8Array, string])[] = [
      ['card.pdf', withCard, 'There is a card number in this file.'],
      ['cards.csv', text('name,card\nAnn,4111111111111111\n'), 'There is a card number in this file.'],
      ['4111 1111 1111 1111.png', text('x'), 'There is a card number in this file.'],
      ['page.html', text('<script>'), 'Files of this kind are not taken.'],
      ['empty.pdf', text(''), 'This file is empty.'],
      ['broken.pdf', text('%PDF-1.7 and no more'), 'This PDF could not be read'],
      ['large.png', Buffer.alloc(10 * 1024 * 1024 + 1), 'This file is larger than 10 MB.'],
    ];
    for (const [name, bytes, said] of refusals) {
      const { status, html } = await pages.sendFile(path, name, bytes);
      expect([name, status, html.includes(said)]).toEqual([name, 422, true]);
      expect(html).not.toContain('4111');
    }
    const large = await pages.sendFile(path, 'scan.png', Buffer.alloc(30_000_000));
    expect([large.status, large.html.includes('a file may have 10 MB')]).toEqual([413, true]);
    const [words_, kept] = [await words(project.id), await h.db.prisma.keptFile.count()];
    expect([words_, await documents(project.id), kept]).toEqual([[], [], before]);
  });

  test('ONB-21 a form of a link that was renewed meanwhile is answered clearly and takes nothing', async () => {
    const project = await startProject(h, {});
    const path = await pathTo(project.id);
    const form = { ...pages.hiddenIn((await pages.ask(path)).html, 'message'), text: 'Too late' };
    await renewPageLink(h.deps, h.person('sales'), { subject: { type: 'project', id: project.id }, generation: 0 });
    const gone = await pages.post(path, form);
    expect([gone.status, gone.html.includes('Nothing that you sent now was recorded')]).toEqual([410, true]);
    expect(await words(project.id)).toEqual([]);
  });

  test('ALL-7 what customers sent and wrote on a project’s page is erased with their contact, the bytes too', async () => {
    const project = await startProject(h, {});
    const path = await pathTo(project.id);
    await pages.send(path, 'message', { text: 'Ask for Ann' });
    await pages.sendFile(path, 'Ann Hart.txt', new TextEncoder().encode('I am Ann'));
    const { customerId } = await project.state();
    await eraseContact(h.deps, h.person('management'), { customerId, reason: 'Asked to.' });
    expect(await words(project.id)).toMatchObject([
      { text: null, address: null },
      { text: null, address: null },
    ]);
    const [document] = await documents(project.id);
    expect(document).toMatchObject({ name: 'A file whose name was erased', fileHash: null });
    expect(await h.db.prisma.fileNeed.count({ where: { owner: `document:${document?.id}` } })).toBe(0);
    expect((await pages.ask(path)).html).not.toContain('Ann');
  });
});
