import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { amountText, formatMoney, type Money, money } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { context, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  aboutInvoice,
  type Correction,
  correctionBlocks,
  draftAgain,
  existingInvoice,
  type Invoice,
  type InvoiceLine,
  invoiceRef,
  invoiceTotals,
  linesOf,
  readReason,
  reasonInput,
} from '../../invoices/index.ts';
import { askedText, type DeedOf, doOrAsk, type Outcome, requireRightEarly } from '../../rights/index.ts';
import { billedByLine } from '../../subscriptions/index.ts';
import { type CreditNote, creditNote, restOf } from '../credit-note.ts';
import { creditFacts, examineCredit, issueExamined, requireCreditable } from '../issue-credit.ts';
import { creditableLines, type IssuedCredit } from '../store.ts';
import { readLines } from './issue-credit.ts';

const mostLines = 20;

/** Correct, once an invoice is issued: it is credited in whole, and a new draft is made with these amounts. BIL-12 @throws UserError */
export const replaceForm = (invoice: Invoice, lines: readonly InvoiceLine[]): ModalView => {
  const { number } = requireCreditable(invoice);
  if (lines.length > mostLines) {
    throw new UserError(`${number} has ${lines.length} lines: credit it in full, and make a new invoice.`);
  }
  return modal({
    callback: 'credit.replace',
    title: 'Correct the invoice',
    submit: 'Preview',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      section(
        `${escapeMrkdwn(number)} is issued, and stays as it is: what is left of it is credited in full (what was paid becomes the customer’s balance), and a new draft with these amounts is made, with the same taxes.`,
      ),
      ...lines.map((line) =>
        textInput({
          name: line.id,
          label: clip(`“${line.description}”, before tax`, 150),
          hint: 'Blank: the new invoice is without it, and no bill charges it again.',
          optional: true,
          initial:
            line.net.amount < 0n ? `-${amountText({ ...line.net, amount: -line.net.amount })}` : amountText(line.net),
        }),
      ),
      reasonInput('Why is it corrected?'),
    ],
  });
};

export interface CorrectionPreview extends Correction {
  readonly note: CreditNote;
}

/** What will be credited and charged, line by line. BIL-1 */
const confirmForm = (invoice: Invoice, payload: ReplacePayload, preview: CorrectionPreview): ModalView => {
  const { note } = preview;
  return modal({
    callback: 'credit.replace_confirm',
    title: 'Correct the invoice',
    submit: 'Correct',
    data: JSON.stringify({ ...payload, shown: shownFigures(note.total, preview) }),
    blocks: [
      aboutInvoice(invoice),
      ...correctionBlocks(preview, invoice.net),
      context(`Credited: ${formatMoney(note.net)} and ${formatMoney(note.tax)} tax, ${formatMoney(note.total)}`),
    ],
  });
};

const replacePayload = z.object({
  invoiceId: z.string(),
  /** What the new invoice charges, before tax; minor units, by the old one's line. */
  lines: z.array(z.object({ lineId: z.string(), net: z.string() })),
  reason: z.string(),
  /** The figures that somebody was shown. */
  shown: z.string().optional(),
});

export type ReplacePayload = z.infer<typeof replacePayload>;

export interface Replaced {
  readonly credit: IssuedCredit;
  readonly draft: Invoice;
}

/**
 * What a correction makes of an invoice: the preview, what a second person is asked and what is done take it from here. Where an
 * amount is another, it is so much once.
 * @throws UserError where nothing is different, or the new invoice would be negative
 */
const correctionOf = async (tx: Tx, invoice: Invoice, asked: ReplacePayload['lines']): Promise<Correction> => {
  const lines = await linesOf(tx, invoice);
  const anew = lines.flatMap((line) => {
    const given = asked.find(({ lineId }) => lineId === line.id);
    const net = money(BigInt(given?.net ?? '0'), line.net.currency);
    if (net.amount === 0n) return [];
    return [net.amount === line.net.amount ? line : { ...line, quantity: 1, unitPrice: unitPriceOf(net), net }];
  });
  const isSame = anew.length === lines.length && anew.every((line, index) => line === lines[index]);
  if (isSame) throw new UserError(`${invoice.issued?.number} charges these amounts already. Enter others.`);
  return { lines, anew, totals: invoiceTotals(anew, invoice.net.currency) };
};

