import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser, openContext, type Sandbox, startSandbox } from './sandbox.ts';
import * as steps from './steps.ts';
import { openWindow, type Window } from './window.ts';

/** The whole main job by hand, in two windows, with a bad day in the middle. */

let sandbox: Sandbox;
let browser: Browser;
let sally: Window;
let other: Window;
const strangers: string[][] = [];
const errors: string[][] = [];

const today = async (): Promise<string> => {
  const response = await fetch(`${sandbox.url}/baton/state`);
  const { now } = (await response.json()) as { now: string };
  return now.slice(0, 10);
};

const fault = async (name: string, on: boolean): Promise<void> => {
  await other.page.getByRole('button', { name: /^Faults/ }).click();
  await other.page.getByLabel(new RegExp(`^${name}`)).setChecked(on);
  await other.page.getByRole('button', { name: 'Close Faults' }).click();
};

describeBrowser('the main job in the browser', () => {
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    const windows: Window[] = [];
    for (const at of ['#/U0SALES001/C0SALES001', '#/U0REVIEW001/C0REVIEW001']) {
      const opened = await openContext(browser, sandbox.url);
      strangers.push(opened.strangers);
      errors.push(opened.errors);
      windows.push(await openWindow(opened.context, sandbox.url, at));
    }
    const [first, second] = windows;
    if (!first || !second) throw new Error('two windows were wanted');
    [sally, other] = [first, second];
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  /** Each part needs what the parts before it did. */
  let isBroken = false;
  beforeEach(({ skip }) => skip(isBroken, 'an earlier part failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    isBroken = true;
    await Promise.all([sally, other].map((at, n) => at.page.screenshot({ path: `test-results/main-job-${n}.png` })));
  });

  test('ONB-1 a folder begins; a wrong amount is answered in its field', { timeout: 120_000 }, async () => {
    await steps.createProject(sally);
  });

  test('ONB-2 handed on in one window, it arrives in the other by itself', { timeout: 120_000 }, async () => {
    await steps.intake(sally);
    await other.message('Review: Acme').waitFor();
    expect(await other.message('Review: Acme').getByRole('button').count()).toBeGreaterThan(3);
  });

  test('ALL-1 who lacks the role is refused by a message that only they see', { timeout: 120_000 }, async () => {
    await sally.goTo('reviewer');
    await sally.press('Review: Acme', 'Approve');
    await sally.message('Only visible to you').waitFor();
    expect(await other.page.getByText('Only visible to you').count()).toBe(0);
  });

  test('answers to posts that get lost double nothing (a fault in the middle)', { timeout: 180_000 }, async () => {
    await fault('Answers to posts get lost', true);
    await steps.review(other);
    await sally.goTo('billing');
    await sally.message('Billing: Acme').waitFor();
    await fault('Answers to posts get lost', false);
    await other.become('Anna Accounting');
    await steps.billing(other);
    for (const channel of ['billing', 'accounting']) {
      await sally.goTo(channel);
      const heads = channel === 'billing' ? ['Billing: Acme'] : ['Invoice I-1:', 'Invoice I-2:', 'Invoice I-3:'];
      for (const head of heads) {
        await sally.message(head).waitFor();
        expect(await sally.page.getByRole('article').filter({ hasText: head }).count(), head).toBe(1);
      }
    }
  });

  test('ONB-9 … ONB-14 profile, planning, hardware, payment, live', { timeout: 240_000 }, async () => {
    const day = await today();
    await steps.profileCheck(sally, day);
    await other.become('Pia Project-Manager');
    await steps.planning(other, day);
    await steps.hardware(other, other);
    await steps.firstMonthPaid(other);
    await steps.goLive(other, day);
  });

  test('ONB-15, ONB-16, BIL-9 two acknowledgements, then armed with the credit shown', {
    timeout: 180_000,
  }, async () => {
    await steps.acknowledge(sally, 'sales', 'Sales');
    await steps.acknowledge(other, 'service', 'Service');
    const shown = await steps.arm(other);
    const day = Number((await today()).slice(8));
    expect(shown).toContain('Credit');
    if (day > 1) expect(shown).toContain(`${day - 1} of `);
  });

  test('COL-1 a broken report is refused with its row, a good one opens one case', { timeout: 120_000 }, async () => {
    await other.goTo('accounting');
    await steps.importSample(other, 'broken.csv');
    await other.page
      .getByText(/row 2|line 3|four hundred/i)
      .first()
      .waitFor();
    if (await other.modal.isVisible()) await other.page.keyboard.press('Escape');
    await other.closed();
    await steps.importSample(other, 'fifth-attempt.csv');
    await other.closed();
    await other.message(/C-\d+ Northwind Clinics[\s\S]*5 of 5/).waitFor();
    expect(
      await other.page
        .getByRole('article')
        .filter({ hasText: /C-\d+ Northwind Clinics/ })
        .count(),
    ).toBe(1);
  });

  test('COL-4, COL-5 Support sets both ticks and confirms by a word in the thread', { timeout: 120_000 }, async () => {
    await other.press(/C-\d+ Northwind Clinics/, 'Advise Support');
    await other.modal.waitFor();
    await other.type('Why', 'No answer to three calls');
    await other.submit();
    await other.closed();
    await sally.become('Suki Support');
    await sally.goTo('support');
    const task = /Expire the license of Northwind Clinics/;
    await sally.message(task).waitFor();
    await sally.press(task, 'Ticks');
    await sally.modal.waitFor();
    for (const box of await sally.modal.getByRole('checkbox').all()) await box.check();
    await sally.submit();
    await sally.closed();
    await sally.openThread(task);
    await sally.reply('done, I think');
    await sally.thread.getByText('done, I think').waitFor();
    await sally.reply('done');
    await sally.message(/Expired. Confirmed by @Suki Support/).waitFor();
    await other.message(/Northwind Clinics[\s\S]*expired/i).waitFor();
  });

  test('the clock moves Baton’s day and shows it', { timeout: 120_000 }, async () => {
    const before = await today();
    await other.page.getByRole('button', { name: 'One week on' }).click();
    await other.page.getByRole('button', { name: 'One week on', disabled: false }).waitFor();
    expect(Date.parse(await today()) - Date.parse(before)).toBe(7 * 86_400_000);
  });

  test('no sign that Baton writes is unknown to the page', async () => {
    for (const channel of ['sales', 'accounting', 'support', 'service']) {
      await other.goTo(channel);
      await other.page.getByRole('article').last().waitFor();
      const shown = (await other.page.getByRole('article').allTextContents()).join(' ');
      expect(shown).not.toMatch(/:[a-z][a-z_]+:/);
    }
  });

  test('no request left the machine, and no script failed', () => {
    expect(strangers.flat()).toEqual([]);
    expect(errors.flat()).toEqual([]);
  });
});
