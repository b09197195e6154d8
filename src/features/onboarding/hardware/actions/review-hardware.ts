import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { said } from '../../../answers.ts';
import { requireActive } from '../../../playbooks/index.ts';
import {
  hardwareBuyer,
  hardwareReviewer,
  hardwareSlot,
  markHardwareReviewed,
  orderOf,
} from '../../../purchase/hardware/index.ts';
import { loadProject } from '../../engine/load.ts';
import { person, time } from '../../words.ts';
import { requireDue, tellOfHardware } from '../hardware-order.ts';

/** The reviewer has looked the order through: purchasing's turn. ONB-7 */
export const reviewHardware = (deps: Deps, by: By, input: { readonly projectId: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require([hardwareReviewer], 'review hardware orders');
    requireActive(project);
    requireDue(project);
    if (!(await markHardwareReviewed(work.tx, project.id, work.by.id, work.now))) {
      const { reviewedBy = '', reviewedAt = work.now } = orderOf(project) ?? {};
      throw new Conflict(`${person(reviewedBy)} reviewed this order already, ${time(reviewedAt)}.`);
    }
    work.show(hardwareSlot(project.id, hardwareReviewer));
    work.show(hardwareSlot(project.id, hardwareBuyer), { role: hardwareBuyer });
    await tellOfHardware(work, project, 'hardware.reviewed', `${person(work.by.id)} has reviewed the hardware order.`);
  });

export const reviewHardwareButton: Interaction = {
  id: 'hardware.review',
  press: async ({ deps, by, value }) => {
    await reviewHardware(deps, by, { projectId: value });
    return said('Reviewed. Purchasing has been asked to order.');
  },
};
