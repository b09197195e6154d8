/**
 * `npm run bench -- pages`: a customer's page answered, from the token to the HTML, beside what nobody can do without: the very statements
 * that it asks, prepared, on the bare driver, and the rendering of what they said.
 */
import pg from 'pg';
import { day } from '../src/core/time/calendar.ts';
import { billForms, billLinks } from '../src/features/pages/bill/bill-forms.ts';
import { billPaper } from '../src/features/pages/bill/bill-paper.ts';
import { readBill } from '../src/features/pages/bill/read-bill.ts';
import { projectForms } from '../src/features/pages/project/project-forms.ts';
import { projectLinks, projectPaper } from '../src/features/pages/project/project-paper.ts';
import { readProject } from '../src/features/pages/project/read-project.ts';
import { renderPage } from '../src/features/papers/index.ts';
import type { Deps } from '../src/platform/work/work.ts';
import { billingHarness, makeSeller } from '../test/support/billing.ts';
import { startProject } from '../test/support/journey.ts';
import { servePages } from '../test/support/pages.ts';
import { type Figure, median, report } from './support/figures.ts';

const rounds = Number(process.env.ROUNDS ?? 400);

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** What the driver is asked meanwhile, by whoever asks it. */
const asked = async (body: () => Promise<unknown>): Promise<readonly Statement[]> => {
  const { query } = pg.Client.prototype;
  const statements: Statement[] = [];
  const noting = function (this: pg.Client, ...given: unknown[]): unknown {
    const [what, values] = given as [string | Statement, unknown[] | undefined];
    const text = typeof what === 'string' ? what : what.text;
    if (text) statements.push({ text, values: (typeof what === 'string' ? values : what.values) ?? [] });
    return Reflect.apply(query, this, given);
  };
  Object.assign(pg.Client.prototype, { query: noting });
  try {
    await body();
  } finally {
    Object.assign(pg.Client.prototype, { query });
  }
  return statements;
};

/** Milliseconds of each, turn and turn about, each first as often as the others; the first tenth warms up. */
const turns = async (bodies: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> => {
  const times: number[][] = bodies.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (let at = 0; at < bodies.length; at += 1) {
      const which = (at + round) % bodies.length;
      const from = performance.now();
      await bodies[which]?.();
      if (round >= rounds / 10) times[which]?.push(performance.now() - from);
    }
  return times.map(median);
};

const h = await billingHarness('postgres');
const seller = await makeSeller(h);
const pages = await servePages(h);
const project = await startProject(h, { first_month: '2000', hardware: '1200' });
await project.walkTo('planning');
await project.tick({ eta: day('2026-03-20') });
const paths = {
  project: await pages.pathTo('project', project.id),
  bill: await pages.pathTo('invoice', (await project.invoice('first_month')).id),
};
for (const [path, what] of [
  [paths.project, 'message'],
  [paths.bill, 'wrong'],
] as const)
  await pages.send(path, what, { text: 'A word of the customer' });

const client = new pg.Client({ connectionString: h.db.url });
const pool = new pg.Pool({ connectionString: h.db.url, max: 10 });
await client.connect();

const measured = async (name: string, path: string, render: () => unknown): Promise<readonly Figure[]> => {
  const [, at = '', token = ''] = path.split('/');
  const route = h.registry.routes.find((each) => each.method === 'GET' && each.path === `/${at}/:token`);
  if (!route) throw new Error(`nobody answers at ${path}`);
  const request = { params: { token }, headers: {}, body: Buffer.alloc(0), address: '203.0.113.1', token };
  const answer = async (deps: Deps = h.deps): Promise<void> => {
    const { status } = await route.answer(deps, request);
    if (status !== 200) throw new Error(`the page answered ${status}`);
  };
  await answer();
  const statements = (await asked(answer)).map((each, n) => ({ ...each, name: `${at}-${n}` }));
  const inTurn = async (): Promise<void> => {
    for (const each of statements) await client.query({ ...each });
    render();
  };
  const atOnce = async (): Promise<void> => {
    await Promise.all(statements.map((each) => pool.query({ ...each })));
    render();
  };
  const [ours = Number.NaN, one = Number.NaN, many = Number.NaN] = await turns([() => answer(), inTurn, atOnce]);
  return [
    { name: `${name}: answered`, value: ours, unit: 'ms', floor: one },
    { name: `${name}: beside its statements and its rendering alone`, value: ours / one, unit: 'times', atMost: 2 },
    { name: `${name}: beside all of its statements at once on ten connections`, value: ours / many, unit: 'times' },
    { name: `${name}: statements`, value: statements.length, unit: 'statements' },
  ];
};

const [shownProject, bill] = [
  await readProject(h.deps, project.id),
  await readBill(h.deps, (await project.invoice('first_month')).id),
];
if (!shownProject || !bill || !seller) throw new Error('there is nothing to be drawn');
report([
  ...(await measured('a project’s page', paths.project, () =>
    renderPage(projectPaper(shownProject, 'UTC'), {
      links: projectLinks(shownProject),
      forms: projectForms(shownProject),
    }),
  )),
  ...(await measured('a bill’s page', paths.bill, () =>
    renderPage(billPaper(bill, 'UTC'), { links: billLinks(bill, 'token', undefined), forms: billForms(bill) }),
  )),
]);
await client.end();
await pool.end();
await pages.close();
await h.close();
process.exit();
