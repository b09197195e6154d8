import type { Approval as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Approval, ApprovalState } from './approval.ts';

const approvalOf = (row: Row): Approval => ({
  id: row.id,
  deed: row.deed,
  payload: row.payload,
  amount: { amount: row.amount, currency: row.currency },
  description: row.description,
  subject: { type: row.subjectType, id: row.subjectId },
  customerId: row.customerId ?? undefined,
  reason: row.reason ?? undefined,
  state: row.state as ApprovalState,
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt,
  decision:
    row.decidedBy && row.decidedAt
      ? { by: row.decidedBy, at: row.decidedAt, reason: row.decisionReason ?? undefined }
      : undefined,
});

export const insertApproval = async (tx: Tx, of: Omit<Approval, 'state' | 'decision'>): Promise<void> => {
  const { amount, subject, payload, ...rest } = of;
  await tx.approval.create({
    data: {
      ...rest,
      payload: payload as object,
      customerId: rest.customerId ?? null,
      reason: rest.reason ?? null,
      currency: amount.currency,
      amount: amount.amount,
      subjectType: subject.type,
      subjectId: subject.id,
    },
    select: { id: true },
  });
};

export const approvalById = async (tx: Tx, id: string): Promise<Approval | undefined> => {
  const row = await tx.approval.findUnique({ where: { id } });
  return row ? approvalOf(row) : undefined;
};

/** Locks the request until the transaction ends, before anything that it changes: one decides at a time. ALL-3 */
export const lockApproval = async (tx: Tx, id: string): Promise<Approval | undefined> => {
  await tx.$queryRaw`SELECT 1 FROM approvals WHERE id = ${id}::uuid FOR UPDATE`;
  return approvalById(tx, id);
};

/** What waits for the same deed on the same thing. */
export const waitingFor = async (tx: Tx, deed: string, subjectId: string): Promise<Approval | undefined> => {
  const row = await tx.approval.findFirst({ where: { deed, subjectId, state: 'requested' } });
  return row ? approvalOf(row) : undefined;
};

/** What waits, oldest first; served by a partial index. */
export const waitingApprovals = async (tx: Tx, limit: number): Promise<readonly Approval[]> =>
  (
    await tx.approval.findMany({
      where: { state: 'requested' },
      orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
      take: limit,
    })
  ).map(approvalOf);

interface Settlement {
  readonly to: Exclude<ApprovalState, 'requested'>;
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}

/** The caller has locked it. */
export const settleApproval = async (tx: Tx, id: string, { to, by, at, reason }: Settlement): Promise<void> => {
  await tx.approval.update({
    where: { id },
    data: { state: to, decidedBy: by, decidedAt: at, decisionReason: reason ?? null },
    select: { id: true },
  });
};