/** What would be credited, and what the new invoice would charge. Reads only. BIL-1, BIL-12 */
export const previewCorrection = async (
  { db }: Pick<Deps, 'db'>,
  invoice: Invoice,
  asked: ReplacePayload['lines'],
): Promise<CorrectionPreview> => {
  requireCreditable(invoice);
  const lines = await creditableLines(db.prisma, invoice);
  const note = creditNote(lines, restOf(lines), invoice.net.currency);
  return { ...(await correctionOf(db.prisma, invoice, asked)), note };
};

/** Names the figures that a person was shown. */
const shownFigures = (credited: Money, { anew, totals }: Pick<Correction, 'anew' | 'totals'>): string =>
  [credited.amount, totals.net.amount, totals.tax.amount, anew.length].join('_');

const requireShown = ({ shown }: ReplacePayload, figures: string): void => {
  if (shown !== undefined && shown !== figures)
    throw new Conflict('The figures have changed since you were shown them. Open Correct again and check them.');
};

/**
 * ALL-11: what is credited decides whether a second person is asked. Decision 0034: the new lines count as billed for as much as the
 * old ones did, whatever they charge; what is left out stays given.
 */
export const replaceInvoice: DeedOf<ReplacePayload, Replaced> = {
  name: 'credit.replace',
  right: 'credit',
  payload: replacePayload,
  examine: async (work, payload) => {
    const { invoiceId, reason, lines } = payload;
    const crediting = await examineCredit(work, { invoiceId, reason });
    const correction = await correctionOf(work.tx, crediting.invoice, lines);
    requireShown(payload, shownFigures(crediting.note.total, correction));
    return creditFacts(crediting, `replace it by an invoice of ${formatMoney(correction.totals.total)}, and so credit`);
  },
  carryOut: async (work, { invoiceId, reason, lines: asked }) => {
    const crediting = await examineCredit(work, { invoiceId, reason });
    const { anew } = await correctionOf(work.tx, crediting.invoice, asked);
    const id = newId();
    const before = await billedByLine(work.tx, invoiceId);
    const billAgain = anew.map((line) => line.id);
    const credit = await issueExamined(work, crediting, reason, { billAgain, replacedBy: id });
    const after = await billedByLine(work.tx, invoiceId);
    const lines = anew.map((line) => {
      const { amount, currency } = line.net;
      const moved = (before.get(line.id) ?? amount) - (after.get(line.id) ?? 0n);
      return { ...line, countsAs: money(moved, currency) };
    });
    return { credit, draft: await draftAgain(work, crediting.invoice, { id, lines }) };
  },
};

/** Accounting corrects an issued invoice: a credit note for all that is left of it, and a new draft of the same charge. BIL-12, ALL-10 */
export const correctIssued = (deps: Deps, by: By, input: ReplacePayload): Promise<Outcome<Replaced>> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why.' });
  return deps.transact(by, (work) => doOrAsk(work, replaceInvoice, input, input.reason));
};

export const replaceButton: Interaction = {
  id: 'credit.replace',
  press: async (request) => {
    await requireRightEarly(request, 'credit');
    const { deps, value } = request;
    const invoice = await existingInvoice(deps, value);
    return { modal: replaceForm(invoice, await linesOf(deps.db.prisma, invoice)) };
  },
  submit: async (request) => {
    await requireRightEarly(request, 'credit');
    const { deps, data, values } = request;
    const invoice = await existingInvoice(deps, data);
    const entered = readLines(values, await creditableLines(deps.db.prisma, invoice));
    const lines = entered.map(({ line, net }) => ({ lineId: line.id, net: `${net.amount}` }));
    const payload: ReplacePayload = { invoiceId: data, lines, reason: readReason(values) };
    return { replace: confirmForm(invoice, payload, await previewCorrection(deps, invoice, lines)) };
  },
};

/** What was shown is done, or a second person is asked. BIL-1, BIL-12 */
export const confirmReplaceButton: Interaction = {
  id: 'credit.replace_confirm',
  submit: async ({ deps, by, data }) => {
    const payload = readKept(replacePayload, data);
    const invoice = await existingInvoice(deps, payload.invoiceId);
    const outcome = await correctIssued(deps, by, payload);
    if (!outcome.done) return said(askedText);
    const { credit, draft } = outcome.result;
    return said(
      `${escapeMrkdwn(credit.number)} credits ${formatMoney(credit.amount)} of ${invoice.issued?.number}; ${invoiceRef(draft)} of ${formatMoney(draft.amount)} is drafted in its place.`,
    );
  },
};
