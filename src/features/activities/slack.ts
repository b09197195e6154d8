import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../core/errors.ts';
import { todayIn } from '../../core/time/calendar.ts';
import { option } from '../../platform/block-kit/blocks.ts';
import { required } from '../../platform/block-kit/form.ts';
import type {
  Answer,
  HomeSection,
  Slice,
  SlotKind,
  Subcommand,
  SubmissionRequest,
  WindowSection,
} from '../../platform/slice/slice.ts';
import { allRoles } from '../../platform/work/roles.ts';
import type { Deps } from '../../platform/work/work.ts';
import { askWhichCustomer, type Customer, customerById, resolveCustomer, searchCustomers } from '../customers/index.ts';
import type { NewActivity } from './activity.ts';
import { cancelActivity, completeActivity } from './end-activity.ts';
import { cancelModal, completeModal, contactOf, newActivityModal, reassignModal, rescheduleModal } from './forms.ts';
import { listingText, parseListing } from './list-view.ts';
import { known, list, opens } from './listeners.ts';
import { reassignActivity, rescheduleActivity } from './move-activity.ts';
import { activitiesPolicy } from './policy.ts';
import { planActivity } from './schedule-activity.ts';
import { parseServices } from './services.ts';
import { activitiesOfCustomer, activityById, openActivities } from './store.ts';
import { activityLines, activityMessage, subjectOf } from './views.ts';

const newModal = async (deps: Deps, customer?: Customer): Promise<Answer> => ({
  modal: newActivityModal(await deps.policy(activitiesPolicy), deps.contributions.to(allRoles), customer),
});

export const commands: readonly Subcommand[] = [
  {
    command: '/activity',
    word: 'list',
    usage: '[customer]',
    help: 'shows activities: mine, a customer’s, all that are not completed',
    isDefault: true,
    run: async (request) => {
      if (request.text === '') return { modal: await list(request, { filter: 'mine', from: 0 }) };
      const resolved = await resolveCustomer(request.deps, request.text);
      if (resolved.found !== 'one') return askWhichCustomer(resolved, request.text, 'activity.list_of');
      return { modal: await list(request, { filter: 'customer', customerId: resolved.customer.id, from: 0 }) };
    },
  },
  {
    command: '/activity',
    word: 'new',
    usage: '[customer]',
    help: 'schedules an activity',
    run: async ({ deps, text }) => {
      if (text === '') return newModal(deps);
      const resolved = await resolveCustomer(deps, text);
      return resolved.found === 'one'
        ? newModal(deps, resolved.customer)
        : askWhichCustomer(resolved, text, 'activity.new_for');
    },
  },
];

export const actions: NonNullable<Slice['actions']> = {
  'activity.new_for': async ({ deps, value }) => newModal(deps, await customerById(deps.db.prisma, value)),
  'activity.list': async (request) => ({ modal: await list(request, { filter: 'mine', from: 0 }) }),
  'activity.list_of': async (request) => ({
    modal: await list(request, { filter: 'customer', customerId: request.value, from: 0 }),
  }),
  'activity.list_filter': async (request) => ({ replace: await list(request, parseListing(request.value)) }),
  'activity.list_customer': async (request) => ({
    replace: await list(request, parseListing(listingText({ filter: 'customer', customerId: request.value, from: 0 }))),
  }),
  'activity.list_next': async (request) => ({ replace: await list(request, parseListing(request.value)) }),
  'activity.list_previous': async (request) => ({ replace: await list(request, parseListing(request.value)) }),
  'activity.complete': opens('complete this activity', completeModal),
  'activity.cancel': opens('cancel this activity', cancelModal),
  'activity.reassign': opens('reassign this activity', reassignModal),
  'activity.reschedule': opens('reschedule this activity', rescheduleModal),
};

export const options: NonNullable<Slice['options']> = {
  'activity.list_customer': async ({ deps, query }) =>
    (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id })),
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
    startOn: values.day('start_on'),
    estimatedOn: values.day('estimated_on'),
    expectedOn: values.day('expected_on'),
    services: services.services,
    unit: values.option('unit'),
    assigneeId: values.user('assignee'),
    attendees: values.users('attendees'),
  };
};

const done = (text: string): Answer => ({ say: { text } });

export const submissions: NonNullable<Slice['submissions']> = {
  'activity.new': async (request) => {
    const id = await planActivity(request.deps, request.by, await entriesOf(request));
    const { ref } = await known(request.deps, id);
    return done(`Activity A-${ref} is scheduled.`);
  },
  'activity.complete': async ({ deps, by, data, values }) => {
    await completeActivity(deps, by, { activityId: data, note: values.text('note') });
    return done('The activity is completed.');
  },
  'activity.cancel': async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is cancelled.');
    await cancelActivity(deps, by, { activityId: data, reason });
    return done('The activity is cancelled.');
  },
  'activity.reassign': async ({ deps, by, data, values }) => {
    const to = { unit: values.option('unit'), assigneeId: values.user('assignee') };
    await reassignActivity(deps, by, { activityId: data, ...to, reason: values.text('reason') });
    return done('The activity is reassigned.');
  },
  'activity.reschedule': async ({ deps, by, data, values }) => {
    await rescheduleActivity(deps, by, {
      activityId: data,
      startOn: values.day('start_on'),
      estimatedOn: values.day('estimated_on'),
      expectedOn: values.day('expected_on'),
      reason: values.text('reason'),
    });
    return done('The activity is rescheduled.');
  },
};

export const slots: readonly SlotKind[] = [
  {
    kind: 'activity',
    render: async (deps, id, part, { openButtons }) => {
      const activity = await activityById(deps.db.prisma, id);
      const customer = activity?.customerId ? await customerById(deps.db.prisma, activity.customerId) : undefined;
      if (!activity) return undefined;
      const open = openButtons(subjectOf(activity));
      return activityMessage(activity, { part, customerName: customer?.name, roleName: deps.roleName, open });
    },
  },
];

const shown = 10;

export const home: readonly HomeSection[] = [
  {
    order: 30,
    title: 'My activities',
    waits: true,
    render: async (request) => {
      const mine = { userId: request.userId, roles: [...(await request.roles())] };
      const found = await openActivities(request.deps.db.prisma, { mine }, shown + 1);
      const today = todayIn(request.deps.timeZone, request.deps.clock.now());
      return found.length === 0
        ? []
        : [...activityLines(found.slice(0, shown), today), more('activity.list', 'Open the list', 'mine')];
    },
  },
];

const more = (action: string, text: string, value: string): KnownBlock => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: action, text: { type: 'plain_text', text }, value }],
});

export const sections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 50,
    title: 'Activities',
    read: async (deps, customerId) => ({
      blocks: [
        ...activityLines(await activitiesOfCustomer(deps.db.prisma, customerId, shown)),
        more('activity.new_for', 'Schedule an activity', customerId),
      ],
    }),
  },
];
