/** Issuing a credit note: its number, what it settles, and what becomes of its invoice. BIL-12, BIL-13 */
import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, money } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { requireOpenPeriod } from '../closing/index.ts';
import { endCredited, frozenOf, type Invoice, invoiceRef, lockInvoice } from '../invoices/index.ts';
import type { DeedFacts, DeedOf } from '../rights/index.ts';
import { issueDay, type Seller, sellerById, takeNumber } from '../sellers/index.ts';
import { type CreditedLine, type CreditNote, creditNote, restOf } from './credit-note.ts';
import { freeMoney, settleCredit } from './settle-credit.ts';
import { creditableLines, type IssuedCredit, insertCredit } from './store.ts';

/** What is to be credited: so much of some lines, or all that is left. */
export const creditPayload = z.object({
  invoiceId: z.string(),
  /** Minor units, by the line's id; all that is left where absent. */
  lines: z.array(z.object({ lineId: z.string(), net: z.string() })).optional(),
  reason: z.string(),
  /** The services of these lines are due again; else what is given back of them stays given. Decision 0034 */
  billAgain: z.boolean().optional(),
});

export type CreditPayload = z.infer<typeof creditPayload>;

/** An invoice of which something can be credited. @throws UserError why not */
export const requireCreditable = (invoice: Invoice): NonNullable<Invoice['issued']> => {
  const { issued, state } = invoice;
  if (!issued) {
    throw new UserError(`Invoice ${invoiceRef(invoice)} has no number of ours: correct or void it instead.`);
  }
  if (state === 'void') throw new UserError(`${issued.number} is void: nothing of it is left to be credited.`);
  if (state === 'uncollectible') {
    throw new UserError(`${issued.number} is written off. Re-open it first, then credit it.`);
  }
  return issued;
};

export interface Crediting {
  readonly invoice: Invoice;
  readonly seller: Seller;
  readonly note: CreditNote;
  /** The credited lines that bill a service. */
  readonly services: readonly string[];
  /** Nothing is left of the invoice: it is void with this. BIL-12 */
  readonly isWhole: boolean;
}

/** Locks the invoice, and says what the credit note would be. @throws what cannot be credited, and why */
export const examineCredit = async (work: Work, payload: CreditPayload): Promise<Crediting> => {
  const invoice = await lockInvoice(work, payload.invoiceId);
  const { number } = requireCreditable(invoice);
  const seller = await sellerById(work.tx, invoice.sellerId ?? '');
  if (!seller) throw new UserError(`The seller of ${number} is not there any more.`);
  await requireOpenPeriod(work, issueDay(seller, work.now));
  const { currency } = invoice.net;
  const lines = await creditableLines(work.tx, invoice);
  const rest = restOf(lines);
  const asked: readonly CreditedLine[] | undefined = payload.lines?.map(({ lineId, net }) => ({
    lineId,
    net: money(BigInt(net), currency),
  }));
  const credited = asked ?? rest;
  const isWhole =
    rest.length === credited.length &&
    rest.every(({ lineId, net }) => credited.some((each) => each.lineId === lineId && each.net.amount === net.amount));
  const services = credited.map(({ lineId }) => lineId).filter((id) => lines.find((line) => line.id === id)?.itemId);
  return { invoice, seller, note: creditNote(lines, credited, currency), services, isWhole };
};

/** What a second person is asked. ALL-11 */
export const creditFacts = ({ invoice, note }: Crediting, doing: string): DeedFacts => ({
  description: `${doing} ${formatMoney(note.total)} of ${invoice.issued?.number ?? invoiceRef(invoice)}`,
  amount: note.total,
  subject: { type: 'invoice', id: invoice.id },
  customerId: invoice.customerId,
  ...(invoice.presented ? { thread: { kind: 'invoice', subjectId: invoice.id } } : {}),
});

/** What becomes of the services that are credited. Decision 0034 */
export interface Afterwards {
  /** The lines whose services are billed again. */
  readonly billAgain: readonly string[];
  /** The draft that bills them, where one is made in the same step. */
  readonly replacedBy?: string | undefined;
}

/**
 * Issues the credit note that `examineCredit` has examined in this transaction. It settles what is open of its invoice, the rest
 * is the customer's balance. Where nothing is left of the invoice, what was paid of it is the customer's balance, too, and the
 * invoice is void. BIL-12, BIL-13
 */
export const issueExamined = async (
  work: Work,
  crediting: Crediting,
  reason: string,
  { billAgain, replacedBy }: Afterwards,
): Promise<IssuedCredit> => {
  const { invoice, seller, note, isWhole } = crediting;
  const issuedOn = issueDay(seller, work.now);
  const open = isWhole ? await freeMoney(work, invoice, reason) : invoice;
  const number = await takeNumber(work, { seller: seller.id, kind: 'credit_note', on: issuedOn });
  const { id: invoiceId, customerId } = invoice;
  const credit = {
    id: newId(),
    ...{ customerId, invoiceId, number, issuedOn, reason, replacedBy },
    issuedBy: work.by.id,
    issuedAt: work.now,
  };
  const frozen = { ...(await frozenOf(work.tx, invoiceId)), taxes: taxesOf(note) };
  await insertCredit(work, { ...credit, sellerId: seller.id, frozen }, note, billAgain);
  const isDueAgain = billAgain.length > 0 && replacedBy === undefined;
  const issued: IssuedCredit = { ...credit, amount: note.total };
  work.audit({
    action: 'credit.issued',
    subject: invoice.subject,
    customerId,
    after: {
      invoice: invoiceId,
      number: invoice.issued?.number,
      label: invoice.label,
      creditNote: number,
      net: formatMoney(note.net),
      tax: formatMoney(note.tax),
      amount: formatMoney(note.total),
      ...(isDueAgain ? { billAgain: true } : {}),
    },
    reason,
  });
  const told = `${person(work.by.id)} issued ${escapeMrkdwn(number)}, which credits ${formatMoney(note.total)}${isDueAgain ? ' and has its services billed again' : ''}: ${escapeMrkdwn(reason)}`;
  const toldOf = (after: Invoice): string =>
    `${told}\n${isWhole ? 'Nothing of it is left: it is void.' : `${formatMoney(after.open)} is open.`}`;
  const settled = await settleCredit(work, issued, open, toldOf);
  // What settles nothing has told nothing yet.
  const text = open.open.amount > 0n ? undefined : toldOf(settled);
  await endCredited(work, settled, { number, amount: note.total, isWhole, reason, text });
  return issued;
};

const taxesOf = ({ taxes }: CreditNote) =>
  taxes.map(({ tax, net, amount }) => ({
    name: tax.name,
    rate: tax.rate,
    net: `${net.amount}`,
    amount: `${amount.amount}`,
  }));

/** ALL-11: credits are for who has the right, and above an amount for two. */
export const issueCredit: DeedOf<CreditPayload, IssuedCredit> = {
  name: 'credit.issue',
  right: 'credit',
  payload: creditPayload,
  examine: async (work, payload) => {
    const facts = creditFacts(await examineCredit(work, payload), 'credit');
    return payload.billAgain ? { ...facts, description: `${facts.description}, and bill its services again` } : facts;
  },
  carryOut: async (work, payload) => {
    const crediting = await examineCredit(work, payload);
    const billAgain = payload.billAgain ? crediting.services : [];
    return issueExamined(work, crediting, payload.reason, { billAgain });
  },
};
