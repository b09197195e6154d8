import { expect, test } from 'vitest';
import { readMigrations } from '../../../src/platform/db/migrate.ts';

/** From here on replicas of the version before go on working while these run, and beside them. */
const first = '20261122080000_project_playbook_hash';

const made = (sql: string): ReadonlySet<string> =>
  new Set([...sql.matchAll(/CREATE TABLE "?(\w+)"?/gi)].map(([, table = '']) => table));

/** As many rows as a workspace has people, at most: an index on them is there before anybody has waited. */
const small = new Set(['people']);

/** What a migration does that those who work meanwhile, or the version before, would not survive. */
const breaches = (sql: string): readonly string[] => {
  const plain = sql.replace(/--.*$/gm, '');
  const own = made(plain);
  const found: string[] = [];
  const forbid = (pattern: RegExp, isHarmless: (statement: string) => boolean = () => false) => {
    for (const statement of plain.split(';')) {
      const hit = pattern.exec(statement)?.[0];
      const table = /(?:ALTER TABLE|\bON)\s+(?:ONLY\s+)?"?(\w+)"?/i.exec(statement)?.[1];
      if (hit && !(table && own.has(table)) && !isHarmless(statement)) found.push(hit);
    }
  };
  forbid(/DROP\s+(TABLE|COLUMN|VIEW|TYPE)/i);
  forbid(/\bRENAME\b/i);
  forbid(/ALTER COLUMN\s+\S+\s+(SET DATA )?TYPE/i);
  forbid(/SET NOT NULL/i);
  forbid(/ADD COLUMN\s+(?:(?!ADD COLUMN)[^;,])*NOT NULL(?!\s+DEFAULT)/i);
  forbid(/ADD CONSTRAINT/i, (statement) => /NOT VALID/i.test(statement));
  forbid(/CREATE\s+(UNIQUE\s+)?INDEX(?!\s+CONCURRENTLY)/i, (statement) =>
    small.has(/\bON\s+"?(\w+)"?/i.exec(statement)?.[1] ?? ''),
  );
  forbid(/^\s*(UPDATE|DELETE FROM|TRUNCATE)\b/i);
  return found;
};

test('migrations only add: an old replica works beside a new one, and nobody waits for them', () => {
  const later = readMigrations().filter(({ name }) => name > first);
  expect(later.length).toBeGreaterThan(0);
  expect(later.flatMap(({ name, sql }) => breaches(sql).map((breach) => `${name}: ${breach}`))).toEqual([]);
});

test.each([
  ['ALTER TABLE "t" ADD COLUMN "b" INT NOT NULL;', 'ADD COLUMN'],
  ['ALTER TABLE "t" RENAME COLUMN "a" TO "b";', 'RENAME'],
  ['ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE BIGINT;', 'ALTER COLUMN'],
  ['ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a > 0);', 'ADD CONSTRAINT'],
  ['CREATE UNIQUE INDEX "i" ON "t"("a");', 'CREATE UNIQUE INDEX'],
  ["UPDATE t SET a = 'b';", 'UPDATE'],
])('%s would be found', (sql, breach) => {
  expect(breaches(sql).join()).toContain(breach);
});

test.each([
  'CREATE TABLE "t" ("a" INT NOT NULL); CREATE INDEX "i" ON "t"("a"); ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "u"("a");',
  'ALTER TABLE "t" ADD COLUMN "a" INT, ADD COLUMN "b" BOOLEAN NOT NULL DEFAULT false;',
  'ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID;',
  'CREATE INDEX CONCURRENTLY "i" ON "t"("a");',
])('%s is fine', (sql) => {
  expect(breaches(sql)).toEqual([]);
});
