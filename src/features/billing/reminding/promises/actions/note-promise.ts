import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import { amountText, formatMoney, parseAmount } from '../../../../../core/money/money.ts';
import type { Subject } from '../../../../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../../../../core/text/text.ts';
import { addDays, type Day, todayIn } from '../../../../../core/time/calendar.ts';
import { dateInput, modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../../platform/db/open.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { type Customer, customerById } from '../../../../customers/index.ts';
import { type Invoice, invoiceById, invoiceTitle, lockInvoice, moneyRoles } from '../../../invoices/index.ts';
import { notePromise } from '../note-promise.ts';

export const promising = 'note promises to pay';

export interface PromiseNoted {
  readonly subject: Subject;
  readonly promisedOn: Day;
  /** As it is typed; blank is all that is open. */
  readonly amount: string | undefined;
}

interface About {
  readonly customer: Customer;
  readonly invoice: Invoice | undefined;
}

const readAbout = (about: string): Subject => {
  const [type = '', id = ''] = about.split(':');
  return { type, id };
};

const found = async (tx: Tx, { type, id }: Subject): Promise<About> => {
  const invoice = type === 'invoice' ? await invoiceById(tx, id) : undefined;
  if (type === 'invoice' && !invoice) throw new NotFound('invoice');
  const customer = await customerById(tx, invoice?.customerId ?? id);
  if (!customer) throw new NotFound('customer');
  return { customer, invoice };
};

const amountIn = (text: string | undefined, currency: string) => {
  if (text === undefined) return undefined;
  const parsed = parseAmount(text, currency);
  if (!parsed.ok) throw new FieldErrors({ amount: parsed.error });
  return parsed.value;
};

/** BIL-18: somebody heard that they will pay. @throws FieldErrors @returns its id */
export const promiseHeard = (deps: Deps, by: By, { subject, promisedOn, amount }: PromiseNoted): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, promising);
    if (subject.type === 'invoice') await lockInvoice(work, subject.id);
    const { customer, invoice } = await found(work.tx, subject);
    const currency = invoice?.amount.currency ?? customer.currency;
    const input = { customerId: customer.id, subject, promisedOn, amount: amountIn(amount, currency), currency };
    return notePromise(work, input, `${person(work.by.id)} noted that *${escapeMrkdwn(customer.name)}* promises`);
  });

const form = (about: string, { customer, invoice }: About, today: Day): ModalView => {
  const what = invoice
    ? `*${escapeMrkdwn(clip(customer.name, 200))}*, ${escapeMrkdwn(invoiceTitle(invoice))}: ${formatMoney(invoice.open)} open`
    : `*${escapeMrkdwn(clip(customer.name, 200))}*: all that is due by the day`;
  return modal({
    callback: 'promise.note',
    title: 'Promise to pay',
    submit: 'Note',
    data: about,
    blocks: [
      section(`${what}. Reminders wait until the day; if the money does not come, accounting is asked to call.`),
      dateInput({ name: 'day', label: 'They will pay by', initial: addDays(today, 7) }),
      textInput({
        name: 'amount',
        label: `How much, in ${customer.currency}`,
        hint: 'Blank: all that is open',
        optional: true,
        max: 30,
        ...(invoice ? { placeholder: amountText(invoice.open) } : {}),
      }),
    ],
  });
};

/** In the window of a customer and of an invoice, and where accounting is asked to call. BIL-18 */
export const promiseButton: Interaction = {
  id: 'promise.note',
  press: async (request) => {
    await requireEarly(request, moneyRoles, promising);
    const { deps, value } = request;
    const about = await found(deps.db.prisma, readAbout(value));
    return { modal: form(value, about, todayIn(about.customer.timeZone, deps.clock.now())) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, promising);
    const { deps, by, data, values } = request;
    const subject = readAbout(data);
    const promisedOn = required(values.day('day'), 'day', 'Choose the day.');
    await promiseHeard(deps, by, { subject, promisedOn, amount: values.text('amount') });
    return { window: subject };
  },
};
