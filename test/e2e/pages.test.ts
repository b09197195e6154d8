import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import type { Harness } from '../support/harness.ts';
import { type Journey, startProject } from '../support/journey.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser } from './sandbox.ts';

/** Customers' pages in a browser that runs no script: what axe finds in them, whether a phone shows them, whether they can be used. */

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const findings = `axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`;

describeBrowser('customers’ pages', () => {
  let h: Harness;
  let pages: Pages;
  let browser: Browser;
  let project: Journey;
  const paths: Record<'project' | 'bill', string> = { project: '', bill: '' };

  beforeAll(async () => {
    browser = await launchBrowser();
    h = await billingHarness('embedded');
    await makeSeller(h);
    pages = await servePages(h);
    const longName = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft & Sons';
    project = await startProject(h, { first_month: '1234567.89' }, { customer: longName });
    await project.walkTo('planning');
    await project.tick({ eta: day('2026-03-20') });
    paths.project = await pages.pathTo('project', project.id);
    paths.bill = await pages.pathTo('invoice', (await project.invoice('first_month')).id);
    for (const path of [paths.project, paths.bill])
      await pages.send(path, path === paths.bill ? 'wrong' : 'message', { text: `A word of ${'x'.repeat(90)}` });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await h?.close();
  });

  const speak = async (language: 'en' | 'it'): Promise<void> => {
    const { customerId } = await project.state();
    await editNow(h.deps, h.person('accounting'), customerId, { language }, 'They asked.');
  };
  /** axe is a script: the page’s own headers would keep it out. */
  const openedForAxe = async (path: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${pages.origin}${path}`);
    return page;
  };
  const opened = async (path: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${pages.origin}${path}`);
    return page;
  };
  const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');
  const checked = async (page: Page, width: number): Promise<void> => {
    expect(await widthOf(page)).toBeLessThanOrEqual(width);
    await page.addScriptTag({ path: axe });
    expect(await page.evaluate(findings)).toEqual([]);
    await page.context().close();
  };

  test.each([
    ['project', 'en', 320, 'light'],
    ['project', 'it', 320, 'dark'],
    ['project', 'en', 1_200, 'dark'],
    ['bill', 'en', 320, 'dark'],
    ['bill', 'it', 320, 'light'],
    ['bill', 'en', 1_200, 'light'],
  ] as const)(
    'ONB-21, BIL-4 axe finds nothing in a %s’s page and nothing runs off it: %s, %d pixels, %s',
    async (kind, language, width, scheme) => {
      await speak(language);
      await checked(await openedForAxe(paths[kind], width, scheme), width);
    },
  );

  test('ONB-21, BIL-18 what was refused is found by a screen reader as well: axe finds nothing in it', async () => {
    await speak('en');
    for (const [path, form, button] of [
      [paths.project, 'Write to us', 'Send'],
      [paths.bill, 'Something is not right?', 'Send'],
    ] as const) {
      const page = await openedForAxe(path, 320, 'dark');
      const region = page.getByRole('region', { name: form });
      await region.getByRole('textbox').fill('4111 1111 1111 1111');
      await region.getByRole('button', { name: button }).click();
      const field = page.getByRole('region', { name: form }).getByRole('textbox');
      await field.waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await field.getAttribute('aria-describedby')).toBeTruthy();
      await checked(page, 320);
    }
  });

  test('ONB-21 without a script, on a phone: a day is confirmed, a wording accepted, a file sent, a message written', async () => {
    await speak('en');
    const page = await opened(paths.project);
    const region = (name: string) => page.getByRole('region', { name });
    await region('Does this day suit you?').getByRole('button').click();
    await page.getByText('you said that Mar 20, 2026 suits you.').waitFor();
    await region('To be accepted').getByLabel('Your name').fill('Ann Hart');
    await region('To be accepted').getByRole('button', { name: 'I accept this' }).click();
    await page.getByText('you accepted, as Ann Hart').waitFor();
    await region('Send us a file')
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('name\nAnn\n') });
    await region('Send us a file').getByRole('button', { name: 'Send the file' }).click();
    await page.getByText('you sent the file list.csv').waitFor();
    await region('Write to us').getByLabel('Message').fill('See you on the 20th');
    await region('Write to us').getByRole('button').click();
    await page.getByText('you wrote: See you on the 20th').waitFor();
    expect(page.url()).toBe(`${pages.origin}${paths.project}`);
    // Reloading sends nothing again.
    await page.reload();
    const kinds = await h.db.prisma.customerWord.findMany({ where: { subjectId: project.id }, orderBy: { id: 'asc' } });
    expect(kinds.map(({ kind }) => kind)).toEqual(['message', 'suits', 'accepted', 'file', 'message']);
    await page.context().close();
  });

  test('ONB-21 who sends 30 MB from a browser reads what to do', async () => {
    const page = await opened(paths.project);
    const region = page.getByRole('region', { name: 'Send us a file' });
    await region
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: Buffer.alloc(30_000_000) });
    await region.getByRole('button', { name: 'Send the file' }).click();
    await page.getByText('a file may have 10 MB').waitFor();
    await page.context().close();
  });
});
