import type { ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import {
  dateInput,
  lookupInput,
  modal,
  peopleInput,
  personInput,
  section,
  selectInput,
  textInput,
} from '../../platform/block-kit/blocks.ts';
import type { RoleInfo } from '../../platform/work/roles.ts';
import { type Customer, customerLookup } from '../customers/index.ts';
import type { Activity, Dates } from './activity.ts';
import type { ActivitiesPolicy } from './policy.ts';
import { activityName } from './views.ts';

const unitInput = (roles: readonly RoleInfo[], initial?: string) =>
  selectInput({
    name: 'unit',
    label: 'Unit',
    hint: 'A unit, a person, or both',
    choices: roles.map(({ key, name }) => ({ value: key, text: name })),
    optional: true,
    initial,
  });

const assigneeInput = (initial?: string) => personInput({ name: 'assignee', label: 'Person', optional: true, initial });

const dateInputs = (dates: Dates) => [
  dateInput({ name: 'start_on', label: 'Start', optional: true, initial: dates.startOn }),
  dateInput({
    name: 'estimated_on',
    label: 'Estimated completion',
    optional: true,
    initial: dates.estimatedOn,
  }),
  dateInput({
    name: 'expected_on',
    label: 'Expected completion',
    optional: true,
    initial: dates.expectedOn,
  }),
];

const reasonInput = (label: string, optional: boolean) =>
  textInput({ name: 'reason', label, optional, multiline: true, max: 500 });

/** A customer's contact as one line, for prefilling. ACT-1 */
export const contactOf = (customer: Customer): string | undefined => {
  const parts = [customer.contactName, customer.email, customer.phone].filter((each) => each !== undefined);
  return parts.length > 0 ? clip(parts.join(', '), 200) : undefined;
};

/** A new activity, prefilled as far as its customer is known. ACT-1 */
export const newActivityModal = (
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

const about = (activity: Activity) => section(`*${escapeMrkdwn(activityName(activity))}*`);

export const completeModal = (activity: Activity): ModalView => {
  const note = textInput({ name: 'note', label: 'Note', optional: true, multiline: true, max: 500 });
  return modal({
    callback: 'activity.complete',
    title: 'Complete',
    submit: 'Complete',
    data: activity.id,
    blocks: [about(activity), note],
  });
};

export const cancelModal = (activity: Activity): ModalView => {
  const blocks = [about(activity), reasonInput('Why is it cancelled?', false)];
  return modal({
    callback: 'activity.cancel',
    title: 'Cancel the activity',
    submit: 'Cancel it',
    close: 'Back',
    data: activity.id,
    blocks,
  });
};

export const reassignModal = (activity: Activity, roles: readonly RoleInfo[]): ModalView => {
  const blocks = [
    about(activity),
    unitInput(roles, activity.unit),
    assigneeInput(activity.assigneeId),
    reasonInput('Reason', true),
  ];
  return modal({ callback: 'activity.reassign', title: 'Reassign', submit: 'Reassign', data: activity.id, blocks });
};

export const rescheduleModal = (activity: Activity): ModalView => {
  const blocks = [about(activity), ...dateInputs(activity), reasonInput('Reason', true)];
  return modal({
    callback: 'activity.reschedule',
    title: 'Reschedule',
    submit: 'Reschedule',
    data: activity.id,
    blocks,
  });
};
