/**
 * The database misbehaves while people work: its connections are terminated several times a second for a minute, then it
 * is away for a minute. Baton stays up, /readyz says what is the matter, and afterwards all that was acknowledged is there
 * and shown once.
 *
 *   npm run soak -- database           about four minutes
 *   npm run soak -- database --quick   5 s each
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { verifyAudit } from '../../src/platform/audit/verify.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { testDatabase, testServerUrl } from '../../test/support/database.ts';
import { compareWithSlack, isUnsent, type Written, writtenSql } from '../support/compare.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { startBatonChild } from '../support/processes.ts';
import { startProxy } from '../support/proxy.ts';
import { fillRolesOf } from '../support/roles.ts';
import { type Acked, recordCreator } from '../support/submissions.ts';

const seconds = process.argv.includes('--quick') ? 5 : Number(process.env.SOAK_SECONDS ?? '60');

const db = await testDatabase('postgres');
const server = new URL(testServerUrl);
const proxy = await startProxy(server.hostname, Number(server.port || 5432));
const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500, ackTimeoutMs: 3000 });
await fillRolesOf(db, slack);
const baton = await startBatonChild({
  ...batonEnv(slack),
  DATABASE_URL: proxy.url(db.url ?? ''),
  MESSAGE_INTERVAL_MS: '0',
});
slack.setEventsUrl(`${baton.url}/slack/events`);
const creator = await recordCreator(slack);

const results: Acked[] = [];
const running: Promise<void>[] = [];
let serial = 0;
let working = true;
/** Ten forms a second, come what may. */
const people = (async () => {
  while (working) {
    serial += 1;
    running.push(creator.create(baton.port, `Customer ${serial}.`).then((acked) => void results.push(acked)));
    await sleep(100);
  }
})();

const killer = new pg.Client({ connectionString: testServerUrl });
await killer.connect();
let terminated = 0;
const statuses = new Map<string, number>();
const probe = async (path: string): Promise<number> => {
  const status = await fetch(`${baton.url}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.status,
    () => 0,
  );
  const key = `${path} ${status}`;
  statuses.set(key, (statuses.get(key) ?? 0) + 1);
  return status;
};
const count = (key: string): number => statuses.get(key) ?? 0;

await sleep(2_000);
for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
  const { rowCount } = await killer.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'baton' AND pid <> pg_backend_pid()
       AND (xact_start IS NOT NULL OR random() < 0.5)`,
    [new URL(db.url ?? '').pathname.slice(1)],
  );
  terminated += rowCount ?? 0;
  await sleep(300);
}
const duringKills = results.filter((each) => each.acknowledged).length;
await sleep(2_000);
const readyBetween = await probe('/readyz');

statuses.clear();
proxy.cut();
const cutAt = Date.now();
while (Date.now() < cutAt + seconds * 1000) {
  await Promise.all([probe('/readyz'), probe('/healthz')]);
  await sleep(500);
}
const away = {
  ready: count('/readyz 200'),
  down: count('/readyz 503'),
  alive: count('/healthz 200'),
  dead: count('/healthz 0'),
};
proxy.mend();
const mended = performance.now();
while ((await probe('/readyz')) !== 200 && performance.now() - mended < 60_000) await sleep(50);
const readyAfterMs = performance.now() - mended;
const before = results.filter((each) => each.acknowledged).length;
await sleep(Math.min(10_000, seconds * 1000));
working = false;
await people;
await Promise.all(running);
creator.close();
const acknowledged = results.filter((each) => each.acknowledged);

let rows: Written[] = [];
for (let n = 0; n < 120; n++) {
  rows = await db.prisma.$queryRawUnsafe<Written[]>(writtenSql);
  if (!rows.some((row) => isUnsent(row) || row.stale)) break;
  await sleep(1000);
}
const stored = new Map(
  (
    await db.prisma.$queryRaw<
      { name: string; n: number }[]
    >`SELECT c.name, count(*)::int AS n FROM customers c JOIN projects p ON p.customer_id = c.id GROUP BY c.name`
  ).map((row) => [row.name, row.n]),
);
const shown = compareWithSlack(slack, rows);
const audit = await verifyAudit(db);
const isUp = baton.child.exitCode === null && baton.child.signalCode === null;
// Its last words say why.
if (!isUp) process.stdout.write(`       Baton ended with ${baton.child.exitCode}:\n${baton.log().slice(-3000)}\n`);
for (const problem of shown.problems.slice(0, 5)) process.stdout.write(`       ${problem}\n`);
await baton.end();
await killer.end();
await proxy.close();
await slack.close();
await db.close();

const figures: Figure[] = [
  { name: 'Database: connections terminated', value: terminated, unit: 'connections', atLeast: seconds },
  { name: 'Database: forms acknowledged meanwhile', value: duringKills, unit: 'forms', atLeast: 1 },
  {
    name: 'Database: ready again after the terminations',
    value: readyBetween,
    unit: '(status of /readyz)',
    atLeast: 200,
    atMost: 200,
  },
  { name: 'Database: away for', value: seconds, unit: 's' },
  { name: 'Database: /readyz said 503 while it was away', value: away.down, unit: 'times', atLeast: 1 },
  { name: 'Database: /readyz said 200 while it was away', value: away.ready, unit: 'times', atMost: 0 },
  { name: 'Database: /healthz did not answer while it was away', value: away.dead, unit: 'times', atMost: 0 },
  { name: 'Database: ready again after', value: readyAfterMs / 1000, unit: 's', atMost: 15 },
  { name: 'Database: forms acknowledged afterwards', value: acknowledged.length - before, unit: 'forms', atLeast: 10 },
  { name: 'Database: the process stayed up', value: isUp ? 1 : 0, unit: '(1 is yes)', atLeast: 1 },
  { name: 'Database: forms sent', value: results.length, unit: 'forms' },
  { name: 'Database: forms acknowledged', value: acknowledged.length, unit: 'forms' },
  {
    name: 'Database: acknowledged and not stored',
    value: acknowledged.filter((each) => !stored.has(each.customer)).length,
    unit: 'forms',
    atMost: 0,
  },
  {
    name: 'Database: stored more than once',
    value: [...stored.values()].filter((n) => n > 1).length,
    unit: 'forms',
    atMost: 0,
  },
  { name: 'Database: messages written down', value: rows.length, unit: 'messages' },
  {
    name: 'Database: lost, doubled, late or without a cause',
    value: shown.problems.length,
    unit: 'messages',
    atMost: 0,
  },
  { name: 'Database: breaks in the audit seal', value: audit.ok ? 0 : 1, unit: 'breaks', atMost: 0 },
];
report(figures);
