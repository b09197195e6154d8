/** What the forms about an invoice have in common. */

import { createHash } from 'node:crypto';
import type { KnownBlock, ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { formatMoney, type Money, parseAmount } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { fileInput, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { opensForm, said } from '../../../platform/slice/answers.ts';
import type { ActionRequest, Answer } from '../../../platform/slice/slice.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { refuseEnded } from './change-invoice.ts';
import { linesOf } from './document/line-store.ts';
import { type Invoice, invoiceRef, invoiceTitle, moneyRoles } from './invoice.ts';
import { invoiceById, lockInvoice } from './store.ts';

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

/** The same, of a form by whose figures somebody decides: it carries what it `shows`. ALL-3 */
export const opensMoneyForm = (
  doing: string,
  shows: Shows,
  form: (invoice: Invoice, today: Day) => ModalView,
): ((request: ActionRequest) => Promise<Answer>) =>
  opensForm({
    roles: moneyRoles,
    doing,
    find: async (deps, id) => {
      const invoice = await standingInvoice(deps, id);
      return { invoice, data: await writeShown(deps.db.prisma, invoice, shows) };
    },
    form: ({ invoice, data }, today) => ({ ...form(invoice, today), private_metadata: data }),
  });

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

/** What a form shows: what the invoice charges, or what is settled of that, too. */
export type Shows = 'charges' | 'money';

const digest = (figures: unknown): string =>
  createHash('sha256').update(JSON.stringify(figures)).digest('base64url').slice(0, 16);

const settled = ({ state, paid, credited, writtenOff }: Invoice): string =>
  digest([state, `${paid.amount}`, `${credited.amount}`, `${writtenOff.amount}`]);

/** Names the figures that a person is shown; those of `money` begin with those of `charges`. */
export const figuresOf = async (tx: Tx, invoice: Invoice, shows: Shows): Promise<string> => {
  const lines = await linesOf(tx, invoice);
  const charges = digest([
    invoice.label,
    invoice.issued?.number,
    `${invoice.amount.amount}`,
    lines.map(({ description, net, tax }) => [description, `${net.amount}`, tax.code, tax.rate]),
  ]);
  return shows === 'charges' ? charges : `${charges}.${settled(invoice)}`;
};

/** An invoice that somebody decides about, by the figures that they were shown; all will do where none are said. */
export interface ShownInvoice {
  readonly invoiceId: string;
  readonly shown?: string | undefined;
}

/** What a form carries of it. */
export const writeShown = async (tx: Tx, invoice: Invoice, shows: Shows): Promise<string> =>
  `${invoice.id} ${await figuresOf(tx, invoice, shows)}`;

/** Forms of the version before carry the id alone. */
export const readShown = (data: string): ShownInvoice => {
  const [invoiceId = '', shown] = data.split(' ');
  return { invoiceId, shown };
};

/**
 * Does what somebody decided by what they were shown, or nothing where that has changed meanwhile. What else refuses it comes first,
 * since it says who was first. ALL-3
 * @param does is given the invoice where it was locked to be compared
 * @throws Conflict
 */
export const asShown = async <T>(
  work: Work,
  { invoiceId, shown }: ShownInvoice,
  does: (locked?: Invoice) => Promise<T>,
): Promise<T> => {
  if (shown === undefined) return does();
  const invoice = await lockInvoice(work, invoiceId);
  const now = await figuresOf(work.tx, invoice, 'money');
  const done = await does(invoice);
  if (now === shown || now.startsWith(`${shown}.`)) return done;
  throw new Conflict(
    `Invoice ${invoiceRef(invoice)} has changed since this form was opened: it is ${formatMoney(invoice.amount)} now, of which ${formatMoney(invoice.open)} is open. Nothing was saved. Close the form, open it again and check it.`,
  );
};
