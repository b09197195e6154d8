import pg from 'pg';

type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** All that one seed's customers have in the database, as rows. */
export interface Snapshot {
  readonly projects: readonly Row[];
  readonly handoffs: readonly Row[];
  readonly ticks: readonly Row[];
  readonly overrides: readonly Row[];
  readonly acks: readonly Row[];
  readonly hardware: readonly Row[];
  readonly subscriptions: readonly Row[];
  readonly items: readonly Row[];
  readonly templates: readonly Row[];
  readonly invoices: readonly Row[];
  readonly payments: readonly Row[];
  readonly allocations: readonly Row[];
  readonly cases: readonly Row[];
  readonly licenses: readonly Row[];
  readonly actions: readonly Row[];
  /** Reports that were given and are not through yet, whoever they concern. */
  readonly imports: readonly Row[];
  /** Written since the last snapshot, whoever they concern. */
  readonly audit: readonly Row[];
  readonly posts: readonly Row[];
  /** Keys of all message slots about the seed's records. */
  readonly slots: readonly string[];
  /** Requests that had audit rows before this step. */
  readonly repeated: readonly string[];
}

export type { Row };

const list = (sql: string): string => `coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (${sql}) r), '[]')`;

const query = `
WITH c AS MATERIALIZED (SELECT id FROM customers WHERE name LIKE $1),
  p AS MATERIALIZED (SELECT id, ref, customer_id, state, stage, eta_on, go_live_on, went_live_on, currency FROM projects WHERE customer_id IN (SELECT id FROM c)),
  i AS MATERIALIZED (SELECT * FROM invoices WHERE customer_id IN (SELECT id FROM c)),
  k AS MATERIALIZED (SELECT * FROM cases WHERE customer_id IN (SELECT id FROM c)),
  l AS MATERIALIZED (SELECT * FROM licenses WHERE customer_id IN (SELECT id FROM c)),
  x AS MATERIALIZED (SELECT * FROM expiry_actions WHERE license_id IN (SELECT id FROM l)),
  h AS MATERIALIZED (SELECT * FROM handoffs WHERE project_id IN (SELECT id FROM p)),
  u AS MATERIALIZED (SELECT * FROM subscriptions WHERE customer_id IN (SELECT id FROM c)),
  fresh AS MATERIALIZED (SELECT id, actor, action, subject_type, subject_id, request_id FROM audit_log WHERE id > $2::bigint)
SELECT jsonb_build_object(
  'projects', ${list('SELECT * FROM p')},
  'handoffs', ${list('SELECT * FROM h ORDER BY project_id, turn')},
  'ticks', ${list('SELECT * FROM ticks WHERE project_id IN (SELECT id FROM p)')},
  'overrides', ${list('SELECT * FROM gate_overrides WHERE project_id IN (SELECT id FROM p)')},
  'acks', ${list('SELECT * FROM acknowledgements WHERE project_id IN (SELECT id FROM p)')},
  'hardware', ${list('SELECT * FROM hardware_orders WHERE project_id IN (SELECT id FROM p)')},
  'subscriptions', ${list('SELECT * FROM u')},
  'items', ${list('SELECT * FROM subscription_items WHERE subscription_id IN (SELECT id FROM u)')},
  'templates', ${list('SELECT * FROM recurring_templates WHERE subscription_id IN (SELECT id FROM u)')},
  'invoices', ${list('SELECT * FROM i')},
  'payments', ${list('SELECT * FROM payments WHERE customer_id IN (SELECT id FROM c)')},
  'allocations', ${list('SELECT * FROM allocations WHERE customer_id IN (SELECT id FROM c)')},
  'cases', ${list('SELECT * FROM k')},
  'licenses', ${list('SELECT * FROM l')},
  'actions', ${list('SELECT * FROM x')},
  'imports', ${list('SELECT id, requested_by FROM report_imports WHERE ended_at IS NULL')},
  'audit', ${list('SELECT * FROM fresh')},
  'posts', ${list('SELECT id, seq, slot_id, lane, key, state FROM posts WHERE seq > $3::bigint')},
  'slots', coalesce((SELECT jsonb_agg(s.key) FROM message_slots s WHERE s.subject_id IN
     (SELECT id FROM p UNION ALL SELECT id FROM h UNION ALL SELECT id FROM i UNION ALL SELECT id FROM k UNION ALL SELECT id FROM x)), '[]'),
  'repeated', coalesce((SELECT jsonb_agg(DISTINCT f.request_id) FROM fresh f WHERE f.request_id IS NOT NULL
     AND EXISTS (SELECT 1 FROM audit_log o WHERE o.request_id = f.request_id AND o.id <= $2::bigint)), '[]')
) AS snapshot`;

export interface Observer {
  look(customers: string): Promise<Snapshot>;
  query<R extends object>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** Reads the database by itself: it shares no code with what it watches. */
export const openObserver = async (url: string): Promise<Observer> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let audit = '0';
  let posts = '0';
  return {
    look: async (customers) => {
      const { rows } = await client.query<{ snapshot: Snapshot }>({
        // Planned once, asked a thousand times.
        name: 'look',
        text: query,
        values: [`${customers}%`, audit, posts],
      });
      const snapshot = rows[0]?.snapshot;
      if (!snapshot) throw new Error('the database said nothing');
      const last = (list: readonly Row[], key: string, before: string) =>
        String(list.reduce((most, row) => Math.max(most, Number(row[key])), Number(before)));
      audit = last(snapshot.audit, 'id', audit);
      posts = last(snapshot.posts, 'seq', posts);
      return snapshot;
    },
    query: async <R extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<R>(sql, [...values])).rows,
    close: () => client.end(),
  };
};
