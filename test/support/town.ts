/** A town of customers who are billed each month: written in bulk, as it would have come by use cases one by one. */
import type { Database } from '../../src/platform/db/open.ts';

/** A month's price of one, in cents. */
const monthly = { managed: 100_00, backup: 2_50 } as const;

const id = (kind: string): string =>
  `('0198${kind}-' || lpad(to_hex(n / 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

/** Of a customer and all that is theirs, by number: ids grow with it, as those that Baton makes do. */
const seed = (count: number): readonly string[] => [
  `INSERT INTO customers (id, name, name_key, email, address, currency, time_zone, tax_jurisdiction, created_by, created_at)
   SELECT ${id('0001')}, 'Citizen ' || n, 'citizen ' || n, 'c' || n || '@example.com', n || ' Main Street, Springfield', 'USD',
     'America/New_York', 'US-NY', 'U1', now() FROM generate_series(1, ${count}) n`,
  `INSERT INTO subscriptions (id, customer_id, currency, created_by, created_at)
   SELECT ${id('0002')}, ${id('0001')}, 'USD', 'U1', now() FROM generate_series(1, ${count}) n`,
  ...(
    [
      ['0003', 'Managed services', 1, monthly.managed],
      ['0004', 'Backup', 10, monthly.backup],
    ] as const
  ).map(
    ([kind, name, quantity, cents]) => `
   INSERT INTO subscription_items (id, subscription_id, description, quantity, unit_amount, unit_price, first_on, tax_category)
   SELECT ${id(kind)}, ${id('0002')}, '${name}', ${quantity}, ${cents}, ${cents} * 10000, '2026-01-01', 'services'
   FROM generate_series(1, ${count}) n`,
  ),
  `INSERT INTO recurring_templates (id, subscription_id, amount, currency, next_on, first_on, armed, armed_by, armed_at, created_at)
   SELECT ${id('0005')}, ${id('0002')}, 0, 'USD', '2026-01-01', '2026-01-01', true, 'U1', now(), now()
   FROM generate_series(1, ${count}) n`,
  'ANALYZE',
];

/**
 * So many customers, `Citizen 1` and so on, each with two services for 125.00 a month before tax, billed monthly in advance from January
 * 2026 on.
 */
export const settleTown = async (db: Pick<Database, 'prisma'>, count: number): Promise<void> => {
  for (const sql of seed(count)) await db.prisma.$executeRawUnsafe(sql);
};
