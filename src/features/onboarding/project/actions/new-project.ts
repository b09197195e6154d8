import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { parseSubject, subjectText } from '../../../../core/subject.ts';
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
import { prefilled } from '../../../../platform/block-kit/prefill.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction, Subcommand, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
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
  type Catalogue,
  catalogueOf,
  intakeOf,
  onboardingPolicy,
  type Playbook,
  type Prefill,
  type ProjectState,
  projectBegun,
  projectRef,
  projectSubject,
  type Stage,
  stageName,
} from '../../../playbooks/index.ts';
import { showFolder } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { announceTurn, didWhat, planTurn } from '../../engine/open-turn.ts';
import { insertProject, insertTurn } from '../../engine/store.ts';
import { beforeItBegan } from '../dates.ts';
import { type CheckedProject, checkNewProject, type NewProjectInput } from '../new-project-input.ts';
import { projectCreators, projectManagers } from '../project-roles.ts';

export interface NewProjectOffer {
  readonly playbooks: readonly Playbook[];
  readonly catalogue: Catalogue;
  /** The first, unless another is chosen. */
  readonly chosen?: string | undefined;
  /** Who asks, unless another is chosen. */
  readonly owner: string;
  readonly currency: string;
  readonly customer?: string;
  /** What it comes of, as its data keeps it. */
  readonly from?: string | undefined;
  readonly prefill?: Prefill | undefined;
}

/** Where playbooks ask for different things, choosing another one asks for others. */
const playbookInput = ({ playbooks }: NewProjectOffer, chosen: Playbook | undefined): KnownBlock => {
  const isSame = playbooks.every(({ intake }) => intake.join() === chosen?.intake.join());
  return selectInput({
    name: 'playbook',
    label: 'Playbook',
    choices: playbooks.map((each) => ({ text: each.name, value: each.key })),
    initial: chosen?.key ?? '',
    ...(isSame ? {} : { action: 'playbook.choose' }),
  });
};

/** ONB-1, with what slices ask for by the playbook that is chosen. */
export const newProjectForm = (offer: NewProjectOffer): ModalView => {
  const { playbooks, catalogue, owner, currency, customer, prefill, from = '' } = offer;
  const chosen = playbooks.find(({ key }) => key === offer.chosen) ?? playbooks[0];
  const blocks: readonly KnownBlock[] = [
    lookupInput({
      name: 'existing_customer',
      label: 'Customer Baton knows',
      source: customerLookup,
      optional: true,
      ...(prefill ? { initial: { text: prefill.customer.name, value: prefill.customer.id } } : {}),
    }),
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
    playbookInput(offer, chosen),
    personInput({ name: 'owner', label: 'Owner (Sales)', initial: owner }),
    personInput({ name: 'project_manager', label: 'Project manager' }),
    textInput({ name: 'currency', label: 'Currency', initial: currency, max: 3 }),
    ...(chosen ? intakeOf(chosen, catalogue).flatMap((each) => each.fields) : []),
    dateInput({ name: 'target_go_live', label: 'Target go-live', optional: true }),
  ];
  return modal({
    callback: 'project.create',
    title: 'New project',
    submit: 'Create',
    data: prefill ? subjectText(prefill.from) : from,
    blocks: prefill ? prefilled(blocks, prefill.values) : blocks,
  });
};

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
 * project; the folder lies at the first desk; slices carry out what they asked for.
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
    const checked = checkNewProject(playbooks, catalogueOf(work.contributions), input, { owners, managers });
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
        ...Object.assign({}, ...checked.entered.map((each) => each.logged)),
      },
    });
    const { playbook, currency } = checked;
    for (const each of checked.entered) await each.carryOut(work, { id, customerId, currency, playbook });
    const project = await loadProject(work, id);
    if (input.from) await work.emit(projectBegun, { project, from: input.from });
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
    const { deps, userId: owner, text: customer } = request;
    const { defaultCurrency: currency } = await deps.policy(onboardingPolicy);
    const catalogue = catalogueOf(deps.contributions);
    return { modal: newProjectForm({ playbooks, catalogue, owner, currency, customer }) };
  },
});

const readNewProject = ({ userId, values, data }: SubmissionRequest): NewProjectInput => ({
  from: parseSubject(data),
  customerId: values.option('existing_customer'),
  customer: values.text('customer'),
  contactName: values.text('contact_name'),
  email: values.text('email'),
  phone: values.text('phone'),
  playbook: values.option('playbook') ?? '',
  ownerId: values.user('owner') ?? userId,
  managerId: values.user('project_manager'),
  currency: values.text('currency') ?? '',
  targetGoLiveOn: values.day('target_go_live'),
  entered: values,
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
