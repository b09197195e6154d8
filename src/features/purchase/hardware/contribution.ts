import { clip } from '../../../core/text/text.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { quote } from '../../../platform/block-kit/mentions.ts';
import { chargeDue, chargesPart } from '../../billing/onboarding/index.ts';
import type { PlaybookContribution } from '../../playbooks/index.ts';
import { hardwareOf, hardwarePart } from './hardware-part.ts';
import { orderTask, reviewTask } from './order-tasks.ts';
import { hardwareBuyer, hardwareEffect } from './request-hardware.ts';

/** What orders of hardware add to playbooks. */
export const hardwareContribution: PlaybookContribution = {
  slice: 'purchase',
  facts: {
    hardware_ordered: {
      reads: [chargesPart, hardwarePart],
      holds: ({ parts }) =>
        !chargeDue(parts.of(chargesPart).invoices, 'hardware') || parts.of(hardwarePart).order?.orderedAt !== undefined,
      by: hardwareBuyer,
    },
  },
  effects: { request_hardware: hardwareEffect },
  tasks: { review_order: reviewTask, place_order: orderTask },
  sections: {
    hardware: {
      on: ['message', 'window'],
      reads: [hardwarePart],
      blocks: (project) => {
        const { wanted } = hardwareOf(project);
        return wanted ? [section(`*Hardware*${quote(clip(wanted, 1000))}`)] : [];
      },
    },
  },
};
