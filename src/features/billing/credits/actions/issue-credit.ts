import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import {
  amountText,
  formatMoney,
  type Money,
  money,
  negate,
  parseAmount,
  subtract,
} from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, textInput, ticksInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  aboutInvoice,
  asShown,
  existingInvoice,
  type Invoice,
  readReason,
  readShown,
  reasonInput,
  type ShownInvoice,
  writeShown,
} from '../../invoices/index.ts';
import { askedText, doOrAsk, type Outcome, requireRightEarly } from '../../rights/index.ts';
import { type CreditableLine, restOf } from '../credit-note.ts';
import { type CreditPayload, issueCredit, requireCreditable } from '../issue-credit.ts';
import { creditableLines, type IssuedCredit } from '../store.ts';

/** Of an invoice with more lines than this, only all that is left can be credited from a form. */
const mostLines = 20;

const leftOf = ({ net, credited }: CreditableLine): Money => subtract(net, credited);

/** A credit that stood on the invoice as a line is taken back by a negative amount. */
const signedText = (amount: Money): string =>
  amount.amount < 0n ? `-${amountText(negate(amount))}` : amountText(amount);

const lineInput = (line: CreditableLine): KnownBlock =>
  textInput({
    name: line.id,
    label: clip(`Of “${line.description}”, before tax`, 150),
    hint: `${formatMoney(leftOf(line))} is left. Blank: nothing of it.`,
    optional: true,
    initial: signedText(leftOf(line)),
  });

/** Goodwill stays given unless somebody says otherwise. Decision 0034 */
const billAgainInput = ticksInput({
  name: 'again',
  label: 'The services that are credited',
  choices: [{ text: 'Bill these services again: the next bill charges what is credited here', value: 'again' }],
});

/** Credit: how much of each line; all that is left unless another amount is written. BIL-13 */
export const creditForm = (invoice: Invoice, lines: readonly CreditableLine[], data: string): ModalView => {
  const { number } = requireCreditable(invoice);
  const left = lines.filter((line) => leftOf(line).amount !== 0n);
  return modal({
    callback: 'credit.issue',
    title: 'Credit note',
    submit: 'Issue',
    data,
    blocks: [
      aboutInvoice(invoice),
      section(
        `A credit note for ${escapeMrkdwn(number)}, each tax at its own rate. It settles what is open (${formatMoney(invoice.open)}); the rest becomes the customer’s balance.${left.length > mostLines ? ' It credits all that is left: there are too many lines to choose from.' : ''}`,
      ),
      ...(left.length > mostLines ? [] : left.map(lineInput)),
      ...(left.some(({ itemId }) => itemId !== undefined) ? [billAgainInput] : []),
      reasonInput('Why is it credited?'),
    ],
  });
};

/** A signed amount. @throws FieldErrors */
const readSigned = (name: string, text: string, currency: string): Money => {
  const isNegative = /^[-−–]/u.test(text.trim());
  const parsed = parseAmount(isNegative ? text.trim().slice(1) : text, currency);
  if (!parsed.ok) throw new FieldErrors({ [name]: parsed.error });
  return isNegative ? negate(parsed.value) : parsed.value;
};

/** What is entered for each line that the form has: the amount, and nothing where it is blank. */
export const readLines = (
  values: FormValues,
  lines: readonly CreditableLine[],
): readonly { readonly line: CreditableLine; readonly net: Money }[] =>
  lines
    .filter(({ id }) => values.has(id))
    .map((line) => {
      const text = values.text(line.id);
      const { currency } = line.net;
      return { line, net: text ? readSigned(line.id, text, currency) : money(0n, currency) };
    });

/** As `creditInvoice`, within a transaction of another room. */
export const creditWith = (work: Work, input: CreditPayload): Promise<Outcome<IssuedCredit>> =>
  doOrAsk(work, issueCredit, input, input.reason);

/** Accounting credits an invoice, wholly or in part. BIL-13, ALL-11 */
export const creditInvoice = (
  deps: Deps,
  by: By,
  { shown, ...input }: ShownInvoice & CreditPayload,
): Promise<Outcome<IssuedCredit>> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why.' });
  return deps.transact(by, (work) =>
    asShown(work, { invoiceId: input.invoiceId, shown }, () => creditWith(work, input)),
  );
};

export const creditButton: Interaction = {
  id: 'credit.issue',
  press: async (request) => {
    await requireRightEarly(request, 'credit');
    const { deps, value } = request;
    const invoice = await existingInvoice(deps, value);
    requireCreditable(invoice);
    const { prisma } = deps.db;
    const lines = await creditableLines(prisma, invoice);
    return { modal: creditForm(invoice, lines, await writeShown(prisma, invoice, 'money')) };
  },
  submit: async ({ deps, by, data, values }) => {
    const shown = readShown(data);
    const invoice = await existingInvoice(deps, shown.invoiceId);
    const lines = await creditableLines(deps.db.prisma, invoice);
    const entered = readLines(values, lines).filter(({ net }) => net.amount !== 0n);
    const isAll = restOf(lines).length > mostLines;
    const outcome = await creditInvoice(deps, by, {
      ...shown,
      lines: isAll ? undefined : entered.map(({ line, net }) => ({ lineId: line.id, net: `${net.amount}` })),
      reason: readReason(values),
      billAgain: values.options('again').includes('again'),
    });
    if (!outcome.done) return said(askedText);
    const { number, amount } = outcome.result;
    return said(`${escapeMrkdwn(number)} credits ${formatMoney(amount)} of ${invoice.issued?.number}.`);
  },
};
