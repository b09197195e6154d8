import type { Database } from '../../src/platform/db/open.ts';

/** Which row of history a column points to: row n of one table belongs to row n of the others. */
const pointsTo: Readonly<Record<string, string>> = {
  project_id: 'projects',
  customer_id: 'customers',
  invoice_id: 'invoices',
  license_id: 'licenses',
  subscription_id: 'subscriptions',
  slot_id: 'message_slots',
  import_id: 'report_imports',
  run_id: 'runs',
  subject_id: 'projects',
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly unique: boolean;
}

const columnsOf = (db: Database, table: string): Promise<Column[]> =>
  db.prisma.$queryRawUnsafe<Column[]>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, EXISTS (
       SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey::int2[])) AS "unique"
     FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY a.attnum`,
    table,
  );

const copiedAs = (table: string, { name, type, unique }: Column): string => {
  const quoted = `t."${name}"`;
  if (type === 'uuid')
    return `CASE WHEN ${quoted} IS NOT NULL THEN md5('${name === 'id' ? table : (pointsTo[name] ?? name)}' || n)::uuid END`;
  if (name === 'subject_id') return `md5('projects' || n)::uuid::text`;
  if (!unique) return quoted;
  if (type === 'text') return `${quoted} || '-' || n`;
  if (type === 'integer' || type === 'bigint') return `${quoted} + n * 10`;
  if (type.startsWith('timestamp')) return `${quoted} - n * interval '1 minute'`;
  return quoted;
};

/**
 * A long history: many copies of one row, each with ids of its own, in a state that waits for nobody.
 * @param over SQL for columns that differ
 */
export const multiply = async (
  db: Database,
  table: string,
  rows: number,
  over: Readonly<Record<string, string>> = {},
  where = 'true',
): Promise<void> => {
  const columns = await columnsOf(db, table);
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = columns.map((column) => over[column.name] ?? copiedAs(table, column)).join(', ');
  await db.dedicated(async (client) => {
    // Neither foreign keys nor the audit log's triggers: nothing here is business.
    await client.exec(`SET session_replication_role = replica;
      INSERT INTO ${table} (${names})
      SELECT ${values} FROM (SELECT ${names} FROM ${table} WHERE ${where} LIMIT 1) t, generate_series(1, ${rows}) n;
      SET session_replication_role = DEFAULT; ANALYZE ${table};`);
  });
};

/** Rows read from tables and indexes since the database began. */
const rowsRead = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  // Each session tells what it read when it is asked to, after its next statement: all of them at once, so that none is left out.
  for (let n = 0; n < 2; n++)
    await Promise.all(
      Array.from(
        { length: 20 },
        () => db.prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text, pg_sleep(0.02)::text`,
      ),
    );
  const rows = await db.prisma.$queryRaw<{ name: string; read: number }[]>`
    SELECT t.relname AS name, (t.seq_tup_read + coalesce(t.idx_tup_fetch, 0)
      + coalesce((SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid), 0))::float8 AS read
    FROM pg_stat_user_tables t`;
  return new Map(rows.map((row) => [row.name, row.read]));
};

/** What an action reads, by table; tables of which it reads next to nothing are left out. */
export const readBy = async (
  db: Database,
  action: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> => {
  const before = await rowsRead(db);
  await action();
  const after = await rowsRead(db);
  return Object.fromEntries(
    [...after].flatMap(([name, read]) => {
      const more = read - (before.get(name) ?? 0);
      return more > 0 ? [[name, more] as const] : [];
    }),
  );
};
