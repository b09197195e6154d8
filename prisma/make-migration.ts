/**
 * Writes the SQL of a new migration: the difference between what the existing migrations build and what the schema
 * wants. For developers; nothing is applied to any database.
 *
 *   npx tsx prisma/make-migration.ts add_invoices            writes prisma/migrations/<timestamp>_add_invoices/
 *   npx tsx prisma/make-migration.ts add_invoices --print    only prints the SQL
 *   npx tsx prisma/make-migration.ts --check                 exits with 1 when schema and migrations differ
 *
 * It runs the schema engine compiled to WebAssembly on an in-memory PGlite, so it needs neither a server nor Prisma's
 * binary. Read the SQL before committing it, and add by hand what Prisma cannot express (checks, triggers, partial
 * indexes): later runs leave those alone. `--schema DIR` and `--migrations DIR` point it elsewhere.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { pgliteAdapter } from '../src/platform/db/embedded/pglite-adapter.ts';

/** Node has it; its types come with the DOM's, which a server has no use for. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    schema: { type: 'string', default: join(here, 'schema') },
    migrations: { type: 'string', default: join(here, 'migrations') },
    print: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

/** The engine's glue expects a bundler to have loaded the module; Node loads it by hand. */
const loadEngine = async (): Promise<void> => {
  const folder = dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')));
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...glue } });
  const start: unknown = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('@prisma/schema-engine-wasm has changed: no __wbindgen_start.');
  const setWasm: unknown = Reflect.get(glue, '__wbg_set_wasm');
  if (typeof setWasm !== 'function') throw new Error('@prisma/schema-engine-wasm has changed: no __wbg_set_wasm.');
  setWasm(instance.exports);
  start();
};

const schemaFiles = (dir: string): { path: string; content: string }[] => {
  if (!existsSync(dir)) throw new Error(`There is no schema folder ${dir}.`);
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({ path: join(dir, name), content: readFileSync(join(dir, name), 'utf8') }));
};

const existingMigrations = (dir: string): glue.DiffTarget => {
  const lock = join(dir, 'migration_lock.toml');
  const names = existsSync(dir)
    ? readdirSync(dir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];
  if (names.length === 0) return { tag: 'empty' };
  return {
    tag: 'migrations',
    baseDir: dir,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    migrationDirectories: names.sort().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(dir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
};

/** @returns the SQL that leads from the migrations to the schema; empty when they agree */
const difference = async (schemaDir: string, migrationsDir: string): Promise<string> => {
  await loadEngine();
  const files = schemaFiles(schemaDir);
  const main = await PGlite.create();
  const factory = bindMigrationAwareSqlAdapterFactory(pgliteAdapter(main, () => PGlite.create()));
  const engine = await glue.SchemaEngine.new(
    { datamodels: files.map((file): [string, string] => [file.path, file.content]) },
    () => {},
    factory,
  );
  try {
    const result = await engine.diff({
      from: existingMigrations(migrationsDir),
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    // Every database has "public", and asking to create it needs rights that a modest database user lacks.
    const sql = (result.stdout ?? '').replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '');
    return result.exitCode === 0 ? '' : sql;
  } finally {
    await main.close();
  }
};

const write = (sql: string, name: string, migrationsDir: string): string => {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = join(migrationsDir, `${timestamp}_${name}`, 'migration.sql');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, sql);
  const lock = join(migrationsDir, 'migration_lock.toml');
  if (!existsSync(lock)) writeFileSync(lock, '# Written once by prisma/make-migration.ts.\nprovider = "postgresql"\n');
  return relative(process.cwd(), file);
};

const name = positionals[0]?.toLowerCase().replace(/[^a-z0-9]+/g, '_');
if (!name && !values.check) {
  console.error('Usage: npx tsx prisma/make-migration.ts NAME [--print] | --check');
  process.exit(2);
}
const sql = await difference(values.schema, values.migrations);
if (sql === '') console.log('Schema and migrations agree: nothing to write.');
else if (values.print || !name) console.log(sql);
else console.log(`Wrote ${write(sql, name, values.migrations)}. Read it before you commit it.`);
// The engine keeps handles open.
process.exit(values.check && sql !== '' ? 1 : 0);
