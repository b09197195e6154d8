/** Listeners: exceptions to gates, and the hardware order. */

import { NotFound, UserError } from '../../../core/errors.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, Slice, SubmissionRequest } from '../../../platform/slice/slice.ts';
import { requireEarly } from '../../any-role.ts';
import { gatesNow, readerOf } from '../../playbooks/index.ts';
import { hardwareBuyer, orderOf } from '../../purchase/hardware/index.ts';
import { loadProject } from '../engine/load.ts';
import { orderModal, takeBackOrderModal } from '../hardware/hardware-views.ts';
import { orderHardware, reviewHardware, takeBackOrder } from '../hardware/order-hardware.ts';
import { confirmNothingDue } from '../money/waivers.ts';
import { askingForExceptions, requestMakers, requestOverride } from './actions/request-override.ts';
import { approveOverride, declineOverride, findOverride, withdrawOverride } from './decide-override.ts';
import { overrideModal, overrideReasonModal } from './override-views.ts';

const said = (text: string): Answer => ({ say: { text } });

/** Answers with the way back: what opened a gate can be taken back by who opened it. ALL-5 */
const opened = (text: string, id: string): Answer => ({
  say: {
    text,
    blocks: [section(text), buttons('override', [{ text: 'Take back', action: 'override.withdraw', value: id }])],
  },
});

/** The value is the project's id, with a gate behind a colon when the button stands before one. */
const openOverride = async (request: ActionRequest): Promise<Answer> => {
  const [projectId = '', only] = request.value.split(':');
  const project = await loadProject(readerOf(request.deps), projectId);
  await requireEarly(request, requestMakers(project), askingForExceptions);
  const gates = gatesNow(project);
  const shut = gates.filter(([gate, now]) => now.offers.length > 0 && (!only || gate.key === only));
  if (shut.length === 0) {
    throw new UserError('There is nothing to ask for: every gate is open, or an exception waits for approval already.');
  }
  return { modal: overrideModal(project, shut) };
};

const askOverride = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const { id, waits } = await requestOverride(deps, by, {
    projectId: data,
    gate: required(values.option('gate'), 'gate', 'Choose the gate.'),
    kind: required(values.option('kind'), 'kind', 'Choose which exception it is.'),
    reason: values.text('reason') ?? '',
  });
  return waits ? said('Asked. You are told as soon as somebody decides.') : opened('Recorded: the gate is open.', id);
};

const approve = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  await approveOverride(deps, by, { id: value });
  return opened('Approved. The gate is open now.', value);
};

const openDecline = async (request: ActionRequest): Promise<Answer> => {
  const { gate } = await findOverride(readerOf(request.deps), request.value);
  await requireEarly(request, gate.approvers, `decline exceptions at “${gate.name}”`);
  return { modal: overrideReasonModal('override.decline', request.value) };
};

/** Who asked may take it back too. */
const openWithdraw = async (request: ActionRequest): Promise<Answer> => {
  const { gate, override } = await findOverride(readerOf(request.deps), request.value);
  if (override.requestedBy !== request.userId)
    await requireEarly(request, gate.approvers, `take back exceptions at “${gate.name}”`);
  return { modal: overrideReasonModal('override.withdraw', request.value) };
};

const review = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  await reviewHardware(deps, by, { projectId: value });
  return said('Reviewed. Purchasing has been asked to order.');
};

const openOrder = async (request: ActionRequest): Promise<Answer> => {
  await requireEarly(request, [hardwareBuyer], 'order hardware');
  const project = await loadProject(readerOf(request.deps), request.value);
  if (!orderOf(project)) throw new NotFound('hardware order');
  return { modal: orderModal(project) };
};

export const gateActions: NonNullable<Slice['actions']> = {
  'gate.override': openOverride,
  'override.approve': approve,
  'override.decline': openDecline,
  'override.withdraw': openWithdraw,
  'hardware.review': review,
  'hardware.order': openOrder,
  'hardware.take_back': async (request) => {
    await requireEarly(request, [hardwareBuyer], 'take back hardware orders');
    return { modal: takeBackOrderModal(await loadProject(readerOf(request.deps), request.value)) };
  },
  'waiver.confirm': async ({ deps, by, value }) => {
    await confirmNothingDue(deps, by, { invoiceId: value });
    return said('Confirmed: nothing is due.');
  },
};

export const gateSubmissions: NonNullable<Slice['submissions']> = {
  'gate.override': askOverride,
  'override.decline': async ({ deps, by, data, values }) => {
    await declineOverride(deps, by, { id: data, reason: values.text('reason') ?? '' });
    return said('Declined. The person who asked has been told.');
  },
  'override.withdraw': async ({ deps, by, data, values }) => {
    await withdrawOverride(deps, by, { id: data, reason: values.text('reason') ?? '' });
    return said('Taken back.');
  },
  'hardware.take_back': async ({ deps, by, data, values }) => {
    await takeBackOrder(deps, by, { projectId: data, reason: values.text('reason') ?? '' });
    return said('Taken back: it is to be ordered.');
  },
  'hardware.order': async ({ deps, by, data, values }) => {
    await orderHardware(deps, by, { projectId: data, reference: values.text('reference') ?? '' });
    return said('Noted as ordered.');
  },
};
