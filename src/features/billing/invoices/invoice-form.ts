/** What the forms about an invoice have in common. */
import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { formatMoney, type Money, parseAmount } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type Choice, fileInput, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { opensForm, said } from '../../../platform/slice/answers.ts';
import type { ActionRequest, Answer } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { refuseEnded } from './change-invoice.ts';
import { type Invoice, invoiceRef, invoiceTitle, moneyRoles, type PickedUp } from './invoice.ts';
import { invoiceById } from './store.ts';

/** @throws NotFound */
export const existingInvoice = async (deps: Deps, id: string): Promise<Invoice> => {
  const invoice = await invoiceById(deps.db.prisma, id);
  if (!invoice) throw new NotFound('invoice');
  return invoice;
};

/** One that still takes decisions. @throws NotFound; Conflict for one that ended */
export const standingInvoice = async (deps: Deps, id: string): Promise<Invoice> => {
  const invoice = await existingInvoice(deps, id);
  refuseEnded(invoice);
  return invoice;
};

/** Opens accounting's form about the invoice that the button names; a void one takes nothing. */
export const opensInvoiceForm = (
  doing: string,
  form: (invoice: Invoice, today: Day) => ModalView,
): ((request: ActionRequest) => Promise<Answer>) =>
  opensForm({ roles: moneyRoles, doing, find: standingInvoice, form });

/** `Invoice I-12 is filed.` */
export const saidOfInvoice = async (deps: Deps, id: string, what: string): Promise<Answer> =>
  said(`Invoice ${invoiceRef(await existingInvoice(deps, id))} ${what}.`);

/** The form's first line. */
export const aboutInvoice = (invoice: Invoice): KnownBlock =>
  section(`*${escapeMrkdwn(clip(invoiceTitle(invoice), 300))}*, ${formatMoney(invoice.amount)}`);

export const keptInputs = (): readonly KnownBlock[] => [
  fileInput({ name: 'file', label: 'The invoice as a file', optional: true }),
  textInput({ name: 'location', label: 'Or where it is kept', hint: 'A link, or a place', optional: true }),
];

export const readKept = (values: FormValues) => ({ file: values.files('file')[0], location: values.text('location') });

export const reasonInput = (label: string): KnownBlock =>
  textInput({ name: 'reason', label, multiline: true, max: 500 });

export const readReason = (values: FormValues): string => required(values.text('reason'), 'reason', 'Say why.');

/** The amount in a field, in a currency. @throws FieldErrors at the field */
export const readAmount = (values: FormValues, name: string, currency: string): Money => {
  const parsed = parseAmount(required(values.text(name), name, 'Enter an amount.'), currency);
  if (!parsed.ok) throw new FieldErrors({ [name]: parsed.error });
  return parsed.value;
};

export const pickedUpNames: Readonly<Record<PickedUp, string>> = {
  check: 'a check',
  card_authorization: 'a card authorization',
  nothing: 'nothing',
};

const choices: readonly (Choice & { readonly value: PickedUp })[] = [
  { value: 'nothing', text: 'Nothing yet' },
  { value: 'check', text: 'Check' },
  { value: 'card_authorization', text: 'Card authorization form' },
];

export const pickedUpInput = (name: string, label: string, initial: PickedUp): KnownBlock =>
  selectInput({ name, label, choices, initial });

/** What a form says was picked up. */
export const pickedUpOf = (choice: string | undefined): PickedUp | undefined =>
  choices.find(({ value }) => value === choice)?.value;
