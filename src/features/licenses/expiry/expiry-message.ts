import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type {
  ActionRequest,
  Answer,
  HomeSection,
  Slice,
  SlotKind,
  SubmissionRequest,
  WindowSection,
} from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { requireEarly } from '../../any-role.ts';
import { customerById } from '../../customers/index.ts';
import { usualGateway } from '../../gateways.ts';
import { storySection } from '../../story/index.ts';
import { undoValue } from '../../undo.ts';
import { type Instructions, instructionsFor, missingTicks } from '../admin/license-admin.ts';
import { addLicenseModal, correctLicenseModal, moveModal, refuseModal, ticksModal } from '../forms.ts';
import { addLicense, licenseRoles } from '../licenses/actions/add-license.ts';
import { correctLicense, type LicenseFields } from '../licenses/actions/correct-license.ts';
import type { License } from '../licenses/license.ts';
import { licenseWindow } from '../licenses/license-window.ts';
import {
  actionById,
  countOpenActions,
  licenseById,
  licensesFor,
  openActions,
  openActionsOf,
} from '../licenses/store.ts';
import { decided, reply } from './actions/reply.ts';
import { undoExpiry } from './actions/undo-expiry.ts';
import {
  alreadyEnded,
  confirmExpiry,
  expiryRoles,
  nothingToTick,
  openExpiryMessage,
  refuseExpiry,
  tickExpiry,
} from './decide-expiry.ts';
import type { ExpiryAction } from './expiry-action.ts';
import { expiryMessage, expiryTask, licensesPanel, waitingExpiries } from './expiry-views.ts';

interface Loaded {
  readonly action: ExpiryAction;
  readonly license: License;
  readonly instructions: Instructions;
}

const load = async (deps: Deps, actionId: string): Promise<Loaded | undefined> => {
  const action = await actionById(deps.db.prisma, actionId);
  const license = action && (await licenseById(deps.db.prisma, action.licenseId));
  if (!action || !license) return undefined;
  const today = todayIn(deps.timeZone, deps.clock.now());
  return { action, license, instructions: await instructionsFor(action, license, today) };
};

const loaded = async (deps: Deps, actionId: string): Promise<Loaded> => {
  const found = await load(deps, actionId);
  if (!found) throw new NotFound('expiry task');
  return found;
};

const say = (text: string): Answer => ({ say: { text } });
const ticksOf = (selected: readonly string[]) => ({
  isExpired: selected.includes('is_expired'),
  forceful: selected.includes('forceful'),
});

/** A modal is only offered where the submission could succeed; otherwise the use case says at once why not. */
const pressConfirm = async ({ deps, by, value, roles }: ActionRequest): Promise<Answer> => {
  const { action, license, instructions } = await loaded(deps, value);
  const held = await roles();
  const mayDecide = expiryRoles.some((role) => held.has(role));
  const ticksLeft = missingTicks(instructions, { is_expired: action.isExpired, forceful: action.forceful }).length > 0;
  if (mayDecide && action.state === 'open' && action.kind === 'move_date') {
    return { modal: moveModal(action, license, instructions, todayIn(deps.timeZone, deps.clock.now())) };
  }
  if (mayDecide && action.state === 'open' && ticksLeft) return { modal: ticksModal(action, instructions, 'confirm') };
  return decided(value, await confirmExpiry(deps, by, { actionId: value }));
};

const confirm = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const input = {
    ...(values.has('ticks') ? { ticks: ticksOf(values.options('ticks')) } : {}),
    newExpiresOn: values.day('new_expires_on'),
  };
  return decided(data, await confirmExpiry(deps, by, { actionId: data, ...input }));
};

/** The open task that a form is about to be shown for; whoever may not send it, or is too late, hears so at once. ALL-1, ALL-3 */
const decidable = async (request: ActionRequest, doing: string): Promise<Loaded> => {
  await requireEarly(request, expiryRoles, doing);
  const found = await loaded(request.deps, request.value);
  if (found.action.state !== 'open') throw alreadyEnded(found.action);
  return found;
};

const pressTicks = async (request: ActionRequest): Promise<Answer> => {
  const { action, instructions } = await decidable(request, 'tick what was set for an expiry');
  if (instructions.ticks.length === 0) throw nothingToTick();
  return { modal: ticksModal(action, instructions, 'save') };
};

const saveTicks = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const ticks = ticksOf(values.options('ticks'));
  await tickExpiry(deps, by, { actionId: data, ...ticks });
  return say(
    ticks.isExpired && ticks.forceful ? 'Both are ticked. Now confirm.' : 'Noted. Confirm once both are ticked.',
  );
};

const refuse = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const reason = required(values.text('reason'), 'reason', 'Say why.');
  return decided(data, await refuseExpiry(deps, by, { actionId: data, reason }));
};

const undo = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  const { subjectId, decision } = undoValue(value);
  return say(await undoExpiry(deps, by, { actionId: subjectId, decision }));
};

