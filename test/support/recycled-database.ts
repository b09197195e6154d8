import type { Engine } from '../../src/platform/db/open.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** Emptied, by engine. */
const idle = new Map<Engine, TestDatabase[]>();

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

/** A database that is emptied when it is closed, and used again by whoever needs the next: for tests that each want one of their own. */
export const recycledDatabase = async (engine: Engine): Promise<TestDatabase> => {
  const kept = idle.get(engine)?.pop();
  const db = kept ?? (await testDatabase(engine));
  if (!kept) await noteSeeds(db);
  return {
    ...db,
    close: async () => {
      await empty(db);
      idle.set(engine, [...(idle.get(engine) ?? []), db]);
    },
  };
};
