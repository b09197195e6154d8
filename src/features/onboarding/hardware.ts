/** ONB-7: the customer's hardware, from its invoice to its order. */
import { chargeDue } from './charges.ts';
import type { ProjectState } from './project.ts';

/** `none`: no hardware is due; `waiting`: not asked for yet (its invoice goes out first). */
export type HardwareStep = 'none' | 'waiting' | 'review' | 'order' | 'ordered';

/**
 * Where the order stands. Example: invoice sent and looked through by the reviewer → `order`, purchasing's turn. An order
 * that was placed stays `ordered`, even when its invoice is voided later.
 */
export const hardwareStep = (project: Pick<ProjectState, 'invoices' | 'hardware'>): HardwareStep => {
  if (project.hardware?.orderedAt) return 'ordered';
  if (!chargeDue(project, 'hardware')) return 'none';
  if (!project.hardware) return 'waiting';
  return project.hardware.reviewedAt ? 'order' : 'review';
};
