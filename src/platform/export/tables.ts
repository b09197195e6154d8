import type { RawClient } from '../db/open.ts';

/** How a column's text is to be read: `integer` and `boolean` stand in JSON as they are, a `bigint` as text, `json` as nested. */
export type ColumnKind = 'text' | 'integer' | 'bigint' | 'boolean' | 'json';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Gives the value as text, the same on both engines. */
  readonly sql: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** `ORDER BY` of the table as `t`, by its primary key: two exports can be compared. */
  readonly order: string;
}

/** What runs Baton and says nothing about anybody's business: not exported. */
const machinery = ['_prisma_migrations', 'delivery_limits', 'inbox', 'lanes', 'link_keys'];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const kinds: Readonly<Record<string, ColumnKind>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  json: 'json',
  jsonb: 'json',
};

/** Instants in UTC and days as ISO 8601, bytes as hexadecimal digits, lists as JSON lists of texts. */
const readable = (name: string, type: string): Column => {
  const column = quoted(name);
  if (type === 'timestamp with time zone') {
    return { name, kind: 'text', sql: `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` };
  }
  if (type === 'date') return { name, kind: 'text', sql: `to_char(${column}, 'YYYY-MM-DD')` };
  if (type === 'bytea') return { name, kind: 'text', sql: `encode(${column}, 'hex')` };
  if (type.endsWith('[]')) return { name, kind: 'json', sql: `to_json(${column}::text[])::text` };
  return { name, kind: kinds[type] ?? 'text', sql: `${column}::text` };
};

/** Every table of the database but the machinery's, by the database's own account: a new one is exported without a word here. */
export const exportedTables = async (client: RawClient): Promise<readonly Table[]> => {
  const { rows } = await client.query<{ table: string; column: string; type: string; key: number | null }>(
    `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS "type",
            array_position(i.indkey::int2[], a.attnum) AS "key"
     FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
       AND c.relname <> ALL ($1::text[])
     ORDER BY c.relname, a.attnum`,
    [machinery],
  );
  return [...new Set(rows.map((row) => row.table))].map((name) => {
    const mine = rows.filter((row) => row.table === name);
    const key = mine.filter((row) => row.key !== null).sort((a, b) => Number(a.key) - Number(b.key));
    return {
      name,
      columns: mine.map((row) => readable(row.column, row.type)),
      order: (key.length > 0 ? key : mine).map((row) => `t.${quoted(row.column)}`).join(', '),
    };
  });
};

export type Row = Readonly<Record<string, string | null>>;

/** About as much as is held in memory at once; characters. */
const wanted = 1_000_000;
const most = 1000;

/** A table's rows in batches of about a megabyte, judged by the batch before. Needs an open transaction, of which it is one snapshot. */
export async function* batches(client: RawClient, table: Table): AsyncGenerator<readonly Row[]> {
  const columns = table.columns.map(({ name, sql }) => `${sql} AS ${quoted(name)}`).join(', ');
  await client.exec(
    `DECLARE export_rows NO SCROLL CURSOR FOR SELECT ${columns} FROM ${quoted(table.name)} t ORDER BY ${table.order}`,
  );
  for (let size = 10; ; ) {
    const { rows } = await client.query<Row>(`FETCH ${size} FROM export_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
    const length = rows.reduce(
      (sum, row) => sum + Object.values(row).reduce((all, text) => all + (text?.length ?? 4), 0),
      0,
    );
    size = Math.max(1, Math.min(most, Math.floor((size * wanted) / Math.max(1, length))));
  }
  await client.exec('CLOSE export_rows');
}
