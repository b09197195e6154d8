import { formatMoney } from '../../../../core/money/money.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  asShown,
  existingInvoice,
  type Invoice,
  invoiceRef,
  readShown,
  type ShownInvoice,
  writeShown,
} from '../../invoices/index.ts';
import { askedText, doOrAsk, type Outcome, requireRightEarly } from '../../rights/index.ts';
import { refuseNothingOpen, type WriteOff, writeOffDeed } from '../write-off.ts';

/** What is open of an invoice is written off, above an amount by two people. ALL-11 */
export const writeOff = (deps: Deps, by: By, { shown, ...input }: ShownInvoice & WriteOff): Promise<Outcome<Invoice>> =>
  deps.transact(by, (work) =>
    asShown(work, { invoiceId: input.invoiceId, shown }, () => doOrAsk(work, writeOffDeed, input, input.reason)),
  );

export const writeOffButton: Interaction = {
  id: 'invoice.write_off',
  press: async (request) => {
    await requireRightEarly(request, 'write_off');
    const invoice = await existingInvoice(request.deps, request.value);
    refuseNothingOpen(invoice);
    return {
      modal: modal({
        callback: 'invoice.write_off',
        title: 'Write off',
        submit: 'Write off',
        data: await writeShown(request.deps.db.prisma, invoice, 'money'),
        blocks: [
          section(
            `*${formatMoney(invoice.open)}* of ${invoiceRef(invoice)} is given up: nobody asks the customer for it any more. What waits for its payment goes on waiting.`,
          ),
          textInput({ name: 'reason', label: 'Why is it written off?', multiline: true, max: 500 }),
        ],
      }),
    };
  },
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is written off.');
    const outcome = await writeOff(deps, by, { ...readShown(data), reason });
    return said(
      outcome.done ? `Invoice ${invoiceRef(outcome.result)} is written off. It can be re-opened.` : askedText,
    );
  },
};
