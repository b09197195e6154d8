/**
 * `npm run bench -- sweeps`: a sweep's cost follows what is due. The same 100 due with 10,000 and with 1,000,000 settled.
 * Other slices measure their sweeps with `measureSweep` too.
 */
import { pathToFileURL } from 'node:url';
import { sweepCases } from '../src/features/collections/index.ts';
import { remindDesks } from '../src/features/onboarding/reminders/remind.ts';
import { Prisma } from '../src/generated/prisma/client.ts';
import { columnsOf } from '../src/platform/db/rows/as-model.ts';
import type { Deps } from '../src/platform/work/work.ts';
import { collectionsHarness } from '../test/flows/collections-support.ts';
import { startOffice, startProject } from '../test/flows/onboarding-journey.ts';
import { type Figure, report } from './support/figures.ts';

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

export const measureSweep = async (deps: Deps, sweep: Sweep): Promise<Figure[]> => {
  await sweep.settle(deps, 0, 10_000);
  await deps.db.prisma.$executeRawUnsafe(sweep.analyze);
  await timed(deps, sweep, 0);
  const few = await timed(deps, sweep, 100);
  await sweep.settle(deps, 10_000, 1_000_000);
  await deps.db.prisma.$executeRawUnsafe(sweep.analyze);
  const many = await timed(deps, sweep, 200);
  return [
    { name: `${sweep.name}: 100 due among 10,000 settled`, value: few, unit: 'ms' },
    { name: `${sweep.name}: 100 due among 1,000,000 settled`, value: many, unit: 'ms' },
    { name: `${sweep.name}: the second against the first`, value: many / few, unit: 'times', atMost: 1.5 },
  ];
};

const insert = (state: string, due: string, from: number, to: number, tag: string): string => `
  INSERT INTO cases (id, gateway, gateway_subscription, period, reported_customer, reported_name, currency, amount, state, deadline_on,
    next_action_on, opened_at, state_by, state_at)
  SELECT gen_random_uuid(), 'axia', '${tag}' || n, '2026-03', 'AX-' || n, 'Customer ' || n, 'USD', 12000, '${state}', '2026-02-20',
    ${due}, now(), 'baton', now() FROM generate_series(${from + 1}, ${to}) n`;

/** A million rows take longer than a click may. */
const bulk = (deps: Deps, sql: string): Promise<void> =>
  deps.db.dedicated(async (client) => {
    await client.exec('SET statement_timeout = 0');
    await client.exec(sql);
  });

/** Cases whose deadline reminds accounting (nobody knows their customer). */
export const caseSweep: Sweep = {
  name: 'deadlines of cases',
  settle: async (deps, from, to) => bulk(deps, insert('recovered', 'NULL', from, to, 'old')),
  makeDue: async (deps, round) => bulk(deps, insert('failed', "'2026-02-20'", 0, 100, `due${round}-`)),
  run: sweepCases,
  analyze: 'VACUUM ANALYZE cases',
};

const handoffs = (projectId: string, state: string, due: string, from: number, to: number, turn: number): string => `
  INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_by, opened_by, opened_at, remind_on, decided_by, decided_at)
  SELECT gen_random_uuid(), '${projectId}', ${turn} + n, 'intake', '{sales}', '${state}', 'created', 'baton', now(), ${due}, 'baton', now()
  FROM generate_series(${from + 1}, ${to}) n`;

const { playbookHash: _computed, ...projectFields } = Prisma.ProjectScalarFieldEnum;
const projectColumns = columnsOf(projectFields).sql;
const copiedColumns = columnsOf(projectFields, 'copy').sql;

/** Folders that lie too long: the settled ones are turns long decided, of one project with a very long history. */
const handoffSweep = (projectId: string): Sweep => ({
  name: 'reminders of desks',
  settle: async (deps, from, to) => bulk(deps, handoffs(projectId, 'approved', 'NULL', from, to, 1_000)),
  makeDue: async (deps) => {
    await deps.db.prisma.$executeRawUnsafe(`
      WITH p AS (INSERT INTO projects (${projectColumns}) SELECT ${copiedColumns} FROM projects t, generate_series(1, 100) n,
          LATERAL jsonb_populate_record(NULL::projects, to_jsonb(t) || jsonb_build_object('n', n, 'id', gen_random_uuid(),
            'ref', nextval(pg_get_serial_sequence('projects', 'ref')))) copy WHERE t.id = '${projectId}' RETURNING id)
      INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_by, opened_by, opened_at, remind_on)
      SELECT gen_random_uuid(), id, 1, 'intake', '{sales}', 'open', 'created', 'baton', now(), '2026-03-02' FROM p`);
  },
  run: async (deps) => {
    const due = () =>
      deps.db.prisma.handoff.count({ where: { remindOn: { lte: new Date('2026-03-02') }, state: 'open' } });
    const before = await due();
    await remindDesks(deps, deps.clock.now());
    return before - (await due());
  },
  analyze: 'VACUUM ANALYZE handoffs',
});

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const figures: Figure[] = [];
  const collections = await collectionsHarness('postgres');
  try {
    figures.push(...(await measureSweep(collections.deps, caseSweep)));
  } finally {
    await collections.close();
  }
  const office = await startOffice('postgres');
  try {
    const { id } = await startProject(office, {});
    figures.push(...(await measureSweep(office.deps, handoffSweep(id))));
  } finally {
    await office.close();
  }
  report(figures);
}
