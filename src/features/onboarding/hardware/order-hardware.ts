import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import {
  gateNow,
  gateOfFact,
  type ProjectState,
  projectSubject,
  requireActive,
  requireReason,
} from '../../playbooks/index.ts';
import {
  hardwareBuyer,
  hardwareReviewer,
  hardwareSlot,
  hardwareStep,
  markHardwareOrdered,
  markHardwareReviewed,
  orderOf,
  unmarkHardwareOrdered,
} from '../../purchase/hardware/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { person, quote, time } from '../words.ts';

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
    await tell(work, project, 'hardware.reviewed', `${person(work.by.id)} has reviewed the hardware order.`);
  });

/** Purchasing has ordered: only while the gate is open. ONB-7 */
export const orderHardware = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reference: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require([hardwareBuyer], 'order hardware');
    requireActive(project);
    requireDue(project);
    const reference = input.reference.trim();
    if (reference === '') throw new FieldErrors({ reference: "Write the order's number, or where it was placed." });
    if (hardwareStep(project) === 'review') throw new UserError('The reviewer has to look this order through first.');
    const order = orderOf(project);
    if (order?.orderedAt) {
      const { orderedBy = '', orderedAt } = order;
      throw new Conflict(`${person(orderedBy)} has ordered it already, ${time(orderedAt)}.`);
    }
    requireGate(project);
    const placed = { by: work.by.id, at: work.now, reference };
    if (!(await markHardwareOrdered(work.tx, project.id, placed)))
      throw new Conflict('Somebody else has just ordered it.');
    work.show(hardwareSlot(project.id, hardwareBuyer));
    const note = `${person(work.by.id)} has ordered the hardware: ${escapeMrkdwn(reference)}.`;
    await tell(work, project, 'hardware.ordered', note, { reference });
  });

/** It was not ordered after all: purchasing's turn again, with a reason. ALL-5, ALL-10 */
export const takeBackOrder = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require([hardwareBuyer], 'take back hardware orders');
    requireActive(project);
    const reason = requireReason(input.reason);
    const { reference } = orderOf(project) ?? {};
    if (!(await unmarkHardwareOrdered(work.tx, project.id)))
      throw new Conflict('The hardware is not marked as ordered: there is nothing to take back.');
    work.show(hardwareSlot(project.id, hardwareBuyer));
    work.audit({
      action: 'hardware.taken_back',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { reference },
      after: { reference: null },
      reason,
    });
    const note = `${person(work.by.id)} has taken back that the hardware is ordered.${quote(reason)}`;
    await projectChanged(work, project, { note });
  });

const requireDue = (project: ProjectState): void => {
  const step = hardwareStep(project);
  if (step === 'none') throw new UserError('This project needs no hardware any more: there is nothing to order.');
  if (step === 'waiting')
    throw new UserError('Billing has not sent the hardware invoice yet: the order comes after it.');
};

const requireGate = (project: ProjectState): void => {
  const gate = gateOfFact(project.playbook, 'purchase.hardware_ordered');
  if (!gate) return;
  const decision = gateNow(project, gate);
  if (decision.open) return;
  throw new UserError(`“${gate.name}” is shut: ${decision.why} Wait for the payment, or ask for an exception.`);
};

const tell = async (work: Work, project: ProjectState, action: string, note: string, after?: object): Promise<void> => {
  work.audit({
    action,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    ...(after ? { after } : {}),
  });
  await projectChanged(work, project, { note });
};
