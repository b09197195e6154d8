import type { Engine } from '../../src/platform/db/open.ts';
import { type TestDatabase, testDatabase } from './database.ts';

interface Kept {
  readonly db: TestDatabase;
  readonly shape: string;
}

/** Emptied, by engine. */
const idle = new Map<Engine, Kept[]>();

/** How many tables, columns, functions, triggers and settings of its own it has: a test that adds any leaves no database for others. */
const shapeOf = async (db: TestDatabase): Promise<string> => {
  const [row] = await db.prisma.$queryRaw<{ shape: string }[]>`
    SELECT concat_ws(' ', (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_proc),
      (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_constraint),
      (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database())) AS shape`;
  return row?.shape ?? '';
};

/** What migrations have put into tables, to be put there again. */
const noteSeeds = (db: TestDatabase) => db.prisma.$executeRaw`
  DO $$ DECLARE t regclass; BEGIN
    CREATE SCHEMA test;
    CREATE TABLE test.seeds (name regclass, rows jsonb);
    FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' LOOP
      EXECUTE format('INSERT INTO test.seeds SELECT %L::regclass, jsonb_agg(to_jsonb(t)) FROM %s t HAVING count(*) > 0', t, t);
    END LOOP;
  END $$`;

/** All that was stored goes, also what is never deleted otherwise; numbers begin anew. */
const empty = (db: TestDatabase) => db.prisma.$executeRaw`
  DO $$ DECLARE t regclass; seed record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' LOOP
      EXECUTE format('DELETE FROM %s', t);
    END LOOP;
    FOR t IN SELECT oid FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
      PERFORM setval(t, 1, false);
    END LOOP;
    FOR seed IN SELECT name, rows FROM test.seeds LOOP
      EXECUTE format('INSERT INTO %s SELECT * FROM jsonb_populate_recordset(NULL::%s, $1)', seed.name, seed.name) USING seed.rows;
    END LOOP;
  END $$`;

const first = async (engine: Engine): Promise<Kept> => {
  const db = await testDatabase(engine);
  await noteSeeds(db);
  return { db, shape: await shapeOf(db) };
};

/** A database that is emptied when it is closed, and used again by whoever needs the next: for tests that each want one of their own. */
export const recycledDatabase = async (engine: Engine): Promise<TestDatabase> => {
  const kept = idle.get(engine)?.pop() ?? (await first(engine));
  const { db, shape } = kept;
  let isClosed = false;
  return {
    ...db,
    // Whoever was given it and whoever made it both close it.
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if ((await shapeOf(db).catch(() => '')) !== shape) return db.close();
      await empty(db);
      idle.set(engine, [...(idle.get(engine) ?? []), kept]);
    },
  };
};
