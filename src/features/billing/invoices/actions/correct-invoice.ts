import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney, type Money, money, negate, parseAmount } from '../../../../core/money/money.ts';
import { clip } from '../../../../core/text/text.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { lockToCorrect } from '../change-invoice.ts';
import { type Correction, correctionBlocks } from '../document/correction-views.ts';
import { type InvoiceLine, invoiceTotals } from '../document/line.ts';
import { correctLine, linesOf } from '../document/line-store.ts';
import { type Invoice, invoiceRef, moneyRoles } from '../invoice.ts';
import { aboutInvoice, readReason, reasonInput, saidOfInvoice, standingInvoice } from '../invoice-form.ts';
import { recharge, requirePaidWithin } from './recharge.ts';

const doing = 'correct invoices';
const mostLines = 20;

const signedText = (amount: Money): string =>
  amount.amount < 0n ? `-${amountText(negate(amount))}` : amountText(amount);

/** @throws UserError for what is issued: it is credited and made anew instead */
const refuseIssued = ({ issued }: Invoice): void => {
  if (!issued) return;
  throw new UserError(`${issued.number} is issued, and stays as it is: Correct credits it and makes a new one.`);
};

/** Correct, of a draft: each line by itself. BIL-12, ALL-5 @throws UserError where there are too many for a form */
export const correctForm = (invoice: Invoice, lines: readonly InvoiceLine[]): ModalView => {
  refuseIssued(invoice);
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
          hint:
            lines.length > 1
              ? '0: nothing is charged for it, and no bill charges it again.'
              : `In ${invoice.net.currency}. Its tax follows.`,
          initial: signedText(line.net),
        }),
      ),
      reasonInput('Why is it corrected?'),
    ],
  });
};

export interface CorrectInvoice {
  readonly invoiceId: string;
  /** What is charged before tax; minor units, by line. */
  readonly lines: readonly { readonly lineId: string; readonly net: string }[];
  readonly reason: string;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

/** What the preview shows and the correction does. @throws UserError */
const correctionOf = (invoice: Invoice, lines: readonly InvoiceLine[], asked: CorrectInvoice['lines']): Correction => {
  const { currency } = invoice.net;
  const anew = lines.map((line) => {
    const given = asked.find(({ lineId }) => lineId === line.id);
    return given ? { ...line, net: money(BigInt(given.net), currency) } : line;
  });
  const number = invoiceRef(invoice);
  refuseIssued(invoice);
  if (anew.every(({ net }, at) => net.amount === lines[at]?.net.amount))
    throw new UserError(`Invoice ${number} charges these amounts already. Enter others.`);
  const totals = invoiceTotals(anew, currency);
  if (totals.net.amount <= 0n) throw new UserError(`Invoice ${number} cannot be for nothing. Void it instead.`);
  requirePaidWithin(invoice, totals);
  return { lines, anew, totals };
};

const shownFigures = ({ lines, totals }: Correction): string =>
  [lines.length, ...lines.map(({ net }) => net.amount), totals.total.amount].join('_');

/**
 * A draft's lines with other amounts, so much once; what they were for counts as billed as before. Never below what is settled. The
 * caller decides who may where nobody has seen it. BIL-12, ALL-5
 */
const correctLocked = async (work: Work, input: CorrectInvoice): Promise<Invoice> => {
  const invoice = await lockToCorrect(work, input.invoiceId, doing);
  const lines = await linesOf(work.tx, invoice);
  const correction = correctionOf(invoice, lines, input.lines);
  if (input.shown !== undefined && input.shown !== shownFigures(correction))
    throw new Conflict('Somebody changed this invoice meanwhile. Open Correct again and check the new figures.');
  for (const [at, { id, net }] of correction.anew.entries())
    if (net.amount !== lines[at]?.net.amount) await correctLine(work.tx, id, net);
  return recharge(work, invoice, correction.totals, input.reason);
};

/** What an invoice of one line charges before tax: its tax follows. As `correctLocked`. */
export const correctWith = async (
  work: Work,
  { invoiceId, net, reason }: { readonly invoiceId: string; readonly net: Money; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockToCorrect(work, invoiceId, doing);
  const [line, ...others] = await linesOf(work.tx, invoice);
  const number = invoiceRef(invoice);
  if (!line || others.length > 0)
    throw new UserError(`Invoice ${number} has several lines: Correct on its message corrects them one by one.`);
  if (net.currency !== invoice.net.currency) throw new UserError(`Invoice ${number} is in ${invoice.net.currency}.`);
  return correctLocked(work, { invoiceId, lines: [{ lineId: line.id, net: `${net.amount}` }], reason });
};

/** Accounting corrects what an invoice charges, as it was previewed. ONB-19, BIL-12, ALL-1, ALL-5 */
export const correctInvoice = (deps: Deps, by: By, input: CorrectInvoice): Promise<Invoice> =>
  deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return correctLocked(work, input);
  });

/** @throws FieldErrors */
const readLines = (values: FormValues, lines: readonly InvoiceLine[]): CorrectInvoice['lines'] =>
  lines
    .filter(({ id }) => values.has(id))
    .map(({ id, net }) => {
      const text = (values.text(id) ?? '').trim();
      const isNegative = /^[-−–]/u.test(text);
      const parsed = parseAmount(isNegative ? text.slice(1) : text, net.currency);
      if (!parsed.ok) throw new FieldErrors({ [id]: parsed.error });
      return { lineId: id, net: `${isNegative ? -parsed.value.amount : parsed.value.amount}` };
    });

const standingLines = async (deps: Deps, id: string) => {
  const invoice = await standingInvoice(deps, id);
  return { invoice, lines: await linesOf(deps.db.prisma, invoice) };
};

export const correctButton: Interaction = {
  id: 'invoice.correct',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: standingLines,
    form: ({ invoice, lines }) => correctForm(invoice, lines),
  }),
};

export const correctLinesForm: Interaction = {
  id: 'invoice.correct_lines',
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, data, values } = request;
    const { invoice, lines } = await standingLines(deps, data);
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
export const confirmCorrectionForm: Interaction = {
  id: 'invoice.correct_confirm',
  submit: async ({ deps, by, data }) => {
    const input = readKept(kept, data);
    const { amount } = await correctInvoice(deps, by, input);
    return saidOfInvoice(deps, input.invoiceId, `is corrected to ${formatMoney(amount)}`);
  },
};
