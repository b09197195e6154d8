import type { Database } from '../../src/platform/db/open.ts';

/** The tables that a project's records stand in, and which of their rows belong to it (parameter: project, customer). */
const tables: readonly (readonly [table: string, where: string])[] = [
  ['customers', 't.id = $2::uuid'],
  ['projects', 't.id = $1::uuid'],
  ['handoffs', 't.project_id = $1::uuid'],
  ['ticks', 't.project_id = $1::uuid'],
  ['project_notes', 't.project_id = $1::uuid'],
  ['invoices', 't.subject_id = $1::uuid'],
  ['subscriptions', 't.subject_id = $1::uuid'],
  ['subscription_items', 't.subscription_id IN (SELECT id FROM subscriptions WHERE subject_id = $1::uuid)'],
  ['recurring_templates', 't.subscription_id IN (SELECT id FROM subscriptions WHERE subject_id = $1::uuid)'],
  [
    'message_slots',
    't.subject_id IN (SELECT $1::uuid UNION SELECT id FROM handoffs WHERE project_id = $1::uuid UNION SELECT id FROM invoices WHERE subject_id = $1::uuid)',
  ],
];

/** What a copy must not share with its original. */
const own: Readonly<Record<string, string>> = {
  customers: `jsonb_build_object('name', t.name || ' ' || k, 'name_key', t.name_key || ' ' || k)`,
  projects: `jsonb_build_object('playbook', t.playbook, 'ref', nextval(pg_get_serial_sequence('projects', 'ref')))`,
  invoices: `jsonb_build_object('ref', nextval(pg_get_serial_sequence('invoices', 'ref')), 'external_number', t.external_number || '-' || k)`,
  message_slots: `jsonb_build_object('seq', nextval('posts_seq_seq'), 'ts', (1600000000 + k) || '.' || split_part(t.ts, '.', 2))`,
};

const anyUuid = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})[0-9a-f]{8}/g;
const uuid = `'${anyUuid.source}'`;

/** The id that copy number `copy` of a record has. */
export const copied = (text: string, copy: number): string =>
  text.replace(anyUuid, `$1${copy.toString(16).padStart(8, '0')}`);

/**
 * Copies a project as it is now, with its customer, invoices and messages: copy k of a record has the record's id with its
 * last eight digits replaced by k in hexadecimal. Set-based, so that thousands take seconds.
 */
export const copyProject = async (db: Database, projectId: string, from: number, count: number): Promise<void> => {
  const project = await db.prisma.project.findUniqueOrThrow({ where: { id: projectId } });
  await db.dedicated(async (client) => {
    await client.exec('BEGIN');
    for (const [table, where] of tables) {
      const { rows } = await client.query<{ names: string }>(
        `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
        [table],
      );
      const columns = rows[0]?.names ?? '';
      await client.query(
        `INSERT INTO ${table} (${columns})
         SELECT r.* FROM (SELECT * FROM ${table} t WHERE ${where} AND ($1::uuid IS NOT NULL AND $2::uuid IS NOT NULL)) t
         CROSS JOIN generate_series($3::int, $4::int) k
         CROSS JOIN LATERAL (SELECT ${columns} FROM jsonb_populate_record(NULL::${table},
           regexp_replace((to_jsonb(t) - 'playbook')::text, ${uuid}, '\\1' || lpad(to_hex(k), 8, '0'), 'g')::jsonb || ${own[table] ?? `'{}'`})) r`,
        [projectId, project.customerId, from, from + count - 1],
      );
    }
    await client.exec('COMMIT');
    await client.exec('ANALYZE');
  });
};
