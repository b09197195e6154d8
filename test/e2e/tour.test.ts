import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser, openContext, type Sandbox, startSandbox } from './sandbox.ts';
import * as steps from './steps.ts';
import { openWindow, type Window } from './window.ts';

/** The guided tour, and what the page offers around the conversation. */

let sandbox: Sandbox;
let browser: Browser;
let context: BrowserContext;
let at: Window;
let strangers: string[];

const tourStep = (window: Window, title: string) => window.page.locator('.tour-step').filter({ hasText: title });

describeBrowser('the sandbox’s page', () => {
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    const opened = await openContext(browser, sandbox.url);
    context = opened.context;
    strangers = opened.strangers;
    at = await openWindow(context, sandbox.url);
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  describe('the tour', () => {
    test('opens by itself and leads to the person and channel of a step', async () => {
      const step = tourStep(at, 'The reviewer checks');
      await step.getByRole('button', { name: 'The reviewer checks' }).click();
      await step.getByRole('button', { name: 'Be Remy Reviewer, in #reviewer' }).click();
      await at.page.getByRole('button', { name: /^You are Remy Reviewer/ }).waitFor();
      await at.page.getByRole('heading', { name: '# reviewer', level: 1 }).waitFor();
    });

    test('every step names its rules, and has a person to be and something to press', async () => {
      const all = at.page.locator('.tour-step');
      const count = await all.count();
      expect(count).toBeGreaterThanOrEqual(10);
      for (let n = 0; n < count; n += 1) {
        await all.nth(n).locator('.tour-title').click();
        expect(await all.nth(n).locator('.tour-rules').textContent()).toMatch(/^(ONB|COL|BIL|CUS)-\d/);
        expect(await all.nth(n).getByRole('button', { name: /^Be / }).count()).toBeGreaterThan(0);
      }
    });

    test('notices that a step was done, and remembers it after the page was left', { timeout: 120_000 }, async () => {
      await at.become('Sally Sales');
      await steps.createProject(at);
      await tourStep(at, 'Sales begins a folder').getByText('(done)').waitFor();
      await at.page.reload();
      await tourStep(at, 'Sales begins a folder').getByText('(done)').waitFor();
      expect(await tourStep(at, 'Sales ticks and hands on').getAttribute('class')).toContain('open');
    });

    test('a step can be marked by hand and taken back', async () => {
      const step = tourStep(at, 'Sales checks the profile');
      await step.getByRole('button', { name: 'Sales checks the profile' }).click();
      await step.getByLabel('Done').click();
      await step.getByText('(done)').waitFor();
      await step.getByRole('button', { name: /Sales checks the profile/ }).click();
      await step.getByLabel('Done').click();
      expect(await step.getByText('(done)').count()).toBe(0);
    });
  });

  describe('around the conversation', () => {
    test('the traffic shows requests with their acks, newest first', async () => {
      await at.page.getByRole('button', { name: 'Traffic', exact: false }).first().click();
      const submission = at.page.locator('.traffic-row').filter({ hasText: 'view submission project.create' });
      await submission.first().waitFor();
      expect(await submission.first().textContent()).toMatch(/ack 200/);
      expect(await submission.first().textContent()).toMatch(/\d ms/);
    });

    test('plain-text fallbacks can be shown', async () => {
      await at.page.getByRole('button', { name: 'Plain text' }).click();
      expect(await at.message('Intake: Acme').textContent()).toContain('P-1 Acme Dental <&> Sons is at your desk');
      await at.page.getByRole('button', { name: 'Plain text' }).click();
    });

    test('what people typed is text, never markup', async () => {
      await at.say('<img src=x onerror=alert(1)> *bold* <javascript:alert(1)|here>');
      const said = at.message('onerror');
      await said.waitFor();
      expect(await said.locator('img').count()).toBe(0);
      expect(await said.locator('a').count()).toBe(0);
      expect(await said.locator('strong').last().textContent()).toBe('bold');
    });

    test('commands complete with Tab and say what they take', async () => {
      const box = at.page.getByRole('combobox', { name: /^Message / });
      await box.fill('/onb');
      await at.page.getByRole('option', { name: /\/onboard/ }).waitFor();
      await box.press('Tab');
      expect(await box.inputValue()).toBe('/onboard ');
      await box.fill('');
    });

    test('a modal keeps the focus inside, Escape closes it, and the focus returns', async () => {
      const button = at.message('Intake: Acme').getByRole('button', { name: 'Checklist' });
      await button.focus();
      await button.press('Enter');
      await at.modal.waitFor();
      for (let n = 0; n < 30; n += 1) await at.page.keyboard.press('Tab');
      const isInside =
        "document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)";
      expect(await at.page.evaluate(isInside)).toBe(true);
      await at.page.keyboard.press('Escape');
      await at.closed();
    });

    test('Slack’s words for an app that cannot be reached', async () => {
      await at.page
        .getByRole('button', { name: /^Faults|⚡/ })
        .first()
        .click();
      await at.page.getByLabel(/^Baton cannot be reached/).check();
      await at.say('/onboard list');
      await at.page
        .getByText(/connection_failed/)
        .first()
        .waitFor();
      await at.page.getByLabel(/^Baton cannot be reached/).uncheck();
    });

    test('each window is its own person', async () => {
      const second = await openWindow(context, sandbox.url, '#/U0MANAGE001/G0SECRET01');
      await second.page.getByRole('heading', { name: /board/, level: 1 }).waitFor();
      await second.page.getByRole('button', { name: /^You are Mona Management/ }).waitFor();
      expect(await at.page.getByRole('button', { name: /^You are Sally Sales/ }).count()).toBe(1);
      expect(await at.page.getByRole('navigation', { name: 'Workspace' }).getByText('board').count()).toBe(0);
      await second.page.close();
    });
  });

  describe('the tour’s steps of billing, on the demo’s history', () => {
    let anna: Window;
    /** The one that is made here: those of the history are numbered from 1001 on. */
    const bill = /Invoice I-\d{1,2}: Services[\s\S]*Bayside/;
    beforeAll(async () => {
      await at.page
        .getByRole('button', { name: /^Tour|🧭/ })
        .first()
        .click();
      anna = await openWindow(context, sandbox.url, '#/U0ACCTNG001/C0ACCTNG001');
    });
    afterAll(() => anna.page.close());

    const done = (title: string) => tourStep(anna, `Billing: ${title}`).getByText('(done)').waitFor();
    const submitAndClose = async () => {
      await anna.submit();
      await anna.closed();
    };

    test('BIL-12, BIL-15 the demo’s customers have a history: invoices with numbers, a balance, what is overdue', async () => {
      await anna.message(/I-1004: [\s\S]*Bayside/).waitFor();
      await anna.say('/bill customer Northwind Clinics');
      await anna.modal.waitFor();
      expect(await anna.modal.textContent()).toContain('$100.00');
      await anna.page.keyboard.press('Escape');
      await anna.closed();
    });

    test('BIL-1, BIL-12, BIL-13, BIL-15 previewed, billed, issued, paid in part, credited', {
      timeout: 180_000,
    }, async () => {
      await anna.say('/bill preview Bayside Dermatology');
      await anna.modal.waitFor();
      await anna.modal.getByText('Mailing list').first().waitFor();
      await submitAndClose();
      await done('preview, and bill now');
      await anna.press(bill, 'Issue');
      await anna.modal.waitFor();
      await submitAndClose();
      await anna.message(/Invoice I-\d{1,2}: Services[\s\S]*Bayside[\s\S]*as INV-\d{4}-\d{5}/).waitFor();
      await anna.press(bill, 'Record payment');
      await anna.modal.waitFor();
      await anna.type('Amount received', '200');
      await anna.choose('How was it paid', 'Check');
      await submitAndClose();
      await anna.message(/Invoice I-\d{1,2}: Services[\s\S]*Bayside[\s\S]*Partly paid/).waitFor();
      await done('a part of it is paid');
      await anna.press(bill, 'Credit');
      await anna.modal.waitFor();
      for (const line of await anna.modal.getByLabel(/^Of “/).all()) await line.fill('');
      await anna.type('Of “Managed hosting”', '25');
      await anna.type('Why', 'Slow for a day');
      await submitAndClose();
      await done('a credit note');
    });

    test('BIL-6 a service starts and another stops, each previewed', { timeout: 180_000 }, async () => {
      await anna.say('/bill customer Bayside Dermatology');
      await anna.modal.waitFor();
      await anna.modal.getByRole('button', { name: 'Open subscription' }).first().click();
      await anna.modal.getByRole('button', { name: 'Start service' }).click();
      await anna.choose('Plan', 'Help desk');
      await anna.type('Quantity', '3');
      await anna.submit();
      await anna.modal.getByText('A month costs').waitFor();
      await anna.submit();
      await anna.modal.getByText('3 × Help desk at').first().waitFor();
      await anna.modal.getByRole('button', { name: 'Change', exact: true }).first().click();
      await anna.choose('What?', 'Stop until it is started again');
      await anna.submit();
      await anna.modal.getByText('A month costs').waitFor();
      await anna.submit();
      await done('a service starts, another stops');
      // What a person has open follows them to their next window.
      await anna.closeAll();
    });
  });

  describe('the tour’s steps of quotes, reports, terminations and months', () => {
    let anna: Window;
    beforeAll(async () => {
      anna = await openWindow(context, sandbox.url, '#/U0ACCTNG001/C0ACCTNG001');
    });
    afterAll(() => anna.page.close());
    const done = (title: string) => tourStep(anna, `Billing: ${title}`).getByText('(done)').waitFor();

    test('BIL-10, ALL-5 a quote is made, sent and accepted, and becomes an invoice', { timeout: 180_000 }, async () => {
      await anna.say('/bill quote new Northwind Clinics');
      await anna.modal.waitFor();
      await anna.type('What it is for', 'Migration');
      await anna.type('Lines', 'Migration | 1 | 500.00 | services');
      await anna.submit();
      await anna.modal.getByText('Make the quote').waitFor();
      await anna.submit();
      await anna.modal.getByRole('button', { name: 'Mark as sent' }).click();
      await anna.modal.getByLabel('How').first().fill('mail');
      await anna.submit();
      await anna.modal.getByRole('button', { name: 'Accepted' }).click();
      await anna.type('How did the customer accept', 'signed');
      await anna.submit();
      await done('a quote becomes an invoice');
      await anna.closeAll();
      await anna.message(/Migration[\s\S]*Northwind/).waitFor();
    });

    test('CUS-8 a report on screen and as a file; CUS-6 a customer leaves', { timeout: 180_000 }, async () => {
      await anna.say('/bill report');
      await anna.modal.waitFor();
      await anna.submit();
      await anna.closed();
      await anna.page.getByRole('button', { name: 'As XLSX' }).last().click();
      await done('figures on screen and as a file');
      await anna.say('/bill customer Larkspur Legal');
      await anna.modal.waitFor();
      await anna.modal.getByRole('button', { name: 'Terminate' }).click();
      await anna.modal.getByLabel('Last day served').waitFor();
      await anna.submit();
      await done('a customer leaves in order');
      await anna.closeAll();
    });

    test('BIL-2, CUS-6 a month goes by with its bills and what is due each day; it is shown, and stopped when asked', {
      timeout: 400_000,
    }, async () => {
      const now = async () =>
        new Date(((await (await fetch(`${sandbox.url}/baton/state`)).json()) as { now: string }).now);
      const pane = anna.page.getByRole('complementary', { name: 'Months' });
      const before = await now();
      await anna.page.getByRole('button', { name: /Months$/ }).click();
      await pane.getByRole('button', { name: 'A year on' }).click();
      await pane.getByText(/^Month 1 of 12: /).waitFor();
      expect(await anna.page.getByRole('button', { name: 'One day on' }).isDisabled()).toBe(true);
      await pane.getByRole('button', { name: 'Stop' }).click();
      await pane.getByText(/^Month \d/).waitFor({ state: 'detached' });
      const stopped = await now();
      expect(stopped.getTime()).toBeLessThan(before.getTime() + 20 * 86_400_000);
      await pane.getByRole('button', { name: 'A month on' }).click();
      await pane.getByText(/^Month 1 of 1: /).waitFor();
      await pane.getByText(/^Month \d/).waitFor({ state: 'detached', timeout: 300_000 });
      const days = ((await now()).getTime() - stopped.getTime()) / 86_400_000;
      expect(Math.round(days)).toBeGreaterThanOrEqual(28);
      expect(Math.round(days)).toBeLessThanOrEqual(31);
      expect(await pane.getByText(/^They stopped/).count()).toBe(0);
      await anna.message(/Bill run as of/).waitFor();
    });
  });

  describe('at the end', () => {
    test('a reset empties the workspace, in every window', { timeout: 400_000 }, async () => {
      const second = await openWindow(context, sandbox.url, '#/U0ACCTNG001/C0SALES001');
      await second.lookUp('Intake: Acme');
      // On a busy machine a command may come too late for its modal; people send it again.
      for (let tries = 0; tries < 5 && !(await second.modal.isVisible()); tries += 1) {
        await second.say('/bill import');
        await second.modal.waitFor({ timeout: 6000 }).catch(() => undefined);
      }
      await second.modal.waitFor();
      await at.lookUp('Intake: Acme');
      await at.page.getByRole('button', { name: 'Reset everything' }).click();
      await at.page.locator('dialog.confirm').getByRole('button', { name: 'Reset everything' }).click();
      await at.message('Intake: Acme').waitFor({ state: 'detached', timeout: 60_000 });
      await at.message('Baton will post here').waitFor({ timeout: 200_000 });
      await second.closed();
      await second.message('Baton will post here').waitFor({ timeout: 60_000 });
      expect(await second.message('Intake: Acme').count()).toBe(0);
      await second.page.getByRole('button', { name: /^You are Anna Accounting/ }).waitFor();
      // The ticks go once more when Baton is back: what came meanwhile was about the old workspace.
      for (const window of [at, second])
        await expect.poll(() => tourStep(window, 'Sales begins a folder').getByText('(done)').count()).toBe(0);
      await second.goTo('general');
      await second.say('It works again');
      await at.goTo('general');
      await at.message('It works again').waitFor();
      await second.page.close();
    });

    test('nothing was asked of any other machine', () => {
      expect(strangers).toEqual([]);
    });
  });
});