const openMessage = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  await openExpiryMessage(deps, by, value);
  return say(`The task has its own message in ${deps.roleName('support')}’s channel now.`);
};

const pressAdd = async (request: ActionRequest): Promise<Answer> => {
  await requireEarly(request, licenseRoles, 'add a license');
  const customer = await customerById(request.deps.db.prisma, request.value);
  if (!customer) throw new NotFound('customer');
  return { modal: addLicenseModal(customer.id) };
};

const fieldsFrom = (values: FormValues): LicenseFields => {
  const policy = values.option('policy');
  if (policy !== 'manual' && policy !== 'automatic') throw new FieldErrors({ policy: 'Choose who expires it.' });
  return {
    product: values.text('product') ?? '',
    key: values.text('key') ?? '',
    policy,
    expiresOn: required(values.day('expires_on'), 'expires_on', 'Choose the expiry date.'),
    periodMonths: Number(values.text('period_months') ?? ''),
    gateway: usualGateway,
    gatewaySubscription: values.text('gateway_subscription'),
  };
};

const add = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const license = await addLicense(deps, by, { customerId: data, ...fieldsFrom(values) });
  return say(`Added: ${escapeMrkdwn(license.product)}.`);
};

const pressCorrect = async (request: ActionRequest): Promise<Answer> => {
  await requireEarly(request, licenseRoles, 'correct a license');
  const license = await licenseById(request.deps.db.prisma, request.value);
  if (!license) throw new NotFound('license');
  return { modal: correctLicenseModal(license) };
};

const correct = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const before = await licenseById(deps.db.prisma, data);
  if (!before) throw new NotFound('license');
  const fields = fieldsFrom(values);
  // The gateway that it is linked to stays; the form asks for the subscription only.
  const gateway = before.gateway ?? fields.gateway;
  const reason = values.text('reason') ?? '';
  const license = await correctLicense(deps, by, { licenseId: data, ...fields, gateway, reason });
  return say(`Corrected: ${escapeMrkdwn(license.product)} ${escapeMrkdwn(license.key)}.`);
};

const expirySlot: SlotKind = {
  kind: 'expiry',
  reply,
  render: async (deps, subjectId) => {
    const found = await load(deps, subjectId);
    if (!found) return undefined;
    const customer = await customerById(deps.db.prisma, found.license.customerId);
    return expiryMessage({
      ...found,
      customerName: customer?.name ?? 'a customer',
      today: todayIn(deps.timeZone, deps.clock.now()),
    });
  },
};

const home: HomeSection = {
  order: 40,
  title: 'Expiries to confirm',
  waits: true,
  render: async ({ deps, roles }) => {
    if (!(await roles()).has('support')) return [];
    return waitingExpiries(
      deps.db.prisma,
      await openActions(deps.db.prisma, 30),
      await countOpenActions(deps.db.prisma),
    );
  },
};

const customerSection: WindowSection = {
  subject: 'customer',
  order: 20,
  title: 'Licenses',
  read: async (deps, customerId) => {
    const licenses = await licensesFor(deps.db.prisma, customerId);
    const ids = licenses.map((each) => each.id);
    return { blocks: licensesPanel(customerId, licenses, await openActionsOf(deps.db.prisma, ids)) };
  },
};

/** What Support is asked to do about the license, with the buttons of its message. */
const tasksSection: WindowSection = {
  subject: 'license',
  order: 10,
  title: 'Asked of Support',
  read: async (deps, licenseId, reader) => {
    const { prisma } = deps.db;
    const [license, open] = await Promise.all([licenseById(prisma, licenseId), openActionsOf(prisma, [licenseId])]);
    if (!license) return {};
    const today = todayIn(deps.timeZone, deps.clock.now());
    const held = await reader?.roles();
    const mayDecide = expiryRoles.some((role) => held?.has(role));
    const tasks = await Promise.all(
      open.map(async (action) => {
        const instructions = await instructionsFor(action, license, today);
        return expiryTask({ action, license, instructions, today, customerName: license.product }, mayDecide);
      }),
    );
    return { blocks: tasks.flat() };
  },
};

export const slackPieces = {
  actions: {
    'license.add': pressAdd,
    'license.correct': pressCorrect,
    'expiry.confirm': pressConfirm,
    'expiry.ticks': pressTicks,
    'expiry.refuse': async (request) => ({
      modal: refuseModal((await decidable(request, 'refuse an expiry task')).action.id),
    }),
    'expiry.open': openMessage,
    'expiry.undo': undo,
  },
  submissions: {
    'license.add': add,
    'license.correct': correct,
    'expiry.confirm': confirm,
    'expiry.ticks': saveTicks,
    'expiry.refuse': refuse,
  },
  slots: [expirySlot],
  home: [home],
  sections: [customerSection, tasksSection, storySection('license')],
  windows: [licenseWindow],
} satisfies Partial<Slice>;
