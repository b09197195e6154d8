import { UserError } from '../../../../core/errors.ts';
import { fromDbDate } from '../../../../core/time/calendar.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type Invoice, invoiceById, invoiceRef, invoicesOfSubjects, lockInvoice } from '../../invoices/index.ts';
import type { ChargeFacts, Permission, PickedUp, ProjectCharge } from './charge.ts';

/** A charge has one invoice at a time: its facts stand in that invoice's row, and are read and written here alone. Decision 0034 */
interface Row {
  readonly id: string;
  readonly picked_up: string;
  readonly permission_on: Date | null;
  readonly permission_by: string | null;
  readonly permission_at: Date | null;
  readonly permission_how: string | null;
  readonly waiver_by: string | null;
  readonly waiver_at: Date | null;
  readonly waiver_reason: string | null;
  readonly waived_by: string | null;
  readonly waived_at: Date | null;
}

const permissionOf = (row: Row): Pick<ChargeFacts, 'permission'> =>
  row.permission_on && row.permission_by && row.permission_at
    ? {
        permission: {
          on: fromDbDate(row.permission_on),
          how: row.permission_how ?? '',
          by: row.permission_by,
          at: row.permission_at,
        },
      }
    : {};

const waiverOf = (row: Row): Pick<ChargeFacts, 'waiver'> =>
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

// The column is written by this store only, with these values.
const toFacts = (row: Row): ChargeFacts => ({
  pickedUp: row.picked_up as PickedUp,
  ...permissionOf(row),
  ...waiverOf(row),
});

const readFacts = async (tx: Tx, which: Sql): Promise<ReadonlyMap<string, ChargeFacts>> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, picked_up, permission_on, permission_by, permission_at, permission_how,
      waiver_by, waiver_at, waiver_reason, waived_by, waived_at FROM invoices
    WHERE subject_type = 'project' AND ${which}`;
  return new Map(rows.map((row) => [row.id, toFacts(row)]));
};

const nothingKnown: ChargeFacts = { pickedUp: 'nothing' };

const withFacts = (invoice: Invoice, facts: ReadonlyMap<string, ChargeFacts>): ProjectCharge => ({
  ...invoice,
  ...(facts.get(invoice.id) ?? nothingKnown),
});

/** Those of these invoices that are of a project, with its facts, by their ids. */
export const chargesAmong = async (
  tx: Tx,
  invoices: readonly Invoice[],
): Promise<ReadonlyMap<string, ProjectCharge>> => {
  const own = invoices.filter(({ subject }) => subject.type === 'project');
  if (own.length === 0) return new Map();
  const facts = await readFacts(tx, Prisma.sql`id = ANY(${own.map(({ id }) => id)}::uuid[])`);
  return new Map(own.map((each) => [each.id, withFacts(each, facts)]));
};

/** By the projects' ids: of each kind the charge that stands, or the void one that nothing replaced. */
export const chargesOfProjects = async (
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ProjectCharge[]>> => {
  const [invoices, facts] = await Promise.all([
    invoicesOfSubjects(tx, 'project', ids),
    readFacts(tx, Prisma.sql`subject_id = ANY(${[...ids]}::uuid[])`),
  ]);
  return new Map([...invoices].map(([id, own]) => [id, own.map((each) => withFacts(each, facts))]));
};

/** @returns nothing for an invoice that is of no project */
export const chargeById = async (tx: Tx, id: string): Promise<ProjectCharge | undefined> => {
  const invoice = await invoiceById(tx, id);
  return invoice && (await chargesAmong(tx, [invoice])).get(id);
};

/** Its project first, then its invoice. @throws NotFound, UserError for an invoice that is of no project */
export const lockCharge = async (work: Work, id: string): Promise<ProjectCharge> => {
  const invoice = await lockInvoice(work, id);
  const charge = (await chargesAmong(work.tx, [invoice])).get(id);
  if (charge) return charge;
  throw new UserError(`Invoice ${invoiceRef(invoice)} is no charge of a project: nothing was picked up for it.`);
};

/** Of a locked charge. */
export const writePickedUp = async (work: Work, id: string, pickedUp: PickedUp): Promise<void> => {
  await work.tx.$executeRaw`UPDATE invoices SET picked_up = ${pickedUp} WHERE id = ${id}::uuid`;
};

/** Of a locked charge. @param permission none: it is withdrawn */
export const writePermission = async (
  work: Work,
  id: string,
  permission: Pick<Permission, 'on' | 'how'> | undefined,
): Promise<void> => {
  await work.tx.$executeRaw`
    UPDATE invoices SET permission_on = ${permission?.on ?? null}::date, permission_how = ${permission?.how ?? null},
      permission_by = ${permission ? work.by.id : null}, permission_at = ${permission ? work.now : null}::timestamptz
    WHERE id = ${id}::uuid`;
};

/** What is known of a charge goes over to the draft that stands for it from now on. */
export const moveFacts = async (tx: Tx, from: string, to: string, { permission }: ChargeFacts): Promise<void> => {
  const given = permission
    ? Prisma.sql`, permission_on = old.permission_on, permission_by = old.permission_by,
        permission_at = old.permission_at, permission_how = old.permission_how`
    : Prisma.empty;
  await tx.$executeRaw`
    UPDATE invoices SET picked_up = old.picked_up ${given}
    FROM invoices old WHERE old.id = ${from}::uuid AND invoices.id = ${to}::uuid`;
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
