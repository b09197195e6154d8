/** Sees where Baton's transactions are: a kill is worth something only in the middle of one, or between its commit and its ack. */
import { mkdtempSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Database } from '../../../src/platform/db/open.ts';
import type { BatonChild } from '../../support/processes.ts';

export type Moment = 'a number is taken' | 'it is committed';

export interface Moments {
  /** Resolves as soon as it is so, or when that did not come for so long. */
  until(moment: Moment, patienceMs: number): Promise<void>;
  /**
   * kill -9. @returns the invoice whose number was taken last, which may be committed or not (embedded); or whether a
   * transaction that had taken a number was certainly open (PostgreSQL)
   */
  kill(baton: BatonChild): Promise<{ readonly marked?: string; readonly wasOpen?: boolean }>;
  close(): Promise<void>;
}

const waitFor = (listen: (heard: () => void) => () => void, patienceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      deaf();
      resolve();
    };
    const deaf = listen(done);
    const timer = setTimeout(done, patienceMs);
  });

/** On an invoice that gets its number, and on a credit note. */
const triggers = (body: string) => [
  `CREATE FUNCTION tell_of_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; RETURN NULL; END $$`,
  `CREATE TRIGGER tell_of_number AFTER UPDATE ON invoices FOR EACH ROW
     WHEN (OLD.number IS NULL AND NEW.number IS NOT NULL) EXECUTE FUNCTION tell_of_number()`,
  `CREATE TRIGGER tell_of_number AFTER INSERT ON credit_notes FOR EACH ROW EXECUTE FUNCTION tell_of_number()`,
];

const install = async (db: Database, body: string): Promise<void> => {
  for (const sql of triggers(body)) await db.prisma.$executeRawUnsafe(sql);
};

/** PostgreSQL tells of a number the moment it is committed; who has taken one and is not done holds a lock on its series. */
export const momentsOn = async (db: Database, url: string): Promise<Moments> => {
  await install(db, 'NOTIFY numbered');
  const client = new pg.Client({ connectionString: url });
  // Where the trial fails, its database goes first.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('LISTEN numbered');
  const isOpen = async (): Promise<boolean> => {
    const { rows } = await client.query<{ is: boolean }>(`
      SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'number_series'::regclass AND mode = 'RowExclusiveLock') AS is`);
    return rows[0]?.is ?? false;
  };
  return {
    until: async (moment, patienceMs) => {
      if (moment === 'it is committed') {
        return waitFor((heard) => {
          client.once('notification', heard);
          return () => void client.off('notification', heard);
        }, patienceMs);
      }
      for (const from = performance.now(); performance.now() - from < patienceMs; ) if (await isOpen()) return;
    },
    kill: async (baton) => {
      // It stands still while one looks: what is open now is open when it dies.
      baton.child.kill('SIGSTOP');
      const wasOpen = await isOpen();
      await baton.end('SIGKILL');
      return { wasOpen };
    },
    close: () => client.end(),
  };
};

/** The embedded engine is Baton's process itself: each number is written beside its data at once, and commits are seen as it writes. */
export const momentsIn = async (db: Database, dataDir: string): Promise<Moments> => {
  const dir = mkdtempSync(join(dataDir, 'moments-'));
  const inside = `/pglite/data/${dir.slice(dataDir.length + 1)}/number`;
  await install(
    db,
    `EXECUTE format('COPY (SELECT %L) TO ''${inside}''',
       CASE WHEN TG_TABLE_NAME = 'invoices' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'invoice_id' END)`,
  );
  const written = (place: string, patienceMs: number): Promise<void> =>
    waitFor((heard) => {
      const watcher = watch(place, heard);
      return () => watcher.close();
    }, patienceMs);
  const lastMarked = (): string | undefined => {
    try {
      return readFileSync(join(dir, 'number'), 'utf8').trim() || undefined;
    } catch {
      return undefined;
    }
  };
  return {
    until: async (moment, patienceMs) => {
      await written(dir, patienceMs);
      // What is written next is what was done with it.
      if (moment === 'it is committed') await written(join(dataDir, 'pg_wal'), patienceMs);
    },
    kill: async (baton) => {
      await baton.end('SIGKILL');
      const marked = lastMarked();
      return marked ? { marked } : {};
    },
    close: async () => undefined,
  };
};
