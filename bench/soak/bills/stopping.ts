/** Baton is told to stop in the middle of a run that somebody started in Slack, while others send forms. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Slack } from '../../../src/sandbox/slack/index.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { settleTaxedTown } from '../../support/billed-town.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../../support/compare.ts';
import { batonEnv } from '../../support/office.ts';
import { startBatonChild } from '../../support/processes.ts';
import { fillRolesOf } from '../../support/roles.ts';
import { type Acked, recordCreator } from '../../support/submissions.ts';
import { watchOn } from './phases.ts';

export interface Stopping {
  readonly db: TestDatabase;
  readonly slack: Slack;
  readonly stops: number;
  readonly customers: number;
}

export interface Stopped {
  /** How often a chunk was under way. */
  readonly met: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly problems: number;
}

const forms = 20;

/** `/bill run` as of a day, previewed and confirmed. */
const startInSlack = async (slack: Slack, asOf: string): Promise<void> => {
  const accounting = slack.as('accounting');
  await accounting.command('accounting', '/bill run');
  await slack.waitFor(() => slack.modals('accounting').length > 0, 20_000, 'the form');
  await accounting.submit({ as_of: asOf, outcome: 'issued' });
  const preview = () =>
    slack.messages('accounting').findLast((each) => JSON.stringify(each.blocks ?? []).includes('run.confirm'));
  await slack.waitFor(() => preview() !== undefined, 60_000, 'the preview');
  const message = preview();
  if (message) await accounting.click(message, 'run.confirm');
};

export const stopInRuns = async ({ db, slack, stops, customers }: Stopping): Promise<Stopped> => {
  await fillRolesOf(db, slack);
  await settleTaxedTown(db, customers);
  const watch = await watchOn(db, db.url ?? '');
  const env = { ...batonEnv(slack), DATABASE_URL: db.url ?? '', MESSAGE_INTERVAL_MS: '0' };
  const start = async () => {
    const baton = await startBatonChild(env, 120_000);
    slack.setEventsUrl(`${baton.url}/slack/events`);
    return baton;
  };
  let baton = await start();
  const creator = await recordCreator(slack);
  await slack.settled();
  const sent: Acked[] = [];
  let met = 0;
  for (let stop = 0; stop < stops; stop++) {
    await startInSlack(slack, `2026-0${stop + 1}-01`);
    const life = { child: baton.child, ended: Promise.resolve(), isOver: () => false, kill: async () => undefined };
    await watch.until('writing a chunk’s bills', life, 30_000);
    if ((await db.prisma.run.count({ where: { state: 'running' } })) > 0) met += 1;
    const sending = Array.from({ length: forms }, async (_, n) => {
      await sleep(n * 10);
      sent.push(await creator.create(baton.port, `Stopped ${stop}-${n}.`));
    });
    await sleep(60);
    await baton.end('SIGTERM');
    await Promise.all(sending);
    baton = await start();
    for (let n = 0; n < 180 && (await db.prisma.run.count({ where: { state: { not: 'done' } } })) > 0; n++)
      await sleep(1000);
  }
  creator.close();
  await watch.close();
  const written = () => db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
  for (let n = 0; n < 240 && (await written()).some((row) => isUnsent(row) || row.stale); n++) await sleep(500);
  await baton.end();
  const acknowledged = sent.filter((each) => each.acknowledged);
  const stored = new Set((await db.prisma.customer.findMany({ select: { name: true } })).map(({ name }) => name));
  const { problems } = compareWithSlack(slack, await written());
  for (const problem of problems.slice(0, 5)) process.stdout.write(`       ${problem}\n`);
  return {
    met,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ customer }) => !stored.has(customer)).length,
    problems: problems.length,
  };
};
