import type { ModalView } from '@slack/types';
import { clip } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { context, modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { type BillingGroup, customersDay, groupsOfCustomers, isLive } from '../../../customers/index.ts';
import { serviceEditors, subscriptionSubject } from '../agreements/subscription.ts';
import { addSubscription } from '../schedule-subscription.ts';
import { readSchedule, scheduleInputs } from '../schedules/schedule-form.ts';

/** New subscription, in the customer's window: of which group, and when it is billed. BIL-6, BIL-20 */
export const addSubscriptionForm = (customerId: string, groups: readonly BillingGroup[], today: Day): ModalView =>
  modal({
    callback: 'subscription.add',
    title: 'New subscription',
    submit: 'Add',
    data: customerId,
    blocks: [
      ...(groups.length > 0
        ? [
            selectInput({
              name: 'group',
              label: 'Billing group',
              choices: groups.map(({ id, name }) => ({ text: clip(name, 75), value: id })),
              initial: groups[0]?.id,
            }),
          ]
        : []),
      ...scheduleInputs({}, today),
      context('It is billed from its first day on. Where the gateway’s own schedule charges the card, add none.'),
    ],
  });

export const addSubscriptionButton: Interaction = {
  id: 'subscription.add',
  press: async (request) => {
    await requireEarly(request, serviceEditors, 'add subscriptions');
    const { deps, value } = request;
    const { prisma } = deps.db;
    const today = await customersDay(prisma, value, deps.clock.now());
    const groups = (await groupsOfCustomers(prisma, [value])).filter((group) => isLive(group, today));
    return { modal: addSubscriptionForm(value, groups, today) };
  },
  submit: async ({ deps, by, data, values }) => {
    const schedule = readSchedule(values);
    const made = await addSubscription(deps, by, { customerId: data, groupId: values.option('group'), schedule });
    return { window: subscriptionSubject(made.id) };
  },
};
