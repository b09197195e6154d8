import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser, openContext, type Sandbox, startSandbox } from './sandbox.ts';
import * as steps from './steps.ts';
import { openWindow, type Window } from './window.ts';

/** The sandbox shows what customers see: their pages, at its own address, and what they do there in the thread. */

let sandbox: Sandbox;
let browser: Browser;
let sally: Window;
let strangers: readonly string[] = [];

describeBrowser('customers’ pages in the sandbox', () => {
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    const opened = await openContext(browser, sandbox.url);
    ({ strangers } = opened);
    sally = await openWindow(opened.context, sandbox.url, '#/U0ADMIN0001/C0ACCTNG001');
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  test('ONB-21 the pane lists pages; one opens in a tab of its own, and what is written there is on it', {
    timeout: 120_000,
  }, async () => {
    await sally.page.getByRole('button', { name: /Pages$/ }).click();
    const pane = sally.page.getByRole('complementary', { name: 'Pages' });
    const link = pane.getByRole('link', { name: /^(Project P|Invoice )/ }).first();
    await link.waitFor();
    const [page] = await Promise.all([sally.page.waitForEvent('popup'), link.click()]);
    await page.getByRole('heading', { level: 1, name: /^(Your project P-|Invoice )/ }).waitFor();
    expect(page.url().startsWith(sandbox.url)).toBe(true);
    const form = page.getByRole('region', { name: /^(Write to us|Something is not right\?)$/ });
    await form.getByRole('textbox').fill('We are shut on Friday');
    await form.getByRole('button').click();
    await page.getByText('you wrote: We are shut on Friday').waitFor();
    expect(strangers).toEqual([]);
  });

  test('PUR-14 a form that is asked for stands in the pane, and is filled in at the sandbox’s own address', {
    timeout: 120_000,
  }, async () => {
    await sally.closeAll();
    await sally.become('Sally Sales');
    await sally.goTo('sales');
    await steps.createProject(sally);
    await sally.press('Intake: Acme', 'Open project');
    await sally.modal.getByRole('button', { name: 'Request a form' }).click();
    await sally.submit();
    await sally.closeAll();
    const pane = sally.page.getByRole('complementary', { name: 'Pages' });
    await pane.getByRole('button', { name: 'Look again' }).click();
    const link = pane.getByRole('link', { name: 'Form, requested' });
    await link.waitFor();
    const [page] = await Promise.all([sally.page.waitForEvent('popup'), link.click()]);
    await page.getByRole('button', { name: 'Save this part' }).first().waitFor();
    expect(page.url().startsWith(`${sandbox.url}/forms/`)).toBe(true);
    await page.getByLabel('Why').fill('Nothing of it changed');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByText('You declined this form. We will call you.').waitFor();
    await sally.goTo('Messages');
    await sally.message(/declined a form/).waitFor();
    expect(strangers).toEqual([]);
  });
});
