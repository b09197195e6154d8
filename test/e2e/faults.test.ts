import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser, openContext, type Sandbox, startSandbox } from './sandbox.ts';
import { openWindow, type Window } from './window.ts';

/** Bad days switched on in the page while somebody works: nothing is lost, nothing doubled, and the person is told. */

let sandbox: Sandbox;
let browser: Browser;
let at: Window;

const fault = (name: string, on: boolean) => at.page.getByLabel(new RegExp(`^${name}`)).setChecked(on);

/** Fills in a folder; where Slack fails, people try again until the window opens. */
const begin = async (customer: string): Promise<void> => {
  for (let tries = 0; tries < 5 && !(await at.modal.isVisible()); tries += 1) {
    await at.say('/onboard new');
    await at.modal.waitFor({ timeout: 6000 }).catch(() => undefined);
  }
  await at.type('Or a new customer', customer);
  await at.choose('Project manager', 'Pia Project-Manager');
};

const arrivals = async (customer: string): Promise<number> => {
  await at.message(`Intake: ${customer}`).waitFor({ timeout: 90_000 });
  // By the stand-in's own account: the page draws only what is in view.
  const response = await fetch(`${sandbox.url}/sandbox/messages?as=U0SALES001&channel=C0SALES001&limit=1000`);
  return (await response.text()).split(`"text":"Intake: ${customer}"`).length - 1;
};

describeBrowser('faults, switched on in the page', () => {
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    const { context } = await openContext(browser, sandbox.url);
    at = await openWindow(context, sandbox.url, '#/U0SALES001/C0SALES001');
    await at.page.getByRole('button', { name: /Faults$/ }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await at.page.screenshot({ path: 'test-results/faults.png' });
  });

  test.each([
    ['Slack is slow', 'Slow & Sons'],
    ['Slack limits the rate', 'Limited Ltd'],
    ['Every third call fails', 'Third Time Inc'],
    ['Slack talks nonsense', 'Babel Bros'],
    ['Everything arrives twice', 'Twin Trading'],
  ])('%s: a folder begun meanwhile arrives once', { timeout: 180_000 }, async (name, customer) => {
    await fault(name, true);
    await begin(customer);
    await at.submit();
    await at.closed();
    await at.page.getByText(/^[1-9]\d* times so far/).waitFor();
    await fault(name, false);
    expect(await arrivals(customer)).toBe(1);
  });

  test.each([
    ['Slack is down', 'Slack could not reach Baton (connection_failed).'],
    ['Baton cannot be reached', 'Slack could not reach Baton (connection_failed).'],
    ['Wrong signatures', 'Baton refused the request (http_status_401).'],
  ])('%s: a command fails in words, and stands there to be sent again', async (name, words) => {
    await fault(name, true);
    await at.say('/onboard new');
    await at.page.getByText(`/onboard failed: ${words}`).waitFor();
    await at.page.getByRole('button', { name: 'Dismiss' }).click();
    await fault(name, false);
    const box = at.page.getByRole('combobox', { name: /^Message / });
    expect(await box.inputValue()).toBe('/onboard new');
    await box.press('Escape');
    await box.press('Enter');
    await at.modal.waitFor();
    await at.page.keyboard.press('Escape');
    await at.closed();
  });

  test('Crash Baton: what was accepted is there afterwards, once; what was not, can be sent again', {
    timeout: 240_000,
  }, async () => {
    const crash = () => at.page.getByRole('button', { name: 'Crash Baton' }).click();
    const lamp = at.page.locator('.lamp');
    await begin('Accepted AG');
    await at.submit();
    await at.closed();
    await crash();
    await expect.poll(() => lamp.getAttribute('title')).toBe('Baton is down');
    await at.say('/onboard list');
    await at.page.getByText('/onboard failed: Slack could not reach Baton').waitFor();
    await at.page.getByText('killed without warning').waitFor({ timeout: 120_000 });
    await expect.poll(() => lamp.getAttribute('title'), { timeout: 60_000 }).toBe('Baton is running');
    expect(await arrivals('Accepted AG')).toBe(1);

    await begin('Again GmbH');
    const restarted = fetch(`${sandbox.url}/baton/crash`, { method: 'POST' });
    await expect.poll(async () => (await fetch(`${sandbox.url}/baton/state`)).json()).toMatchObject({ batonUp: false });
    await at.submit();
    await at.modal.getByText('We had some trouble connecting. Try again?').waitFor();
    await restarted;
    expect(await at.modal.getByLabel('Or a new customer').inputValue()).toBe('Again GmbH');
    await at.submit();
    await at.closed();
    expect(await arrivals('Again GmbH')).toBe(1);
  });

  test('kill -9 from outside, with a message on its way: Baton comes back by itself and shows it once', {
    timeout: 120_000,
  }, async () => {
    await fault('Slack is slow', true);
    await begin('Outside OHG');
    await at.submit();
    await at.closed();
    sandbox.killBaton();
    await expect.poll(sandbox.output).toContain('ended unexpectedly');
    await fault('Slack is slow', false);
    // Not by the lamp alone: a page on a busy machine may not have heard yet that Baton was gone.
    await expect
      .poll(async () => (await fetch(`${sandbox.url}/baton/state`)).json(), { timeout: 60_000 })
      .toMatchObject({ batonUp: true });
    await expect
      .poll(() => at.page.locator('.lamp').getAttribute('title'), { timeout: 60_000 })
      .toBe('Baton is running');
    expect(await arrivals('Outside OHG')).toBe(1);
    await at.say('/onboard show P-1');
    await at.modal.waitFor();
    await at.page.keyboard.press('Escape');
    await at.closed();
  });
});
