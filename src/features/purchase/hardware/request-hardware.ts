import { UserError } from '../../../core/errors.ts';
import type { SlotRef, Work } from '../../../platform/work/work.ts';
import { chargesPart, invoicesOf } from '../../billing/onboarding/index.ts';
import { type Effect, type ProjectState, projectSubject } from '../../playbooks/index.ts';
import { hardwarePart, orderOf } from './hardware-part.ts';
import { hardwareStep } from './order.ts';
import { deleteHardwareOrder, insertHardwareOrder } from './store.ts';

/** ONB-7: who looks the order through, and who places it. */
export const hardwareReviewer = 'reviewer';
export const hardwareBuyer = 'purchasing';

export const hardwareSlot = (projectId: string, part: typeof hardwareReviewer | typeof hardwareBuyer): SlotRef => ({
  kind: 'hardware',
  subjectId: projectId,
  part,
});

/** Shows the order's messages again, those that exist. */
export const showHardware = (work: Work, project: ProjectState): void => {
  const order = orderOf(project);
  if (!order) return;
  work.show(hardwareSlot(project.id, hardwareReviewer));
  if (order.reviewedAt) work.show(hardwareSlot(project.id, hardwareBuyer));
};

/**
 * Puts the hardware before the reviewer, once: when its invoice was sent, or when the folder passed billing. Nothing where
 * no hardware is due. ONB-7
 */
export const requestHardware = async (work: Work, project: ProjectState): Promise<void> => {
  if (hardwareStep(project) !== 'waiting') return;
  if (!(await insertHardwareOrder(work.tx, project.id))) return;
  work.show(hardwareSlot(project.id, hardwareReviewer), { role: hardwareReviewer });
  work.audit({
    action: 'hardware.requested',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { step: 'review' },
  });
};

/** As a stage's effect; an undone decision takes the request back while nobody has looked at it. */
export const hardwareEffect: Effect = {
  reads: [chargesPart, hardwarePart],
  run: requestHardware,
  undo: async (work, project) => {
    const step = hardwareStep(project);
    if (step === 'none' || step === 'waiting') return;
    const sent = invoicesOf(project).some((each) => each.kind === 'hardware' && each.sent !== undefined);
    // Sending the invoice asks for the hardware too: then the request stands by itself.
    if (sent) return;
    if (step !== 'review')
      throw new UserError('The hardware was reviewed because of this decision: it can no longer be undone.');
    await deleteHardwareOrder(work.tx, project.id);
    showHardware(work, project);
  },
};
