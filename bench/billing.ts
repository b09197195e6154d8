/**
 * `npm run bench -- billing`: what a click costs about a customer with thousands of invoices beside one with ten, what issuing one
 * asks of the database, and customers entered from a file beside COPY of the rows that this writes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '../src/core/money/money.ts';
import { unitPriceOf } from '../src/core/money/unit-price.ts';
import { day, todayIn } from '../src/core/time/calendar.ts';
import { draftInvoice, issueInvoice, presentInvoices } from '../src/features/billing/invoices/index.ts';
import { recordPayment } from '../src/features/billing/payments/index.ts';
import { addSeller } from '../src/features/billing/sellers/index.ts';
import { addTax } from '../src/features/billing/taxes/index.ts';
import { findOrCreateCustomer } from '../src/features/customers/index.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { drawWindow } from '../src/platform/windows/draw-window.ts';
import { system } from '../src/platform/work/work.ts';
import { aSeller } from '../test/support/billing.ts';
import type { TestDatabase } from '../test/support/database.ts';
import { billingDeps } from './support/billing-deps.ts';
import { bundle } from './support/bundle.ts';
import { copyRows } from './support/copied-rows.ts';
import type { CustomersMeasure } from './support/customers-child.ts';
import { silent } from './support/deps.ts';
import { type Figure, median, report } from './support/figures.ts';
import { inChild, inDatabase } from './support/in-child.ts';
import type { Outcome } from './support/outcome.ts';
import { startWire } from './support/wire.ts';

const many = Number(process.env.INVOICES ?? 10_000);
const few = 10;
const clicks = Number(process.env.CLICKS ?? 60);
const customers = Number(process.env.CUSTOMERS ?? 100_000);
const rounds = 3;

const deedsOf = (db: Parameters<typeof billingDeps>[0]) => {
  const { deps, registry } = billingDeps(db);
  const draft = (customerId: string) =>
    deps.transact(system, async (work) => {
      const made = await draftInvoice(work, {
        customerId,
        label: 'Services',
        lines: [
          {
            ...{ description: 'Managed services', quantity: 1, taxCategory: 'services' },
            unitPrice: unitPriceOf(money(100_00, 'USD')),
          },
        ],
      });
      await presentInvoices(work, made.subject);
      return made.id;
    });
  const request = {
    deps,
    by: system,
    userId: 'U0ACCTNG001',
    timeZone: 'UTC',
    roles: async () => new Set(['accounting']),
  };
  return {
    deps,
    draft,
    issue: (invoiceId: string) => issueInvoice(deps, system, invoiceId),
    pay: (invoiceId: string, reference: string) =>
      recordPayment(deps, system, {
        ...{ invoiceId, amount: money(110_00, 'USD'), method: 'check', reference },
        receivedOn: todayIn('UTC', deps.clock.now()),
      }),
    open: (id: string) => drawWindow(registry, request, { type: 'customer', id }),
  };
};
type Deeds = ReturnType<typeof deedsOf>;

/** A customer with so many invoices of the past: paid, each by a check of its own. */
const customerWith = async (db: TestDatabase, { deps }: Deeds, name: string, count: number): Promise<string> => {
  const { id } = await deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD' }));
  await db.prisma.$executeRaw`
    INSERT INTO invoices (id, customer_id, subject_type, subject_id, kind, label, currency, net, tax, amount, paid, state, external_number,
      sent_on, sent_by, sent_at, presented_at, created_at, paid_at)
    SELECT g.id, ${id}::uuid, 'invoice', g.id, 'bill', 'Services', 'USD', 10000, 1000, 11000, 11000, 'paid', 'OUT-' || ${name} || n,
      '2025-01-01', 'U1', now(), now(), now(), now()
    FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${count}::int) n) g`;
  await db.prisma.$executeRaw`
    INSERT INTO payments (id, customer_id, invoice_id, currency, amount, method, reference, received_on, recorded_by, recorded_at)
    SELECT gen_random_uuid(), ${id}::uuid, i.id, 'USD', 11000, 'check', i.external_number, '2025-01-02', 'U1', now()
    FROM invoices i WHERE i.customer_id = ${id}::uuid`;
  await db.prisma.$executeRaw`
    INSERT INTO allocations (id, source_kind, source_id, target_kind, target_id, customer_id, decision, currency, amount, made_by, made_at)
    SELECT gen_random_uuid(), 'payment', p.id, 'invoice', p.invoice_id, p.customer_id, p.id, 'USD', 11000, 'U1', now()
    FROM payments p WHERE p.customer_id = ${id}::uuid`;
  return id;
};

const timed = async (body: () => Promise<unknown>): Promise<number> => {
  const before = process.hrtime.bigint();
  await body();
  return Number(process.hrtime.bigint() - before) / 1e6;
};

const kinds = ['open the customer’s window', 'payment received', 'issue'] as const;
type Kind = (typeof kinds)[number];

/** Turn and turn about, so that both see the same machine. @returns milliseconds of each click */
const clickTimes = async (deeds: Deeds, id: string, other: string) => {
  const times = new Map<Kind, { readonly many: number[]; readonly few: number[] }>(
    kinds.map((kind) => [kind, { many: [], few: [] }]),
  );
  for (let n = 0; n < clicks; n++) {
    for (const [which, customerId] of n % 2
      ? ([
          ['few', other],
          ['many', id],
        ] as const)
      : ([
          ['many', id],
          ['few', other],
        ] as const)) {
      const invoice = await deeds.draft(customerId);
      times.get('open the customer’s window')?.[which].push(await timed(() => deeds.open(customerId)));
      times.get('issue')?.[which].push(await timed(() => deeds.issue(invoice)));
      times.get('payment received')?.[which].push(await timed(() => deeds.pay(invoice, `check ${which} ${n}`)));
    }
  }
  return times;
};

