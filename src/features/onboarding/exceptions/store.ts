import type { Tx } from '../../../platform/db/open.ts';

interface NewOverride {
  readonly id: string;
  readonly projectId: string;
  readonly gate: string;
  readonly kind: string;
  readonly reason: string;
  readonly state: 'requested' | 'approved';
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
}

export const insertOverride = async (tx: Tx, override: NewOverride): Promise<void> => {
  await tx.gateOverride.create({ data: override });
};

export const projectOfOverride = async (tx: Tx, id: string): Promise<string | undefined> =>
  (await tx.gateOverride.findUnique({ where: { id }, select: { projectId: true } }))?.projectId;

interface Settlement {
  readonly from: 'requested' | 'approved';
  readonly to: 'approved' | 'declined' | 'withdrawn';
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}

/** False when it is no longer in the expected state: somebody was first. */
export const settleOverride = async (tx: Tx, id: string, change: Settlement): Promise<boolean> => {
  const { count } = await tx.gateOverride.updateMany({
    where: { id, state: change.from },
    data: {
      state: change.to,
      decidedBy: change.by,
      decidedAt: change.at,
      decisionReason: change.reason ?? null,
    },
  });
  return count === 1;
};
