import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { pagesSlice, renewPageLink, withdrawPageLink } from '../../src/features/pages/index.ts';
import { createPress } from '../../src/features/papers/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { type Journey, startProject } from '../support/journey.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { asking } from './ask.ts';

describeEachEngine('project pages', (engine) => {
  let h: Harness;
  let pages: Pages;
  const slice = pagesSlice({ publicUrl: undefined, cardUpdateUrl: undefined, press: createPress() });

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
});
