import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeAll } from '../standin/support.ts';
import { describeBrowser } from './describe-browser.ts';
import { looksOf } from './looks.ts';
import { launchBrowser } from './sandbox.ts';
import { openStage, type Stage } from './stage.ts';
import type { Window } from './window.ts';

/** Everybody can use the page: contrast, names, keyboard, narrow windows; in light and in dark. */

let stage: Stage;
let browser: Browser;

/** Goes to each place of the page that looks different from the others. */
const everywhere = async (at: Window, judge: (where: string) => Promise<void>): Promise<void> => {
  const { page } = at;
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  await judge('a channel');
  await press('Plain text');
  await judge('plain text');
  await press('Plain text');
  await at.message('Ticks').hover();
  await judge('a message under the pointer');
  await at.press('Plain', 'Plain');
  await at.message('Only visible to you').waitFor();
  await judge('a whisper');
  await at.say('/nonsense');
  await page.locator('.notice').waitFor();
  await judge('a notice');
  await press('Dismiss');
  await press(/Months$/);
  await page.getByRole('button', { name: 'A month on' }).waitFor();
  await judge('Months');
  for (const name of ['Traffic', 'Files', 'Faults']) {
    await press(new RegExp(`${name}$`));
    await page.locator('.dock li').first().waitFor();
    await judge(name);
  }
  await page.getByLabel(/^Slack is slow/).check();
  await judge('a fault that is on');
  await press('All off');
  await press(/^Close /);
  await page.getByRole('button', { name: 'Baton Home' }).click();
  await page.getByRole('region', { name: 'Baton Home' }).getByText('Ticks').waitFor();
  await judge('Home');
  await stage.post('C0SALES001', 'Come and see');
  await page.getByRole('button', { name: '# sales, 1 unread' }).waitFor();
  await judge('an unread channel');
  await at.goTo('sales');
  await page.getByText('New', { exact: true }).waitFor();
  await judge('the line above what is new');
  await page.setInputFiles('.channel input[type=file]', {
    name: 'a.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('a'),
  });
  await page.getByRole('button', { name: 'Remove a.csv' }).waitFor();
  await judge('a file to be sent');
  await at.say('With a file');
  await at.message('With a file').getByRole('link').waitFor();
  await judge('a file that was sent');
  await at.openThread('Ticks');
  await at.reply('A reply with `code`, @nobody and <@U0SALES001>');
  await at.thread.getByText(/\d repl/).waitFor();
  await judge('a thread');
  await press('Close thread');
  await page.getByRole('button', { name: /^You are / }).click();
  await judge('the people');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: /^Message / }).fill('/');
  await judge('suggestions');
  await page.getByRole('combobox', { name: /^Message / }).fill('');
  await at.message('Ticks').getByRole('button', { name: 'Danger' }).click();
  await judge('a question');
  await press('Leave it');
  await at.say('/onboard');
  await at.modal.waitFor();
  await at.type('Number', 'x');
  await at.submit();
  await at.modal.getByRole('alert').waitFor();
  await at.modal.getByLabel('Fruits').click();
  await judge('a modal with an error and an open menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await at.closed();
};

describeBrowser('everybody can use the page', () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await closeAll();
  });

  beforeEach(async () => {
    stage = await openStage();
  });
  test.each(['light', 'dark'] as const)('contrast and names, %s', { timeout: 120_000 }, async (colorScheme) => {
    const at = await stage.open(browser);
    await at.page.emulateMedia({ colorScheme });
    const looks = looksOf(at.page);
    await everywhere(at, looks.judge);
    expect(looks.found).toEqual([]);
  });

  test('a window of 360 pixels shows everything without scrolling sideways', { timeout: 120_000 }, async () => {
    const at = await stage.open(browser, { width: 360, height: 740 });
    const { page } = at;
    const looks = looksOf(page);
    const channels = () => page.getByRole('button', { name: 'Channels' }).click();
    await looks.judge('a channel');
    await channels();
    await looks.judge('the list of channels');
    await page.getByRole('button', { name: /^You are / }).click();
    await looks.judge('the people');
    await page.keyboard.press('Escape');
    await at.goTo('billing');
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await channels();
    await at.goTo('sales');
    for (const name of ['Tour', 'Traffic', 'Files', 'Faults']) {
      await page.getByRole('button', { name: new RegExp(`${name}$`) }).click();
      await page.locator('.dock li').first().waitFor();
      await looks.judge(name);
      await page.getByRole('button', { name: /^Close / }).click();
    }
    await at.openThread('Ticks');
    await looks.judge('a thread');
    await page.getByRole('button', { name: 'Close thread' }).click();
    await at.say('/onboard');
    await at.modal.waitFor();
    await at.modal.getByLabel('Fruits').click();
    await looks.judge('a modal with an open menu');
    expect(looks.found).toEqual([]);
  });

  test('Tab reaches everything in the order in which it is read, and one sees where one is', async () => {
    const at = await stage.open(browser);
    const looks = looksOf(at.page);
    await at.page.evaluate('document.activeElement.blur()');
    const stops = (await looks.tabThrough('the page', 105)).join('\n');
    const order = [
      'Skip to',
      'One hour on',
      'Plain text',
      'You are Sally',
      '# general',
      'Baton Messages',
      'Messages in',
      'Primary',
      'Message # sales',
      'Close Tour',
      'Reset everything',
    ];
    expect(order.filter((stop) => !stops.includes(stop))).toEqual([]);
    const places = order.map((stop) => stops.indexOf(stop));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(looks.found).toEqual([]);
  });

  test('the people, the channels, the thread and a question answer to the keyboard alone', async () => {
    const at = await stage.open(browser);
    const { page } = at;
    await page.getByRole('button', { name: /^You are / }).press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^You are Remy Reviewer/ }).waitFor();
    expect(await page.evaluate('document.activeElement.className')).toBe('person-current');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('heading', { name: '# reviewer', level: 1 }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('heading', { name: '# sales', level: 1 }).waitFor();
    const danger = at.message('Ticks').getByRole('button', { name: 'Danger' });
    await danger.press('Enter');
    await page.getByRole('dialog', { name: 'Are you sure?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Danger');
    expect(stage.actions).toEqual([]);
    const toThread = at.message('Ticks').getByRole('button', { name: 'Reply in thread' });
    await toThread.press('Enter');
    await at.thread.waitFor();
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('Reply…');
    await page.keyboard.press('Escape');
    await at.thread.waitFor({ state: 'detached' });
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('Reply in thread');
  });
});
