import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { migrate, readMigrations } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/open.ts';

/** A cold embedded database takes seconds to make; a copy of a migrated one is there at once. One per set of migrations. */
const templateFor = async (home: string): Promise<string> => {
  const fingerprint = createHash('sha256').update(JSON.stringify(readMigrations())).digest('hex').slice(0, 12);
  const template = join(home, `template-${fingerprint}`);
  if (existsSync(template)) return template;
  const unfinished = `${template}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const db = await openDatabase({ embeddedDir: unfinished, log: pino({ level: 'silent' }) });
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
  renameSync(unfinished, template);
  return template;
};

/** Puts a fresh, migrated embedded database into `dataDir`. */
export const prepareDatabase = async (home: string, dataDir: string): Promise<void> => {
  const template = await templateFor(home);
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(`${dataDir}.lock`, { force: true });
  cpSync(template, dataDir, { recursive: true });
};
