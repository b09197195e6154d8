import { Conflict } from '../../../../core/errors.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { projectsOf, requireActive } from '../../../playbooks/index.ts';
import { orderOf } from '../hardware-part.ts';
import { requireDue, tellOfOrder } from '../order-changes.ts';
import { hardwareBuyer, hardwareReviewer, hardwareSlot } from '../request-hardware.ts';
import { markHardwareReviewed } from '../store.ts';

/** The reviewer has looked the order through: purchasing's turn. ONB-7 */
export const reviewHardware = (deps: Deps, by: By, input: { readonly projectId: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require([hardwareReviewer], 'review hardware orders');
    requireActive(project);
    requireDue(project);
    if (!(await markHardwareReviewed(work.tx, project.id, work.by.id, work.now))) {
      const { reviewedBy = '', reviewedAt = work.now } = orderOf(project) ?? {};
      throw new Conflict(`${person(reviewedBy)} reviewed this order already, ${moment(reviewedAt)}.`);
    }
    work.show(hardwareSlot(project.id, hardwareReviewer));
    work.show(hardwareSlot(project.id, hardwareBuyer), { role: hardwareBuyer });
    const note = `${person(work.by.id)} has reviewed the hardware order.`;
    await tellOfOrder(work, project, { action: 'hardware.reviewed', note });
  });

export const reviewOrderButton: Interaction = {
  id: 'hardware.review',
  press: async ({ deps, by, value }) => {
    await reviewHardware(deps, by, { projectId: value });
    return said('Reviewed. Purchasing has been asked to order.');
  },
};
