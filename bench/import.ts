/**
 * `npm run bench -- import`: a report of 500,000 rows against COPY of the same typed rows into the same indexed table.
 * Each measurement runs in a child process of its own, whose peak memory is read at its end.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../src/core/ids.ts';
import { axiaReport } from '../src/integrations/axia/index.ts';
import { copyLine } from '../src/platform/db/rows/copy-line.ts';
import { readPolicy } from '../src/platform/work/policies.ts';
import type { Deps } from '../src/platform/work/work.ts';
import type { TestDatabase } from '../test/support/database.ts';
import { bundle } from './support/bundle.ts';
import { median, report } from './support/figures.ts';
import type { Measure } from './support/import-child.ts';
import { inChild, inDatabase } from './support/in-child.ts';
import type { Outcome } from './support/outcome.ts';

const rows = Number(process.env.ROWS ?? 500_000);
const rounds = 3;
/** Of a hundred rows: the others were paid. */
const failedShare = Number(process.env.FAILED_PERCENT ?? 10);

const header =
  'Transaction ID,Subscription ID,Billing Date,Customer ID,Customer Name,Amount,Currency,Transaction Date,Status,Response,Response Code,Card Type,Card Number,Next Attempt,Attempt\n';

const line = (n: number): string => {
  const isFailed = n % 100 < failedShare;
  // The gateway's ids are in no order.
  const id = `TX${((n * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}k${n}`;
  const time = `2026-03-0${1 + (n % 5)} ${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:${String(n % 59).padStart(2, '0')}`;
  return `${id},SUB-${n},2026-03-01,AX-${n},Customer number ${n},${100 + (n % 900)}.${String(n % 100).padStart(2, '0')},USD,${time},${isFailed ? 'Declined' : 'Approved'},${isFailed ? 'Insufficient funds' : 'OK'},${isFailed ? '51' : '00'},Visa,************${String(1000 + (n % 9000))},${isFailed ? '2026-03-15' : ''},${isFailed ? '1' : ''}\n`;
};

const writeReport = async (file: string, last: string): Promise<void> => {
  const out = createWriteStream(file);
  out.write(header);
  for (let n = 0; n < rows; n += 1000) {
    let text = '';
    for (let k = n; k < Math.min(rows, n + 1000); k++) text += line(k);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(last);
  await once(out, 'finish');
};

const columns =
  'gateway, transaction_id, import_id, gateway_subscription, period, at, currency, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number';

/** The rows as PostgreSQL takes them, so that the floor has neither to read a report nor to check it. */
const writeTyped = async (file: string, typed: string): Promise<void> => {
  const importId = newId();
  const out = createWriteStream(typed);
  const settings: Deps['policy'] = async (definition) => readPolicy(definition, undefined);
  for await (const batch of axiaReport.read(
    { policy: settings, now: new Date(), mappings: [], note: () => {}, ignored: () => {} },
    createReadStream(file),
  )) {
    const lines = batch.map((row) =>
      copyLine([
        'axia',
        row.transactionId,
        importId,
        row.subscription,
        row.period,
        new Date(row.at),
        row.currency,
        row.amount,
        row.outcome,
        row.decline,
        row.reason,
        row.cardBrand,
        row.cardLast4,
        row.nextAttemptOn,
        row.number,
      ]),
    );
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};

const childFile = 'support/import-child.ts';

const measured = (of: Measure): Promise<Outcome> => inChild(childFile, of);

interface Round {
  readonly base: Outcome;
  readonly outcome: Outcome;
  readonly again: Outcome;
  /** Whether importing again left everything as it was. */
  readonly isSame: boolean;
  readonly messages: number;
}

const stored = async (db: TestDatabase): Promise<string> =>
  `${await db.prisma.paymentAttempt.count()} attempts, ${await db.prisma.collectionCase.count()} cases`;

const round = async (good: string, typed: string): Promise<Round> => {
  const base = await inDatabase((_db, url) => measured({ what: 'floor', url, file: typed, columns }));
  return inDatabase(async (db, url) => {
    const outcome = await measured({ what: 'import', url, file: good });
    const before = await stored(db);
    const again = await measured({ what: 'import', url, file: good });
    const after = await stored(db);
    process.stdout.write(`imported: ${outcome.told}\nagain: ${again.told}; stored: ${after}\n`);
    const messages = await db.prisma.post.count({ where: { role: 'accounting' } });
    return { base, outcome, again, isSame: before === after, messages };
  });
};

const main = async (): Promise<void> => {
  // What loads TypeScript would be in the memory that is measured.
  bundle(childFile);
  const dir = mkdtempSync(join(tmpdir(), 'baton-import-'));
  try {
    const good = join(dir, 'report.csv');
    const bad = join(dir, 'bad.csv');
    await writeReport(good, '');
    await writeReport(
      bad,
      'TX-last,SUB-last,2026-03-01,AX,Name,not an amount,USD,2026-03-01 00:00:00,Declined,,,,,,\n',
    );
    const typed = join(dir, 'typed');
    await writeTyped(good, typed);
    const afterBad = await inDatabase(async (db, url) => {
      const refused = await measured({ what: 'import', url, file: bad });
      process.stdout.write(`a bad line: ${refused.told}\n`);
      return db.prisma.paymentAttempt.count();
    });
    // Turn and turn about, so that both see the same machine.
    const all: Round[] = [];
    for (let n = 0; n < rounds; n++) all.push(await round(good, typed));
    const mid = (of: (each: Round) => number): number => median(all.map(of));
    const most = (of: (each: Round) => number): number => Math.max(...all.map(of));
    report([
      { name: 'Import: rows', value: rows, unit: 'rows' },
      {
        name: `Import (median of ${rounds})`,
        value: rows / mid(({ outcome }) => outcome.seconds),
        unit: 'rows/s',
        floor: rows / mid(({ base }) => base.seconds),
      },
      {
        name: `Import against COPY of the same rows (median of ${rounds})`,
        value: mid(({ base, outcome }) => base.seconds / outcome.seconds),
        unit: 'times',
        atLeast: 0.55,
      },
      { name: 'Import: processor time of Baton', value: mid(({ outcome }) => outcome.processorSeconds), unit: 's' },
      { name: 'Import: most memory', value: most(({ outcome }) => outcome.peakMegabytes), unit: 'MB', atMost: 200 },
      {
        name: 'Importing again: changed what is stored',
        value: all.every(({ isSame }) => isSame) ? 0 : 1,
        unit: '(0 is no)',
        atMost: 0,
      },
      {
        name: 'Importing again: most memory',
        value: most(({ again }) => again.peakMegabytes),
        unit: 'MB',
        atMost: 200,
      },
      { name: 'A bad line at the end: rows left behind', value: afterBad, unit: 'rows', atMost: 0 },
      {
        name: 'Messages to accounting for all of it',
        value: most(({ messages }) => messages),
        unit: 'messages',
        atMost: 101,
      },
    ]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

await main();
