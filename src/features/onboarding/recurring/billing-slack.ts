/** Listeners: subscription, acknowledgements and recurring billing. */

import { FieldErrors } from '../../../core/errors.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import type { ActionRequest, Answer, Slice, SubmissionRequest } from '../../../platform/slice/slice.ts';
import { requireEarly } from '../../any-role.ts';
import { subscriptionOf } from '../../billing/onboarding/index.ts';
import { desksWith, type ProjectState, readerOf, requireStageWith } from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';
import { giveAcknowledgement, takeBackAcknowledgement } from './acknowledge.ts';
import { armProject, disarmProject, previewArmingOf } from './arm-project.ts';
import { armModal, disarmModal, subscriptionModal, takeBackModal } from './billing-views.ts';
import { parseServices } from './services-text.ts';
import { setUpProjectSubscription } from './set-up-project-subscription.ts';

const said = (text: string): Answer => ({ say: { text } });

/** The project that the button names, for those whose desk has this action. */
const projectFor = async (request: ActionRequest, action: string, doing: string): Promise<ProjectState> => {
  const project = await loadProject(readerOf(request.deps), request.value);
  await requireEarly(request, desksWith(project.playbook, action), doing);
  return project;
};

const openSubscription = async (request: ActionRequest): Promise<Answer> => {
  const project = await projectFor(request, 'subscription.set_up', 'set up subscriptions');
  requireStageWith(project, 'subscription.set_up');
  return { modal: subscriptionModal(project) };
};

const openArming = async (request: ActionRequest): Promise<Answer> => {
  const { deps } = request;
  const project = await projectFor(request, 'recurring.arm', 'arm or disarm recurring billing');
  if (subscriptionOf(project)?.template.armed) return { modal: disarmModal(project) };
  const bill = await previewArmingOf(deps, project);
  return { modal: armModal(project, bill, todayIn(project.customer.timeZone, deps.clock.now())) };
};

const acknowledge = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  const [projectId = '', desk = ''] = value.split(':');
  const { missing } = await giveAcknowledgement(deps, by, { projectId, desk });
  const rest = missing.map(deps.roleName).join(' and ');
  return said(
    rest === '' ? 'Accounting has been told to begin.' : `Noted. Accounting is told once ${rest} agrees too.`,
  );
};

const openTakeBack = async (request: ActionRequest): Promise<Answer> => {
  const [projectId = '', desk = ''] = request.value.split(':');
  await requireEarly(request, [desk], `take back what ${request.deps.roleName(desk)} told accounting`);
  return { modal: takeBackModal(await loadProject(readerOf(request.deps), projectId), desk) };
};

const setUp = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const { currency } = await loadProject(readerOf(deps), data);
  const services = parseServices(values.text('services') ?? '', currency);
  if (!services.ok) throw new FieldErrors({ services: services.error });
  const [coverage, sla] = [values.text('coverage'), values.text('sla')];
  await setUpProjectSubscription(deps, by, { projectId: data, services: services.items, coverage, sla });
  return said('The subscription is saved.');
};

const arm = async ({ deps, by, data }: SubmissionRequest): Promise<Answer> => {
  const [projectId = '', shown] = data.split(':');
  const { dueNow } = await armProject(deps, by, { projectId, shown });
  return said(dueNow ? 'Recurring billing is armed. The first bill is due now.' : 'Recurring billing is armed.');
};

export const billingActions: NonNullable<Slice['actions']> = {
  'subscription.set_up': openSubscription,
  'acknowledgement.give': acknowledge,
  'acknowledgement.take_back': openTakeBack,
  'recurring.arm': openArming,
};

export const billingSubmissions: NonNullable<Slice['submissions']> = {
  'subscription.set_up': setUp,
  'recurring.arm': arm,
  'acknowledgement.take_back': async ({ deps, by, data, values }) => {
    const [projectId = '', desk = ''] = data.split(':');
    await takeBackAcknowledgement(deps, by, { projectId, desk, reason: values.text('reason') ?? '' });
    return said('Taken back. Accounting has been told not to begin yet.');
  },
  'recurring.disarm': async ({ deps, by, data, values }) => {
    await disarmProject(deps, by, { projectId: data, reason: values.text('reason') ?? '' });
    return said('Recurring billing is disarmed.');
  },
};
