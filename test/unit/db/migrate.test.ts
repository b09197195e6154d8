import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { describeEachEngine, type TestDatabase, testDatabase } from '../../support/database.ts';

describeEachEngine('migrate', (engine) => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-migrations-'));
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(engine, dir);
  }, 60_000);
  afterAll(() => db.close());

  function write(name: string, sql: string) {
    mkdirSync(join(dir, name), { recursive: true });
    writeFileSync(join(dir, name, 'migration.sql'), sql);
  }
  const applied = async () =>
    db.prisma.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name`;

  test('applies what is new, in order of name, once', async () => {
    write('2_second', 'ALTER TABLE t ADD COLUMN b int; INSERT INTO t VALUES (1, 2);');
    write('1_first', "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b' $$;");
    expect(await migrate(db, { dir })).toEqual(['1_first', '2_second']);
    expect(await migrate(db, { dir })).toEqual([]);
    expect(await db.prisma.$queryRaw`SELECT a, b, f() FROM t`).toEqual([{ a: 1, b: 2, f: 'a;b' }]);
  });

  test('a failing migration leaves nothing behind', async () => {
    write('3_bad', 'CREATE TABLE half (a int); SELECT 1/0;');
    await expect(migrate(db, { dir })).rejects.toThrow('Migration 3_bad failed and is not applied: division by zero');
    expect(await db.prisma.$queryRaw`SELECT to_regclass('half')::text AS half`).toEqual([{ half: null }]);
    expect(await applied()).toEqual([{ name: '1_first' }, { name: '2_second' }]);
    write('3_bad', 'CREATE TABLE half (a int);');
    expect(await migrate(db, { dir })).toEqual(['3_bad']);
  });

  test('an edited migration is refused before anything is applied', async () => {
    write('4_fourth', 'CREATE TABLE fourth (a int);');
    write('1_first', 'CREATE TABLE t (a bigint);');
    await expect(migrate(db, { dir })).rejects.toThrow('1_first was edited after it was applied');
    expect(await applied()).toHaveLength(3);
  });

  test('starts together apply each migration once', async () => {
    write('1_first', "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b' $$;");
    const runs = await Promise.all([migrate(db, { dir }), migrate(db, { dir }), migrate(db, { dir })]);
    expect(runs.flat()).toEqual(['4_fourth']);
  });

  test('an index is built concurrently in a migration of its own', async () => {
    write('5_index', '-- Outside of a transaction.\nCREATE INDEX CONCURRENTLY "t_a_idx" ON "t" ("a");\n');
    expect(await migrate(db, { dir })).toEqual(['5_index']);
    expect(await indexes(db, 't')).toEqual([{ name: 't_a_idx', valid: true }]);
    write('6_two', 'CREATE INDEX CONCURRENTLY t_b_idx ON t (b); CREATE TABLE sixth (a int);');
    await expect(migrate(db, { dir })).rejects.toThrow('Migration 6_two must hold one statement');
    write('6_two', 'CREATE UNIQUE INDEX CONCURRENTLY t_b_idx ON t (b)');
    expect(await migrate(db, { dir })).toEqual(['6_two']);
  });

  test('an index that a crash left half built is built anew, one that it left unrecorded is kept', async () => {
    await db.prisma.$executeRaw`INSERT INTO t VALUES (7, 7), (7, 8)`;
    write('7_half', 'CREATE UNIQUE INDEX CONCURRENTLY t_half_idx ON t (a);');
    await expect(migrate(db, { dir })).rejects.toThrow('Migration 7_half failed and is not applied');
    await db.prisma.$executeRaw`DELETE FROM t WHERE b = 8`;
    if (engine === 'postgres') expect(await indexes(db, 't')).toContainEqual({ name: 't_half_idx', valid: false });
    expect(await migrate(db, { dir })).toEqual(['7_half']);
    expect(await indexes(db, 't')).toContainEqual({ name: 't_half_idx', valid: true });
    await db.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = '7_half'`;
    expect(await migrate(db, { dir })).toEqual(['7_half']);
  });
});

const indexes = (db: TestDatabase, table: string) => db.prisma.$queryRaw`
  SELECT c.relname::text AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = to_regclass(${table}) ORDER BY 1`;
