import type { KnownBlock, ModalView } from '@slack/types';
import { NotFound } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { button, modal, section } from '../../../../platform/block-kit/blocks.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { customerSubject } from '../../customer.ts';
import type { CustomerDetails } from '../../details/details.ts';
import { detailsOf } from '../../details/store.ts';
import { lockCustomer } from '../../store.ts';
import { type BillingGroup, type GroupEntries, groupEditors } from '../group.ts';
import { type GroupChoices, type GroupOffer, groupChoices, groupInputs, readGroup } from '../group-form.ts';
import { groupsOfCustomers } from '../store.ts';
import { makeGroup } from '../write-group.ts';

/** Add billing group, in the customer's window and where a customer was just entered. CUS-3 */
export const addGroupForm = (
  customer: { readonly id: string; readonly name: string },
  offer: GroupOffer,
  choices: GroupChoices,
): ModalView =>
  modal({
    callback: 'group.add',
    title: 'Add a billing group',
    submit: 'Add',
    data: customer.id,
    blocks: [section(`*${escapeMrkdwn(clip(customer.name, 200))}*`), ...groupInputs(offer, choices)],
  });

export const addGroup = (
  deps: Deps,
  by: By,
  input: { readonly customerId: string; readonly group: GroupEntries },
): Promise<BillingGroup> =>
  deps.transact(by, async (work) => {
    work.require(groupEditors, 'set up billing groups');
    if (!(await lockCustomer(work, input.customerId))) throw new NotFound('customer');
    return makeGroup(work, input.customerId, input.group);
  });

/** The first group is named after the customer and takes over what the customer has. */
const offerFor = (details: CustomerDetails, isFirst: boolean, today: GroupOffer['startOn']): GroupOffer => ({
  ...(isFirst ? { name: clip(details.name, 100) } : {}),
  startOn: details.startOn ?? today,
  termsId: details.termsId,
});

export const addGroupButton: Interaction = {
  id: 'group.add',
  press: async (request) => {
    await requireEarly(request, groupEditors, 'set up billing groups');
    const { deps, value: id } = request;
    const { prisma } = deps.db;
    const details = await detailsOf(prisma, id);
    if (!details) throw new NotFound('customer');
    const [groups, choices] = await Promise.all([groupsOfCustomers(prisma, [id]), groupChoices(prisma, id)]);
    const offer = offerFor(details, groups.length === 0, todayIn(details.timeZone, deps.clock.now()));
    return { modal: addGroupForm({ id, name: details.name }, offer, choices) };
  },
  submit: async ({ deps, by, data, values }) => {
    const { id, name } = await addGroup(deps, by, { customerId: data, group: readGroup(values) });
    const text = `The billing group ${escapeMrkdwn(clip(name, 100))} is added.`;
    return { window: customerSubject(data), say: decidedAnswer(text, 'group.undo', id, id) };
  },
};

/** CUS-3: the form of a customer's first group, filled in. */
export const offerGroup = (customer: { readonly id: string; readonly name: string }): KnownBlock =>
  section(
    `Nothing of ${escapeMrkdwn(clip(customer.name, 100))} can be billed before it has a billing group.`,
    button({ text: 'Add billing group', action: 'group.add', value: customer.id, style: 'primary' }),
  );

/** CUS-3: what is offered at once to whoever entered a customer, in whatever way; nothing once it has a group. */
export const offerFirstGroup = async (
  { db }: Deps,
  customer: { readonly id: string; readonly name: string },
): Promise<readonly KnownBlock[]> =>
  (await groupsOfCustomers(db.prisma, [customer.id])).length === 0 ? [offerGroup(customer)] : [];
