import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { person, quote } from '../../../../platform/block-kit/mentions.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  folderName,
  type ProjectState,
  projectsOf,
  readerOf,
  requireActive,
  requireReason,
} from '../../../playbooks/index.ts';
import { orderOf } from '../hardware-part.ts';
import { tellOfOrder } from '../order-changes.ts';
import { hardwareBuyer, hardwareSlot } from '../request-hardware.ts';
import { unmarkHardwareOrdered } from '../store.ts';

/** Not ordered after all. ALL-5 */
export const takeBackOrderForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'hardware.take_back',
    title: 'Not ordered after all',
    submit: 'Take back',
    data: project.id,
    blocks: [section(folderName(project)), textInput({ name: 'reason', label: 'Why?', multiline: true, max: 500 })],
  });

/** It was not ordered after all: purchasing's turn again, with a reason. ALL-5, ALL-10 */
export const takeBackOrder = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require([hardwareBuyer], 'take back hardware orders');
    requireActive(project);
    const reason = requireReason(input.reason);
    const { reference } = orderOf(project) ?? {};
    if (!(await unmarkHardwareOrdered(work.tx, project.id)))
      throw new Conflict('The hardware is not marked as ordered: there is nothing to take back.');
    work.show(hardwareSlot(project.id, hardwareBuyer));
    const note = `${person(work.by.id)} has taken back that the hardware is ordered.${quote(reason)}`;
    const change = { before: { reference }, after: { reference: null }, reason };
    await tellOfOrder(work, project, { action: 'hardware.taken_back', note, ...change });
  });

export const takeBackOrderButton: Interaction = {
  id: 'hardware.take_back',
  press: opensForm({
    roles: [hardwareBuyer],
    doing: 'take back hardware orders',
    find: (deps, projectId) => projectsOf(deps).load(readerOf(deps), projectId),
    form: takeBackOrderForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    await takeBackOrder(deps, by, { projectId: data, reason: values.text('reason') ?? '' });
    return said('Taken back: it is to be ordered.');
  },
};
