import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import { plural } from '../../../core/text/text.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { button, buttons, type Choice, modal, option, plain, section } from '../../../platform/block-kit/blocks.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { Answer, Interaction, ListKind, SlackRequest, Slice, Subcommand } from '../../../platform/slice/slice.ts';
import { askWhichCustomer, customerById, resolveCustomer, searchCustomers } from '../../customers/index.ts';
import { type Activity, activityDoor, activityText, isOverdue } from '../activity.ts';
import { activitiesOfCustomer, openActivities } from '../store.ts';

export const pageSize = 15;

/** Which activities are listed, and from which on. */
export interface Listing {
  readonly filter: 'mine' | 'open' | 'customer';
  readonly customerId?: string;
  readonly from: number;
}

/** As a button's value: `customer:0198…:15`. */
export const listingText = ({ filter, customerId, from }: Listing): string => `${filter}:${customerId ?? ''}:${from}`;

/** @returns my own activities for a text that is no listing */
export const parseListing = (text: string): Listing => {
  const [filter, customerId, from] = text.split(':');
  const start = Number(from);
  const at = Number.isInteger(start) && start > 0 ? start : 0;
  if (filter === 'customer' && customerId) return { filter, customerId, from: at };
  return { filter: filter === 'open' ? 'open' : 'mine', from: at };
};

const filters: readonly Choice[] = [
  { text: 'Mine', value: listingText({ filter: 'mine', from: 0 }) },
  { text: 'All that are not completed', value: listingText({ filter: 'open', from: 0 }) },
];

const filterRow = (listing: Listing, customer: Choice | undefined): ActionsBlock => {
  const current = filters.find((each) => parseListing(each.value).filter === listing.filter);
  return {
    type: 'actions',
    block_id: 'filters',
    elements: [
      {
        type: 'static_select',
        action_id: 'activity.list_filter',
        placeholder: plain('Show', 150),
        options: filters.map(option),
        ...(current ? { initial_option: option(current) } : {}),
      },
      {
        type: 'external_select',
        action_id: 'activity.list_customer',
        placeholder: plain('Of a customer', 150),
        min_query_length: 0,
        ...(customer ? { initial_option: option(customer) } : {}),
      },
    ],
  };
};

const entry = (activity: Activity, today: Day): KnownBlock => {
  const overdue = isOverdue(activity, today) ? '*overdue* ' : '';
  const ended = activity.state === 'open' ? '' : `_${activity.state}_ `;
  const who = activity.assigneeId ? `\n${person(activity.assigneeId)}` : '';
  const open = button(openButton(activityDoor, activity.id));
  return section(`${overdue}${ended}${activityText(activity, 300)}${who}`, open);
};

/** One page of activities; `activities` may hold one more than the page to show that there are others. ACT-2 */
export const listModal = (
  listing: Listing,
  activities: readonly Activity[],
  shown: { readonly today: Day; readonly customer: Choice | undefined },
): ModalView => {
  const page = activities.slice(0, pageSize);
  const move = (from: number) => listingText({ ...listing, from });
  const paging = [
    ...(listing.from > 0
      ? [{ text: 'Previous', action: 'activity.list_previous', value: move(Math.max(0, listing.from - pageSize)) }]
      : []),
    ...(activities.length > pageSize
      ? [{ text: 'Next', action: 'activity.list_next', value: move(listing.from + pageSize) }]
      : []),
  ];
  const numbers =
    page.length > 0
      ? `${plural(page.length, 'activity', 'activities')} from number ${listing.from + 1} on`
      : 'Nothing to show here.';
  return modal({
    callback: 'activities',
    title: 'Activities',
    data: listingText(listing),
    blocks: [
      filterRow(listing, shown.customer),
      section(numbers),
      ...page.map((each) => entry(each, shown.today)),
      ...(paging.length > 0 ? [buttons('paging', paging)] : []),
    ],
  });
};

const find = async (request: SlackRequest, { filter, customerId, from }: Listing): Promise<readonly Activity[]> => {
  const { prisma } = request.deps.db;
  const take = pageSize + 1;
  if (filter === 'customer' && customerId) return activitiesOfCustomer(prisma, customerId, take, from);
  if (filter === 'open') return openActivities(prisma, {}, take, from);
  return openActivities(prisma, { mine: { userId: request.userId, roles: [...(await request.roles())] } }, take, from);
};

/** One page of what is listed. ACT-2 */
const list = async (request: SlackRequest, listing: Listing): Promise<ModalView> => {
  const { deps } = request;
  const customer = listing.customerId ? await customerById(deps.db.prisma, listing.customerId) : undefined;
  return listModal(listing, await find(request, listing), {
    today: todayIn(deps.timeZone, deps.clock.now()),
    customer: customer ? { value: customer.id, text: customer.name } : undefined,
  });
};

/** Drawn anew below what was changed. WRK-1 */
export const activityList: ListKind = {
  callback: 'activities',
  read: (reader, data) => list(reader, parseListing(data)),
};

const mine: Listing = { filter: 'mine', from: 0 };
const ofCustomer = (customerId: string): Listing => ({ filter: 'customer', customerId, from: 0 });

/** `/activity list`. ACT-2 */
export const listCommand: Subcommand = {
  command: '/activity',
  word: 'list',
  usage: '[customer]',
  help: 'shows activities: mine, a customer’s, all that are not completed',
  isDefault: true,
  run: async (request) => {
    if (request.text === '') return { modal: await list(request, mine) };
    const resolved = await resolveCustomer(request.deps, request.text);
    if (resolved.found !== 'one') return askWhichCustomer(resolved, request.text, 'activity.list_of');
    return { modal: await list(request, ofCustomer(resolved.customer.id)) };
  },
};

const turned = async (request: SlackRequest, listing: Listing): Promise<Answer> => ({
  replace: await list(request, listing),
});

/** What opens a list, and what in it shows another page or other activities. */
export const listButtons: readonly Interaction[] = [
  { id: 'activity.list', press: async (request) => ({ modal: await list(request, mine) }) },
  { id: 'activity.list_of', press: async (request) => ({ modal: await list(request, ofCustomer(request.value)) }) },
  { id: 'activity.list_filter', press: (request) => turned(request, parseListing(request.value)) },
  { id: 'activity.list_customer', press: (request) => turned(request, ofCustomer(request.value)) },
  { id: 'activity.list_next', press: (request) => turned(request, parseListing(request.value)) },
  { id: 'activity.list_previous', press: (request) => turned(request, parseListing(request.value)) },
];

export const listOptions: NonNullable<Slice['options']> = {
  'activity.list_customer': async ({ deps, query }) =>
    (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id })),
};
