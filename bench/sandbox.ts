/**
 * The sandbox's page in headless Chromium: how large it is, how soon it can be used, how a channel of 5,000 messages
 * scrolls, and how long a click takes until its answer can be seen.
 *
 *   npm run bench -- sandbox            about two minutes
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { buildPage, builtPageDir } from '../src/sandbox/build-page.ts';
import { servePage } from '../src/sandbox/page-files.ts';
import { startSlack } from '../src/sandbox/slack/index.ts';
import { launchBrowser, openContext, startSandbox } from '../test/e2e/sandbox.ts';
import { openWindow } from '../test/e2e/window.ts';
import { type Figure, median, percentile, report } from './support/figures.ts';

const quick = process.argv.includes('--quick');
const messages = quick ? 1000 : 5000;
const clicks = quick ? 10 : 60;

const bundleKilobytes = (): number => {
  const assets = join(builtPageDir, 'assets');
  const files = [join(builtPageDir, 'index.html'), ...readdirSync(assets).map((name) => join(assets, name))];
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
};

/** The page's own mark, whether it was set already or is still to come. */
const interactiveMark = `new Promise((resolve) => {
  const found = (list) => list.getEntriesByName('baton-interactive').forEach((mark) => resolve(mark.startTime));
  new PerformanceObserver(found).observe({ type: 'mark', buffered: true });
})`;

/** From the request for the page to the moment its channels, messages and composer are there and answer. */
const interactive = async (browser: Browser, url: string): Promise<number> => {
  const { context } = await openContext(browser, url);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('combobox', { name: /^Message / }).waitFor();
  const moment = await page.evaluate<number>(interactiveMark);
  await context.close();
  return moment;
};

const paragraph = (n: number): string =>
  `*P-${n}* Customer ${n}: ${'the folder lies at a desk and waits for a decision. '.repeat(1 + (n % 5))}`;

const post = (slack: { apiUrl: string; botToken: string }, n: number): Promise<Response> =>
  fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({
      channel: 'C0GENERAL1',
      text: `Message ${n}`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: paragraph(n) } },
        {
          type: 'section',
          fields: [
            { type: 'mrkdwn', text: '*With*\n<@U0SALES001>' },
            { type: 'mrkdwn', text: `*Since*\n<!date^${1_790_000_000 + n}^{date_short_pretty}|then>` },
          ],
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'a',
              style: 'primary',
              text: { type: 'plain_text', text: 'Approve' },
              value: 'x',
            },
            { type: 'button', action_id: 'b', text: { type: 'plain_text', text: 'Return' }, value: 'x' },
          ],
        },
      ],
    }),
  });

/** Scrolls from the newest to the oldest message by 300 pixels a frame, as a brisk wheel does, and notes every frame. */
const scrollUp = `(async () => {
  const list = document.querySelector('section.windowed');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const gaps = [];
  let most = 0;
  let idle = 0;
  let last = await frame();
  while (idle < 60) {
    list.scrollTop -= 300;
    const now = await frame();
    gaps.push(now - last);
    last = now;
    most = Math.max(most, list.querySelectorAll('article').length);
    idle = list.scrollTop === 0 ? idle + 1 : 0;
  }
  const text = list.querySelector('article').textContent;
  return { gaps, most, reachedFirst: text.includes('P-0') };
})()`;

