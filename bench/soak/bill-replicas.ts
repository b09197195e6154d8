/**
 * Two replicas bill the same customers at once, and one is frozen (SIGSTOP) in the middle of a chunk, past its lease, and woken
 * again; and Baton is told to stop (SIGTERM) in a run while people's forms are on their way. BIL-2
 *
 *   npm run soak -- bill-replicas
 *   npm run soak -- bill-replicas --quick
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { day } from '../../src/core/time/calendar.ts';
import { startBillRun } from '../../src/features/billing/billruns/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { settleTaxedTown } from '../support/billed-town.ts';
import { billingDeps } from '../support/billing-deps.ts';
import { bundle } from '../support/bundle.ts';
import { type Figure, report } from '../support/figures.ts';
import { batonEnv } from '../support/office.ts';
import { checkBills, type Found } from './bills/checked.ts';
import { childFile, startLife } from './bills/lives.ts';
import { type Phase, watchOn } from './bills/phases.ts';
import { stopInRuns } from './bills/stopping.ts';

const isQuick = process.argv.includes('--quick');
const customers = 1_000;
const frozenAt: readonly Phase[] = isQuick
  ? ['writing a chunk’s bills']
  : ['reckoning a chunk', 'writing a chunk’s bills', 'closing a chunk', 'a chunk just committed'];
const stops = isQuick ? 1 : 3;

interface Frozen {
  readonly found: Found;
  /** Runs whose process was frozen, and which another one finished while it was. */
  readonly takenOver: number;
  readonly unfinished: number;
}

const unfinishedIn = async (db: TestDatabase): Promise<number> =>
  db.prisma.run.count({ where: { state: { not: 'done' } } });

const freeze = async (phase: Phase): Promise<Frozen> => {
  const db = await testDatabase('postgres');
  try {
    await settleTaxedTown(db, customers);
    const { deps } = billingDeps(db);
    const scope = { asOf: day('2026-01-01'), outcome: 'issued', withInactive: false } as const;
    for (let n = 0; n < 2; n++) await startBillRun(deps, system, scope, { isPreview: false });
    const slack = { botToken: 'xoxb-not-needed', signingSecret: 'not-needed', apiUrl: 'http://127.0.0.1:9/' };
    const env = { ...batonEnv(slack), DATABASE_URL: db.url ?? '' };
    const watch = await watchOn(db, db.url ?? '');
    const frozen = startLife('runs', env);
    let other = startLife('runs', env);
    await watch.until(phase, frozen, 30_000);
    frozen.child.kill('SIGSTOP');
    // Replicas look for what waits now and then; the lease of the frozen one ends by itself.
    for (let n = 0; n < 200 && (await unfinishedIn(db)) > 0; n++) {
      await sleep(1000);
      if (other.isOver()) other = startLife('runs', env);
    }
    const unfinished = await unfinishedIn(db);
    frozen.child.kill('SIGCONT');
    await Promise.all([frozen.ended, other.ended]);
    await watch.close();
    const [row] = await db.prisma.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM runs WHERE state = 'done' AND ended_at - taken_up_at > interval '25 seconds'`;
    return { found: await checkBills(db, customers, 1), takenOver: row?.n ?? 0, unfinished };
  } finally {
    await db.close();
  }
};

const frozenFigures = (trials: readonly Frozen[]): readonly Figure[] => {
  const name = 'Bill runs, two replicas on the same customers';
  const sum = (of: (trial: Frozen) => number): number => trials.reduce((total, each) => total + of(each), 0);
  const none = (what: string, of: (trial: Frozen) => number, unit: string): Figure => ({
    name: `${name}: ${what}`,
    ...{ value: sum(of), unit, atMost: 0 },
  });
  return [
    {
      name: `${name}, one frozen past its lease in a chunk, then woken`,
      ...{ value: trials.length, unit: 'trials', atLeast: frozenAt.length },
    },
    {
      name: `${name}: trials with a run that outlasted its lease and was finished`,
      ...{ value: trials.filter(({ takenOver }) => takenOver > 0).length, unit: 'trials', atLeast: frozenAt.length },
    },
    none('runs that nobody finished', ({ unfinished }) => unfinished, 'runs'),
    { name: `${name}: bills issued`, value: sum(({ found }) => found.bills), unit: 'bills' },
    none('bills missing', ({ found }) => found.missing, 'bills'),
    none('bills made twice', ({ found }) => found.doubled, 'bills'),
    none('numbers missing or given twice', ({ found }) => found.gaps + found.doubledNumbers, 'numbers'),
    none('wrong bills or schedules', ({ found }) => found.wrong, 'bills'),
    none('not exactly once in the audit log', ({ found }) => found.untold, 'bills'),
    none('runs that counted something else than they made', ({ found }) => found.miscounted, 'runs'),
    none('balances and audit seals that do not hold', ({ found }) => found.faults, 'faults'),
  ];
};

const stopFigures = async (): Promise<readonly Figure[]> => {
  const db = await testDatabase('postgres');
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500 });
  try {
    const { met, acknowledged, lost, problems } = await stopInRuns({ db, slack, stops, customers });
    const found = await checkBills(db, customers, stops);
    const name = 'SIGTERM in a bill run';
    const none = (what: string, value: number, unit: string): Figure => ({
      name: `${name}: ${what}`,
      ...{ value, unit, atMost: 0 },
    });
    return [
      { name: `${name}, in the middle of a chunk, with forms on their way`, value: met, unit: 'times', atLeast: stops },
      { name: `${name}: forms acknowledged`, value: acknowledged, unit: 'forms', atLeast: stops },
      none('acknowledged and not stored', lost, 'forms'),
      { name: `${name}: bills issued after it went on`, value: found.bills, unit: 'bills' },
      none('bills missing or made twice', found.missing + found.doubled, 'bills'),
      none('numbers missing or given twice', found.gaps + found.doubledNumbers, 'numbers'),
      none('wrong, or not exactly once in the audit log', found.wrong + found.untold, 'bills'),
      none('messages lost, doubled or without a cause', problems, 'messages'),
    ];
  } finally {
    await slack.close();
    await db.close();
  }
};

bundle(childFile);
const [stopped, ...frozen] = await Promise.all([stopFigures(), ...frozenAt.map(freeze)]);
report([...frozenFigures(frozen), ...stopped]);
