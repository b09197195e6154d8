import { readConfig } from '../config.ts';
import { settableClock } from '../core/time/clock.ts';
import { startBaton } from '../main.ts';
import { seedHistory } from './demo-history.ts';
import { runMonthsBills } from './month-bills.ts';
import { customerPages } from './pages/list-pages.ts';
import type { FromBaton, ToBaton } from './protocol.ts';
import { sandboxPeople } from './slack/index.ts';

/**
 * The real Baton, with one thing replaced: its clock can be moved. Nothing else is different, and what is time to
 * the machine (leases, timeouts, pacing) is left alone.
 */
const offset = Number(process.env.SANDBOX_CLOCK_OFFSET_MS ?? '0');
const clock = settableClock(new Date(Date.now() + offset), { running: true });
const say = (message: FromBaton): void => void process.send?.(message);

const config = readConfig(process.env);
const baton = await startBaton({ config, clock });
if (process.env.SANDBOX_SEED === '1') {
  // What is due by the clock as it is, before the history sets it back: no job catches three months up.
  await baton.tick();
  await seedHistory(baton, clock, {
    people: sandboxPeople(),
    lists: new URL('/baton/lists.json', config.SLACK_API_URL),
  });
}

const state = async (): Promise<void> => {
  const nextJob = await baton.nextJob();
  say({
    type: 'state',
    now: clock.now().toISOString(),
    ...(nextJob ? { nextJob: { name: nextJob.name, at: nextJob.at.toISOString() } } : {}),
  });
};

const dayMs = 86_400_000;
/** What a day says is waited for, so that messages stand at their day; a Slack that does not take them holds no month up. */
const mostWaitMs = 3_000;

const passDay = async (withBills: boolean): Promise<void> => {
  clock.advance(dayMs);
  await baton.tick();
  const anna = sandboxPeople().find(({ role }) => role === 'accounting');
  if (withBills && anna) await runMonthsBills(baton.deps, { userId: anna.id });
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostWaitMs);
  });
  await Promise.race([baton.delivered(), waited]);
  clearTimeout(timer);
};

const handle = async (message: ToBaton): Promise<void> => {
  if (message.type === 'pages') return say({ type: 'pages', pages: await customerPages(baton.deps) });
  if (message.type === 'advance') clock.advance(message.ms);
  if (message.type === 'to-next-job') {
    const next = await baton.nextJob();
    if (next) clock.set(next.at);
  }
  if (message.type === 'day') await passDay(message.withBills);
  else if (message.type !== 'state') await baton.tick();
  await state();
};

let queue = Promise.resolve();
process.on('message', (message: ToBaton) => {
  queue = queue
    .then(() => handle(message))
    .catch((error: unknown) => baton.deps.log.error({ err: error }, 'the sandbox asked for what failed'));
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void baton.stop('SIGTERM').then(() => process.exit(0)));

say({ type: 'ready', port: baton.port });
