import type { ModalView } from '@slack/types';
import { Conflict, NotFound, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { issueDay, type Seller, sellerById, takeNumber } from '../../sellers/index.ts';
import { applyChange, lockForAccounting, refuseDoubtful, refuseEnded, stateAfter } from '../change-invoice.ts';
import { freeze } from '../document/freeze.ts';
import { type InvoiceLine, invoiceTotals } from '../document/line.ts';
import { insertLines, linesOf, storedLines } from '../document/line-store.ts';
import { draftBlocks } from '../document/line-views.ts';
import { usualSeller } from '../draft-invoice.ts';
import { type Invoice, invoiceRef, moneyRoles } from '../invoice.ts';
import { aboutInvoice, asShown, readShown, saidOfInvoice, standingInvoice, writeShown } from '../invoice-form.ts';
import { lockInvoice } from '../store.ts';

/** Issue: what it charges from then on for ever. BIL-12 @throws UserError, Conflict when it cannot be */
export const issueForm = (invoice: Invoice, lines: readonly InvoiceLine[], data: string): ModalView => {
  refuseIssued(invoice);
  return modal({
    callback: 'invoice.issue',
    title: 'Issue the invoice',
    submit: 'Issue',
    data,
    blocks: [
      aboutInvoice(invoice),
      ...draftBlocks(lines, invoiceTotals(lines, invoice.net.currency)),
      section(
        'It gets the next number of its series and today’s date. Nothing of it can be changed after that: a mistake is corrected by a credit note and a new invoice.',
      ),
    ],
  });
};

const refuseIssued = ({ issued, sent, ...invoice }: Invoice): void => {
  if (issued) {
    throw new Conflict(
      `${person(issued.by)} issued invoice ${invoiceRef(invoice)} as ${issued.number} ${moment(issued.at)}.`,
    );
  }
  if (sent) {
    throw new UserError(
      `Invoice ${invoiceRef(invoice)} was sent as number ${sent.number} of the accounting system, and keeps it.`,
    );
  }
};

/** @throws UserError where the accounting system numbers invoices */
const sellerOf = async (work: Work, { sellerId, customerId }: Invoice): Promise<Seller> => {
  const seller = sellerId ? await sellerById(work.tx, sellerId) : await usualSeller(work.tx, customerId, work.today);
  if (seller) return seller;
  if (sellerId) throw new NotFound('seller');
  throw new UserError(
    'Invoices are numbered in the accounting system: mark it as sent with its number there, or add a seller in `/bill setup` to have them numbered here.',
  );
};

/**
 * Issues an invoice that this transaction has locked: the next number of its seller's series, dated by the seller's calendar, due
 * by its terms; what it says stands from now on. One that is paid is issued too (ONB-5). The caller decides who may. BIL-12, BIL-16
 * @throws Conflict naming who was first; UserError where its period is closed, or the accounting system numbers it
 */
export const issueLocked = async (work: Work, invoice: Invoice): Promise<Invoice> => {
  refuseEnded(invoice);
  refuseDoubtful(invoice);
  refuseIssued(invoice);
  const seller = await sellerOf(work, invoice);
  const on = issueDay(seller, work.now);
  await requireOpenPeriod(work, on);
  const lines = await linesOf(work.tx, invoice);
  const hasLines = (await storedLines(work.tx, invoice.id, invoice.net.currency)).length > 0;
  if (!hasLines) await insertLines(work.tx, [{ id: invoice.id, lines }]);
  const { frozen, dueOn } = await freeze(work, invoice, { seller, lines, on });
  const number = await takeNumber(work, { seller: seller.id, kind: 'invoice', on });
  return applyChange(
    work,
    invoice,
    { issued: { seller: seller.id, number, on, dueOn, frozen }, ...stateAfter(work, invoice, { issued: true }) },
    {
      what: 'issued',
      before: { state: invoice.state },
      after: { issuedAs: number, issuedOn: on, dueOn },
      text: `${person(work.by.id)} issued it as ${escapeMrkdwn(number)}, due ${formatDay(dueOn)}.`,
    },
  );
};

/** As `issueLocked`, for one that is not locked yet: bills that a run makes. BIL-12 */
export const issue = async (work: Work, invoiceId: string): Promise<Invoice> =>
  issueLocked(work, await lockInvoice(work, invoiceId));

const doing = 'issue invoices';

/** Accounting issues an invoice, as it was shown, without sending it yet. BIL-12 */
export const issueInvoice = (deps: Deps, by: By, invoiceId: string, shown?: string): Promise<Invoice> =>
  deps.transact(by, (work) =>
    asShown(work, { invoiceId, shown }, async () => issueLocked(work, await lockForAccounting(work, invoiceId, doing))),
  );

export const issueButton: Interaction = {
  id: 'invoice.issue',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: async (deps, id) => {
      const { prisma } = deps.db;
      const invoice = await standingInvoice(deps, id);
      const [lines, data] = await Promise.all([linesOf(prisma, invoice), writeShown(prisma, invoice, 'charges')]);
      return { invoice, lines, data };
    },
    form: ({ invoice, lines, data }) => issueForm(invoice, lines, data),
  }),
  submit: async ({ deps, by, data }) => {
    const { invoiceId, shown } = readShown(data);
    const { issued } = await issueInvoice(deps, by, invoiceId, shown);
    return saidOfInvoice(deps, invoiceId, `is issued as ${issued?.number}`);
  },
};
