import { rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { day } from '../core/time/calendar.ts';
import { type BatonProcess, startBatonProcess } from './baton.ts';
import { prepareDatabase } from './database.ts';
import { demoServerList } from './demo-assets.ts';
import { changeMail, mailSecret, mailState, sendAttachment } from './mail/mail-routes.ts';
import { openPostOffice, type PostOffice } from './mail/post-office.ts';
import { manifestOptions } from './manifest.ts';
import { createMonths } from './months.ts';
import { buildPage, servePage } from './page-files.ts';
import { handOn } from './pages/hand-on.ts';
import { sampleReports } from './samples.ts';
import { type Slack, sandboxPeople, startSlack } from './slack/index.ts';

const home = join(process.cwd(), '.baton');
const port = Number(process.env.SANDBOX_PORT ?? '3333');
/** One for each port: two sandboxes must not share a database. */
const dataDir = join(home, `sandbox-${port}`);

/** Baton's clock runs ahead of the machine's by this much. */
let offsetMs = 0;
let slack: Slack;
let office: PostOffice;
let baton: BatonProcess | undefined;

const launch = async (seed: boolean): Promise<void> => {
  const started = await startBatonProcess({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: '',
    EMBEDDED_DATABASE_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    PROCESS: 'all',
    NODE_ENV: '',
    PUBLIC_URL: `http://localhost:${port}`,
    SMTP_URL: office.url,
    MAIL_FROM: 'Baton <baton@sandbox.example>',
    MAIL_WEBHOOK_SECRET: mailSecret,
    ADMIN_USER_IDS: slack.person('admin').id,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    SANDBOX_CLOCK_OFFSET_MS: String(offsetMs),
    SANDBOX_SEED: seed ? '1' : '0',
  });
  baton = started;
  slack.setEventsUrl(`http://127.0.0.1:${started.port}/slack/events`);
  void started.ended.then(() => startAgain(started));
};

/** A Baton that ended by itself, or was killed from outside, comes back, as it would under any supervisor. */
const startAgain = async (gone: BatonProcess): Promise<void> => {
  if (baton !== gone) return;
  baton = undefined;
  process.stderr.write('Baton has ended unexpectedly and is started again.\n');
  await launch(false).catch((error: unknown) => process.stderr.write(`Baton could not be started again: ${error}\n`));
};

const begin = async (): Promise<void> => {
  offsetMs = 0;
  // The port first: whoever holds it also holds the database.
  slack = await startSlack({
    ...manifestOptions(),
    people: sandboxPeople(),
    port,
    now: () => Date.now() + offsetMs,
    routes,
  });
  office = await openPostOffice(() => Date.now() + offsetMs);
  await prepareDatabase(home, dataDir);
  await launch(true);
};

const end = async (): Promise<void> => {
  const old = baton;
  baton = undefined;
  await old?.kill();
  await slack.close();
  await office.close();
  rmSync(dataDir, { recursive: true, force: true });
};

const readJson = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const running = (): BatonProcess => {
  if (!baton) throw new Error('Baton is being restarted; try again in a moment.');
  return baton;
};

const hourMs = 3_600_000;
const mostHours = 24 * 400;

const months = createMonths(async (withBills) => {
  const { now } = await running().ask({ type: 'day', withBills });
  offsetMs += 24 * hourMs;
  return day(now.slice(0, 10));
});
const mostMonths = 24;

const passMonths = (body: Record<string, unknown>) => {
  if (body.stop === true) months.stop();
  else {
    const of = Number(body.months);
    if (!(Number.isInteger(of) && of > 0 && of <= mostMonths))
      throw new Error(`Say how many months go by: 1 to ${mostMonths}.`);
    running();
    months.start(new Date(Date.now() + offsetMs), of, body.bills === true);
  }
  return months.state();
};

const moveClock = async (body: Record<string, unknown>) => {
  if (months.state().passing) throw new Error('Months go by; stop them first.');
  if (body.toNextJob === true) {
    const state = await running().ask({ type: 'to-next-job' });
    offsetMs = Date.parse(state.now) - Date.now();
    return state;
  }
  const hours = Number(body.hours ?? 0) + 24 * Number(body.days ?? 0);
  if (!(hours > 0 && hours <= mostHours))
    throw new Error('Say how many hours or days to go forward; the clock does not go back.');
  const state = await running().ask({ type: 'advance', ms: hours * hourMs });
  offsetMs += hours * hourMs;
  return state;
};

const crash = async () => {
  const old = running();
  baton = undefined;
  await old.kill();
  await launch(false);
  return running().ask({ type: 'state' });
};

const control = async (request: IncomingMessage, path: string): Promise<unknown> => {
  switch (`${request.method} ${path}`) {
    case 'GET /baton/state':
      return baton
        ? { ...(await baton.ask({ type: 'state' })), ...months.state(), batonUp: true }
        : { now: new Date(Date.now() + offsetMs).toISOString(), ...months.state(), batonUp: false };
    case 'POST /baton/clock':
      return moveClock(await readJson(request));
    case 'POST /baton/months':
      return passMonths(await readJson(request));
    case 'POST /baton/crash':
      return crash();
    case 'GET /baton/mail':
      return mailState(office);
    case 'POST /baton/mail':
      return changeMail(office, await readJson(request), { port: running().port, now: Date.now() + offsetMs });
    case 'GET /baton/pages':
      return running().pages();
    case 'GET /baton/lists.json':
      return demoServerList;
    case 'GET /baton/samples':
      return sampleReports(new Date(Date.now() + offsetMs));
    default:
      return undefined;
  }
};

/** What the page needs beyond the workspace itself. */
const routes = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (handOn(request, response, path, () => baton?.port ?? 0)) return true;
  if (!path.startsWith('/baton/')) return servePage(request, response, path);
  try {
    if (request.method === 'POST' && path === '/baton/reset') {
      send(response, 202, { resetting: true });
      await end();
      await begin();
      return true;
    }
    if (sendAttachment(office, path, response)) return true;
    const body = await control(request, path);
    send(response, body === undefined ? 404 : 200, body ?? { error: 'not found' });
  } catch (error) {
    send(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
  return true;
};

const leave = (): void => {
  void end().finally(() => process.exit(0));
};

try {
  await buildPage();
  await begin();
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
  process.stdout.write(
    `\nBaton's sandbox is ready: http://localhost:${port}\nEverything runs on this machine; stop it with Ctrl+C.\n\n`,
  );
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const why = isTaken
    ? `port ${port} is taken. Stop what uses it, or choose another: SANDBOX_PORT=${port + 1} npm run sandbox`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`The sandbox could not start: ${why}\n`);
  process.exit(1);
}
