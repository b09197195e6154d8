import { randomUUID } from 'node:crypto';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { invoicingSlice } from '../../src/features/billing/invoices/index.ts';
import { paymentsSlice } from '../../src/features/billing/payments/index.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { collectionsSlice, sweepCases } from '../../src/features/collections/index.ts';
import { createCustomer, customersSlice, linkGatewayCustomer } from '../../src/features/customers/index.ts';
import { addLicense, licensesSlice } from '../../src/features/licenses/index.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import { runsSlice, workThroughRuns } from '../../src/platform/runs/index.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { system } from '../../src/platform/work/work.ts';
import { type Files, openerOf } from '../support/files.ts';
import { createHarness } from '../support/harness.ts';

export const reportHeader =
  'Transaction ID,Subscription ID,Billing Date,Customer ID,Customer Name,Amount,Currency,Transaction Date,Status,Response,Response Code,Card Type,Card Number,Next Attempt,Attempt';

export interface Row {
  readonly id?: string;
  readonly subscription?: string;
  readonly period?: string;
  readonly customer?: string;
  readonly name?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly at?: string;
  readonly status?: string;
  readonly response?: string;
  readonly code?: string;
  readonly next?: string;
  readonly attempt?: string;
}

// Beyond the ids that tests choose themselves.
let serial = 1000;

export const reportLine = (row: Row): string =>
  [
    row.id ?? `T-${++serial}`,
    row.subscription ?? 'SUB-1',
    row.period ?? '2026-03-01',
    row.customer ?? 'AX-1',
    row.name ?? 'Hart & Sons',
    row.amount ?? '120.00',
    row.currency ?? 'USD',
    row.at ?? '2026-03-01 06:00:00',
    row.status ?? 'Declined',
    row.response ?? 'Insufficient funds',
    row.code ?? '51',
    'Visa',
    '************4242',
    row.next ?? '',
    row.attempt ?? '',
  ].join(',');

export const report = (...rows: readonly Row[]): string => `${[reportHeader, ...rows.map(reportLine)].join('\n')}\n`;

/** A workspace (in UTC) with accounting and Support, and files that can be imported. Day 1 is 2026-03-01, 09:00 UTC. */
export const collectionsHarness = async (engine: Engine, timeZone = 'UTC', more: readonly Slice[] = []) => {
  const files: Record<string, Files[string]> = {};
  const slices = [
    customersSlice,
    invoicingSlice,
    paymentsSlice,
    licensesSlice,
    collectionsSlice({ formats: [axiaReport], openFile: openerOf(files), wakeRuns: () => {} }),
    runsSlice({ work: async (deps) => void (await workThroughRuns(deps)), wake: () => {} }),
    ...more,
  ];
  const harness = await createHarness({ engine, slices, timeZone, start: '2026-03-01T09:00:00Z' });
  const { person, clock } = harness;
  // An import that breaks off is tried again later; a test wants to know at once.
  const broken: unknown[] = [];
  const log = Object.assign(Object.create(harness.deps.log) as typeof harness.deps.log, {
    error: (entry: unknown) => broken.push(entry),
  });
  const deps = { ...harness.deps, log };
  const accounting = person('accounting');
  const support = person('support');

  const upload = (content: Files[string]['content']): string => {
    const fileId = `F${randomUUID()}`;
    files[fileId] = { name: 'report.csv', content };
    return fileId;
  };
  /** Gives a report to import, and no more. */
  const give = (content: Files[string]['content'], isPreview = false, by = accounting): Promise<string> =>
    startImport(
      deps,
      { ...by, requestId: newId() },
      { gateway: 'axia', fileName: 'report.csv', fileId: upload(content), size: 5, isPreview },
    );

  const customer = async (name: string, reference?: string) =>
    deps.transact(system, async (work) => {
      const made = await createCustomer(work, { name, currency: 'USD' });
      if (reference) await linkGatewayCustomer(work, { gateway: 'axia', reference, customerId: made.id });
      return made;
    });

  return {
    ...harness,
    deps,
    accounting,
    support,
    customer,
    /** A customer with a license that `subscription` pays for. */
    licensed: async (
      name: string,
      subscription: string,
      more: { policy?: 'manual' | 'automatic'; expiresOn?: string; reference?: string; months?: number } = {},
    ) => {
      const made = await customer(name, more.reference);
      const license = await addLicense(deps, accounting, {
        customerId: made.id,
        product: 'LEGACY',
        key: `KEY-${name}`,
        policy: more.policy ?? 'manual',
        expiresOn: day(more.expiresOn ?? '2026-04-30'),
        periodMonths: more.months ?? 12,
        gateway: 'axia',
        gatewaySubscription: subscription,
      });
      return { customer: made, license };
    },
    /** A file in Slack. @returns its id */
    upload,
    give,
    /** Uploads a report and lets the background import it. */
    importCsv: async (content: string | Uint8Array, by = accounting) => {
      const id = await give(content, false, by);
      await workThroughRuns(deps);
      if (broken.length > 0) throw new Error('the import broke off', { cause: broken });
      return deps.db.prisma.reportImport.findUniqueOrThrow({ where: { id } });
    },
    /** It is 09:00 of the n-th day (day 1 is March 1), and the daily job runs. */
    dayIs: async (n: number) => {
      clock.set(new Date(Date.UTC(2026, 2, n, 9)));
      await sweepCases(deps);
    },
    theCase: async (subscription = 'SUB-1', period = '2026-03-01') =>
      deps.db.prisma.collectionCase.findUniqueOrThrow({
        where: { gateway_gatewaySubscription_period: { gateway: 'axia', gatewaySubscription: subscription, period } },
      }),
    openActions: () => deps.db.prisma.expiryAction.findMany({ where: { state: 'open' }, orderBy: { id: 'asc' } }),
    empty: async () => {
      const { prisma } = deps.db;
      return { attempts: await prisma.paymentAttempt.count(), cases: await prisma.collectionCase.count() };
    },
  };
};

export type CollectionsHarness = Awaited<ReturnType<typeof collectionsHarness>>;
