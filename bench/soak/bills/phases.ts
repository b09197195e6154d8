/** Sees how far a run's process is: a kill is worth something only where it meets work. */
import { mkdtempSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../../../src/platform/db/open.ts';
import type { Life } from './lives.ts';

/** Where a process can be that works on bills. */
export const phases = [
  'previewing',
  'reckoning a chunk',
  'writing a chunk’s bills',
  'closing a chunk',
  'a chunk just committed',
  'issuing a draft',
  'elsewhere',
] as const;
export type Phase = (typeof phases)[number];

export interface Watch {
  /** What of a chunk it can wait for. */
  readonly sees: readonly Phase[];
  /** Resolves as soon as it is so, or the life is over, or that did not come for so long. */
  until(phase: Phase, life: Life, patienceMs: number): Promise<void>;
  /** kill -9. @returns where that met it */
  kill(life: Life): Promise<Phase>;
  close(): Promise<void>;
}

/** What the transactions hold that work on bills: a chunk's has the run's mark, a draft's has taken a number. */
const lookSql = `
  WITH mine AS (
    SELECT l.pid, bool_or(l.locktype = 'advisory') AS marked,
      bool_or(l.mode = 'RowExclusiveLock' AND l.relation = 'invoices'::regclass) AS writes,
      bool_or(l.mode = 'RowExclusiveLock' AND l.relation = 'number_series'::regclass) AS numbers,
      bool_or(l.mode = 'RowExclusiveLock' AND l.relation = 'runs'::regclass) AS closes
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE a.datname = current_database() AND a.application_name = 'baton' AND l.granted AND a.pid <> pg_backend_pid()
      AND (l.locktype <> 'advisory' OR l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    GROUP BY l.pid)
  SELECT bool_or(marked) AS marked, bool_or(marked AND writes) AS writes, bool_or(marked AND closes) AS closes,
    bool_or(NOT marked AND numbers) AS issues, (SELECT bool_or(is_preview) FROM runs WHERE state = 'running') AS "isPreview"
  FROM mine`;

interface Look {
  readonly marked: boolean | null;
  readonly writes: boolean | null;
  readonly closes: boolean | null;
  readonly issues: boolean | null;
  readonly isPreview: boolean | null;
}

const phaseOf = ({ marked, writes, closes, issues, isPreview }: Look): Phase => {
  if (issues) return 'issuing a draft';
  if (!marked) return 'elsewhere';
  if (isPreview) return 'previewing';
  if (closes) return 'closing a chunk';
  return writes ? 'writing a chunk’s bills' : 'reckoning a chunk';
};

/** PostgreSQL says what is locked, and tells of a chunk as it is committed. */
export const watchOn = async (db: Database, url: string): Promise<Watch> => {
  await db.prisma.$executeRawUnsafe(`
    CREATE FUNCTION tell_of_chunk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY chunk; RETURN NULL; END $$`);
  await db.prisma.$executeRawUnsafe(`
    CREATE TRIGGER tell_of_chunk AFTER UPDATE ON runs FOR EACH ROW
    WHEN (NEW.counts IS DISTINCT FROM OLD.counts AND NOT NEW.is_preview) EXECUTE FUNCTION tell_of_chunk()`);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('LISTEN chunk');
  let committed = 0;
  client.on('notification', () => {
    committed = performance.now();
  });
  const look = async (): Promise<Phase> => {
    const { rows } = await client.query<Look>(lookSql);
    return rows[0] ? phaseOf(rows[0]) : 'elsewhere';
  };
  /** The next chunk has not begun to write by then. */
  const justNow = 15;
  return {
    sees: ['reckoning a chunk', 'writing a chunk’s bills', 'closing a chunk', 'a chunk just committed'],
    until: async (phase, life, patienceMs) => {
      const from = performance.now();
      const isSo = async () => (await look()) === phase || (phase === 'a chunk just committed' && committed > from);
      while (performance.now() - from < patienceMs && !life.isOver() && !(await isSo())) await sleep(1);
    },
    kill: async (life) => {
      // It stands still while one looks: what is open now is open when it dies.
      life.child.kill('SIGSTOP');
      const since = performance.now() - committed;
      const phase = life.isOver() ? 'elsewhere' : await look();
      await life.kill();
      const isBetween = since < justNow && (phase === 'elsewhere' || phase === 'reckoning a chunk');
      return isBetween ? 'a chunk just committed' : phase;
    },
    close: () => client.end(),
  };
};

/**
 * The embedded engine is the process itself: what it does is written beside its data, committed or not. Between a chunk’s log and the
 * next one’s first number nothing is written: it counts as closing.
 */
export const watchIn = async (db: Database, dataDir: string): Promise<Watch> => {
  const dir = mkdtempSync(join(dataDir, 'phases-'));
  const inside = `/pglite/data/${dir.slice(dataDir.length + 1)}/phase`;
  const mark = (name: string, on: string, phase: string) => [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       EXECUTE 'COPY (SELECT ''${phase}'') TO ''${inside}'''; RETURN NULL; END $$`,
    `CREATE TRIGGER ${name} AFTER ${on} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
  ];
  const marks = [
    ...mark('mark_number', 'UPDATE OF next ON number_series', 'writing a chunk’s bills'),
    ...mark('mark_bills', 'INSERT ON invoices', 'writing a chunk’s bills'),
    ...mark('mark_audit', 'INSERT ON audit_log', 'closing a chunk'),
  ];
  for (const sql of marks) await db.prisma.$executeRawUnsafe(sql);
  const last = (): Phase => {
    try {
      const said = readFileSync(join(dir, 'phase'), 'utf8').trim();
      return phases.find((phase) => phase === said) ?? 'elsewhere';
    } catch {
      return 'elsewhere';
    }
  };
  const next = (patienceMs: number, life: Life): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        watcher.close();
        resolve();
      };
      const watcher = watch(dir, done);
      const timer = setTimeout(done, patienceMs);
      void life.ended.then(done);
    });
  return {
    sees: ['writing a chunk’s bills', 'closing a chunk'],
    until: async (phase, life, patienceMs) => {
      const from = performance.now();
      while (performance.now() - from < patienceMs && !life.isOver()) {
        await next(patienceMs, life);
        if (last() === phase) return;
      }
    },
    kill: async (life) => {
      const isOver = life.isOver();
      await life.kill();
      return isOver ? 'elsewhere' : last();
    },
    close: async () => undefined,
  };
};
