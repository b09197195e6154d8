import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { folderName, type ProjectState, projectsOf, readerOf, requireActive } from '../../../playbooks/index.ts';
import { orderOf } from '../hardware-part.ts';
import { describeOrder } from '../hardware-views.ts';
import { hardwareStep, orderGateOf } from '../order.ts';
import { requireDue, tellOfOrder } from '../order-changes.ts';
import { hardwareBuyer, hardwareSlot } from '../request-hardware.ts';
import { markHardwareOrdered } from '../store.ts';

/** Ordered. ONB-7 */
export const orderForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'hardware.order',
    title: 'Hardware ordered',
    submit: 'Ordered',
    data: project.id,
    blocks: [
      section(`${folderName(project)}${describeOrder(project)}`),
      textInput({ name: 'reference', label: 'Order number, or where it was placed' }),
    ],
  });

const requireGate = (project: ProjectState): void => {
  const [gate, decision] = orderGateOf(project) ?? [];
  if (!gate || decision?.open) return;
  throw new UserError(`“${gate.name}” is shut: ${decision?.why} Wait for the payment, or ask for an exception.`);
};

/** Purchasing has ordered: only while the gate is open. ONB-7 */
export const orderHardware = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reference: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require([hardwareBuyer], 'order hardware');
    requireActive(project);
    requireDue(project);
    const reference = input.reference.trim();
    if (reference === '') throw new FieldErrors({ reference: "Write the order's number, or where it was placed." });
    if (hardwareStep(project) === 'review') throw new UserError('The reviewer has to look this order through first.');
    const order = orderOf(project);
    if (order?.orderedAt) {
      const { orderedBy = '', orderedAt } = order;
      throw new Conflict(`${person(orderedBy)} has ordered it already, ${moment(orderedAt)}.`);
    }
    requireGate(project);
    const placed = { by: work.by.id, at: work.now, reference };
    if (!(await markHardwareOrdered(work.tx, project.id, placed)))
      throw new Conflict('Somebody else has just ordered it.');
    work.show(hardwareSlot(project.id, hardwareBuyer));
    const note = `${person(work.by.id)} has ordered the hardware: ${escapeMrkdwn(reference)}.`;
    await tellOfOrder(work, project, { action: 'hardware.ordered', note, after: { reference } });
  });

export const placeOrderButton: Interaction = {
  id: 'hardware.order',
  press: opensForm({
    roles: [hardwareBuyer],
    doing: 'order hardware',
    find: async (deps, projectId) => {
      const project = await projectsOf(deps).load(readerOf(deps), projectId);
      if (!orderOf(project)) throw new NotFound('hardware order');
      return project;
    },
    form: orderForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    await orderHardware(deps, by, { projectId: data, reference: values.text('reference') ?? '' });
    return said('Noted as ordered.');
  },
};
