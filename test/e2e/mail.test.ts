import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser, openContext, type Sandbox, startSandbox } from './sandbox.ts';
import { openWindow, type Window } from './window.ts';

/** An invoice goes by mail in the sandbox: what its letter looks like, and what becomes of it when the mail server misbehaves. */

let sandbox: Sandbox;
let browser: Browser;
let anna: Window;
/** An open modal keeps everything else out of reach: the letters are read in another window. */
let other: Window;
const strangers: string[] = [];

/** One of the demo's history; its message stays as it is. */
const bill = /I-1004: /;

describeBrowser('mail in the sandbox', () => {
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    const opened = await openContext(browser, sandbox.url);
    strangers.push(...opened.strangers);
    anna = await openWindow(opened.context, sandbox.url, '#/U0ACCTNG001/C0ACCTNG001');
    other = await openWindow(opened.context, sandbox.url, '#/U0ADMIN0001/C0ACCTNG001');
    await other.page.getByRole('button', { name: /Mail$/ }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      for (const [n, at] of [anna, other].entries()) await at.page.screenshot({ path: `test-results/mail-${n}.png` });
  });

  const pane = () => other.page.getByRole('complementary', { name: 'Mail' });
  const letter = (about: string | RegExp) => pane().getByRole('listitem').filter({ hasText: about }).first();
  const open = async () => {
    await anna
      .message(bill)
      .getByRole('button', { name: /^Send (by mail|again)$/ })
      .click();
    await anna.modal.waitFor();
    await anna.modal.getByRole('checkbox', { name: 'accounts@example.com' }).uncheck();
    await anna.type('To others', 'ann@bayside.example');
  };

  test('BIL-3 a test copy arrives in the mail pane as HTML without script, with text and headers; then the letter goes', {
    timeout: 180_000,
  }, async () => {
    await open();
    await anna.type('Your address', 'anna@harbor.example');
    await anna.type('What it says', 'Hello\n\n<script>alert(1)</script> is only text here.');
    await anna.submit();
    await anna.modal.getByText('A test copy is on its way to anna@harbor.example').waitFor();
    const copy = letter(/to anna@harbor\.example/);
    await copy.waitFor();
    await copy.locator('summary').first().click();
    const frame = copy.locator('iframe');
    expect(await frame.getAttribute('sandbox')).toBe('');
    await frame.contentFrame().getByText('is only text here.').waitFor();
    expect(await frame.contentFrame().locator('script').count()).toBe(0);
    await copy.getByText('Headers').click();
    expect(await copy.locator('pre').last().textContent()).toMatch(/To: ann@bayside\.example[\s\S]*Message-ID: </i);
    await anna.submit();
    await anna.closed();
    await letter(/to ann@bayside\.example/).waitFor();
  });

  test('BIL-3 a letter that bounces asks accounting to call; a server that drops the line leaves it to an admin', {
    timeout: 180_000,
  }, async () => {
    const sent = letter(/to ann@bayside\.example/);
    await sent.locator('summary').first().click();
    await sent.getByRole('button', { name: 'Let it bounce' }).click();
    await anna.message(/did not reach the customer/).waitFor();
    await pane()
      .getByLabel(/^Takes it and drops the line/)
      .check();
    await open();
    await anna.choose('What should go?', 'The letter, to the customer');
    await anna.type('Subject', 'Dropped');
    await anna.submit();
    await anna.closed();
    await letter('Dropped').waitFor();
    await pane()
      .getByLabel(/^Takes every letter/)
      .check();
    await other.become('Ada');
    await other.goTo('admin');
    // Once it is sure that the old try cannot land any more: within a minute.
    await other.message(/mail to bayside\.example/).waitFor({ timeout: 100_000 });
    await other.goTo('Home');
    await other.page.getByRole('button', { name: 'Drop', exact: true }).first().waitFor();
    expect(await other.page.getByText('may have this message or not').count()).toBeGreaterThan(0);
    expect(strangers).toEqual([]);
  });
});
