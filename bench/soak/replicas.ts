/**
 * Two replicas on one PostgreSQL, of which one is frozen in the middle of its work, past its leases, and woken again: each
 * job slot has one effect, each message is there once. (How delivery alone bears it, and how wide the remaining window is,
 * `npm run soak -- delivery` measures.)
 *
 *   npm run soak -- replicas           four trials at once, about three minutes
 *   npm run soak -- replicas --quick   one
 */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { testDatabase } from '../../test/support/database.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../support/compare.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { heard } from '../support/processes.ts';
import { seeded } from '../support/random.ts';
import { fillRolesOf } from '../support/roles.ts';
import { recordCreator } from '../support/submissions.ts';
import type { FromWalkBaton, ToWalkBaton } from '../support/walk-baton.ts';

const trials = process.argv.includes('--quick') ? 1 : 4;
const folders = 20;
const entry = fileURLToPath(new URL('../support/walk-baton.ts', import.meta.url));
const dayMs = 86_400_000;

interface Outcome {
  readonly slots: number;
  readonly again: number;
  readonly unfinished: number;
  readonly messages: number;
  readonly reminders: number;
  readonly problems: string[];
}

const trial = async (seed: number): Promise<Outcome> => {
  const random = seeded(seed);
  const db = await testDatabase('postgres');
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500 });
  await fillRolesOf(db, slack);
  let now = new Date('2026-03-02T09:00:00Z');
  const start = async (): Promise<{ child: ChildProcess; port: number }> => {
    const child = fork(entry, [], { execArgv: ['--import', 'tsx'] });
    const answer = heard<FromWalkBaton>(child);
    const settings = {
      ...batonEnv(slack),
      DATABASE_URL: db.url ?? '',
      DATABASE_POOL_SIZE: '4',
      MESSAGE_INTERVAL_MS: '0',
      TIME_ZONE: 'UTC',
    };
    child.send({ open: settings, now: now.toISOString() } satisfies ToWalkBaton);
    const { port, error } = await answer;
    if (port === undefined) throw new Error(error ?? 'Baton did not say its port');
    return { child, port };
  };
  const [one, two] = await Promise.all([start(), start()]);
  try {
    slack.setEventsUrl(`http://127.0.0.1:${one.port}/slack/events`);
    const creator = await recordCreator(slack);
    for (let n = 0; n < folders; n++) await creator.create(n % 2 === 0 ? one.port : two.port, `Customer ${n}.`);
    const advance = async (child: ChildProcess): Promise<void> => {
      const answer = heard(child);
      child.send({ advance: dayMs });
      await answer;
    };
    const unfinished = async () =>
      (
        await db.prisma.$queryRaw<
          { n: number }[]
        >`SELECT count(*)::int AS n FROM job_slots WHERE state IN ('due', 'running')`
      )[0]?.n ?? 0;
    // Two quiet days, then the day on which one freezes while both have everything to do.
    for (let day = 0; day < 3; day++) {
      await Promise.all([advance(one.child), advance(two.child)]);
      now = new Date(now.getTime() + dayMs);
    }
    const frozen = advance(one.child).catch(() => undefined);
    // It is stopped with a job in its hands.
    const isRunning = async () =>
      (await db.prisma.$queryRaw<unknown[]>`SELECT 1 FROM job_slots WHERE state = 'running' LIMIT 1`).length > 0;
    for (let n = 0; n < 1000 && !(await isRunning()); n++) await sleep(1);
    await sleep(random.below(4));
    one.child.kill('SIGSTOP');
    const other = advance(two.child);
    const more = Promise.all(Array.from({ length: folders }, (_, n) => creator.create(two.port, `Later ${n}.`)));
    await other;
    await more;
    // The lease of a job is a minute; messages go on after two seconds.
    for (let n = 0; n < 100 && (n < 5 || (await unfinished()) > 0); n++) {
      await sleep(1000);
      if (n % 5 === 4) {
        const answer = heard(two.child);
        two.child.send({ advance: 0 });
        await answer;
      }
    }
    const left = await unfinished();
    one.child.kill('SIGCONT');
    await frozen;
    await sleep(5_000);
    let rows: Written[] = [];
    for (let n = 0; n < 60; n++) {
      rows = await db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
      if (!rows.some((row) => isUnsent(row) || row.stale)) break;
      await sleep(500);
    }
    creator.close();
    const [slots] = await db.prisma.$queryRaw<
      { n: number; again: number }[]
    >`SELECT count(*) FILTER (WHERE state = 'done')::int AS n, count(*) FILTER (WHERE attempts > 1)::int AS again FROM job_slots`;
    const shown = compareWithSlack(slack, rows);
    // A reminder is a digest per channel and day: the same text twice in one channel would be the effect of a slot that ran twice.
    const digests = slack.channels.flatMap((channel) =>
      channel.kind === 'im'
        ? []
        : channel.roots
            .filter((message) => message.bot && !message.blocks?.some((block) => block.type === 'header'))
            .map((message) => `${channel.id} ${message.text} ${JSON.stringify(message.blocks ?? [])}`),
    );
    const doubled = digests.length - new Set(digests).size;
    return {
      slots: slots?.n ?? 0,
      again: slots?.again ?? 0,
      unfinished: left,
      messages: shown.messages,
      reminders: digests.length,
      problems: [...shown.problems, ...(doubled > 0 ? [`${doubled} digests stand twice`] : [])],
    };
  } finally {
    for (const { child } of [one, two]) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await slack.close();
    await db.close();
  }
};

const outcomes = await Promise.all(Array.from({ length: trials }, (_, n) => trial(n + 1)));
for (const { problems } of outcomes)
  for (const problem of problems.slice(0, 3)) process.stdout.write(`       ${problem}\n`);
const sum = (key: Exclude<keyof Outcome, 'problems'>): number => outcomes.reduce((total, each) => total + each[key], 0);
const figures: Figure[] = [
  { name: 'Replicas: one of two frozen past its leases', value: trials, unit: 'trials', atLeast: trials },
  { name: 'Replicas: job slots, each done once', value: sum('slots'), unit: 'slots', atLeast: trials },
  { name: 'Replicas: of which taken over from the frozen one', value: sum('again'), unit: 'slots', atLeast: 1 },
  { name: 'Replicas: slots that nobody finished', value: sum('unfinished'), unit: 'slots', atMost: 0 },
  { name: 'Replicas: messages, each exactly once', value: sum('messages'), unit: 'messages' },
  { name: 'Replicas: digests among them', value: sum('reminders'), unit: 'messages' },
  {
    name: 'Replicas: lost, doubled or without a cause',
    value: outcomes.reduce((total, each) => total + each.problems.length, 0),
    unit: 'messages',
    atMost: 0,
  },
];
report(figures);
