import type { ModalView } from '@slack/types';
import { NotFound } from '../../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { type BillingGroup, customerById, groupsOfCustomers } from '../../../../customers/index.ts';
import { invoiceById, invoiceRef, invoiceTitle, moneyRoles } from '../../../invoices/index.ts';
import { type HoldReminders, holding, holdWith } from '../write-hold.ts';

/** BIL-18 @returns its id @throws FieldErrors */
export const holdReminders = (deps: Deps, by: By, input: HoldReminders): Promise<string> =>
  deps.transact(by, (work) => holdWith(work, input));

/** What the form is about: `invoice:0198…` or `customer:0198…`. */
const readAbout = (about: string): { readonly type: string; readonly id: string } => {
  const [type = '', id = ''] = about.split(':');
  return { type, id };
};

const all = 'all';

const form = (
  about: string,
  name: string,
  today: Day,
  scopes: readonly { readonly text: string; readonly value: string }[],
): ModalView =>
  modal({
    callback: 'reminder.hold',
    title: 'Hold reminders',
    submit: 'Hold',
    data: about,
    blocks: [
      section(`*${escapeMrkdwn(clip(name, 200))}*: nobody is reminded in these days; afterwards it goes on by itself.`),
      selectInput({ name: 'what', label: 'Reminders of what?', choices: scopes, initial: scopes[0]?.value }),
      dateInput({ name: 'from', label: 'From', initial: today }),
      dateInput({
        name: 'until',
        label: 'Until',
        hint: 'The last day of it. Blank: until somebody ends it.',
        optional: true,
      }),
      textInput({ name: 'reason', label: 'Why?', max: 500 }),
    ],
  });

const groupScopes = (groups: readonly BillingGroup[]) =>
  groups.slice(0, 90).map(({ id, name }) => ({ text: clip(`Of the group ${name}`, 75), value: id }));

const opened = async ({ db, timeZone, clock }: Deps, about: string): Promise<ModalView> => {
  const { prisma } = db;
  const { type, id } = readAbout(about);
  const invoice = type === 'invoice' ? await invoiceById(prisma, id) : undefined;
  const customer = await customerById(prisma, invoice?.customerId ?? id);
  if (!customer) throw new NotFound(type === 'invoice' ? 'invoice' : 'customer');
  const today = todayIn(timeZone, clock.now());
  const whole = { text: 'Of everything of this customer', value: all };
  if (invoice) {
    const scopes = [{ text: clip(`Of ${invoiceTitle(invoice)}`, 75), value: invoice.id }, whole];
    return form(about, `${customer.name}, ${invoiceRef(invoice)}`, today, scopes);
  }
  return form(about, customer.name, today, [whole, ...groupScopes(await groupsOfCustomers(prisma, [id]))]);
};

/** In the window of a customer, and of an invoice. BIL-18 */
export const holdButton: Interaction = {
  id: 'reminder.hold',
  press: async (request) => {
    await requireEarly(request, moneyRoles, holding);
    return { modal: await opened(request.deps, request.value) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, holding);
    const { deps, by, data, values } = request;
    const { type, id } = readAbout(data);
    const what = required(values.option('what'), 'what', 'Choose what.');
    const invoice = type === 'invoice' ? await invoiceById(deps.db.prisma, id) : undefined;
    if (type === 'invoice' && !invoice) throw new NotFound('invoice');
    await holdReminders(deps, by, {
      customerId: invoice?.customerId ?? id,
      groupId: !invoice && what !== all ? what : undefined,
      invoiceId: invoice && what === invoice.id ? invoice.id : undefined,
      fromOn: required(values.day('from'), 'from', 'Choose the first day.'),
      untilOn: values.day('until'),
      reason: required(values.text('reason'), 'reason', 'Say why.'),
    });
    return { window: { type, id } };
  },
};
