/** The embedded database of tests, migrated once per set of migrations and kept as a dump. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DataDirInUse, lockDataDir } from '../../src/platform/db/embedded/data-dir-lock.ts';
import { openEmbedded } from '../../src/platform/db/embedded/embedded.ts';
import { migrate, migrationsDir, readMigrations } from '../../src/platform/db/migrate.ts';

const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/baton', import.meta.url));

/** Changes with the migrations, and with PGlite, whose dumps another version may not read. */
export const fingerprint = (dir: string): string => {
  const hash = createHash('sha256');
  for (const { name, checksum } of readMigrations(dir)) hash.update(`${name}\n${checksum}\n`);
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  hash.update(readFileSync(join(entry, '../../package.json')));
  return hash.digest('hex').slice(0, 16);
};

const templateFile = async (dir: string): Promise<string> => {
  const file = join(cacheDir, `embedded-${fingerprint(dir)}.tar`);
  // The first of several processes makes it, the others wait for the file.
  for (const end = Date.now() + 600_000; !existsSync(file); ) {
    const unlock = tryLock(file);
    if (unlock) {
      try {
        if (!existsSync(file)) await dumpTemplate(dir, file);
      } finally {
        unlock();
      }
    } else if (Date.now() > end) {
      throw new Error(`Waited ten minutes for another process to make ${file}`);
    } else {
      await sleep(100);
    }
  }
  return file;
};

const kept = new Map<string, Blob>();

/** The dump, read once: what takes it copies out of it. */
export const embeddedTemplate = async (dir: string): Promise<Blob> => {
  const file = await templateFile(dir);
  const known = kept.get(file);
  if (known) return known;
  const bytes = new Uint8Array(readFileSync(file)).buffer;
  const blob = Object.assign(new Blob([]), { arrayBuffer: async () => bytes });
  kept.set(file, blob);
  return blob;
};

const tryLock = (file: string): (() => void) | undefined => {
  try {
    return lockDataDir(file);
  } catch (error) {
    if (error instanceof DataDirInUse) return undefined;
    throw error;
  }
};

const dumpTemplate = async (dir: string, file: string): Promise<void> => {
  const db = await openEmbedded({ dir: ':memory:' });
  try {
    await migrate(db, { dir });
    // What the migrations logged would be replayed by every copy.
    await db.dedicated((client) => client.exec('CHECKPOINT'));
    mkdirSync(cacheDir, { recursive: true });
    const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
    writeFileSync(unfinished, Buffer.from(await (await db.dump()).arrayBuffer()));
    renameSync(unfinished, file);
  } finally {
    await db.close();
  }
};

/** Before any test: no test's own time goes into it. */
export const setup = async (): Promise<void> => {
  await templateFile(migrationsDir);
};