const clickFigures = async (db: TestDatabase): Promise<readonly Figure[]> => {
  const deeds = deedsOf(db);
  await addSeller(deeds.deps, system, aSeller);
  await addTax(deeds.deps, system, {
    ...{ code: 'T10', name: 'Sales tax', rate: 100_000, treatment: 'taxed', category: 'services' },
    ...{ jurisdiction: '*', seller: '*', validFrom: day('2020-01-01') },
  });
  const [large, small] = [await customerWith(db, deeds, 'Many', many), await customerWith(db, deeds, 'Few', few)];
  await db.prisma.$executeRaw`ANALYZE`;
  const times = await clickTimes(deeds, large, small);
  const ratios = kinds.flatMap((kind): Figure[] => {
    const { many: slow = [], few: quick = [] } = times.get(kind) ?? {};
    return [
      {
        name: `${kind}: ${many} invoices against ${few} (median of ${clicks})`,
        ...{ value: median(slow) / median(quick), unit: 'times', atMost: 1.3 },
      },
      { name: `${kind}, ${many} invoices`, value: median(slow), unit: 'ms', floor: median(quick) },
    ];
  });
  return [...ratios, ...(await wireFigures(db, large))];
};

/** What issuing one by hand asks of the database, counted on the wire; BEGIN and COMMIT among it. */
const wireFigures = async (db: TestDatabase, customerId: string): Promise<readonly Figure[]> => {
  const url = new URL(db.url ?? '');
  const wire = await startWire(url.hostname, Number(url.port || 5432));
  url.hostname = '127.0.0.1';
  url.port = `${wire.port}`;
  const watched = await openDatabase({ url: url.href, poolSize: 1, log: silent });
  try {
    const deeds = deedsOf(watched);
    const drafts: string[] = [];
    for (let n = 0; n < 3; n++) drafts.push(await deeds.draft(customerId));
    // The first prepares its statements.
    for (const id of drafts.slice(1)) await deeds.issue(id);
    const before = wire.counts();
    await deeds.issue(drafts[0] ?? '');
    const after = wire.counts();
    return [
      { name: 'issuing one by hand: statements', value: after.statements - before.statements, unit: 'statements' },
      { name: 'issuing one by hand: round trips', value: after.roundTrips - before.roundTrips, unit: 'round trips' },
    ];
  } finally {
    await watched.close();
    await wire.close();
  }
};

const childFile = 'support/customers-child.ts';

const measured = (of: CustomersMeasure): Promise<Outcome> => inChild(childFile, of);

const writeCustomers = (file: string): void => {
  const header =
    'customer,currency,contact_name,email,phone,address,time_zone,gateway_customer,payment_method,tax_jurisdiction';
  const lines = Array.from({ length: customers }, (_, n) => {
    const key = (n * 2_654_435_761) % 4_294_967_296;
    return `Customer ${key.toString(36)} number ${n},USD,Contact ${n},c${n}@example.com,+1 555 ${n},"${n} Main Street, Springfield",America/New_York,AX-${n},invoice,US-NY`;
  });
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
};

const copied = ['customers', 'gateway_customers', 'audit_log'] as const;

const customerFigures = async (dir: string): Promise<readonly Figure[]> => {
  bundle(childFile);
  const file = join(dir, 'customers.csv');
  writeCustomers(file);
  const tables = await inDatabase(async (db, url) => {
    await measured({ what: 'enter', url, file });
    return copyRows(db, dir, copied);
  });
  const entered: Outcome[] = [];
  const floors: Outcome[] = [];
  for (let n = 0; n < rounds; n++) {
    floors.push(await inDatabase((_db, url) => measured({ what: 'floor', url, tables })));
    entered.push(await inDatabase((_db, url) => measured({ what: 'enter', url, file })));
    process.stdout.write(
      `${floors.at(-1)?.seconds} s COPY, ${entered.at(-1)?.seconds} s entered: ${entered.at(-1)?.told}\n`,
    );
  }
  const seconds = (of: readonly Outcome[]) => median(of.map((each) => each.seconds));
  return [
    {
      name: `customers entered from a file of ${customers} (median of ${rounds})`,
      ...{ value: customers / seconds(entered), unit: 'rows/s', floor: customers / seconds(floors) },
    },
    {
      name: 'customers entered against COPY of the rows that it writes, audit among them',
      ...{ value: seconds(floors) / seconds(entered), unit: 'times', atLeast: 0.3 },
    },
    {
      name: 'customers entered: processor time of Baton',
      ...{ value: median(entered.map((each) => each.processorSeconds)), unit: 's' },
    },
    {
      name: 'customers entered: most memory',
      ...{ value: Math.max(...entered.map((each) => each.peakMegabytes)), unit: 'MB' },
    },
  ];
};

const main = async (): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-billing-'));
  try {
    const only = process.env.ONLY;
    const figures: Figure[] = [];
    if (only !== 'customers') figures.push(...(await inDatabase((db) => clickFigures(db))));
    if (only !== 'clicks') figures.push(...(await customerFigures(dir)));
    report(figures);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

await main();
