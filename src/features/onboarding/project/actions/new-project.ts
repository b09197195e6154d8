import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import { dayProblem } from '../../../../core/time/day-range.ts';
import {
  dateInput,
  lookupInput,
  modal,
  personInput,
  section,
  selectInput,
  textInput,
} from '../../../../platform/block-kit/blocks.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction, Subcommand, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { pickedUpInput, planInvoices } from '../../../billing/invoices/index.ts';
import {
  chargeFields,
  chargeKinds,
  chargeLabels,
  chargesOf,
  chargesText,
  pickUpField,
} from '../../../billing/onboarding/index.ts';
import {
  type Customer,
  customerById,
  customerLookup,
  fillCustomer,
  findOrCreateCustomer,
  hasOtherContact,
  offerFirstGroup,
} from '../../../customers/index.ts';
import {
  onboardingPolicy,
  type Playbook,
  type ProjectState,
  projectRef,
  projectSubject,
  type Stage,
  stageName,
} from '../../../playbooks/index.ts';
import { showFolder } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn } from '../../engine/open-turn.ts';
import { insertProject, insertTurn } from '../../engine/store.ts';
import { amountInput, readChargeAmounts, readPickedUp } from '../charge-inputs.ts';
import { beforeItBegan } from '../dates.ts';
import { type CheckedProject, checkNewProject, type NewProjectInput } from '../new-project-input.ts';
import { projectCreators, projectManagers } from '../project-roles.ts';

/** ONB-1. @param owner who asks: the owner, unless another is chosen */
export const newProjectForm = (
  playbooks: readonly Playbook[],
  owner: string,
  currency: string,
  customer?: string,
): ModalView =>
  modal({
    callback: 'project.create',
    title: 'New project',
    submit: 'Create',
    blocks: [
      lookupInput({ name: 'existing_customer', label: 'Customer Baton knows', source: customerLookup, optional: true }),
      textInput({
        name: 'customer',
        label: 'Or a new customer’s name',
        hint: 'A customer of exactly this name is taken, if there is one.',
        optional: true,
        ...(customer ? { initial: customer } : {}),
      }),
      textInput({ name: 'contact_name', label: 'Contact', optional: true }),
      textInput({ name: 'email', label: 'Email for invoices', optional: true, max: 254 }),
      textInput({ name: 'phone', label: 'Phone', optional: true, max: 60 }),
      selectInput({
        name: 'playbook',
        label: 'Playbook',
        choices: playbooks.map((each) => ({ text: each.name, value: each.key })),
        initial: playbooks[0]?.key ?? '',
      }),
      personInput({ name: 'owner', label: 'Owner (Sales)', initial: owner }),
      personInput({ name: 'project_manager', label: 'Project manager' }),
      textInput({ name: 'currency', label: 'Currency', initial: currency, max: 3 }),
      ...chargeKinds.map((kind) => amountInput(chargeFields[kind], chargeLabels[kind], 'in that currency')),
      textInput({ name: 'hardware_text', label: 'Which hardware', optional: true, multiline: true, max: 1000 }),
      textInput({
        name: 'tax_rate',
        label: 'Tax in percent',
        hint: 'Such as 8.25. Blank: no tax.',
        optional: true,
        max: 8,
      }),
      pickedUpInput(pickUpField('set_up'), 'Picked up for the set-up fee', 'nothing'),
      pickedUpInput(pickUpField('first_month'), 'Picked up for the first month', 'nothing'),
      dateInput({ name: 'target_go_live', label: 'Target go-live', optional: true }),
    ],
  });

const customerOf = async (work: Work, input: NewProjectInput, currency: string): Promise<Customer> => {
  const { contactName, email, phone } = input;
  const customer = input.customerId
    ? await customerById(work.tx, input.customerId)
    : await findOrCreateCustomer(work, { name: input.customer ?? '', contactName, email, phone, currency });
  if (!customer) throw new FieldErrors({ existing_customer: 'This customer is gone. Choose again.' });
  await fillCustomer(work, customer, { contactName, email, phone });
  return customer;
};

const requireTarget = (work: Work, on: Day | undefined, { timeZone }: Customer): void => {
  const today = todayIn(timeZone, work.now);
  const refusal = on && (beforeItBegan(on, today) ?? dayProblem(on, 'planned', today));
  if (refusal) throw new FieldErrors({ target_go_live: refusal });
};

