import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { clip } from '../../../core/text/text.ts';
import { lookupInput, modal, peopleInput, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireAnyRole } from '../../../platform/slice/any-role.ts';
import type { Answer, Interaction, Subcommand, SubmissionRequest } from '../../../platform/slice/slice.ts';
import { allRoles, type RoleInfo } from '../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import {
  askWhichCustomer,
  type Customer,
  customerById,
  customerLookup,
  resolveCustomer,
} from '../../customers/index.ts';
import { activityRef, type NewActivity } from '../activity.ts';
import { assigneeInput, dateInputs, existingActivity, readDates, unitInput } from '../activity-form.ts';
import { scheduleActivity } from '../schedule-activity.ts';
import { type ActivitiesPolicy, activitiesPolicy } from '../types/policies.ts';
import { parseServices, servicesProblem, withTypeServices } from '../types/services.ts';
import { unitProblem } from '../types/units.ts';

/** A customer's contact as one line, for prefilling. ACT-1 */
export const contactOf = (customer: Customer): string | undefined => {
  const parts = [customer.contactName, customer.email, customer.phone].filter((each) => each !== undefined);
  return parts.length > 0 ? clip(parts.join(', '), 200) : undefined;
};

/** A new activity, prefilled as far as its customer is known. ACT-1 */
export const newActivityForm = (
  policy: ActivitiesPolicy,
  roles: readonly RoleInfo[],
  customer: Customer | undefined,
): ModalView => {
  const contact = customer ? contactOf(customer) : undefined;
  return modal({
    callback: 'activity.new',
    title: 'Schedule an activity',
    submit: 'Schedule',
    blocks: [
      selectInput({ name: 'type', label: 'Type', choices: policy.types.map((type) => ({ value: type, text: type })) }),
      lookupInput({
        name: 'customer',
        label: 'Customer',
        source: customerLookup,
        optional: true,
        initial: customer && { value: customer.id, text: customer.name },
      }),
      textInput({
        name: 'about',
        label: 'What it belongs to',
        hint: 'Such as project P-12 or an invoice',
        optional: true,
      }),
      textInput({ name: 'description', label: 'What is to be done', multiline: true, max: 2000 }),
      textInput({
        name: 'contact',
        label: 'Contact',
        hint: 'The customer’s own contact if left empty',
        optional: true,
        initial: contact,
      }),
      ...dateInputs({}),
      textInput({
        name: 'services',
        label: 'Services to be provided',
        hint: 'One a line, with its price if it is billed: On-site installation; 150.00',
        optional: true,
        multiline: true,
      }),
      unitInput(roles),
      assigneeInput(),
      peopleInput({ name: 'attendees', label: 'Who else attends', optional: true }),
    ],
  });
};

/** What its type asks of whoever schedules it by hand. ACT-3 @throws FieldErrors (`services`, `unit`) */
const requireFit = async (work: Work, { contributions }: Deps, { type, unit, services = [] }: NewActivity) => {
  const policy = await work.policy(activitiesPolicy);
  const wrong = {
    services: servicesProblem(type, withTypeServices(type, services, policy.services), policy.services),
    unit: unitProblem(type, unit, policy.units, contributions.to(allRoles)),
  };
  const problems = Object.entries(wrong).flatMap(([field, problem]) => (problem ? [[field, problem] as const] : []));
  if (problems.length > 0) throw new FieldErrors(Object.fromEntries(problems));
};

/** Somebody with a desk schedules an activity by hand. ACT-1 */
export const planActivity = async (deps: Deps, by: By, input: NewActivity): Promise<string> =>
  deps.transact(by, async (work) => {
    requireAnyRole(work, 'schedule activities');
    await requireFit(work, deps, input);
    return scheduleActivity(work, input);
  });

const openForm = async (deps: Deps, customer?: Customer): Promise<Answer> => ({
  modal: newActivityForm(await deps.policy(activitiesPolicy), deps.contributions.to(allRoles), customer),
});

/** `/activity new`. ACT-1 */
export const newActivityCommand: Subcommand = {
  command: '/activity',
  word: 'new',
  usage: '[customer]',
  help: 'schedules an activity',
  run: async ({ deps, text }) => {
    if (text === '') return openForm(deps);
    const resolved = await resolveCustomer(deps, text);
    return resolved.found === 'one'
      ? openForm(deps, resolved.customer)
      : askWhichCustomer(resolved, text, 'activity.new_for');
  },
};

/** What the form says; the contact is the customer's own where none was written. */
const entriesOf = async ({ deps, values }: SubmissionRequest): Promise<NewActivity> => {
  const id = values.option('customer');
  const customer = id ? await customerById(deps.db.prisma, id) : undefined;
  const services = parseServices(values.text('services') ?? '', customer?.currency);
  if (!services.ok) throw new FieldErrors({ services: services.error });
  return {
    type: required(values.option('type'), 'type', 'Choose a type.'),
    customerId: customer?.id,
    about: values.text('about'),
    description: required(values.text('description'), 'description', 'Say what is to be done.'),
    contact: values.text('contact') ?? (customer ? contactOf(customer) : undefined),
    ...readDates(values),
    services: services.services,
    unit: values.option('unit'),
    assigneeId: values.user('assignee'),
    attendees: values.users('attendees'),
  };
};

export const newActivityButton: Interaction = {
  id: 'activity.new_for',
  press: async ({ deps, value }) => openForm(deps, await customerById(deps.db.prisma, value)),
};

export const newActivity: Interaction = {
  id: 'activity.new',
  submit: async (request) => {
    const id = await planActivity(request.deps, request.by, await entriesOf(request));
    return said(`Activity ${activityRef(await existingActivity(request.deps, id))} is scheduled.`);
  },
};
