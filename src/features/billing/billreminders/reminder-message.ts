/** Where it is asked: accounting's channel, and Home. BIL-20 */
import { todayIn } from '../../../core/time/calendar.ts';
import type { HomeSection, SlotKind } from '../../../platform/slice/slice.ts';
import { customerById, customersByIds } from '../../customers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { subscriptionById, subscriptionSubject } from '../subscriptions/index.ts';
import { reminderMessage, waitingBlocks } from './reminder-views.ts';
import { openReminders, reminderById } from './store.ts';

export const reminderSlot: SlotKind = {
  kind: 'bill_reminder',
  render: async ({ db: { prisma } }, id, _part, { openButtons }) => {
    const reminder = await reminderById(prisma, id);
    if (!reminder) return undefined;
    const { subscriptionId, customerId } = reminder;
    const [subscription, customer] = await Promise.all([
      subscriptionById(prisma, subscriptionId),
      customerById(prisma, customerId),
    ]);
    if (!subscription || !customer) return undefined;
    const open = openButtons(subscriptionSubject(subscriptionId), { type: 'customer', id: customerId });
    return reminderMessage({ reminder, subscription, customer: customer.name }, open);
  },
};

const mostShown = 8;

export const remindersHome: HomeSection = {
  order: 16,
  title: 'Bills to be made',
  waits: true,
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const { prisma } = deps.db;
    const waiting = await openReminders(prisma, todayIn(deps.timeZone, deps.clock.now()), mostShown + 1);
    const customers = await customersByIds(
      prisma,
      waiting.map(({ customerId }) => customerId),
    );
    return waitingBlocks(
      waiting.map((reminder) => ({ reminder, customer: customers.get(reminder.customerId)?.name ?? '' })),
      mostShown,
    );
  },
};
