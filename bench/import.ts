/**
 * `npm run bench -- import`: a report of 500,000 rows against COPY of the same typed rows into the same indexed table.
 * Each measurement runs in a child process of its own, whose peak memory is read at its end.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { systemClock } from '../src/core/clock.ts';
import { newId } from '../src/core/ids.ts';
import { collectionsSlice } from '../src/features/collections/index.ts';
import { importReport } from '../src/features/collections/run-imports.ts';
import { stageRows, stagingTable } from '../src/features/collections/stage.ts';
import { customersSlice } from '../src/features/customers/index.ts';
import { licensesSlice } from '../src/features/licenses/index.ts';
import { paymentsSlice } from '../src/features/payments/index.ts';
import { builtinRoles } from '../src/features/roles.ts';
import { axiaReport } from '../src/integrations/axia/index.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { readPolicy } from '../src/platform/policies.ts';
import { createRegistry } from '../src/platform/registry.ts';
import { createTransact } from '../src/platform/transact.ts';
import { type Deps, system } from '../src/platform/work.ts';
import { testDatabase } from '../test/support/database.ts';
import { report } from './support/figures.ts';

const rows = Number(process.env.ROWS ?? 500_000);
/** Of a hundred rows: the others were paid. */
const failedShare = Number(process.env.FAILED_PERCENT ?? 10);
const log = pino({ level: 'warn' });

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

const depsFor = async (url: string): Promise<Deps> => {
  const db = await openDatabase({ url, log });
  const slices = [customersSlice, paymentsSlice, licensesSlice, collectionsSlice([axiaReport], () => {})];
  const registry = createRegistry(slices, builtinRoles);
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  const transact = createTransact({
    db,
    clock: systemClock,
    timeZone: 'UTC',
    reactions,
    roleName: registry.roleName,
    committed: () => {},
  });
  return {
    db,
    clock: systemClock,
    log,
    timeZone: 'UTC',
    transact,
    roles: builtinRoles,
    roleName: registry.roleName,
    panels: registry.panels,
    policy: async (definition) => readPolicy(definition, undefined),
    membersOf: async () => [],
    openFile: () => Promise.reject(new Error('there are no Slack files here')),
  };
};

type Measure = 'floor' | 'import';
interface Outcome {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly told: string;
}

const floorColumns =
  'gateway, transaction_id, import_id, gateway_subscription, period, at, currency, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number';

/** COPY of the same typed rows, ready in memory of the server's own file format, into the same table with its indexes. */
const floor = async (deps: Deps, file: string): Promise<string> => {
  const run = newId();
  await stageRows(deps.db, run, axiaReport.read(deps.policy, createReadStream(file)));
  const typed = `${file}.typed`;
  await deps.db.dedicated(async (client) => {
    await client.exec(`COPY (SELECT 'axia', transaction_id, '${run}', subscription, period, at, currency, amount, outcome, decline, reason,
      card_brand, card_last4, next_attempt_on, number FROM ${stagingTable(run)}) TO '${typed}'`);
    await client.exec(`DROP TABLE ${stagingTable(run)}`);
  });
  return typed;
};

const measure = async (what: Measure, url: string, file: string): Promise<Outcome> => {
  const deps = await depsFor(url);
  const typed = what === 'floor' ? await floor(deps, file) : '';
  const before = process.hrtime.bigint();
  let told = '';
  if (what === 'floor') {
    await deps.db.dedicated((client) =>
      client.copyFrom(
        `COPY payment_attempts (${floorColumns}) FROM STDIN`,
        createReadStream(typed, { highWaterMark: 1 << 18 }),
      ),
    );
  } else {
    const run = { importId: newId(), run: newId(), fileName: 'report.csv', by: system };
    await deps.db.prisma.reportImport.create({
      data: {
        id: run.importId,
        gateway: 'axia',
        fileName: run.fileName,
        state: 'running',
        run: run.run,
        requestedBy: 'baton',
        requestedAt: systemClock.now(),
      },
    });
    told = await importReport(deps, axiaReport, run, createReadStream(file)).then(
      JSON.stringify,
      (error: Error) => `refused: ${error.message}`,
    );
  }
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  await deps.db.close();
  return { seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, told };
};

const inChild = (what: Measure, url: string, file: string): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [what, url, file], { execArgv: process.execArgv });
    child.once('message', (outcome) => resolve(outcome as Outcome));
    child.once('exit', (code) => code !== 0 && reject(new Error(`the ${what} child ended with ${code}`)));
  });

const main = async (): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-import-'));
  // The server writes a file there too.
  const { chmodSync } = await import('node:fs');
  chmodSync(dir, 0o777);
  const db = await testDatabase('postgres');
  const url = db.url ?? '';
  try {
    const good = join(dir, 'report.csv');
    const bad = join(dir, 'bad.csv');
    await writeReport(good, '');
    await writeReport(
      bad,
      'TX-last,SUB-last,2026-03-01,AX,Name,not an amount,USD,2026-03-01 00:00:00,Declined,,,,,,\n',
    );
    const count = async () =>
      `${await db.prisma.paymentAttempt.count()} attempts, ${await db.prisma.collectionCase.count()} cases`;
    const base = await inChild('floor', url, good);
    await db.prisma.$executeRawUnsafe('TRUNCATE payment_attempts');
    const refused = await inChild('import', url, bad);
    const afterBad = await db.prisma.paymentAttempt.count();
    const outcome = await inChild('import', url, good);
    const stored = await count();
    const again = await inChild('import', url, good);
    process.stdout.write(
      `a bad line: ${refused.told}\nimported: ${outcome.told}\nagain: ${again.told}; stored: ${await count()}\n`,
    );
    report([
      { name: 'Import: rows', value: rows, unit: 'rows' },
      { name: 'Import', value: rows / outcome.seconds, unit: 'rows/s', floor: rows / base.seconds },
      {
        name: 'Import against COPY of the same rows',
        value: base.seconds / outcome.seconds,
        unit: 'times',
        atLeast: 0.6,
      },
      { name: 'Import: most memory', value: outcome.peakMegabytes, unit: 'MB', atMost: 200 },
      {
        name: 'Importing again: changed what is stored',
        value: stored === (await count()) ? 0 : 1,
        unit: '(0 is no)',
        atMost: 0,
      },
      { name: 'Importing again: most memory', value: again.peakMegabytes, unit: 'MB', atMost: 200 },
      { name: 'A bad line at the end: rows left behind', value: afterBad, unit: 'rows', atMost: 0 },
      {
        name: 'Messages to accounting for all of it',
        value: await db.prisma.post.count({ where: { role: 'accounting' } }),
        unit: 'messages',
        atMost: 101,
      },
    ]);
  } finally {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

const [what, url, file] = process.argv.slice(2);
if (process.send && (what === 'floor' || what === 'import') && url && file) {
  process.send(await measure(what, url, file));
  process.disconnect();
} else {
  await main();
}
