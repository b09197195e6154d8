/**
 * `npm run bench -- sweeps`: a sweep's cost follows what is due. The same 100 due with 10,000 and with 1,000,000 settled.
 * Other slices measure their sweeps with `measureSweep` too.
 */
import { pathToFileURL } from 'node:url';
import { sweepCases } from '../src/features/collections/index.ts';
import type { Deps } from '../src/platform/work.ts';
import { collectionsHarness } from '../test/flows/collections-support.ts';

export interface Sweep {
  readonly name: string;
  /** Settled rows are added to those that are there, as numbers `from` to `to`. */
  readonly settle: (deps: Deps, from: number, to: number) => Promise<void>;
  /** Makes 100 due, of the given round. */
  readonly makeDue: (deps: Deps, round: number) => Promise<void>;
  /** @returns how many it handled */
  readonly run: (deps: Deps) => Promise<number>;
  readonly analyze: string;
}

const rounds = 5;

/** The median of some rounds, so that one hiccup of the machine is not the figure. @returns milliseconds */
const timed = async (deps: Deps, sweep: Sweep, first: number): Promise<number> => {
  const times: number[] = [];
  for (let round = first; round < first + rounds; round++) {
    await sweep.makeDue(deps, round);
    const start = process.hrtime.bigint();
    const handled = await sweep.run(deps);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (handled !== 100) throw new Error(`${sweep.name} handled ${handled} of 100`);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
};

export const measureSweep = async (deps: Deps, sweep: Sweep): Promise<number> => {
  await sweep.settle(deps, 0, 10_000);
  await deps.db.prisma.$executeRawUnsafe(sweep.analyze);
  await timed(deps, sweep, 0);
  const few = await timed(deps, sweep, 100);
  await sweep.settle(deps, 10_000, 1_000_000);
  await deps.db.prisma.$executeRawUnsafe(sweep.analyze);
  const many = await timed(deps, sweep, 200);
  const ratio = many / few;
  console.log(
    `${sweep.name}: 10,000 settled ${few.toFixed(0)} ms, 1,000,000 settled ${many.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (must be ≤ 1.50) ${ratio <= 1.5 ? 'reached' : 'MISSED'}`,
  );
  return ratio;
};

const insert = (state: string, due: string, from: number, to: number, tag: string): string => `
  INSERT INTO cases (id, gateway, gateway_subscription, period, reported_customer, reported_name, currency, amount, state, deadline_on,
    next_action_on, opened_at, state_by, state_at)
  SELECT gen_random_uuid(), 'axia', '${tag}' || n, '2026-03', 'AX-' || n, 'Customer ' || n, 'USD', 12000, '${state}', '2026-02-20',
    ${due}, now(), 'baton', now() FROM generate_series(${from + 1}, ${to}) n`;

/** Cases whose deadline reminds accounting (nobody knows their customer). */
export const caseSweep: Sweep = {
  name: 'deadlines of cases',
  settle: async (deps, from, to) =>
    void (await deps.db.prisma.$executeRawUnsafe(insert('recovered', 'NULL', from, to, 'old'))),
  makeDue: async (deps, round) =>
    void (await deps.db.prisma.$executeRawUnsafe(insert('failed', "'2026-02-20'", 0, 100, `due${round}-`))),
  run: sweepCases,
  analyze: 'VACUUM ANALYZE cases',
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const harness = await collectionsHarness('postgres');
  try {
    await measureSweep(harness.deps, caseSweep);
  } finally {
    await harness.close();
  }
}
