/** A subscription's window, and where it stands in its customer's. WRK-1 */
import type { KnownBlock } from '@slack/types';
import { NotFound } from '../../../core/errors.ts';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { button, context, fields, header, section } from '../../../platform/block-kit/blocks.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead, WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import { customerById, customersDay, groupById } from '../../customers/index.ts';
import { storySection } from '../../story/index.ts';
import { monthlyTexts } from './accounts/monthly.ts';
import { subscriptionById, subscriptionsOfCustomer } from './agreements/store.ts';
import { type Subscription, serviceEditors, servicesFrom, subscriptionDoor } from './agreements/subscription.ts';
import { type Planned, plannedOf } from './changes/planned-store.ts';
import type { ServiceRow } from './items/service-row.ts';
import { serviceText } from './items/service-text.ts';
import { isOver, ruleText } from './schedules/schedule.ts';
import { subscriptionLines } from './subscription-views.ts';
import { isMeteredIn } from './units/metered.ts';

/** @throws NotFound */
export const existingSubscription = async (tx: Tx, id: string): Promise<Subscription> => {
  const subscription = await subscriptionById(tx, id);
  if (!subscription) throw new NotFound('subscription');
  return subscription;
};

const billingText = ({ template }: Subscription): string => {
  if (!template.armed) return 'not armed: nothing is billed yet';
  if (isOver(template)) return 'all bills were made';
  const end =
    template.endsOn === undefined
      ? ''
      : `, ends ${formatDay(template.endsOn)}${template.endsWithGroup ? ' with its billing group' : ''}`;
  return `next bill ${formatDay(template.nextOn)}${end}`;
};

/** What it costs and when it is billed. */
export const subscriptionHead = (
  subscription: Subscription,
  names: { readonly customer: string; readonly group: string | undefined; readonly monthly: string },
  planned: readonly Planned[],
): WindowHead => {
  const { id, customerId, template, coverage, sla, currency } = subscription;
  return {
    title: 'Subscription',
    blocks: [
      header(clip(`Subscription of ${names.customer}`, 150)),
      section(`*${escapeMrkdwn(names.monthly)}*, ${billingText(subscription)}`),
      fields([
        ['Billing group', names.group ? escapeMrkdwn(names.group) : '–'],
        ['Billed', ruleText(template)],
        ['Currency', currency],
        ['Coverage', coverage ? escapeMrkdwn(clip(coverage, 300)) : '–'],
        ['SLA', sla ? escapeMrkdwn(clip(sla, 300)) : '–'],
      ]),
    ],
    buttons: [
      [
        { text: 'Start service', action: 'service.start', value: id, roles: serviceEditors, style: 'primary' },
        ...(isMeteredIn(subscription)
          ? [{ text: 'Enter units', action: 'units.enter', value: id, roles: serviceEditors }]
          : []),
        ...(template.armed
          ? [{ text: 'Schedule', action: 'subscription.schedule', value: id, roles: serviceEditors }]
          : []),
      ],
    ],
    links: [{ subject: { type: 'customer', id: customerId }, text: names.customer }],
    sections: planned.length > 0 ? [{ order: 15, title: 'Planned', blocks: plannedBlocks(planned) }] : [],
  };
};

const mostPlanned = 8;

const plannedBlocks = (planned: readonly Planned[]): readonly KnownBlock[] => [
  ...planned
    .slice(0, mostPlanned)
    .map((each) =>
      section(
        `*${formatDay(each.on)}* ${escapeMrkdwn(clip(each.what, 200))} · ${person(each.by)}${each.reason ? ` · ${escapeMrkdwn(clip(each.reason, 100))}` : ''}`,
        button({ text: 'Drop', action: 'service.drop', value: each.id }),
      ),
    ),
  ...(planned.length > mostPlanned ? [context(`and ${planned.length - mostPlanned} more`)] : []),
];

export const subscriptionWindow: WindowKind = {
  ...subscriptionDoor,
  find: async (tx, id) => ((await subscriptionById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const { prisma } = deps.db;
    const subscription = await existingSubscription(prisma, id);
    const [customer, group, planned, monthly] = await Promise.all([
      customerById(prisma, subscription.customerId),
      subscription.groupId ? groupById(prisma, subscription.groupId) : undefined,
      plannedOf(prisma, [id]),
      monthlyTexts(prisma, [subscription]),
    ]);
    const names = { customer: customer?.name ?? '', group: group?.name, monthly: monthly.get(id) ?? '' };
    return subscriptionHead(subscription, names, planned);
  },
};

const serviceRow = (subscriptionId: string, row: ServiceRow, today: Day, mayChange: boolean): KnownBlock =>
  section(
    escapeMrkdwn(clip(serviceText(row, today), 300)),
    mayChange ? button({ text: 'Change', action: 'service.change', value: `${subscriptionId} ${row.id}` }) : undefined,
  );

export const subscriptionSections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 30,
    title: 'Subscriptions',
    read: async (deps, customerId) => {
      const subscriptions = await subscriptionsOfCustomer(deps.db.prisma, customerId);
      const monthly = await monthlyTexts(deps.db.prisma, subscriptions);
      return {
        blocks: [
          ...subscriptionLines(subscriptions, monthly),
          ...subscriptions
            .slice(0, 5)
            .map((each) =>
              section(
                `${escapeMrkdwn(monthly.get(each.id) ?? '')}, ${plural(servicesFrom(each, each.template.nextOn).length, 'service')}`,
                button(openButton(subscriptionDoor, each.id)),
              ),
            ),
        ],
        buttons: [{ text: 'New subscription', action: 'subscription.add', value: customerId, roles: serviceEditors }],
      };
    },
  },
  {
    subject: 'subscription',
    order: 10,
    title: 'Services',
    rows: async ({ deps, roles }, id, { skip, take }) => {
      const subscription = await existingSubscription(deps.db.prisma, id);
      const today = await customersDay(deps.db.prisma, subscription.customerId, deps.clock.now());
      const held = await roles();
      const mayChange = serviceEditors.some((role) => held.has(role));
      return servicesFrom(subscription, today)
        .slice(skip, skip + take)
        .map((row) => serviceRow(id, row, today, mayChange));
    },
  },
  storySection('subscription'),
];
