import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Customer, customerById } from '../../../customers/index.ts';
import { taxCategories } from '../../taxes/index.ts';
import { draftBlocks } from '../document/line-views.ts';
import { parseLines } from '../document/typed-lines.ts';
import { type Draft, draftInvoice, presentInvoices, previewDraft } from '../draft-invoice.ts';
import { type Invoice, invoiceDoor, moneyRoles } from '../invoice.ts';

const doing = 'make invoices';

/** As it was typed: what is shown before it is made is read from it again when it is. */
export interface TypedInvoice {
  readonly customerId: string;
  readonly label: string;
  readonly lines: string;
}

/** Slack keeps 3,000 characters with a modal; written as JSON, a quotation mark takes two. */
const mostTyped = 1300;

/** New invoice, from the customer's window: what is charged, line by line. BIL-11 */
export const newInvoiceForm = (customer: Customer, categories: readonly string[]): ModalView =>
  modal({
    callback: 'invoice.new',
    title: 'New invoice',
    submit: 'Preview',
    data: customer.id,
    blocks: [
      section(`For *${escapeMrkdwn(customer.name)}*, in ${customer.currency}.`),
      textInput({ name: 'label', label: 'What it is for', max: 100 }),
      textInput({
        name: 'lines',
        label: 'Lines',
        hint: `One on each line: description | quantity | price before tax | tax category${categories.length > 0 ? ` (${categories.slice(0, 8).join(', ')})` : ''}.`,
        multiline: true,
        max: mostTyped,
      }),
    ],
  });

/** What was typed, as it would be drafted. BIL-1 @throws FieldErrors at `lines`; UserError */
export const previewTyped = async (deps: Pick<Deps, 'db'>, typed: TypedInvoice, today: Day): Promise<Draft> => {
  const { prisma } = deps.db;
  const [customer, categories] = await Promise.all([customerById(prisma, typed.customerId), taxCategories(prisma)]);
  if (!customer) throw new NotFound('customer');
  const lines = parseLines(typed.lines, customer.currency, categories);
  return previewDraft(prisma, { customerId: customer.id, lines }, today);
};

export const previewForm = (typed: TypedInvoice, draft: Draft): ModalView =>
  modal({
    callback: 'invoice.draft',
    title: 'New invoice',
    submit: 'Make the draft',
    data: JSON.stringify({ ...typed, shown: `${draft.total.amount}` }),
    blocks: [section(`*${escapeMrkdwn(typed.label)}*`), ...draftBlocks(draft.lines, draft)],
  });

/** Accounting makes an invoice by hand, as a draft before it. BIL-1 @param typed `shown`: what it was shown to come to, minor units */
export const newInvoice = (
  deps: Deps,
  by: By,
  typed: TypedInvoice & { readonly shown?: string | undefined },
): Promise<Invoice> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { customerId, label } = typed;
    const customer = await customerById(work.tx, customerId);
    if (!customer) throw new NotFound('customer');
    const lines = parseLines(typed.lines, customer.currency, await taxCategories(work.tx));
    const draft = await draftInvoice(work, { customerId, label, lines });
    if (typed.shown !== undefined && typed.shown !== `${draft.amount.amount}`)
      throw new Conflict(
        'The taxes have changed since you were shown the invoice. Open New invoice again, and check it.',
      );
    await presentInvoices(work, draft.subject);
    return draft;
  });

export const newInvoiceButton: Interaction = {
  id: 'invoice.new',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { prisma } = request.deps.db;
    const customer = await customerById(prisma, request.value);
    if (!customer) throw new NotFound('customer');
    return { modal: newInvoiceForm(customer, await taxCategories(prisma)) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, data, values } = request;
    const typed = {
      customerId: data,
      label: required(values.text('label'), 'label', 'Say what it is for.'),
      lines: required(values.text('lines'), 'lines', 'Enter at least one line.'),
    };
    return { replace: previewForm(typed, await previewTyped(deps, typed, todayIn(deps.timeZone, deps.clock.now()))) };
  },
};

const typedSchema = z.object({ customerId: z.string(), label: z.string(), lines: z.string(), shown: z.string() });

/** What was shown is made; its window shows it. */
export const makeDraftForm: Interaction = {
  id: 'invoice.draft',
  submit: async ({ deps, by, data }) => {
    const { id } = await newInvoice(deps, by, readKept(typedSchema, data));
    return { window: { type: invoiceDoor.subject, id } };
  },
};
