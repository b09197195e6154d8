/**
 * `npm run bench -- find`: what somebody types, looked for among a million customers and a million invoices, each kind beside one look-up
 * by primary key of as many rows as are found. The statements are those of the finders, through Baton's own client.
 */
import pg from 'pg';
import { billingFindingSlice } from '../src/features/billing/finding/index.ts';
import { customerFinder } from '../src/features/customers/customer-finder.ts';
import { customersByIds } from '../src/features/customers/index.ts';
import { finders } from '../src/features/find/index.ts';
import { search } from '../src/features/find/search.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { contribute, gatherContributions } from '../src/platform/work/contributions.ts';
import { silent } from './support/deps.ts';
import { type Figure, median, report } from './support/figures.ts';
import { inDatabase } from './support/in-child.ts';

const many = Number(process.env.CUSTOMERS ?? 1_000_000);
const rounds = 60;

const fill = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    await client.query(
      `INSERT INTO customers (id, name, name_key, email, phone, currency, time_zone, created_by, created_at)
       SELECT ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, name, lower(name), 'desk' || n || '@example.com',
         '+1 ' || lpad(n::text, 9, '6'), 'USD', 'UTC', 'bench', now()
       FROM (SELECT n, substr(md5(n::text), 1, 6) || ' ' || (ARRAY['Dental','Legal','Clinic','Works','Partners'])[1 + n % 5] || ' ' || n AS name
             FROM generate_series(1, $1::int) n) made`,
      [many],
    );
    await client.query(
      `INSERT INTO invoices (id, customer_id, subject_type, subject_id, kind, label, currency, net, tax, amount, paid, state, presented_at, created_at,
         external_number, sent_on, sent_by, sent_at, due_on, paid_at)
       SELECT ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         'invoice', ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'bill', 'Services', 'USD', 1000 + n, 0, 1000 + n,
         CASE WHEN n % 10 = 0 THEN 0 ELSE 1000 + n END, CASE WHEN n % 10 = 0 THEN 'open' ELSE 'paid' END, now(), now(),
         'N-' || n, current_date, 'bench', now(), current_date, CASE WHEN n % 10 = 0 THEN NULL ELSE now() END
       FROM generate_series(1, $1::int) n`,
      [many],
    );
    for (const table of ['customers', 'invoices']) await client.query(`VACUUM (ANALYZE) ${table}`);
  } finally {
    await client.end();
  }
};

/** What people type, for the n-th time; the same is never asked twice. */
const kinds: Readonly<Record<string, (n: number) => string>> = {
  'the beginning of a name': (n) => n.toString(16).padStart(3, '0').slice(-3),
  'the beginning of another word': (n) =>
    `${(['dental', 'legal', 'clinic', 'works', 'partners'][n % 5] ?? '').slice(0, 3 + (n % 3))}`,
  'a name and a word': (n) => `${(n * 7).toString(16).padStart(3, '0').slice(-3)} dent`,
  'an email': (n) => `desk${n * 37}@example.com`,
  'a phone': (n) => `+1 ${`${n * 41}`.padStart(9, '6')}`,
  'an invoice’s number': (n) => `N-${n * 43}`,
  'an amount': (n) => `${(1000 + n * 470) / 100}`,
};

const milliseconds = async (body: () => Promise<unknown>): Promise<number> => {
  const from = process.hrtime.bigint();
  await body();
  return Number(process.hrtime.bigint() - from) / 1e6;
};

await inDatabase(async (_db, url) => {
  await fill(url);
  const db = await openDatabase({ url, log: silent });
  const contributions = gatherContributions([
    { contributes: [contribute(finders, customerFinder)] },
    billingFindingSlice,
  ]);
  const figures: Figure[] = [];
  const id = (n: number) => `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  for (const [kind, typed] of Object.entries(kinds)) {
    const [mine, floor]: [number[], number[]] = [[], []];
    let hits = 0;
    for (let n = 1; n <= rounds; n++) {
      mine.push(
        await milliseconds(async () => {
          const found = await search({ db, contributions }, typed(n));
          hits += 'hits' in found ? found.hits.length : 0;
        }),
      );
      const looked = Array.from({ length: 20 }, (_, k) => id(n * 1000 + k));
      floor.push(await milliseconds(() => customersByIds(db.prisma, looked)));
    }
    const [took, bare] = [median(mine), median(floor)];
    figures.push({ name: `${kind}: ${(hits / rounds).toFixed(0)} found`, value: took, unit: 'ms', floor: bare });
    // Six statements of two finders are asked at once, each of them a look-up.
    figures.push({
      name: `${kind}: against one look-up of 20 customers, for each of six statements`,
      value: took / bare / 6,
      unit: 'times',
      atMost: 3,
    });
  }
  await db.close();
  report(figures);
});
