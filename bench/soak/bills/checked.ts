/** What the database says in the end, compared with what was to be billed. */
import type { Database } from '../../../src/platform/db/open.ts';
import { brokenSeries, faultsIn, numberedIn } from '../issuing/stored.ts';

export interface Found {
  readonly bills: number;
  /** Of a customer and a month. */
  readonly missing: number;
  readonly doubled: number;
  readonly gaps: number;
  readonly doubledNumbers: number;
  /** Bills whose lines, amounts or tax are not those of the service, or whose schedule has not moved on. */
  readonly wrong: number;
  /** Bills that the audit log does not say once to have been made and once to have been issued. */
  readonly untold: number;
  /** Runs whose counts are not what they made. */
  readonly miscounted: number;
  /** Balances that do not add up, and breaks in the audit seal. */
  readonly faults: number;
}

const count = async (db: Database, sql: string): Promise<number> =>
  (await db.prisma.$queryRawUnsafe<{ n: number }[]>(sql))[0]?.n ?? Number.NaN;

const differentRows = `
  SELECT count(*)::int AS n FROM invoices i
  JOIN LATERAL (SELECT count(*) AS lines, sum(net) AS net FROM invoice_lines l WHERE l.invoice_id = i.id) l ON true
  WHERE i.state <> 'open' OR l.lines <> 2 OR l.net <> i.net OR i.net <> 12500 OR i.tax <> 1031 OR i.amount <> i.net + i.tax
    OR i.period_last <> (i.period_first + interval '1 month' - interval '1 day')::date`;

const untoldSql = `
  SELECT count(*)::int AS n FROM invoices i
  JOIN LATERAL (SELECT count(*) FILTER (WHERE action = 'invoice.drafted') AS made, count(*) FILTER (WHERE action = 'invoice.issued') AS issued
    FROM audit_log a WHERE a.subject_type = 'invoice' AND a.subject_id = i.id::text) a ON true
  WHERE a.made <> 1 OR a.issued <> 1`;

const miscountedSql = `
  SELECT count(*)::int AS n FROM runs r WHERE r.state <> 'done'
    OR (r.counts->>'bills')::int <> (SELECT count(*) FROM invoices i WHERE i.run_id = r.id)`;

/** Each of so many customers has one bill for each of so many months, from January 2026 on. */
export const checkBills = async (db: Database, customers: number, months: number): Promise<Found> => {
  const bills = await count(db, 'SELECT count(*)::int AS n FROM invoices');
  const different = await count(
    db,
    `SELECT count(DISTINCT (customer_id, period_first))::int AS n FROM invoices
     WHERE period_first < '2026-01-01'::date + interval '1 month' * ${months}`,
  );
  const late = await count(
    db,
    `SELECT count(*)::int AS n FROM recurring_templates WHERE next_on <> ('2026-01-01'::date + interval '1 month' * ${months})::date`,
  );
  const series = brokenSeries((await numberedIn(db)).filter(({ kind }) => kind === 'invoice'));
  return {
    bills,
    missing: customers * months - different,
    doubled: bills - different,
    gaps: series.gaps,
    doubledNumbers: series.doubled,
    wrong: (await count(db, differentRows)) + late,
    untold: await count(db, untoldSql),
    miscounted: await count(db, miscountedSql),
    faults: await faultsIn(db),
  };
};
