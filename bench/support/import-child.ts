/** One measurement of `bench/import.ts`, in a process of its own whose peak memory is read at its end. */
import { createReadStream } from 'node:fs';
import { systemClock } from '../../src/core/time/clock.ts';
import { paymentsSlice } from '../../src/features/billing/payments/index.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { collectionsSlice } from '../../src/features/collections/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { licensesSlice } from '../../src/features/licenses/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { type Database, openDatabase } from '../../src/platform/db/open.ts';
import { kindOf, workHere } from '../../src/platform/runs/index.ts';
import { createRegistry } from '../../src/platform/slice/registry.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import { type Deps, system } from '../../src/platform/work/work.ts';
import { benchDeps, silent } from './deps.ts';
import { answerOnce, outcomeOf } from './outcome.ts';

export type Measure =
  /** COPY of rows that are typed already, in PostgreSQL's own text format. */
  | { readonly what: 'floor'; readonly url: string; readonly file: string; readonly columns: string }
  | { readonly what: 'import'; readonly url: string; readonly file: string };

const importDeps = (db: Database): Deps => {
  const slices = [
    customersSlice,
    paymentsSlice,
    licensesSlice,
    collectionsSlice({
      formats: [axiaReport],
      openFile: () => Promise.reject(new Error('no files here')),
      wakeRuns: () => {},
    }),
  ];
  const { roleName, contributions } = createRegistry(slices, builtinRoles);
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  const transact = createTransact({
    db,
    clock: systemClock,
    timeZone: 'UTC',
    reactions,
    contributions,
    roleName,
    committed: () => {},
  });
  return { ...benchDeps(db), transact, contributions, roleName };
};

const importFile = async (db: Database, file: string): Promise<string> => {
  const deps = importDeps(db);
  const id = await startImport(deps, system, { gateway: 'axia', fileName: 'report.csv', path: file, isForMe: true });
  const run = await workHere(deps, kindOf(deps, 'report.import'), id);
  return run?.state === 'done' ? JSON.stringify(run.counts) : `refused: ${run?.problem}`;
};

const copyFile = async (db: Database, file: string, columns: string): Promise<string> => {
  const rows = await db.dedicated((client) =>
    client.copyFrom(
      `COPY payment_attempts (${columns}) FROM STDIN`,
      createReadStream(file, { highWaterMark: 1 << 18 }),
    ),
  );
  return `${rows} rows`;
};

answerOnce<Measure>(async (of) => {
  const db = await openDatabase({ url: of.url, log: silent });
  const outcome = await outcomeOf(() =>
    of.what === 'floor' ? copyFile(db, of.file, of.columns) : importFile(db, of.file),
  );
  await db.close();
  return outcome;
});
