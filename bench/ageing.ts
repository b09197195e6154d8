/**
 * `npm run bench -- ageing`: receivables by age over a million invoices, beside the plain GROUP BY of what is open; as of a day,
 * beside the plain GROUP BY of all that was settled since.
 */
import pg from 'pg';
import { addDays, day } from '../src/core/time/calendar.ts';
import { agedSums } from '../src/features/billing/reports/ageing-store.ts';
import type { TestDatabase } from '../test/support/database.ts';
import { type Figure, median, report } from './support/figures.ts';
import { inDatabase } from './support/in-child.ts';

const invoices = Number(process.env.INVOICES ?? 1_000_000);
const customers = Math.max(1, Math.floor(invoices / 50));
/** One in so many is open still. */
const openEvery = 5;
const rounds = Number(process.env.ROUNDS ?? 7);
const today = day('2026-03-02');

/** Years of invoices: four in five are paid, each by a payment of its own; the others are open, some in part. */
const fill = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Only the filling: what is measured is read.
    await client.query('SET synchronous_commit = off');
    await client.query(
      `INSERT INTO customers (id, name, name_key, currency, time_zone, created_by, created_at)
       SELECT ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Customer ' || n, 'customer ' || n, CASE WHEN n % 10 = 0 THEN 'EUR' ELSE 'USD' END, 'UTC', 'bench', now()
       FROM generate_series(1, $1::int) n`,
      [customers],
    );
    await client.query(
      `CREATE TEMP TABLE made AS
       SELECT ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
              ('01980000-0000-7000-8000-' || lpad(to_hex(1 + n % $4::int), 12, '0'))::uuid AS customer_id,
              CASE WHEN (1 + n % $4::int) % 10 = 0 THEN 'EUR' ELSE 'USD' END AS currency, n, 10000 + n % 90000 AS amount,
              $3::date - (n % 700)::int AS issued_on, n % $2::int = 0 AS is_open
       FROM generate_series(1, $1::int) n`,
      [invoices, openEvery, today, customers],
    );
    await client.query(
      `INSERT INTO invoices (id, customer_id, subject_type, subject_id, kind, label, currency, net, tax, amount, paid, state, presented_at, created_at,
         external_number, sent_on, sent_by, sent_at, due_on, paid_at)
       SELECT id, customer_id, 'invoice', id, 'bill', 'Services', currency, amount, 0, amount,
         CASE WHEN is_open THEN CASE WHEN n % 3 = 0 THEN 500 ELSE 0 END ELSE amount END, CASE WHEN is_open THEN 'open' ELSE 'paid' END,
         now(), now(), 'N-' || n, issued_on, 'bench', now(), issued_on + 14, CASE WHEN is_open THEN NULL ELSE now() END
       FROM made ORDER BY n`,
    );
    await client.query(
      `INSERT INTO allocations (id, source_kind, source_id, target_kind, target_id, customer_id, decision, currency, amount, made_by, made_at)
       SELECT ('01991000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'payment', ('01992000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         'invoice', id, customer_id, ('01992000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, currency,
         CASE WHEN is_open THEN 500 ELSE amount END, 'bench', (issued_on + 20)::timestamptz
       FROM made WHERE NOT is_open OR n % 3 = 0 ORDER BY n`,
    );
    for (const table of ['customers', 'invoices', 'allocations']) await client.query(`VACUUM (ANALYZE) ${table}`);
  } finally {
    await client.end();
  }
};

/** What each takes, turn and turn about, each first as often as the other; milliseconds. */
const turns = async (
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<readonly [number, number]> => {
  const times: [number[], number[]] = [[], []];
  const timed = async (which: 0 | 1): Promise<void> => {
    const from = performance.now();
    await (which === 0 ? one : other)();
    times[which].push(performance.now() - from);
  };
  await timed(0);
  await timed(1);
  times[0].length = 0;
  times[1].length = 0;
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? 0 : 1;
    await timed(first);
    await timed(first === 0 ? 1 : 0);
  }
  return [median(times[0]), median(times[1])];
};

/** The plain sum of what is open, by customer: what nobody can do without. */
const plainOpen = (db: TestDatabase): Promise<unknown> => db.prisma.$queryRaw`
  SELECT customer_id, currency, sum(amount - paid - credited - written_off)::bigint AS open FROM invoices
  WHERE state = 'open' GROUP BY customer_id, currency`;

/** As of a day nobody has what was open: the plain sum of what was issued by then, and of what had settled it. */
const plainThen = async (db: TestDatabase, on: string): Promise<void> => {
  await db.prisma.$queryRaw`
    SELECT customer_id, currency, sum(amount)::bigint AS issued FROM invoices WHERE sent_on <= ${on}::date GROUP BY customer_id, currency`;
  await db.prisma.$queryRaw`
    SELECT target_id, sum(amount)::bigint AS settled FROM allocations
    WHERE target_kind = 'invoice' AND made_at < ${on}::date + 1 AND ended_at IS NULL GROUP BY target_id LIMIT 1`;
};

const figures = await inDatabase(async (db, url): Promise<readonly Figure[]> => {
  await fill(url);
  const then = addDays(today, -60);
  const [now, plain] = await turns(
    () => agedSums(db.prisma, { on: today, timeZone: 'UTC', isNow: true }),
    () => plainOpen(db),
  );
  const [asOf, floor] = await turns(
    () => agedSums(db.prisma, { on: then, timeZone: 'UTC', isNow: false }),
    () => plainThen(db, then),
  );
  return [
    { name: `ageing today, of ${invoices.toLocaleString('en-US')} invoices`, value: now, unit: 'ms', floor: plain },
    { name: 'ageing today beside the plain GROUP BY of open invoices', value: now / plain, unit: 'times', atMost: 1.3 },
    { name: 'ageing as of 60 days ago', value: asOf, unit: 'ms', floor },
  ];
});

report(figures);
