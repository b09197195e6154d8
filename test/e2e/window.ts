import type { BrowserContext, Locator, Page } from 'playwright-core';

/** One person at one window: what they see and do, in their own words. Everything is found as a screen reader finds it. */
export interface Window {
  readonly page: Page;
  become(name: string): Promise<void>;
  goTo(channel: string): Promise<void>;
  /** Sends a line, which may be a command. */
  say(line: string): Promise<void>;
  reply(line: string): Promise<void>;
  /** The newest message in view that contains this text. */
  message(text: string | RegExp): Locator;
  /** Scrolls up until that message is drawn: a long conversation has only what is near in the document. */
  lookUp(text: string | RegExp): Promise<Locator>;
  press(message: string | RegExp, button: string): Promise<void>;
  openThread(message: string | RegExp): Promise<void>;
  readonly thread: Locator;
  readonly modal: Locator;
  type(label: string, text: string): Promise<void>;
  choose(label: string, option: string): Promise<void>;
  tick(...labels: string[]): Promise<void>;
  submit(): Promise<void>;
  closed(): Promise<void>;
  /** Closes what is open, and what that lies on. */
  closeAll(): Promise<void>;
}

export const openWindow = async (context: BrowserContext, url: string, at = ''): Promise<Window> => {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${url}/${at}`);
  await page.getByRole('main').waitFor();
  const sidebar = page.getByRole('navigation', { name: 'Workspace' });
  const modal = page.locator('dialog.modal').last();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  const main = page.getByRole('main');
  const message = (text: string | RegExp) => main.getByRole('article').filter({ hasText: text }).last();
  const field = (label: string) => modal.getByLabel(label, { exact: false }).first();
  const confirmIfAsked = async () => {
    const confirm = page.locator('dialog.confirm');
    if (await confirm.isVisible()) await confirm.getByRole('button').last().click();
  };
  return {
    page,
    modal,
    thread,
    message,
    async become(name) {
      await page.getByRole('button', { name: /^You are / }).click();
      await page.getByRole('menuitemradio', { name: new RegExp(name) }).click();
      await page.getByRole('button', { name: new RegExp(`^You are ${name}`) }).waitFor();
    },
    async goTo(channel) {
      await sidebar.getByRole('button', { name: new RegExp(`^(# )?${channel}(,|$)|^Baton ${channel}(,|$)`) }).click();
      await main.getByRole('region').first().waitFor();
    },
    async say(line) {
      const box = main.getByRole('combobox', { name: /^Message / });
      await box.fill(line);
      await box.press('Escape');
      await box.press('Enter');
      // A suggestion that came up after Escape was taken by Enter instead.
      const left = await box.inputValue();
      if (left !== '' && left !== line) await box.press('Enter');
    },
    async reply(line) {
      const box = thread.getByRole('combobox', { name: 'Reply…' });
      await box.fill(line);
      await box.press('Enter');
    },
    async lookUp(text) {
      await main.hover();
      for (let tries = 0; tries < 40 && !(await message(text).isVisible()); tries += 1) {
        await page.mouse.wheel(0, -900);
        await page.waitForTimeout(150);
      }
      await message(text).waitFor();
      return message(text);
    },
    async press(text, button) {
      await message(text).getByRole('button', { name: button, exact: true }).last().click();
      await confirmIfAsked();
    },
    async openThread(text) {
      const found = message(text);
      await found.hover();
      await found.getByRole('button', { name: 'Reply in thread' }).click();
      await thread.waitFor();
    },
    async type(label, text) {
      await field(label).fill(text);
    },
    async choose(label, option) {
      await field(label).click();
      await modal.getByRole('option', { name: option }).first().click();
    },
    async tick(...labels) {
      for (const label of labels) await modal.getByRole('checkbox', { name: label }).check();
    },
    async submit() {
      await modal.locator('button[type=submit]').click();
    },
    async closed() {
      await modal.waitFor({ state: 'detached' });
    },
    async closeAll() {
      while (await modal.isVisible()) {
        await page.keyboard.press('Escape');
        await page.waitForTimeout(300);
      }
      await modal.waitFor({ state: 'detached' });
    },
  };
};
