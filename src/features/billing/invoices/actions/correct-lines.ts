import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney, type Money, money, negate, parseAmount } from '../../../../core/money/money.ts';
import { clip } from '../../../../core/text/text.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { lockToCorrect } from '../change-invoice.ts';
import { type Correction, correctionBlocks } from '../document/correction-views.ts';
import { type InvoiceLine, invoiceTotals } from '../document/line.ts';
import { correctLine, storedLines } from '../document/line-store.ts';
import { type Invoice, invoiceRef, moneyRoles } from '../invoice.ts';
import { aboutInvoice, readReason, reasonInput, saidOfInvoice, standingInvoice } from '../invoice-form.ts';
import { recharge, requirePaidWithin } from './recharge.ts';

const doing = 'correct invoices';
const mostLines = 20;

const signedText = (amount: Money): string =>
  amount.amount < 0n ? `-${amountText(negate(amount))}` : amountText(amount);

/** Correct, of a draft with several lines: each by itself. BIL-12 @throws UserError where there are too many for a form */
export const correctLinesForm = (invoice: Invoice, lines: readonly InvoiceLine[]): ModalView => {
  if (lines.length > mostLines)
    throw new UserError(
      `Invoice ${invoiceRef(invoice)} has ${lines.length} lines: void it with a reason, and make a new one with other lines.`,
    );
  return modal({
    callback: 'invoice.correct_lines',
    title: 'Correct the invoice',
    submit: 'Preview',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      ...lines.map((line) =>
        textInput({
          name: line.id,
          label: clip(`“${line.description}”, before tax`, 150),
          hint: '0: nothing is charged for it, and no bill charges it again.',
          initial: signedText(line.net),
        }),
      ),
      reasonInput('Why is it corrected?'),
    ],
  });
};

export interface CorrectLines {
  readonly invoiceId: string;
  /** What is charged before tax; minor units, by line. */
  readonly lines: readonly { readonly lineId: string; readonly net: string }[];
  readonly reason: string;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

/** What the preview shows and the correction does. @throws UserError */
const correctionOf = (invoice: Invoice, lines: readonly InvoiceLine[], asked: CorrectLines['lines']): Correction => {
  const { currency } = invoice.net;
  const anew = lines.map((line) => {
    const given = asked.find(({ lineId }) => lineId === line.id);
    return given ? { ...line, net: money(BigInt(given.net), currency) } : line;
  });
  const number = invoiceRef(invoice);
  if (invoice.issued)
    throw new UserError(
      `${invoice.issued.number} is issued, and stays as it is: Correct credits it and makes a new one.`,
    );
  if (anew.every(({ net }, at) => net.amount === lines[at]?.net.amount))
    throw new UserError(`Invoice ${number} charges these amounts already. Enter others.`);
  const totals = invoiceTotals(anew, currency);
  if (totals.net.amount <= 0n) throw new UserError(`Invoice ${number} cannot be for nothing. Void it instead.`);
  requirePaidWithin(invoice, totals);
  return { lines, anew, totals };
};

const shownFigures = ({ lines, totals }: Correction): string =>
  [lines.length, ...lines.map(({ net }) => net.amount), totals.total.amount].join('_');

/** BIL-12, ALL-5: a draft's lines with other amounts, so much once; what they were for counts as billed as before. */
export const correctInvoiceLines = (deps: Deps, by: By, input: CorrectLines): Promise<Invoice> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const invoice = await lockToCorrect(work, input.invoiceId, doing);
    const lines = await storedLines(work.tx, invoice.id, invoice.net.currency);
    const correction = correctionOf(invoice, lines, input.lines);
    if (input.shown !== undefined && input.shown !== shownFigures(correction))
      throw new Conflict('Somebody changed this invoice meanwhile. Open Correct again and check the new figures.');
    for (const [at, { id, net }] of correction.anew.entries())
      if (net.amount !== lines[at]?.net.amount) await correctLine(work.tx, id, net);
    return recharge(work, invoice, correction.totals, input.reason);
  });

/** @throws FieldErrors */
const readLines = (values: FormValues, lines: readonly InvoiceLine[]): CorrectLines['lines'] =>
  lines
    .filter(({ id }) => values.has(id))
    .map(({ id, net }) => {
      const text = (values.text(id) ?? '').trim();
      const isNegative = /^[-−–]/u.test(text);
      const parsed = parseAmount(isNegative ? text.slice(1) : text, net.currency);
      if (!parsed.ok) throw new FieldErrors({ [id]: parsed.error });
      return { lineId: id, net: `${isNegative ? -parsed.value.amount : parsed.value.amount}` };
    });

export const correctLinesButton: Interaction = {
  id: 'invoice.correct_lines',
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, data, values } = request;
    const invoice = await standingInvoice(deps, data);
    const lines = await storedLines(deps.db.prisma, data, invoice.net.currency);
    const asked = readLines(values, lines);
    const reason = readReason(values);
    const correction = correctionOf(invoice, lines, asked);
    return {
      replace: modal({
        callback: 'invoice.correct_confirm',
        title: 'Correct the invoice',
        submit: 'Correct',
        data: JSON.stringify({ invoiceId: data, lines: asked, reason, shown: shownFigures(correction) }),
        blocks: [aboutInvoice(invoice), ...correctionBlocks(correction, invoice.net)],
      }),
    };
  },
};

const kept = z.object({
  invoiceId: z.string(),
  lines: z.array(z.object({ lineId: z.string(), net: z.string() })),
  reason: z.string(),
  shown: z.string(),
});

/** What was shown is done. */
export const confirmLinesButton: Interaction = {
  id: 'invoice.correct_confirm',
  submit: async ({ deps, by, data }) => {
    const input = readKept(kept, data);
    const { amount } = await correctInvoiceLines(deps, by, input);
    return saidOfInvoice(deps, input.invoiceId, `is corrected to ${formatMoney(amount)}`);
  },
};
