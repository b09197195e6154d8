import type { ModalView } from '@slack/types';
import { modal } from '../../../platform/block-kit/blocks.ts';
import { aboutInvoice, type Invoice, readShown, type ShownInvoice } from '../invoices/index.ts';
import { type Draft, draftInputs, readTemplate, writeTemplate } from '../letters/index.ts';
import { invoiceKinds } from './words/letter-kinds.ts';

/** What the form carries along: what was shown, how many letters there were, and where its words come from. */
export interface SendData extends ShownInvoice {
  readonly letters: number | undefined;
  readonly template: Draft['template'];
}

export const writeData = (shown: string, letters: number | undefined, draft: Draft): string =>
  `${shown} ${letters ?? '-'} ${writeTemplate(draft)}`;

export const readData = (data: string): SendData => {
  const [, , letters, template] = data.split(' ');
  const count = Number(letters ?? Number.NaN);
  return { ...readShown(data), letters: Number.isInteger(count) ? count : undefined, template: readTemplate(template) };
};

export interface ShownDraft {
  readonly draft: Draft;
  /** The customer's addresses as of now. */
  readonly addressees: readonly string[];
  readonly data: string;
  readonly tested?: string | undefined;
  readonly note?: string | undefined;
}

const choices = Object.values(invoiceKinds).map(({ key, label }) => ({ text: label, value: key }));

/** Which letter, to whom, what it says, and whether it is tried on oneself first. BIL-3, BIL-5 */
export const sendForm = (invoice: Invoice, { data, ...fields }: ShownDraft): ModalView =>
  modal({
    callback: 'invoice.send',
    title: 'Send by mail',
    submit: 'Send',
    data,
    blocks: [aboutInvoice(invoice), ...draftInputs({ ...fields, templates: { action: 'letter.choose', choices } })],
  });
