import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { migrate } from '../../src/platform/db/migrate.ts';
import { describePostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describePostgres('migrations beside those who work (PostgreSQL)', () => {
  let dir: string;
  let db: TestDatabase;
  let other: pg.Client;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'baton-migrations-'));
    write('1_first', 'CREATE TABLE t (a int); INSERT INTO t VALUES (1);');
    db = await testDatabase('postgres', dir);
    other = new pg.Client({ connectionString: db.url });
    await other.connect();
  }, 60_000);
  afterEach(async () => {
    await other.end();
    await db.close();
  });

  function write(name: string, sql: string) {
    mkdirSync(join(dir, name), { recursive: true });
    writeFileSync(join(dir, name, 'migration.sql'), sql);
  }
  /** What a session of somebody who migrates waits for now. */
  const waitsFor = (event: string) =>
    vi.waitFor(
      async () => {
        const rows = await db.prisma.$queryRaw<{ pid: number }[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = ${event}`;
        expect(rows).toHaveLength(1);
        return rows[0]?.pid;
      },
      { timeout: 20_000 },
    );

  test('a migration that does not get its lock keeps nobody else waiting, and goes through when the lock is free', async () => {
    write('2_column', 'ALTER TABLE t ADD COLUMN b int;');
    await other.query('BEGIN; SELECT a FROM t');
    const migrated = migrate(db, { dir });
    await waitsFor('relation');
    // Behind a migration that waits, this would wait for as long as the transaction before it is open.
    expect(await db.prisma.$queryRaw`SELECT a FROM t`).toEqual([{ a: 1 }]);
    await waitsFor('relation');
    await other.query('COMMIT');
    expect(await migrated).toEqual(['2_column']);
  });

  test('a lock that never comes free is an error that says what to look for, and nothing is changed', async () => {
    write('2_column', 'CREATE TABLE u (a int); ALTER TABLE t ADD COLUMN b int;');
    await other.query('BEGIN; SELECT a FROM t');
    await expect(migrate(db, { dir, patienceMs: 0 })).rejects.toThrow('Look for it in pg_stat_activity');
    expect(await db.prisma.$queryRaw`SELECT to_regclass('u')::text AS u`).toEqual([{ u: null }]);
  });

  test('replicas that start together build an index once, whoever waits for whom', async () => {
    write('2_index', 'CREATE INDEX CONCURRENTLY t_a_idx ON t (a);');
    await other.query('BEGIN; SELECT a FROM t; INSERT INTO t VALUES (2)');
    const runs = Promise.all([migrate(db, { dir }), migrate(db, { dir }), migrate(db, { dir })]);
    await waitsFor('virtualxid');
    await other.query('COMMIT');
    expect((await runs).flat()).toEqual(['2_index']);
  });

  test('somebody killed while an index is built leaves what the next one mends', async () => {
    write('2_index', 'CREATE INDEX CONCURRENTLY t_a_idx ON t (a);');
    await other.query('BEGIN; INSERT INTO t VALUES (2)');
    const killed = expect(migrate(db, { dir })).rejects.toThrow();
    const pid = await waitsFor('virtualxid');
    await db.prisma.$queryRaw`SELECT pg_terminate_backend(${pid})`;
    await killed;
    const isValid = () =>
      db.prisma.$queryRaw`SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('t_a_idx')`;
    expect(await isValid()).toEqual([{ indisvalid: false }]);
    await other.query('COMMIT');
    expect(await migrate(db, { dir })).toEqual(['2_index']);
    expect(await isValid()).toEqual([{ indisvalid: true }]);
  });
});