const store = async (
  tx: Tx,
  work: Work,
  input: NewProjectInput,
  checked: CheckedProject,
  stage: Stage,
  customerId: string,
) => {
  const id = newId();
  const { playbook, currency, managerId } = checked;
  const team = { ownerId: input.ownerId, managerId };
  const ref = await insertProject(tx, {
    ...team,
    id,
    customerId,
    playbook,
    stage: stage.key,
    currency,
    hardwareText: input.hardwareText,
    targetGoLiveOn: input.targetGoLiveOn,
    createdBy: work.by.id,
    createdAt: work.now,
  });
  const coming = { stage, cameFrom: undefined, cameBy: 'created' } as const;
  await insertTurn(tx, id, await planTurn(work, { ...team, wentLiveOn: undefined, turns: 0 }, coming));
  return { id, ref };
};

/**
 * ONB-1: sales creates the project. An existing customer's name is taken, a new one is made; the playbook is copied into the
 * project; the folder lies at the first desk; each amount above zero becomes a draft invoice, which accounting sees when the
 * folder reaches billing (ONB-3).
 */
export const createProject = (
  deps: Deps,
  by: By,
  playbooks: readonly Playbook[],
  input: NewProjectInput,
): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    work.require(projectCreators, 'create a project');
    const [owners, managers] = [await work.membersOf(projectCreators), await work.membersOf(projectManagers)];
    const checked = checkNewProject(playbooks, input, { owners, managers });
    const [stage] = checked.playbook.stages;
    if (!stage) throw new FieldErrors({ playbook: 'This playbook has no stage. Choose another.' });
    const customer = await customerOf(work, input, checked.currency);
    requireTarget(work, input.targetGoLiveOn, customer);
    const customerId = customer.id;
    const { id, ref } = await store(work.tx, work, input, checked, stage, customerId);
    const subject = projectSubject(id);
    work.audit({
      action: 'project.created',
      subject,
      customerId,
      after: {
        ref,
        playbook: checked.playbook.key,
        owner: input.ownerId,
        manager: checked.managerId,
        charges: chargesText(checked.amounts) || 'none',
        pickedUp: input.pickedUp,
      },
    });
    const charges = chargesOf(checked.playbook, checked.amounts, checked.taxRate, input.pickedUp);
    if (charges.length > 0) await planInvoices(work, { subject, customerId, currency: checked.currency, charges });
    const project = await loadProject(work, id);
    showFolder(work, project);
    await announceTurn(work, project, stage, `${didWhat(work, 'created the project')}.`);
    return project;
  });

/** `/onboard new Harbor Dental`: the form, with the customer's name filled in. */
export const newProjectCommand = (playbooks: readonly Playbook[]): Subcommand => ({
  command: '/onboard',
  word: 'new',
  usage: '[customer]',
  help: 'creates a project: customer, playbook, team, amounts',
  run: async (request) => {
    await requireEarly(request, projectCreators, 'create a project');
    const { defaultCurrency } = await request.deps.policy(onboardingPolicy);
    return { modal: newProjectForm(playbooks, request.userId, defaultCurrency, request.text) };
  },
});

const readNewProject = ({ userId, values }: SubmissionRequest): NewProjectInput => ({
  customerId: values.option('existing_customer'),
  customer: values.text('customer'),
  contactName: values.text('contact_name'),
  email: values.text('email'),
  phone: values.text('phone'),
  playbook: values.option('playbook') ?? '',
  ownerId: values.user('owner') ?? userId,
  managerId: values.user('project_manager'),
  currency: values.text('currency') ?? '',
  amounts: readChargeAmounts(values),
  taxRate: values.text('tax_rate'),
  hardwareText: values.text('hardware_text'),
  pickedUp: readPickedUp(values),
  targetGoLiveOn: values.day('target_go_live'),
});

export const newProject = (playbooks: readonly Playbook[]): Interaction => ({
  id: 'project.create',
  submit: async (request) => {
    const { deps, by } = request;
    const input = readNewProject(request);
    const project = await createProject(deps, by, playbooks, input);
    const customer = await customerById(deps.db.prisma, project.customer.id);
    const kept =
      customer && hasOtherContact(customer, input)
        ? ' The customer was known with another contact, which stays: `/bill customer` changes it.'
        : '';
    const ref = projectRef(project);
    const where = escapeMrkdwn(stageName(project.playbook, project.stage));
    const text = `*${ref}* ${escapeMrkdwn(project.customer.name)} is created and lies at *${where}*. \`/onboard show ${ref}\` shows it.${kept}`;
    return { say: { text, blocks: [section(text), ...(await offerFirstGroup(deps, project.customer))] } };
  },
});
