import { chargeDue, chargesPart } from '../../billing/onboarding/index.ts';
import type { PlaybookContribution } from '../../playbooks/index.ts';
import { orderPart } from './order-part.ts';

/** Who places the order. ONB-7 */
export const hardwareBuyer = 'purchasing';

/** What orders of hardware add to playbooks. */
export const hardwareContribution: PlaybookContribution = {
  slice: 'purchase',
  facts: {
    hardware_ordered: {
      reads: [chargesPart, orderPart],
      holds: ({ parts }) =>
        !chargeDue(parts.of(chargesPart).invoices, 'hardware') || parts.of(orderPart)?.orderedAt !== undefined,
      by: hardwareBuyer,
    },
  },
};
