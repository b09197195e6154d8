/**
 * kill -9 of the whole Baton while people's forms are on their way: what was acknowledged is stored, and what is stored is
 * shown in Slack exactly once. Each kill comes while forms are before their commit, between commit and ack, and after it.
 *
 *   npm run soak -- kills            40 kills on each engine, both at once; more on PostgreSQL until each moment was met ten times
 *   npm run soak -- kills --quick    3
 */
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { verifyAudit } from '../../src/platform/audit/verify.ts';
import { type Database, type Engine, openDatabase } from '../../src/platform/db/open.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { silent, testDatabase } from '../../test/support/database.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../support/compare.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { type BatonChild, startBatonChild } from '../support/processes.ts';
import { seeded } from '../support/random.ts';
import { fillRolesOf } from '../support/roles.ts';
import { type Acked, recordCreator } from '../support/submissions.ts';

const kills = process.argv.includes('--quick') ? 3 : 40;
const least = Math.min(10, kills - 2);
const forms = 20;

/** A commit and its ack are a millisecond apart: to come between, one has to see the commit. */
interface Commits {
  /** Resolves with the next one, or when none came for so long. */
  next(patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

const commitsOf = (listen: (heard: () => void) => () => void, close: () => Promise<void>): Commits => ({
  next: (patienceMs) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        deaf();
        resolve();
      };
      const deaf = listen(done);
      const timer = setTimeout(done, patienceMs);
    }),
  close,
});

/** The embedded engine is Baton's process itself: it is seen to write. */
const commitsIn = (dataDir: string): Commits =>
  commitsOf(
    (heard) => {
      const watcher = watch(join(dataDir, 'pg_wal'), heard);
      return () => watcher.close();
    },
    async () => undefined,
  );

