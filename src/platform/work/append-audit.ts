import type { Copying, Tx } from '../db/open.ts';
import { copyLine, copyLines } from '../db/rows/copy-line.ts';
import type { AuditRecord } from './work.ts';

/** A record with what its transaction knows: when, who, and which request it was. */
export interface AuditRow extends AuditRecord {
  readonly at: Date;
  readonly actor: string;
  readonly requestId?: string | undefined;
}

const copySql = `COPY audit_log (at, actor, request_id, action, subject_type, subject_id, customer_id, before, after, reason) FROM STDIN`;

/** An entry as `copyAudit` takes it. */
export const auditLine = ({ subject, ...entry }: AuditRow): string =>
  copyLine([
    entry.at,
    entry.actor,
    entry.requestId,
    entry.action,
    subject.type,
    subject.id,
    entry.customerId,
    entry.before,
    entry.after,
    entry.reason,
  ]);

/** More than these are sooner copied than handed over as one value. */
const few = 200;

/** Appends to the audit log, in the order given, in one round trip. ALL-2 */
export const appendAudit = async (tx: Tx & Copying, entries: readonly AuditRow[]): Promise<void> => {
  if (entries.length === 0) return;
  if (entries.length > few) return void (await tx.$copyFrom(copySql, copyLines(entries, auditLine)));
  const rows = JSON.stringify(
    entries.map((entry, n) => ({
      n,
      at: entry.at,
      actor: entry.actor,
      request: entry.requestId ?? null,
      action: entry.action,
      type: entry.subject.type,
      subject: entry.subject.id,
      customer: entry.customerId ?? null,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
    })),
    // Money is bigint, which JSON has no word for.
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
  await tx.$executeRaw`
    INSERT INTO audit_log (at, actor, request_id, action, subject_type, subject_id, customer_id, before, after, reason)
    SELECT r.at, r.actor, r.request, r.action, r.type, r.subject, r.customer, r.before, r.after, r.reason
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(n int, at timestamptz, actor text, request text, action text, type text,
      subject text, customer uuid, before jsonb, after jsonb, reason text)
    ORDER BY r.n`;
};

/** Appends thousands of entries. */
export const copyAudit = async (tx: Copying, lines: readonly string[]): Promise<void> => {
  if (lines.length > 0) await tx.$copyFrom(copySql, [lines.join('')]);
};
