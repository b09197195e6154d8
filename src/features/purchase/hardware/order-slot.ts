/** The order's messages: the reviewer's and purchasing's, and what moves them. ONB-7 */
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotKind } from '../../../platform/slice/slice.ts';
import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import { invoiceSent } from '../../billing/invoices/index.ts';
import {
  gateOpenedByException,
  gatesAltered,
  projectAltered,
  projectDoor,
  projectsOf,
  readerOf,
} from '../../playbooks/index.ts';
import { orderButton, orderMessage, reviewMessage } from './hardware-views.ts';
import { hardwareStep, orderGateOf } from './order.ts';
import { hardwareBuyer, hardwareReviewer, hardwareSlot, requestHardware, showHardware } from './request-hardware.ts';

export const orderSlotKind: SlotKind = {
  kind: 'hardware',
  render: async (deps, projectId, part) => {
    const [project] = await projectsOf(deps).loadMany(readerOf(deps), [projectId]);
    if (!project) return undefined;
    return part === hardwareReviewer ? reviewMessage(project) : orderMessage(project, orderGateOf(project));
  },
};

export const orderReactions: readonly Reaction[] = [
  onEach(invoiceSent, async (work, { subject, kind }) => {
    if (kind !== 'hardware' || subject.type !== 'project') return;
    await requestHardware(work, await projectsOf(work).load(work, subject.id));
  }),
  on(projectAltered, async (work, project) => showHardware(work, project)),
  on(gatesAltered, async (work, projects) => {
    for (const project of projects) showHardware(work, project);
  }),
  on(gateOpenedByException, async (work, { project, gate, note }) => {
    if (orderGateOf(project)?.[0].key !== gate.key || hardwareStep(project) !== 'order') return;
    const actions = [orderButton(project.id), openButton(projectDoor, project.id)];
    const content = { text: note, blocks: [section(note), buttons('hardware', actions)] };
    work.post({ to: { thread: hardwareSlot(project.id, hardwareBuyer) }, content, broadcast: true });
  }),
];