/** Frames of the same browser that has nothing to do: what the machine allows at this moment. */
const idleFrames = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const gaps = [];
  let last = await frame();
  for (let n = 0; n < 600; n += 1) {
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
})()`;

/** Seconds of processor time that the page's main thread has used. Unlike a frame's length, other programs don't lengthen it. */
const processorTime = async (cdp: CDPSession): Promise<number> => {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
};

const slow = (gaps: readonly number[]): number => gaps.filter((gap) => gap > 100).length;

const scrolling = async (browser: Browser): Promise<Figure[]> => {
  const slack = await startSlack({
    log: false,
    routes: (request, response) =>
      servePage(request, response, new URL(request.url ?? '/', 'http://localhost').pathname),
  });
  try {
    for (let n = 0; n < messages; n += 50) {
      await Promise.all(Array.from({ length: Math.min(50, messages - n) }, (_, at) => post(slack, n + at)));
    }
    const { context } = await openContext(browser, slack.url);
    const page = await context.newPage();
    await page.goto(`${slack.url}/#/U0SALES001/C0GENERAL1`);
    await page.getByRole('article').first().waitFor();
    const idle = await page.evaluate<number[]>(idleFrames);
    const cdp = await context.newCDPSession(page);
    const before = await processorTime(cdp);
    const { gaps, most, reachedFirst } = await page.evaluate<{ gaps: number[]; most: number; reachedFirst: boolean }>(
      scrollUp,
    );
    const perFrame = (((await processorTime(cdp)) - before) * 1000) / gaps.length;
    await context.close();
    const perIdle = (slow(idle) / idle.length) * gaps.length;
    return [
      {
        name: `${messages} messages scrolled: frame, 99 %`,
        value: percentile(gaps, 99),
        unit: 'ms',
        floor: percentile(idle, 99),
        atMost: 50,
      },
      { name: 'frames over 100 ms', value: slow(gaps), unit: '', floor: perIdle, atMost: 0 },
      { name: 'frame, median', value: median(gaps), unit: 'ms', atMost: 20 },
      { name: 'frame, processor time of the page', value: perFrame, unit: 'ms', atMost: 16 },
      { name: 'most messages in the document at a time', value: most, unit: '', atMost: 100 },
      { name: 'the first message was reached', value: Number(reachedFirst), unit: '', atLeast: 1 },
    ];
  } finally {
    await slack.close();
  }
};

/** Notes when a button was pressed, and when the dialog that answers had been painted. */
const stopwatch = `(() => {
  window.waits = [];
  let pressed = 0;
  let painted = () => {};
  document.addEventListener('pointerdown', () => {
    pressed = performance.now();
    window.answered = new Promise((resolve) => { painted = resolve; });
  }, true);
  new MutationObserver(() => {
    if (!pressed || !document.querySelector('dialog[open]')) return;
    const from = pressed;
    pressed = 0;
    requestAnimationFrame(() => setTimeout(() => { window.waits.push(performance.now() - from); painted(); }, 0));
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
})()`;

const clicking = async (page: Page, url: string): Promise<Figure[]> => {
  const sally = await openWindow(page.context(), url, '#/U0SALES001/C0SALES001');
  await sally.say('/onboard new');
  await sally.modal.waitFor();
  await sally.type('Or a new customer', 'Bench & Sons');
  await sally.choose('Project manager', 'Pia Project-Manager');
  await sally.submit();
  await sally.closed();
  await sally.message('Intake: Bench').waitFor();
  await sally.page.evaluate(stopwatch);
  for (let n = 0; n < clicks; n += 1) {
    await sally.press('Intake: Bench', 'Checklist');
    await sally.modal.waitFor();
    await sally.page.evaluate('window.answered');
    await sally.page.keyboard.press('Escape');
    await sally.closed();
  }
  const waits = await sally.page.evaluate<number[]>('window.waits');
  return [
    { name: 'click until its answer is seen, 95 %', value: percentile(waits, 95), unit: 'ms', atMost: 150 },
    { name: 'click until its answer is seen, median', value: median(waits), unit: 'ms' },
  ];
};

await buildPage();
const browser = await launchBrowser();
const sandbox = await startSandbox();
try {
  const bundle: Figure = { name: 'the page, gzipped', value: bundleKilobytes(), unit: 'kB', atMost: 500 };
  const first: Figure = {
    name: 'interactive',
    value: await interactive(browser, sandbox.url),
    unit: 'ms',
    atMost: 1000,
  };
  const { context } = await openContext(browser, sandbox.url);
  const clicked = await clicking(await context.newPage(), sandbox.url);
  await context.close();
  report([bundle, first, ...clicked, ...(await scrolling(browser))]);
} finally {
  await browser.close();
  await sandbox.stop();
}
