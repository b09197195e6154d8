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
import { reopenDeed, type WriteOff } from '../write-off.ts';

/** What was written off is asked for again. ALL-11 */
export const reopen = (deps: Deps, by: By, { shown, ...input }: ShownInvoice & WriteOff): Promise<Outcome<Invoice>> =>
  deps.transact(by, (work) =>
    asShown(work, { invoiceId: input.invoiceId, shown }, () => doOrAsk(work, reopenDeed, input, input.reason)),
  );

export const reopenButton: Interaction = {
  id: 'invoice.reopen',
  press: async (request) => {
    await requireRightEarly(request, 'reopen');
    const invoice = await existingInvoice(request.deps, request.value);
    return {
      modal: modal({
        callback: 'invoice.reopen',
        title: 'Re-open',
        submit: 'Re-open',
        data: await writeShown(request.deps.db.prisma, invoice, 'money'),
        blocks: [
          section(
            `${formatMoney(invoice.writtenOff)} of ${invoiceRef(invoice)} were written off: they are asked for again.`,
          ),
          textInput({ name: 'reason', label: 'Why is it re-opened?', multiline: true, max: 500 }),
        ],
      }),
    };
  },
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is re-opened.');
    const outcome = await reopen(deps, by, { ...readShown(data), reason });
    if (!outcome.done) return said(askedText);
    return said(`Invoice ${invoiceRef(outcome.result)} is open again: ${formatMoney(outcome.result.open)}.`);
  },
};
