/**
 * What a decision writes, row by row, taken down by triggers, and the same as plain statements: the floor that Baton's cost of
 * a decision is measured by.
 */
import type { Database } from '../../src/platform/db/open.ts';

export interface Change {
  readonly op: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly table: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

export interface Statement {
  readonly sql: string;
  /** A parameter's text, cut where a copy's own number belongs: `['{"id":"018f…-', '"}']`; null is NULL. */
  readonly values: readonly (readonly string[] | null)[];
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** The database fills it in. */
  readonly own: boolean;
  readonly key: boolean;
}

/** Written by a trigger of Baton's own whenever its cause is written. */
const caused = ['audit_unsealed'];

export const watchChanges = (db: Database): Promise<void> =>
  db.dedicated((client) =>
    client.exec(`
      CREATE TABLE bench_changes (n bigserial PRIMARY KEY, tx bigint NOT NULL DEFAULT txid_current(), op text, tbl text, before jsonb, after jsonb);
      CREATE FUNCTION bench_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO bench_changes (op, tbl, before, after) VALUES (TG_OP, TG_TABLE_NAME,
          CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
        RETURN NULL;
      END $$;
      DO $$ DECLARE t text; BEGIN
        FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
          AND tablename NOT IN ('bench_changes', '_prisma_migrations', ${caused.map((name) => `'${name}'`).join(', ')})
        LOOP EXECUTE format('CREATE TRIGGER bench_change AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION bench_change()', t); END LOOP;
      END $$;`),
  );

export const unwatch = (db: Database): Promise<void> =>
  db.dedicated((client) => client.exec('DROP FUNCTION bench_change() CASCADE; DROP TABLE bench_changes;'));

/** All that was written in the transaction which remembered this request. */
export const changesOf = (db: Database, requestKey: string): Promise<Change[]> =>
  db.prisma.$queryRaw<Change[]>`
    SELECT op, tbl AS "table", before, after FROM bench_changes
    WHERE tx = (SELECT tx FROM bench_changes WHERE tbl = 'inbox' AND after->>'key' = ${requestKey}) ORDER BY n`;

const columnsOf = (db: Database): Promise<Column[]> =>
  db.prisma.$queryRaw<Column[]>`
    SELECT c.table_name AS table, c.column_name AS name,
      CASE WHEN c.data_type = 'ARRAY' THEN substr(c.udt_name, 2) || '[]' ELSE c.udt_name END AS type,
      c.is_generated = 'ALWAYS' OR COALESCE(c.column_default LIKE 'nextval%', false) AS own,
      EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
        WHERE i.indisprimary AND i.indrelid = format('%I', c.table_name)::regclass AND a.attname = c.column_name) AS key
    FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position`;

const asText = (value: unknown, type: string): string => {
  if (type.endsWith('[]'))
    return `{${(value as readonly unknown[]).map((each) => JSON.stringify(String(each))).join(',')}}`;
  return typeof value === 'string' && type !== 'jsonb' ? value : JSON.stringify(value);
};

const recordedId = /(?<=[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})[0-9a-f]{8}/;

/** The changes as statements, each with the parts of its parameters that a copy's number goes between. */
export const statementsOf = async (db: Database, changes: readonly Change[]): Promise<Statement[]> => {
  const all = await columnsOf(db);
  return changes.map(({ op, table, before, after }) => {
    const columns = all.filter((column) => column.table === table);
    const values: (readonly string[] | null)[] = [];
    const parameter = ({ name, type }: Column, row: Change['after']): string => {
      const value = row?.[name] ?? null;
      // A request is remembered once: each copy's by its number.
      const text = table === 'inbox' && name === 'key' ? [`floor:${String(value)}:`, ''] : undefined;
      values.push(value === null ? null : (text ?? asText(value, type).split(recordedId)));
      return `$${values.length}::text::${type}`;
    };
    const keys = () =>
      columns
        .filter((column) => column.key)
        .map((column) => `${column.name} = ${parameter(column, before)}`)
        .join(' AND ');
    if (op === 'DELETE') return { sql: `DELETE FROM ${table} WHERE ${keys()}`, values };
    if (op === 'INSERT') {
      const given = columns.filter((column) => !column.own);
      const places = given.map((column) => parameter(column, after)).join(', ');
      return { sql: `INSERT INTO ${table} (${given.map(({ name }) => name).join(', ')}) VALUES (${places})`, values };
    }
    const changed = columns.filter(
      ({ name, own }) => !own && JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
    );
    // A row that is written as it was is written all the same.
    const same = columns.filter((column) => column.key).map(({ name }) => `${name} = ${name}`)[0];
    const sets = changed.map((column) => `${column.name} = ${parameter(column, after)}`).join(', ');
    return { sql: `UPDATE ${table} SET ${sets || same} WHERE ${keys()}`, values };
  });
};
