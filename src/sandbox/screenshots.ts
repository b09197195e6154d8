import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

/**
 * The README's pictures, taken from a running sandbox: `npm run sandbox`, and in another shell
 * `node --import tsx src/sandbox/screenshots.ts [http://localhost:3333]`. Begin with a fresh one (Reset everything).
 */

const url = process.argv[2] ?? 'http://localhost:3333';
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const take = async (page: Page, name: string): Promise<void> => {
  // The pointer must not leave a row or button highlighted.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}${name}.png` });
  process.stdout.write(`docs/screenshots/${name}.png\n`);
};

const say = async (page: Page, line: string): Promise<void> => {
  const box = page.getByRole('combobox', { name: /^Message / });
  await box.fill(line);
  await box.press('Escape');
  await box.press('Enter');
};

const become = async (page: Page, person: string, channel: string): Promise<void> => {
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(person) }).click();
  await page.getByRole('button', { name: new RegExp(`^You are ${person}`) }).waitFor();
  await page
    .getByRole('navigation', { name: 'Workspace' })
    .getByRole('button', { name: new RegExp(`^# ${channel}`) })
    .click();
};

const folderAtReview = async (page: Page): Promise<void> => {
  const modal = page.locator('dialog.modal');
  await say(page, '/onboard new');
  await modal.waitFor();
  await modal.getByLabel(/^Or a new customer/).fill('Harbour Veterinary Group');
  await modal.getByLabel(/^Email/).fill('accounts@harbour.example');
  await modal.getByLabel(/^Project manager/).click();
  await modal.getByRole('option', { name: /Pia/ }).click();
  await modal.getByLabel(/^Set-up fee/).fill('500');
  await modal.getByLabel(/^First month/).fill('2000');
  await modal.getByLabel(/^Or a new customer/).scrollIntoViewIfNeeded();
  await take(page, 'new-project');
  await modal.getByRole('button', { name: 'Create' }).click();
  const folderMessage = page.getByRole('article').filter({ hasText: 'Intake: Harbour' });
  await folderMessage.getByRole('button', { name: 'Checklist' }).click();
  await modal.waitFor();
  for (const box of await modal.getByRole('checkbox').all()) await box.check();
  await modal.getByRole('button', { name: 'Save' }).click();
  await page.getByText('it can be handed on').first().waitFor();
  await take(page, 'handoff');
  await folderMessage.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('You approved').first().waitFor();
  await become(page, 'Remy Reviewer', 'reviewer');
  await page.getByRole('article').filter({ hasText: 'Review: Harbour' }).waitFor();
  await take(page, 'review');
};

/** The form alone: what it says is small print beside everything else. */
const bill = async (page: Page): Promise<void> => {
  const modal = page.locator('dialog.modal');
  await become(page, 'Anna Accounting', 'accounting');
  await say(page, '/bill preview Larkspur Legal');
  await modal.getByText('What should be made?').waitFor();
  await modal.screenshot({ path: `${folder}bill.png` });
  process.stdout.write('docs/screenshots/bill.png\n');
  await page.keyboard.press('Escape');
};

const failedCharge = async (page: Page): Promise<void> => {
  const modal = page.locator('dialog.modal');
  await become(page, 'Anna Accounting', 'accounting');
  await say(page, '/bill import');
  await modal.getByRole('button', { name: 'fifth-attempt.csv' }).click();
  await modal.getByText('fifth-attempt.csv').waitFor();
  await modal.getByRole('button', { name: 'Import' }).click();
  const alert = page.getByRole('article').filter({ hasText: '5 of 5' });
  await alert.waitFor();
  await page.getByRole('button', { name: 'Traffic' }).first().click();
  await take(page, 'failed-charge');
  await page.getByRole('button', { name: /^Colours/ }).click();
  await page.getByRole('button', { name: /^Colours/ }).click();
  await alert.hover();
  await alert.getByRole('button', { name: 'Reply in thread' }).click();
  await page.getByRole('complementary', { name: 'Thread' }).waitFor();
  await take(page, 'dark');
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(`${url}/#/U0SALES001/C0SALES001`);
  await folderAtReview(page);
  await bill(page);
  await failedCharge(page);
} finally {
  await browser.close();
}
