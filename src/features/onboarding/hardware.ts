/** ONB-7: the customer's hardware, from its invoice to its order. */
import type { ProjectState } from './project.ts';

/** `none`: no hardware is due; `waiting`: not asked for yet (its invoice goes out first). */
export type HardwareStep = 'none' | 'waiting' | 'review' | 'order' | 'ordered';

/**
 * Where the order stands. Example: invoice sent and looked through by the reviewer → `order`, purchasing's turn. An order
 * that was placed stays `ordered`, even when its invoice is voided later.
 */
export const hardwareStep = (project: Pick<ProjectState, 'invoices' | 'hardware'>): HardwareStep => {
  if (project.hardware?.orderedAt) return 'ordered';
  if (!hardwareCharge(project)) return 'none';
  if (!project.hardware) return 'waiting';
  return project.hardware.reviewedAt ? 'order' : 'review';
};

/** The hardware's invoice, while one is due. */
export const hardwareCharge = (project: Pick<ProjectState, 'invoices'>) =>
  project.invoices.find((each) => each.kind === 'hardware' && each.state !== 'void' && each.amount.amount > 0n);
