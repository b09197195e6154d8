import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Block, type PaperLanguage, renderPage } from '../../src/features/papers/index.ts';
import { aPaper, eachKind } from '../support/papers.ts';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser } from './sandbox.ts';

/** Papers as web pages: what axe finds in them, and whether a narrow phone shows them. They carry no script. */

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const findings = `axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`;

const blocks: readonly Block[] = Object.values(eachKind('Words that people wrote'));

let browser: Browser;

describeBrowser('a paper as a page', () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const opened = async (language: PaperLanguage, width: number, colorScheme: 'light' | 'dark', colour?: string) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.setContent(renderPage(aPaper(blocks, { language, colour })).html);
    return page;
  };

  test.each([
    ['en', 1_200, 'light', undefined],
    ['it', 1_200, 'dark', '#ffe600'],
    ['en', 320, 'dark', undefined],
    ['it', 320, 'light', '#ffe600'],
  ] as const)('BIL-4 axe finds nothing in it: %s, %d pixels, %s', async (language, width, scheme, colour) => {
    const page = await opened(language, width, scheme, colour);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(width);
    await page.addScriptTag({ path: axe });
    expect(await page.evaluate(findings)).toEqual([]);
    await page.context().close();
  });
});
