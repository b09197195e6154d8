import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import type { Day } from '../../../../../core/time/calendar.ts';
import { dateInput, modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../../platform/work/work.ts';
import {
  aboutInvoice,
  asShown,
  type Invoice,
  moneyRoles,
  opensMoneyForm,
  readShown,
  type ShownInvoice,
  saidOfInvoice,
} from '../../../invoices/index.ts';
import { permitWith } from '../permission.ts';

const doing = 'record permission to charge';

/** Record permission to charge. ONB-5, ONB-7 */
export const permissionForm = (invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'invoice.permission',
    title: 'Permission to charge',
    submit: 'Save',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      textInput({
        name: 'how',
        label: 'How did the customer agree?',
        hint: 'Such as “email of Jo Miller”, or “signed form”. No card number, please.',
        multiline: true,
        max: 500,
      }),
      dateInput({ name: 'agreed_on', label: 'Agreed on', initial: today }),
    ],
  });

export interface RecordPermission extends ShownInvoice {
  readonly how: string;
  readonly on: Day;
}

/** The customer agreed that the card is charged: how, and on which day. Without it no card payment is taken. ONB-5, ONB-7 */
export const recordPermission = (deps: Deps, by: By, input: RecordPermission): Promise<void> =>
  // It is given for the amount that was shown. ALL-3
  deps.transact(by, (work) => asShown(work, input, () => permit(work, input)));

const permit = async (work: Work, { invoiceId, how, on }: RecordPermission): Promise<void> => {
  work.require(moneyRoles, doing);
  const text = `${person(work.by.id)} recorded the customer’s permission to charge the card: ${escapeMrkdwn(how)}`;
  await permitWith(work, { invoiceId, how, on, text });
};

export const permissionButton: Interaction = {
  id: 'invoice.permission',
  press: opensMoneyForm(doing, 'charges', permissionForm),
  submit: async ({ deps, by, data, values }) => {
    const shown = readShown(data);
    await recordPermission(deps, by, {
      ...shown,
      how: required(values.text('how'), 'how', 'Say how the customer agreed.'),
      on: required(values.day('agreed_on'), 'agreed_on', 'Enter the day the customer agreed.'),
    });
    return saidOfInvoice(deps, shown.invoiceId, 'may now be charged to the card');
  },
};
