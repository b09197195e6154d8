/**
 * kill -9 in bill runs: no bill is missing, none is there twice, no number is given twice or left out, whatever the run was at.
 * BIL-2, BIL-12
 *
 *   npm run soak -- bills            200 kills on PostgreSQL; `bills-embedded`: 20 on the embedded engine
 *   npm run soak -- bills --quick    a few
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/platform/db/migrate.ts';
import { type Database, openDatabase } from '../../src/platform/db/open.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { silent, testDatabase } from '../../test/support/database.ts';
import { settleTaxedTown } from '../support/billed-town.ts';
import { bundle } from '../support/bundle.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../support/compare.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { startBatonChild } from '../support/processes.ts';
import { seeded } from '../support/random.ts';
import { fillRolesOf } from '../support/roles.ts';
import { checkBills } from './bills/checked.ts';
import { finish, killAll, type Met, type Trial } from './bills/killing.ts';
import { childFile } from './bills/lives.ts';
import { type Months, monthsOf, setDraftDays } from './bills/month.ts';
import { type Phase, phases, watchIn, watchOn } from './bills/phases.ts';

const isQuick = process.argv.includes('--quick');

interface Scale {
  /** Three chunks, of which the last is short; two on the embedded engine. */
  readonly customers: number;
  /** Of them, so many get drafts first. */
  readonly drafted: number;
  readonly most: number;
  readonly each: number;
  readonly wanted: readonly Phase[];
}

const onServer: Scale = {
  ...{ customers: isQuick ? 520 : 1_100, drafted: 20, most: isQuick ? 7 : 200, each: isQuick ? 0 : 10 },
  wanted: phases.filter((phase) => phase !== 'elsewhere'),
};
const inside: Scale = { customers: 600, drafted: 0, most: isQuick ? 3 : 20, each: 0, wanted: [] };

const figuresOf = async (
  name: string,
  db: Database,
  { customers, most, each, wanted }: Scale,
  months: Months,
  met: Met,
): Promise<readonly Figure[]> => {
  const found = await checkBills(db, customers, months.done());
  const none = (what: string, value: number, unit: string): Figure => ({
    name: `${name}: ${what}`,
    ...{ value, unit, atMost: 0 },
  });
  const busy = [...met].filter(([phase]) => phase !== 'elsewhere');
  return [
    {
      name: `${name}: kill -9 in the middle of work`,
      ...{ value: busy.reduce((sum, [, times]) => sum + times, 0), unit: 'kills', atLeast: most },
    },
    ...busy
      .filter(([phase, times]) => times > 0 || wanted.includes(phase))
      .map(([phase, value]) => ({ name: `${name}: of which ${phase}`, value, unit: 'kills', atLeast: each })),
    { name: `${name}: further kills that met nothing`, value: met.get('elsewhere') ?? 0, unit: 'kills' },
    { name: `${name}: months of ${customers} customers`, value: months.done(), unit: 'months', atLeast: 1 },
    { name: `${name}: bills issued`, value: found.bills, unit: 'bills' },
    {
      name: `${name}: runs that broke off five times, and were tried again by a person`,
      value: months.retried(),
      unit: 'runs',
    },
    none('bills missing', found.missing, 'bills'),
    none('bills made twice', found.doubled, 'bills'),
    none('numbers missing', found.gaps, 'numbers'),
    none('numbers given twice', found.doubledNumbers, 'numbers'),
    none('bills with wrong lines, amounts or tax, and schedules that stand still', found.wrong, 'bills'),
    none('not exactly once in the audit log as made, and as issued', found.untold, 'bills'),
    none('runs that counted something else than they made', found.miscounted, 'runs'),
    none('runs that made something else than their preview had said', months.surprised(), 'runs'),
    none('balances that do not add up, and breaks in the audit seal', found.faults, 'faults'),
  ];
};

const onPostgres = async (): Promise<readonly Figure[]> => {
  const db = await testDatabase('postgres');
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500 });
  try {
    await fillRolesOf(db, slack);
    await settleTaxedTown(db, onServer.customers);
    await setDraftDays(db);
    const env = { ...batonEnv(slack), DATABASE_URL: db.url ?? '', MESSAGE_INTERVAL_MS: '0' };
    const months = monthsOf(onServer.drafted);
    const watch = await watchOn(db, db.url ?? '');
    const trial: Trial = { atDatabase: (body) => body(db), watch, months, random: seeded(5), env };
    const met = await killAll(trial, onServer);
    await finish(trial);
    await watch.close();
    // A Baton says all that was to be said.
    const baton = await startBatonChild(env, 120_000);
    const written = () => db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
    for (let n = 0; n < 240 && (await written()).some((row) => isUnsent(row) || row.stale); n++) await sleep(500);
    await baton.end();
    const { problems, messages } = compareWithSlack(slack, await written());
    for (const problem of problems.slice(0, 5)) process.stdout.write(`       ${problem}\n`);
    return [
      ...(await figuresOf('Bill runs on PostgreSQL', db, onServer, months, met)),
      { name: 'Bill runs on PostgreSQL: messages of runs and drafts', value: messages, unit: 'messages' },
      {
        name: 'Bill runs on PostgreSQL: lost, doubled or without a cause',
        ...{ value: problems.length, unit: 'messages', atMost: 0 },
      },
    ];
  } finally {
    await slack.close();
    await db.close();
  }
};

const onEmbedded = async (): Promise<readonly Figure[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-bills-'));
  const dataDir = join(dir, 'data');
  const atDatabase = async <T>(body: (db: Database) => Promise<T>): Promise<T> => {
    const db = await openDatabase({ embeddedDir: dataDir, log: silent });
    try {
      return await body(db);
    } finally {
      await db.close();
    }
  };
  try {
    const watch = await atDatabase(async (db) => {
      await migrate(db, { log: silent });
      await settleTaxedTown(db, inside.customers);
      return watchIn(db, dataDir);
    });
    const slack = { botToken: 'xoxb-not-needed', signingSecret: 'not-needed', apiUrl: 'http://127.0.0.1:9/' };
    const env = { ...batonEnv(slack), EMBEDDED_DATABASE_DIR: dataDir };
    const months = monthsOf(inside.drafted);
    const trial: Trial = { atDatabase, watch, months, random: seeded(6), env };
    const met = await killAll(trial, inside);
    await finish(trial);
    return await atDatabase((db) => figuresOf('Bill runs on the embedded engine', db, inside, months, met));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

bundle(childFile);
report(await (process.argv.includes('embedded') ? onEmbedded() : onPostgres()));
