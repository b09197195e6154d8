import type { ModalView } from '@slack/types';
import { Conflict, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { closedProblem, readClosing } from '../../closing/index.ts';
import { applyChange, lockToCorrect, refuseEnded } from '../change-invoice.ts';
import { type Invoice, invoiceRef, moneyRoles } from '../invoice.ts';
import {
  aboutInvoice,
  asShown,
  opensMoneyForm,
  readReason,
  readShown,
  reasonInput,
  type ShownInvoice,
  saidOfInvoice,
} from '../invoice-form.ts';
import { lockInvoice } from '../store.ts';

/** Void. ONB-19, ALL-5 */
export const voidForm = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.void',
    title: 'Void the invoice',
    submit: 'Void',
    data: invoice.id,
    blocks: [aboutInvoice(invoice), reasonInput('Why is it voided?')],
  });

/** What has gone out, or is in closed books, is ended by its opposite. BIL-12, BIL-16 */
const refuseOut = async (work: Work, { issued, sent }: Invoice): Promise<void> => {
  if (!issued) return;
  if (sent) {
    throw new UserError(
      `${issued.number} was issued and sent: it is not voided but credited in full, with Credit on its message.`,
    );
  }
  const { closedOn } = await readClosing(work.tx);
  if (closedProblem(closedOn, issued.on)) {
    throw new UserError(
      `${issued.number} is dated ${formatDay(issued.on)}, in a closed period: it is not voided but credited in full, with Credit on its message.`,
    );
  }
};

const voidLocked = (work: Work, invoice: Invoice, reason: string): Promise<Invoice> =>
  applyChange(
    work,
    invoice,
    { state: 'void', voidReason: reason, paidAt: null, inDoubt: null },
    {
      what: 'voided',
      before: { state: invoice.state },
      after: { state: 'void' },
      reason,
      text: `${person(work.by.id)} voided it: ${escapeMrkdwn(reason)}`,
    },
  );

/** What became of a draft since it was made; nothing where it is one still. */
const becameOf = ({ issued, sent, paid, credited }: Invoice): string | undefined => {
  if (issued) return `was issued as ${issued.number}`;
  if (sent) return 'was sent';
  if (paid.amount > 0n) return `has ${formatMoney(paid)} paid on it`;
  return credited.amount > 0n ? `has ${formatMoney(credited)} credited on it` : undefined;
};

/**
 * ALL-5: a draft goes with the decision that made it; who takes that back has asked who may.
 * @throws Conflict where it is a draft no more, saying what it is
 */
export const voidDraft = async (
  work: Work,
  { invoiceId, reason }: { readonly invoiceId: string; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockInvoice(work, invoiceId);
  refuseEnded(invoice);
  const became = becameOf(invoice);
  if (became) throw new Conflict(`This can’t be undone any more: invoice ${invoiceRef(invoice)} ${became}.`);
  return voidLocked(work, invoice, reason);
};

/**
 * Voids an invoice that nothing is paid on, with a reason; what it was for stays due (ONB-19). One that is issued and not sent keeps its
 * number, which is used up. ALL-5, BIL-12
 */
export const voidWith = async (
  work: Work,
  input: { readonly invoiceId: string; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockToCorrect(work, input.invoiceId, 'void invoices');
  if (invoice.paid.amount > 0n) {
    throw new UserError(
      `${formatMoney(invoice.paid)} of invoice ${invoiceRef(invoice)} is paid. Reverse or refund the payment first, then void it.`,
    );
  }
  if (invoice.credited.amount > 0n) {
    throw new UserError(
      `${formatMoney(invoice.credited)} of ${invoice.issued?.number ?? invoiceRef(invoice)} is credited: credit the rest too, with Credit on its message.`,
    );
  }
  await refuseOut(work, invoice);
  return voidLocked(work, invoice, input.reason);
};

/** Accounting voids an invoice that it sees. ALL-1, ALL-5 */
export const voidInvoice = (
  deps: Deps,
  by: By,
  { reason, ...shown }: ShownInvoice & { readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'void invoices');
    await asShown(work, shown, () => voidWith(work, { invoiceId: shown.invoiceId, reason }));
  });

export const voidButton: Interaction = {
  id: 'invoice.void',
  press: opensMoneyForm('void invoices', 'money', voidForm),
  submit: async ({ deps, by, data, values }) => {
    const shown = readShown(data);
    await voidInvoice(deps, by, { ...shown, reason: readReason(values) });
    return saidOfInvoice(deps, shown.invoiceId, 'is void');
  },
};
