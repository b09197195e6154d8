import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Conflict, FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import {
  chargeAgain,
  type Invoice,
  invoiceById,
  invoiceRef,
  invoicesFor,
  lockInvoice,
  readReason,
  reasonInput,
} from '../../invoices/index.ts';
import { askedText, type DeedOf, doOrAsk, type Outcome, requireRightEarly } from '../../rights/index.ts';
import { issueDay, type Seller, sellerById, takeNumber } from '../../sellers/index.ts';
import { requireUnused, unsettleCredit } from '../settle-credit.ts';
import { creditsByIds, type IssuedCredit, insertCancellation } from '../store.ts';

/** Cancel, at a credit note. BIL-8 */
export const cancelForm = (credit: IssuedCredit): ModalView =>
  modal({
    callback: 'credit.cancel',
    title: 'Cancel the credit note',
    submit: 'Cancel it',
    close: 'Keep it',
    data: credit.id,
    blocks: [
      section(
        `*${escapeMrkdwn(credit.number)}*, ${formatMoney(credit.amount)}. It stays as it is; its opposite, with a number of the same series, charges again what it took back.`,
      ),
      reasonInput('Why is it cancelled?'),
    ],
  });

/** @throws NotFound; Conflict who was first */
const standingCredit = async (tx: Tx, id: string): Promise<IssuedCredit> => {
  const [credit] = await creditsByIds(tx, [id]);
  if (!credit) throw new NotFound('credit note');
  if (credit.cancelled) {
    const { by, at, number } = credit.cancelled;
    throw new Conflict(`${person(by)} cancelled ${credit.number} by ${number} ${moment(at)}.`);
  }
  return credit;
};

/** What is charged stands on one invoice. @throws UserError where another took its place */
const refuseReplaced = async (work: Work, invoice: Invoice, { replacedBy }: IssuedCredit): Promise<void> => {
  if (invoice.state !== 'void') return;
  const draft = replacedBy === undefined ? undefined : await invoiceById(work.tx, replacedBy);
  if (draft && draft.credited.amount > 0n)
    throw new UserError(
      `${invoiceRef(draft)} took the place of ${invoice.issued?.number}, and was credited itself. Make a new invoice instead.`,
    );
  const others = await invoicesFor(work.tx, invoice.subject);
  const standing = [...others, ...(draft ? [draft] : [])].find(
    ({ kind, state, id }) => kind === invoice.kind && state !== 'void' && id !== invoice.id,
  );
  if (standing)
    throw new UserError(
      `${invoiceRef(standing)} stands in the place of ${invoice.issued?.number}. Void that one first.`,
    );
};

interface Cancelling {
  readonly credit: IssuedCredit;
  readonly invoice: Invoice;
  readonly seller: Seller;
}

const examine = async (work: Work, id: string): Promise<Cancelling> => {
  const { invoiceId } = await standingCredit(work.tx, id);
  const invoice = await lockInvoice(work, invoiceId);
  const credit = await standingCredit(work.tx, id);
  await refuseReplaced(work, invoice, credit);
  const seller = await sellerById(work.tx, invoice.sellerId ?? '');
  if (!seller) throw new NotFound('seller');
  await requireOpenPeriod(work, issueDay(seller, work.now));
  await requireUnused(work, credit, invoice);
  return { credit, invoice, seller };
};

const carryOut = async (work: Work, { credit, invoice, seller }: Cancelling, reason: string): Promise<string> => {
  const issuedOn = issueDay(seller, work.now);
  const number = await takeNumber(work, { seller: seller.id, kind: 'credit_note', on: issuedOn });
  const by = { issuedBy: work.by.id, issuedAt: work.now };
  await insertCancellation(work.tx, {
    id: newId(),
    creditNoteId: credit.id,
    sellerId: seller.id,
    ...{ number, issuedOn, reason, ...by },
  });
  work.audit({
    action: 'credit.cancelled',
    subject: invoice.subject,
    customerId: invoice.customerId,
    before: { creditNote: credit.number, amount: formatMoney(credit.amount) },
    after: { invoice: invoice.id, number: invoice.issued?.number, label: invoice.label, cancelledBy: number },
    reason,
  });
  const told = `${person(work.by.id)} cancelled ${escapeMrkdwn(credit.number)} by ${escapeMrkdwn(number)}: ${escapeMrkdwn(reason)}`;
  const open = await unsettleCredit(work, credit, invoice, { text: told, reason });
  const text = open === invoice ? told : 'What it took back is asked for again.';
  await chargeAgain(work, open, { number, amount: credit.amount, reason, text });
  return number;
};

const cancelPayload = z.object({ creditNoteId: z.string(), reason: z.string() });
export type CancelPayload = z.infer<typeof cancelPayload>;

/** BIL-8: what is posted is cancelled by its opposite only. */
export const cancelCredit: DeedOf<CancelPayload, string> = {
  name: 'credit.cancel',
  right: 'credit',
  payload: cancelPayload,
  examine: async (work, { creditNoteId }) => {
    const { credit, invoice } = await examine(work, creditNoteId);
    return {
      description: `cancel ${credit.number} (${formatMoney(credit.amount)} of ${invoice.issued?.number})`,
      amount: credit.amount,
      subject: { type: 'invoice', id: invoice.id },
      customerId: invoice.customerId,
      ...(invoice.presented ? { thread: { kind: 'invoice', subjectId: invoice.id } } : {}),
    };
  },
  carryOut: async (work, { creditNoteId, reason }) => carryOut(work, await examine(work, creditNoteId), reason),
};

/** Accounting cancels a credit note. @returns the number of its opposite. BIL-8, ALL-10, ALL-11 */
export const cancelCreditNote = (deps: Deps, by: By, input: CancelPayload): Promise<Outcome<string>> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why.' });
  return deps.transact(by, (work) => doOrAsk(work, cancelCredit, input, input.reason));
};

export const cancelCreditButton: Interaction = {
  id: 'credit.cancel',
  press: async (request) => {
    await requireRightEarly(request, 'credit');
    return { modal: cancelForm(await standingCredit(request.deps.db.prisma, request.value)) };
  },
  submit: async ({ deps, by, data, values }) => {
    const outcome = await cancelCreditNote(deps, by, { creditNoteId: data, reason: readReason(values) });
    return said(outcome.done ? `It is cancelled by ${outcome.result}.` : askedText);
  },
};
