/**
 * kill -9 while several people issue invoices and credit notes: no number is lost or given twice, no gap, each document is issued
 * and told of once, and what got no answer is answered when it comes again after the restart. BIL-12, BIL-13
 *
 *   npm run soak -- issuing            40 kills on PostgreSQL; `issuing-embedded` on the embedded engine
 *   npm run soak -- issuing --quick    4
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/platform/db/migrate.ts';
import { type Database, type Engine, openDatabase } from '../../src/platform/db/open.ts';
import type { Slack } from '../../src/sandbox/slack/index.ts';
import { silent, testDatabase } from '../../test/support/database.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../support/compare.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { startBatonChild } from '../support/processes.ts';
import { seeded } from '../support/random.ts';
import { type Desk, type Paper, prepareDesk } from './issuing/desk.ts';
import { type Killed, killAll, momentsOf, perRound } from './issuing/killing.ts';
import { momentsIn, momentsOn } from './issuing/moments.ts';
import { brokenSeries, faultsIn, type Kind, numberedIn, untoldIn } from './issuing/stored.ts';

const isQuick = process.argv.includes('--quick');
const count = isQuick ? 4 : 40;
const least = isQuick ? 1 : 10;
const kinds: readonly Kind[] = ['invoice', 'credit note'];

/** Leases of the dead run out (30 s), unknown outcomes are looked up (10 s later), and all is sent. */
const untilQuiet = async (slack: Slack): Promise<void> => {
  for (let quiet = 0, last = -1; quiet < 55; ) {
    await sleep(1000);
    const now = slack.counts.get('chat.postMessage') ?? 0;
    quiet = now === last ? quiet + 1 : 0;
    last = now;
  }
};

/** On a server one can look. */
const untilSent = async (open: () => Promise<Database>): Promise<void> => {
  const db = await open();
  try {
    const isLeft = async () =>
      (await db.prisma.$queryRawUnsafe<Written[]>(writtenSql)).some((row) => isUnsent(row) || row.stale);
    for (let n = 0; n < 180 && (await isLeft()); n++) await sleep(1000);
  } finally {
    await db.close();
  }
};

const figuresOf = async (
  engine: Engine,
  db: Database,
  { slack, drafts, issued }: Desk,
  { kills, again, unanswered }: Killed,
): Promise<Figure[]> => {
  const numbered = await numberedIn(db);
  const isThere = (kind: Kind, { id }: Paper) => numbered.some((each) => each.kind === kind && each.invoiceId === id);
  const missing = [
    ...drafts.filter((paper) => !isThere('invoice', paper)),
    ...issued.filter((paper) => !isThere('credit note', paper)),
  ];
  const series = kinds.map((kind) => brokenSeries(numbered.filter((each) => each.kind === kind)));
  const untold = await untoldIn(db);
  const rows = await db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
  const shown = compareWithSlack(slack, rows);
  const problems = [...shown.problems, ...(rows.some(isUnsent) ? ['something was never sent'] : [])];
  for (const problem of problems.slice(0, 5)) process.stdout.write(`       ${engine}: ${problem}\n`);
  const moments = momentsOf(kills, numbered);
  const name = `Issuing on ${engine === 'postgres' ? 'PostgreSQL' : 'the embedded engine'}`;
  const none = (what: string, value: number, unit: string): Figure => ({
    name: `${name}: ${what}`,
    value,
    unit,
    atMost: 0,
  });
  const met = (what: string, value: number, atLeast = least): Figure => ({
    name: `${name}: ${what}`,
    value,
    unit: 'kills',
    atLeast,
  });
  return [
    met(`kill -9 with ${kills[0]?.pressed.length} presses on their way`, kills.length, count),
    met('of which in a transaction that had taken a number', moments.inTheMiddle),
    met('of which between a commit and its ack', moments.betweenCommitAndAck, isQuick ? 0 : least),
    met('of which after acks', moments.afterAcks, isQuick ? 0 : least),
    {
      name: `${name}: presses without an answer, sent again after the restart`,
      value: again,
      unit: 'presses',
      atLeast: count,
    },
    none('of which not answered then either', unanswered, 'presses'),
    none('acknowledged and not stored', moments.lost, 'presses'),
    {
      name: `${name}: invoices and credit notes issued`,
      value: drafts.length + issued.length - missing.length,
      unit: 'documents',
    },
    none('pressed and never issued', missing.length, 'documents'),
    none(
      'numbers missing in a series',
      series.reduce((sum, { gaps }) => sum + gaps, 0),
      'numbers',
    ),
    none(
      'numbers given twice',
      series.reduce((sum, { doubled }) => sum + doubled, 0),
      'numbers',
    ),
    none('not exactly once in the audit log', untold.audit, 'documents'),
    none('not exactly once in the invoice’s thread', untold.thread, 'documents'),
    { name: `${name}: messages written down`, value: rows.length, unit: 'messages' },
    none('lost, doubled, late or without a cause', problems.length, 'messages'),
    none('balances that do not add up, and breaks in the audit seal', await faultsIn(db), 'faults'),
  ];
};

const killOn = async (engine: Engine): Promise<Figure[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-issuing-'));
  const made = engine === 'postgres' ? await testDatabase('postgres') : undefined;
  const dataDir = join(dir, 'data');
  const open = () => openDatabase({ ...(made?.url ? { url: made.url } : { embeddedDir: dataDir }), log: silent });
  const first = await open();
  await migrate(first, { log: silent });
  const desk = await prepareDesk(first, { drafts: 2 * count * perRound.drafts, issued: 2 * count * perRound.credits });
  const { slack } = desk;
  try {
    const moments = made?.url ? await momentsOn(first, made.url) : await momentsIn(first, dataDir);
    await first.close();
    const env = {
      ...batonEnv(slack),
      ...(made?.url ? { DATABASE_URL: made.url } : { EMBEDDED_DATABASE_DIR: dataDir }),
      MESSAGE_INTERVAL_MS: '0',
    };
    const start = async () => {
      const baton = await startBatonChild(env, 120_000);
      slack.setEventsUrl(`${baton.url}/slack/events`);
      return baton;
    };
    const random = seeded(engine === 'postgres' ? 3 : 4);
    const killed = await killAll(count, { desk, moments, random, start });
    await moments.close();
    await (made ? untilSent(open) : untilQuiet(slack));
    await killed.baton.end();
    const db = await open();
    try {
      return await figuresOf(engine, db, desk, killed);
    } finally {
      await db.close();
    }
  } finally {
    await desk.close();
    await made?.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

report(await killOn(process.argv.includes('embedded') ? 'embedded' : 'postgres'));
