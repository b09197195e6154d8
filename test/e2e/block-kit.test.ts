import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeAll } from '../standin/support.ts';
import { describeBrowser } from './describe-browser.ts';
import { launchBrowser } from './sandbox.ts';
import { openStage, type Stage } from './stage.ts';
import type { Window } from './window.ts';

/** One of everything that Block Kit has: seen as Slack shows it, used as people use it, and heard by an app. */

let browser: Browser;
let stage: Stage;
let at: Window;

const last = () => stage.actions.at(-1);

/** Drops files as the mouse does. */
const drop = async (target: Locator, ...names: string[]): Promise<void> => {
  const dataTransfer = await at.page.evaluateHandle(
    `(() => {
      const data = new DataTransfer();
      for (const name of ${JSON.stringify(names)}) data.items.add(new File(['a,b'], name, { type: 'text/csv' }));
      return data;
    })()`,
  );
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
};

describeBrowser('Block Kit in the page', () => {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    stage = await openStage();
    at = await stage.open(browser);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await at.page.screenshot({ path: 'test-results/block-kit.png' });
    await at.page.context().close();
    await closeAll();
  });

  test('what can be read looks as in Slack', async () => {
    const shown = at.message('Gallery');
    const text = (await shown.textContent()) ?? '';
    expect(text).toContain('Gallery 🎉');
    expect(text).toContain('Bold italic gone code a link @Sally Sales #sales @here');
    expect(text).toContain('quoted & escaped');
    expect(text).toContain('Monday, September 21st, 2026 at 4:13 PM ✅ :no_such_sign:');
    expect(text).toContain('*Three*');
    expect(text).toContain('for @Sally Sales of @support-team in #sales');
    expect(await shown.locator('.section-text').nth(1).innerText()).toContain('• one\n    ◦ two');
    expect(await shown.locator('.mention-me').allTextContents()).toContain('@Sally Sales');
    expect(await shown.locator('.block-rich :is(ol, ul) li').allTextContents()).toEqual([
      'first',
      'second',
      'a point below',
    ]);
    expect(await shown.locator('pre').allTextContents()).toEqual(['fenced\n  code', 'let x = 1;\nx += 1;']);
    expect(await shown.locator('.block-table:not(.block-data-table) thead th').allTextContents()).toEqual([
      'Customer',
      'Owes',
    ]);
    expect(await shown.getByRole('cell').nth(1).textContent()).toBe('$1,200');
    for (const name of ['the logo', 'a face', 'a chart'])
      expect(await shown.getByRole('img', { name }).count()).toBe(1);
    expect(await shown.getByRole('link', { name: 'A film' }).count()).toBe(1);
    expect(await shown.getByText('does not draw').count()).toBe(0);
  });

  test('WRK-7 a table is sorted by its figures, filtered and turned over; charts say their figures', async () => {
    const table = at.message('Gallery').locator('.block-data-table');
    const names = () => table.getByRole('rowheader').allTextContents();
    expect(await names()).toEqual(['Acme', 'Bayside']);
    await table.getByRole('button', { name: 'Owes' }).click();
    expect(await names()).toEqual(['Bayside', 'Northwind']);
    await table.getByRole('button', { name: 'Next' }).click();
    expect(await names()).toEqual(['Acme']);
    await table.getByRole('searchbox').fill('north');
    expect(await names()).toEqual(['Northwind']);
    const charts = at.message('Gallery').locator('.block-chart svg');
    expect(await charts.nth(0).getAttribute('aria-label')).toContain('March: Not due 1,200, 1–30 days 300');
    expect(await charts.nth(1).getAttribute('aria-label')).toBe('Gold 3, Silver 1');
  });

  describe('a message', () => {
    let message: Locator;
    beforeEach(() => {
      message = at.message('Ticks');
    });

    test('buttons, with a question before the dangerous one', async () => {
      await message.getByRole('button', { name: 'Plain' }).click();
      await at.message('Pressed 👍').waitFor();
      const question = at.page.getByRole('dialog', { name: 'Are you sure?' });
      await message.getByRole('button', { name: 'Danger' }).click();
      await question.getByRole('button', { name: 'Leave it' }).click();
      await message.getByRole('button', { name: 'Danger' }).click();
      await at.page.keyboard.press('Escape');
      await question.waitFor({ state: 'detached' });
      expect(stage.actions.map(({ action_id }) => action_id)).toEqual(['plain']);
      await message.getByRole('button', { name: 'Danger' }).click();
      await question.getByRole('button', { name: 'Do it' }).click();
      await expect.poll(last).toMatchObject({ action_id: 'danger', value: '3' });
    });

    test('an overflow menu, by arrows, Escape and Enter', async () => {
      const more = message.getByRole('button', { name: 'More actions' });
      await more.press('Enter');
      await at.page.getByRole('menuitem', { name: 'Edit' }).waitFor();
      await at.page.keyboard.press('ArrowDown');
      await at.page.keyboard.press('Escape');
      expect(await at.page.getByRole('menu').count()).toBe(0);
      expect(stage.actions).toEqual([]);
      await at.page.keyboard.press('Enter');
      await at.page.keyboard.press('ArrowUp');
      await at.page.keyboard.press('Enter');
      await expect.poll(last).toMatchObject({ action_id: 'overflow', selected_option: { value: 'remove' } });
    });

    test('menus: of options, people, channels, several, and of what the app suggests', async () => {
      const choose = async (menu: string, option: string, typed = '') => {
        await message.getByRole('combobox', { name: menu }).click();
        if (typed) await message.getByRole('combobox', { name: menu }).fill(typed);
        await at.page.getByRole('option', { name: option }).click();
      };
      await choose('A fruit', 'Banana');
      await expect.poll(last).toMatchObject({ action_id: 'static', selected_option: { value: 'banana' } });
      await choose('A person', 'Remy Reviewer', 'remy');
      await expect.poll(last).toMatchObject({ action_id: 'user', selected_user: 'U0REVIEW001' });
      await choose('A channel', 'billing');
      await expect.poll(last).toMatchObject({ action_id: 'channel', selected_channel: 'C0BILLNG001' });
      await choose('Many', 'Apple');
      await at.page.getByRole('option', { name: 'Daikon' }).click();
      const both = [{ value: 'apple' }, { value: 'daikon' }];
      await expect.poll(last).toMatchObject({ action_id: 'many', selected_options: both });
      await at.page.keyboard.press('Escape');
      await choose('Ask the app', 'Gamma', 'gam');
      await expect.poll(last).toMatchObject({ action_id: 'external', selected_option: { value: 'gamma' } });
    });

    test('dates and times, in the person’s zone', async () => {
      const fill = async (type: string, value: string) => {
        const field = message.locator(`input[type=${type}]`);
        await field.fill(value);
        await field.blur();
      };
      expect(await message.locator('input[type=datetime-local]').inputValue()).toBe('2026-09-21T16:13');
      await fill('date', '2027-01-15');
      await expect.poll(last).toMatchObject({ action_id: 'date', selected_date: '2027-01-15' });
      await fill('time', '17:45');
      await expect.poll(last).toMatchObject({ action_id: 'time', selected_time: '17:45' });
      await fill('datetime-local', '2027-01-15T12:00');
      const noonInRome = Date.parse('2027-01-15T11:00:00Z') / 1000;
      await expect.poll(last).toMatchObject({ action_id: 'moment', selected_date_time: noonInRome });
    });

    test('checkboxes and radio buttons', async () => {
      await message.getByRole('checkbox', { name: 'One' }).check();
      const both = [{ value: 'one' }, { value: 'two' }];
      await expect.poll(last).toMatchObject({ action_id: 'ticks', selected_options: both });
      await message.getByRole('radio', { name: 'Right' }).check();
      await expect.poll(last).toMatchObject({ action_id: 'radio', selected_option: { value: 'right' } });
    });
  });

  describe('a modal', () => {
    beforeEach(async () => {
      await at.say('/onboard');
      await at.modal.waitFor();
    });

    test('every kind of field arrives as it was filled in', async () => {
      const { modal, page } = at;
      const text: [string, string][] = [
        ['Text', 'words'],
        ['Lines', 'one\ntwo'],
        ['Number', '7'],
        ['Email', 'a@b.example'],
        ['Address', 'https://a.example/'],
        ['Day', '2027-01-15'],
        ['Hour', '08:05'],
        ['Moment', '2027-01-15T12:00'],
      ];
      for (const [label, value] of text) await modal.getByLabel(label).first().fill(value);
      const choose = async (label: string, ...options: string[]) => {
        const field = modal.getByRole('combobox', { name: label, exact: true });
        await field.click();
        for (const option of options) await modal.getByRole('option', { name: option }).click();
        // One of many leaves the menu open; Escape closes it.
        if ((await field.getAttribute('aria-expanded')) === 'true') await field.press('Escape');
      };
      const optional = (label: string) => `${label} (optional)`;
      await choose(optional('Fruit'), 'Carrot');
      await choose(optional('Fruits'), 'Apple', 'Banana');
      await modal.getByLabel(optional('Suggested'), { exact: true }).fill('be');
      await modal.getByRole('option', { name: 'Beta' }).click();
      await choose(optional('Several'), 'Alpha', 'Gamma');
      await choose(optional('Person'), 'Pia');
      await choose(optional('People'), 'Remy');
      await choose(optional('Place'), '# sales');
      await choose(optional('Places'), '# billing', '# support');
      await modal.getByRole('checkbox', { name: 'Two' }).check();
      await modal.getByRole('radio', { name: 'Left' }).check();
      await page.setInputFiles('dialog input[type=file]', {
        name: 'a.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('a,b'),
      });
      await modal.getByText('a.csv').waitFor();
      await at.submit();
      await at.closed();
      expect(stage.submissions).toMatchObject([
        {
          text: { value: 'words' },
          lines: { value: 'one\ntwo' },
          number: { value: '7' },
          email: { value: 'a@b.example' },
          address: { value: 'https://a.example/' },
          fruit: { selected_option: { value: 'carrot' } },
          fruits: { selected_options: [{ value: 'apple' }, { value: 'banana' }] },
          suggested: { selected_option: { value: 'beta' } },
          several: { selected_options: [{ value: 'alpha' }, { value: 'gamma' }] },
          person: { selected_user: 'U0PROJMG001' },
          people: { selected_users: ['U0SALES001', 'U0REVIEW001'] },
          place: { selected_conversation: 'C0SALES001' },
          places: { selected_channels: ['C0BILLNG001', 'C0SUPPRT001'] },
          day: { selected_date: '2027-01-15' },
          hour: { selected_time: '08:05' },
          moment: { selected_date_time: Date.parse('2027-01-15T11:00:00Z') / 1000 },
          ticks: { selected_options: [{ value: 'two' }] },
          radio: { selected_option: { value: 'left' } },
          file: { files: [{ name: 'a.csv' }] },
        },
      ]);
    });

    test('errors stand in their fields, Slack’s own and the app’s, and what was entered stays', async () => {
      await at.type('Number', '12');
      await at.type('Lines', 'x'.repeat(21));
      await at.submit();
      await at.modal.getByText('Must be 9 or less.').waitFor();
      await at.modal.getByText('Must be no more than 20 characters.').waitFor();
      expect(await at.page.evaluate('document.activeElement.name')).toBe('lines');
      await at.type('Number', '9');
      await at.type('Lines', 'x');
      await at.type('Text', 'wrong');
      await at.submit();
      await at.modal.getByText('That is wrong.').waitFor();
      expect(await at.modal.getByLabel('Number').inputValue()).toBe('9');
      expect(stage.submissions).toHaveLength(1);
    });

    test('modals lie on one another; Back and Escape take the top one away, Save all of them', async () => {
      const title = at.modal.getByRole('heading', { level: 2 });
      await at.type('Text', 'kept');
      await at.modal.getByRole('button', { name: 'Second' }).click();
      await at.page.getByRole('dialog', { name: 'Second' }).waitFor();
      await at.modal.getByRole('button', { name: 'Third' }).click();
      await at.page.getByRole('dialog', { name: 'Third' }).waitFor();
      await at.modal.getByRole('button', { name: 'Back' }).click();
      await at.page.getByRole('dialog', { name: 'Second' }).waitFor();
      await at.page.keyboard.press('Escape');
      await at.page.getByRole('dialog', { name: 'Everything' }).waitFor();
      expect(await title.textContent()).toBe('Everything');
      expect(await at.modal.getByLabel('Text').inputValue()).toBe('kept');
      await at.modal.getByRole('button', { name: 'Second' }).click();
      await at.page.getByRole('dialog', { name: 'Second' }).waitFor();
      await at.submit();
      await at.closed();
      expect(await at.page.getByRole('dialog').count()).toBe(0);
    });

    test('Escape closes an open menu first, and then the modal', async () => {
      await at.modal.getByLabel('Fruits').press('ArrowDown');
      await at.modal.getByRole('option', { name: 'Apple' }).waitFor();
      await at.page.keyboard.press('Escape');
      expect(await at.modal.getByRole('option').count()).toBe(0);
      expect(await at.modal.isVisible()).toBe(true);
      await at.page.keyboard.press('Escape');
      await at.closed();
    });

    test('files are dropped into a field, and only those that it takes', async () => {
      const field = at.modal.locator('.file-field');
      await drop(field, 'one.csv', 'two.exe');
      await at.page.getByText('two.exe: only files of type csv can be put here.').waitFor();
      await field.getByText('one.csv').waitFor();
      await at.submit();
      await at.closed();
      expect(stage.submissions[0]?.file?.files).toMatchObject([{ name: 'one.csv', size: 3 }]);
    });
  });

  describe('the composer', () => {
    test('a file dropped into the channel is sent with the message', async () => {
      await drop(at.page.locator('.channel'), 'report.csv');
      await at.page.getByRole('button', { name: 'Remove report.csv' }).waitFor();
      await at.say('Here it is');
      const card = at.message('Here it is').getByRole('link', { name: /report\.csv/ });
      await card.waitFor();
      expect(await card.textContent()).toContain('3 bytes');
    });

    test('people and channels complete while one types, and arrive as mentions', async () => {
      const box = at.page.getByRole('combobox', { name: /^Message / });
      await box.pressSequentially('Ask @rem');
      await at.page.getByRole('option', { name: /Remy Reviewer/ }).waitFor();
      await box.press('Enter');
      expect(await box.inputValue()).toBe('Ask @Remy Reviewer ');
      await box.pressSequentially('in #bil');
      await box.press('Tab');
      await box.press('Enter');
      const said = at.message('Ask @Remy Reviewer in #billing');
      await said.waitFor();
      expect(await said.locator('.mention').allTextContents()).toEqual(['@Remy Reviewer', '#billing']);
    });
  });
});
