/** How long people wait for their acks while bill runs go on, at a quarter of what Baton carries. */
import { setTimeout as sleep } from 'node:timers/promises';
import { day } from '../../src/core/time/calendar.ts';
import { startBillRun } from '../../src/features/billing/billruns/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { type Bench, type Loaded, load, startBaton } from '../ack/bench.ts';
import { arrivals, closedLoop, draw, isRefused, type Target } from '../ack/capacity.ts';
import { record } from '../ack/record.ts';
import { settleTaxedTown } from '../support/billed-town.ts';
import { billingDeps } from '../support/billing-deps.ts';
import { type Figure, median, percentile } from '../support/figures.ts';
import { openOffice } from '../support/office.ts';
import { helper } from '../support/processes.ts';

const seconds = Number(process.env.SECONDS ?? 25);
const closed = 1500;
const metricsPort = 19_000 + (process.pid % 900);

/** By how much the event loop was late in its hundredth part since this was asked last; milliseconds. */
const lateness = async (): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^baton_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1000;
};

interface Waited {
  readonly loaded: Loaded;
  readonly lateMs: number;
}

const quarter = async (
  bench: Bench,
  target: Target,
  perSecond: number,
  before: () => Promise<void>,
): Promise<Waited> => {
  const requests = await draw(bench, arrivals(perSecond, seconds));
  await before();
  await lateness();
  const loaded = await load(bench, target, requests);
  return { loaded, lateMs: await lateness() };
};

/** Three months for everybody, one after the other, so that runs go on for as long as is measured. */
const beginRuns = async (db: TestDatabase): Promise<void> => {
  const { deps } = billingDeps(db);
  for (const month of ['01', '02', '03']) {
    const scope = { asOf: day(`2026-${month}-01`), outcome: 'issued', withInactive: false } as const;
    await startBillRun(deps, system, scope, { isPreview: false });
  }
  // Whoever runs them looks for them every minute.
  for (let n = 0; n < 1400 && (await db.prisma.run.count({ where: { state: 'running' } })) === 0; n++) await sleep(50);
};

export const waitingFigures = async (dir: string, customers: number): Promise<readonly Figure[]> => {
  const db = await testDatabase('postgres');
  try {
    const office = await openOffice({ db });
    const recording = await record(db, office);
    await office.stop();
    await settleTaxedTown(db, customers);
    const slack = await helper<{ apiUrl: string; baseUrl: string }>('load-slack.ts');
    const bench: Bench = { db, dir, quick: false, recording, slack };
    const baton = await startBaton(bench, { METRICS_PORT: `${metricsPort}`, METRICS_HOST: '127.0.0.1' });
    try {
      const target = { port: baton.port, pid: baton.child.pid };
      const { perSecond } = await closedLoop(bench, target, closed);
      const idle = await quarter(bench, target, perSecond / 4, async () => undefined);
      const busy = await quarter(bench, target, perSecond / 4, () => beginRuns(db));
      const isThroughout = (await db.prisma.run.count({ where: { state: { in: ['queued', 'running'] } } })) > 0;
      const [before, meanwhile] = [idle, busy].map(({ loaded }) => loaded.sent.map(({ ms }) => ms));
      const refused = [...idle.loaded.sent, ...busy.loaded.sent].filter(isRefused).length;
      const name = 'While bills are run';
      const p99 = (values: readonly number[] | undefined): number => percentile(values ?? [], 99);
      return [
        { name: 'Capacity, the mix, closed loop', value: perSecond, unit: 'requests/s' },
        { name: `A quarter of it for ${seconds} s`, value: busy.loaded.sent.length / seconds, unit: 'requests/s' },
        {
          name: `${name}: half of the acks within`,
          value: median(meanwhile ?? []),
          unit: 'ms',
          floor: median(before ?? []),
        },
        { name: `${name}: 99 % of the acks within`, value: p99(meanwhile), unit: 'ms', floor: p99(before) },
        {
          name: `${name}: 99 % against the same without a run`,
          ...{ value: p99(meanwhile) / p99(before), unit: 'times', atMost: 4 },
        },
        { name: `${name}: event loop of web late, 99 %`, value: busy.lateMs, unit: 'ms', floor: idle.lateMs },
        {
          name: `${name}: event loop late against the same without a run`,
          ...{ value: busy.lateMs / idle.lateMs, unit: 'times', atMost: 2 },
        },
        { name: `${name}: runs went on until the end`, value: isThroughout ? 1 : 0, unit: '(1 is yes)', atLeast: 1 },
        { name: `${name}: refused or not answered`, value: refused, unit: 'requests', atMost: 0 },
      ];
    } finally {
      await baton.end();
      await slack.close();
    }
  } finally {
    await db.close();
  }
};
