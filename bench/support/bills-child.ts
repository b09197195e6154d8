/** One measurement of billing a town, in a process of its own whose peak memory is read at its end. */
import { day } from '../../src/core/time/calendar.ts';
import { startBillRun } from '../../src/features/billing/billruns/index.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { type Database, openDatabase } from '../../src/platform/db/open.ts';
import { runById, workThroughRuns } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { settleTaxedTown } from './billed-town.ts';
import { billingDeps } from './billing-deps.ts';
import type { CopiedTable } from './copied-rows.ts';
import { silent } from './deps.ts';
import { answerOnce, type Outcome, outcomeOf } from './outcome.ts';

export type BillsMeasure =
  /** Plain INSERT … SELECT of the very rows that a run wrote, which lie beside already, in one transaction. */
  | { readonly what: 'floor'; readonly url: string; readonly tables: readonly Omit<CopiedTable, 'file'>[] }
  | { readonly what: 'run'; readonly url: string }
  /** The same on the embedded engine, whose town is this process's own. */
  | { readonly what: 'embedded'; readonly customers: number };

/** What lies beside a table, to be written into it. */
export const beside = (table: string): string => `beside_${table}`;

/** The schedules are there already, and move on. */
const statementOf = ({ name, columns }: Omit<CopiedTable, 'file'>): string =>
  name === 'recurring_templates'
    ? `UPDATE recurring_templates t SET next_on = b.next_on, remaining = b.remaining, billed_by = b.billed_by, billed_at = b.billed_at
       FROM ${beside(name)} b WHERE b.id = t.id`
    : `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${beside(name)}`;

const insert = (db: Database, tables: readonly Omit<CopiedTable, 'file'>[]): Promise<string> =>
  db.dedicated(async (client) => {
    await client.exec('BEGIN');
    for (const table of tables) await client.exec(statementOf(table));
    await client.exec('COMMIT');
    return tables.map(({ name }) => name).join(', ');
  });

/** A month for everybody, issued: written down before it is measured, and worked through as Baton's own process does. */
const run = async (db: Database): Promise<Outcome> => {
  const { deps } = billingDeps(db);
  const scope = { asOf: day('2026-01-01'), outcome: 'issued', withInactive: false } as const;
  const id = await startBillRun(deps, system, scope, { isPreview: false });
  return outcomeOf(async () => {
    await workThroughRuns(deps);
    const { state, counts, problem } = (await runById(db.prisma, id)) ?? {};
    if (state !== 'done') throw new Error(`the run is ${state}: ${problem}`);
    return JSON.stringify(counts);
  });
};

answerOnce<BillsMeasure>(async (of) => {
  const place = of.what === 'embedded' ? { embeddedDir: ':memory:' } : { url: of.url };
  const db = await openDatabase({ ...place, log: silent });
  try {
    if (of.what === 'floor') return await outcomeOf(() => insert(db, of.tables));
    if (of.what === 'embedded') {
      await migrate(db, { log: silent });
      await settleTaxedTown(db, of.customers);
    }
    return await run(db);
  } finally {
    await db.close();
  }
});