/** PostgreSQL tells of a project the moment it is committed. */
const commitsOn = async (url: string): Promise<Commits> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE FUNCTION tell_of_project() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY created; RETURN NULL; END $$;
    CREATE TRIGGER tell_of_project AFTER INSERT ON projects EXECUTE FUNCTION tell_of_project();
    LISTEN created`);
  return commitsOf(
    (heard) => {
      client.once('notification', heard);
      return () => void client.off('notification', heard);
    },
    () => client.end(),
  );
};

const storedSql =
  'SELECT c.name, count(*)::int AS n FROM customers c JOIN projects p ON p.customer_id = c.id GROUP BY c.name';

const storedIn = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.prisma.$queryRawUnsafe<{ name: string; n: number }[]>(storedSql);
  return new Map(rows.map((row) => [row.name, row.n]));
};

interface Sent {
  readonly acked: Acked;
  readonly kill: number;
  readonly beforeKillMs: number;
}

/** How many kills met forms at each moment. */
const momentsOf = (results: readonly Sent[], stored: ReadonlyMap<string, number>) => {
  const killsWith = (is: (each: Acked) => boolean) =>
    new Set(results.filter((each) => is(each.acked)).map((each) => each.kill)).size;
  return {
    before: killsWith(({ acknowledged, customer }) => !acknowledged && !stored.has(customer)),
    between: killsWith(({ acknowledged, customer }) => !acknowledged && stored.has(customer)),
    after: killsWith(({ acknowledged }) => acknowledged),
  };
};

const killOn = async (engine: Engine): Promise<Figure[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-kills-'));
  const made = engine === 'postgres' ? await testDatabase('postgres') : undefined;
  const place = made?.url ? { url: made.url } : { embeddedDir: join(dir, 'data') };
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500 });
  const open = () => openDatabase({ ...place, log: silent });
  const random = seeded(engine === 'postgres' ? 1 : 2);
  const env = {
    ...batonEnv(slack),
    ...(place.url ? { DATABASE_URL: place.url } : { EMBEDDED_DATABASE_DIR: place.embeddedDir ?? '' }),
    MESSAGE_INTERVAL_MS: '0',
  };
  const start = async (): Promise<BatonChild> => {
    const baton = await startBatonChild(env, 120_000);
    slack.setEventsUrl(`${baton.url}/slack/events`);
    return baton;
  };
  try {
    await (await start()).end();
    const first = await open();
    await fillRolesOf(first, slack);
    await first.close();
    const commits = made?.url ? await commitsOn(made.url) : commitsIn(place.embeddedDir ?? '');
    let baton = await start();
    const creator = await recordCreator(slack);
    await slack.settled();
    const results: Sent[] = [];
    // On PostgreSQL one can see meanwhile whether every moment was met, and go on if not: chance decides which is.
    const isEnough = async (kill: number): Promise<boolean> => {
      if (kill < kills) return false;
      if (!made || kill >= kills * 5) return true;
      return Object.values(momentsOf(results, await storedIn(made))).every((met) => met >= least);
    };
    // How long the answers take here, before any of them is cut off.
    const calibrated = performance.now();
    await Promise.all(
      Array.from({ length: forms }, (_, n) =>
        sleep(n * 3).then(() => creator.create(baton.port, `${engine} first ${n}.`)),
      ),
    );
    let typical = performance.now() - calibrated;
    let done = 0;
    while (!(await isEnough(done))) {
      const kill = ++done;
      const from = performance.now();
      let killedAt = Number.POSITIVE_INFINITY;
      const times: number[] = [];
      const sent = Array.from({ length: forms }, async (_, n) => {
        await sleep(n * 3);
        const acked = await creator.create(baton.port, `${engine} ${kill}-${n}.`);
        const at = performance.now();
        if (acked.acknowledged) times.push(at - from);
        results.push({ acked, kill, beforeKillMs: killedAt - at });
      });
      // Somewhere in the middle of the answers, as the last rounds have shown where that is.
      await sleep(typical * (0.2 + random.next() * 0.9));
      if (kill % 4 !== 0) await commits.next(typical);
      killedAt = performance.now();
      await baton.end('SIGKILL');
      await Promise.all(sent);
      if (times.length > 0) typical = Math.max(...times) * (times.length < forms ? 1.2 : 0.85);
      else typical *= 1.5;
      baton = await start();
    }
    creator.close();
    await commits.close();
    const acknowledged = results.filter((each) => each.acked.acknowledged);
    // Leases of the dead run out (30 s), unknown outcomes are looked up (10 s later), and all is sent: quiet for longer than
    // both together means done.
    let quiet = 0;
    for (let n = 0, last = -1; n < 180 && quiet < 55; n++) {
      await sleep(1000);
      const now = slack.counts.get('chat.postMessage') ?? 0;
      quiet = now === last ? quiet + 1 : 0;
      last = now;
    }
    await baton.end();
    const db = await open();
    const stored = await storedIn(db);
    const rows = await db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
    const audit = await verifyAudit(db);
    await db.close();
    const shown = compareWithSlack(slack, rows);
    for (const problem of [...shown.problems.slice(0, 5), ...(rows.some(isUnsent) ? ['something was never sent'] : [])])
      process.stdout.write(`       ${engine}: ${problem}\n`);
    const moments = momentsOf(results, stored);
    const lost = acknowledged.filter((each) => !stored.has(each.acked.customer));
    for (const each of lost.slice(0, 5))
      process.stdout.write(
        `       ${engine}: ${each.acked.customer} was acknowledged ${each.beforeKillMs.toFixed(0)} ms before the kill and is not stored\n`,
      );
    const name = engine === 'postgres' ? 'PostgreSQL' : 'embedded';
    return [
      {
        name: `Kills on ${name}: kill -9 of Baton with ${forms} forms on their way`,
        value: done,
        unit: 'kills',
        atLeast: kills,
      },
      {
        name: `Kills on ${name}: of which with forms before their commit`,
        value: moments.before,
        unit: 'kills',
        atLeast: least,
      },
      {
        name: `Kills on ${name}: of which between a commit and its ack`,
        value: moments.between,
        unit: 'kills',
        atLeast: least,
      },
      { name: `Kills on ${name}: of which after acks`, value: moments.after, unit: 'kills', atLeast: least },
      { name: `Kills on ${name}: forms acknowledged`, value: acknowledged.length, unit: 'forms' },
      { name: `Kills on ${name}: acknowledged and not stored`, value: lost.length, unit: 'forms', atMost: 0 },
      {
        name: `Kills on ${name}: stored more than once`,
        value: [...stored.values()].filter((n) => n > 1).length,
        unit: 'forms',
        atMost: 0,
      },
      { name: `Kills on ${name}: messages written down`, value: rows.length, unit: 'messages' },
      {
        name: `Kills on ${name}: lost, doubled, late or without a cause`,
        value: shown.problems.length,
        unit: 'messages',
        atMost: 0,
      },
      { name: `Kills on ${name}: breaks in the audit seal`, value: audit.ok ? 0 : 1, unit: 'breaks', atMost: 0 },
    ];
  } finally {
    await slack.close();
    await made?.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

const only = (['postgres', 'embedded'] as const).find((engine) => process.argv.includes(engine));
const figures = await Promise.all((only ? [only] : (['postgres', 'embedded'] as const)).map(killOn));
report(figures.flat());
