import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { invoiceById, invoicesOfSubjects, lockInvoice } from '../../invoices/index.ts';
import type { ChargeFacts, ProjectCharge } from './charge.ts';

/** A charge has one invoice at a time: its facts stand in that invoice's row, and are read and written here alone. Decision 0034 */
interface Row {
  readonly id: string;
  readonly waiver_by: string | null;
  readonly waiver_at: Date | null;
  readonly waiver_reason: string | null;
  readonly waived_by: string | null;
  readonly waived_at: Date | null;
}

const toFacts = (row: Row): ChargeFacts =>
  row.waiver_by && row.waiver_at
    ? {
        waiver: {
          by: row.waiver_by,
          at: row.waiver_at,
          reason: row.waiver_reason ?? '',
          ...(row.waived_by && row.waived_at ? { confirmed: { by: row.waived_by, at: row.waived_at } } : {}),
        },
      }
    : {};

const readFacts = async (tx: Tx, which: Sql): Promise<ReadonlyMap<string, ChargeFacts>> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, waiver_by, waiver_at, waiver_reason, waived_by, waived_at FROM invoices
    WHERE subject_type = 'project' AND ${which}`;
  return new Map(rows.map((row) => [row.id, toFacts(row)]));
};

/** By the invoices' ids; nothing of those that are of no project. */
export const factsOfInvoices = (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ChargeFacts>> =>
  readFacts(tx, Prisma.sql`id = ANY(${[...ids]}::uuid[])`);

/** By the projects' ids: of each kind the charge that stands, or the void one that nothing replaced. */
export const chargesOfProjects = async (
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ProjectCharge[]>> => {
  const [invoices, facts] = await Promise.all([
    invoicesOfSubjects(tx, 'project', ids),
    readFacts(tx, Prisma.sql`subject_id = ANY(${[...ids]}::uuid[])`),
  ]);
  return new Map([...invoices].map(([id, own]) => [id, own.map((each) => ({ ...each, ...facts.get(each.id) }))]));
};

/** @returns nothing for an invoice that is of no project */
export const chargeById = async (tx: Tx, id: string): Promise<ProjectCharge | undefined> => {
  const [invoice, facts] = await Promise.all([invoiceById(tx, id), factsOfInvoices(tx, [id])]);
  return invoice?.subject.type === 'project' ? { ...invoice, ...facts.get(id) } : undefined;
};

/** Its project first, then its invoice. @throws NotFound */
export const lockCharge = async (work: Work, id: string): Promise<ProjectCharge> => {
  const invoice = await lockInvoice(work, id);
  return { ...invoice, ...(await factsOfInvoices(work.tx, [id])).get(id) };
};

/** Of a locked charge. */
export const writeWaiver = async (work: Work, id: string, reason: string): Promise<void> => {
  await work.tx.$executeRaw`
    UPDATE invoices SET waiver_by = ${work.by.id}, waiver_at = ${work.now}::timestamptz, waiver_reason = ${reason}
    WHERE id = ${id}::uuid`;
};

/** Of a locked charge. */
export const writeConfirmation = async (work: Work, id: string): Promise<void> => {
  await work.tx.$executeRaw`
    UPDATE invoices SET waived_by = ${work.by.id}, waived_at = ${work.now}::timestamptz WHERE id = ${id}::uuid`;
};

/** Amounts from `low` up to, but not with, `high`; minor units. */
export interface AmountRange {
  readonly currency: string;
  readonly low: bigint;
  readonly high: bigint;
}

/** The projects that an unpaid invoice in one of the ranges is about, in the order of their ids. */
export const unpaidWithin = async (
  tx: Tx,
  ranges: readonly AmountRange[],
  page: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const json = JSON.stringify(ranges.map(({ currency, low, high }) => ({ currency, low: `${low}`, high: `${high}` })));
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT i.subject_id AS id FROM invoices i
    JOIN jsonb_to_recordset(${json}::jsonb) AS r(currency text, low bigint, high bigint)
      ON r.currency = i.currency AND i.amount >= r.low AND i.amount < r.high
    WHERE i.subject_type = 'project' AND i.state IN ('draft', 'open', 'uncollectible')
      AND i.subject_id > coalesce(${page.after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT ${page.take}::int`;
  return rows.map((row) => row.id);
};

/** Of a project `p`: whether a charge that accounting has seen was corrected to nothing, and nobody has confirmed it. ONB-19 */
export const awaitsWaiver: Sql = Prisma.sql`p.id IN (
  SELECT subject_id FROM invoices WHERE waiver_at IS NOT NULL AND waived_at IS NULL
    AND subject_type = 'project' AND presented_at IS NOT NULL)`;
