/** ONB-7: the customer's hardware, from its invoice to its order. */
import { chargeDue, invoicesOf } from '../../billing/onboarding/index.ts';
import { type Gate, type GateDecision, gateNow, gateOfFact, type ProjectState } from '../../playbooks/index.ts';
import { orderOf } from './hardware-part.ts';

/** `none`: no hardware is due; `waiting`: not asked for yet (its invoice goes out first). */
export type HardwareStep = 'none' | 'waiting' | 'review' | 'order' | 'ordered';

/**
 * Where the order stands. Example: invoice sent and looked through by the reviewer → `order`, purchasing's turn. An order
 * that was placed stays `ordered`, even when its invoice is voided later.
 */
export const hardwareStep = (project: Pick<ProjectState, 'parts'>): HardwareStep => {
  const order = orderOf(project);
  if (order?.orderedAt) return 'ordered';
  if (!chargeDue(invoicesOf(project), 'hardware')) return 'none';
  if (!order) return 'waiting';
  return order.reviewedAt ? 'order' : 'review';
};

/** The gate before ordering, as it stands; none where the playbook has none. */
export type OrderGate = readonly [gate: Gate, decision: GateDecision] | undefined;

/** How the gate before ordering stands. ONB-7 */
export const orderGateOf = (project: ProjectState): OrderGate => {
  const gate = gateOfFact(project.playbook, 'purchase.hardware_ordered');
  return gate && [gate, gateNow(project, gate)];
};
