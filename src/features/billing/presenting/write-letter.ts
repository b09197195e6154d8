import { FieldErrors, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { isEmail } from '../../../core/text/email.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { customerById, detailsOf } from '../../customers/index.ts';
import { paperLanguage } from '../../papers/index.ts';
import {
  addresseesOf,
  asidesOf,
  frozenOf,
  type Invoice,
  invoiceRef,
  linesOf,
  refuseDoubtful,
  refuseEnded,
} from '../invoices/index.ts';
import { checkDraft, type Draft, spread } from '../letters/index.ts';
import { type KeptPaper, keptPaper } from '../papers/index.ts';
import { sellerById } from '../sellers/index.ts';
import { type Bill, contentOf } from './letter.ts';
import { presentingPolicy } from './policy.ts';
import { insertLetter, type Purpose } from './store.ts';
import type { Occasion } from './words/letter-kinds.ts';

/** @throws Conflict, UserError for one that is not mailed: void, written off, in doubt, or numbered and sent elsewhere */
export const refuseOthers = (invoice: Invoice): void => {
  refuseEnded(invoice);
  refuseDoubtful(invoice);
  if (invoice.numbering === 'own') return;
  throw new UserError(
    `Invoice ${invoiceRef(invoice)} is numbered in the accounting system, which sends it. Mark it as sent with its number there.`,
  );
};

/** What a letter says of an invoice. @throws UserError where it is not issued here */
export const billOf = async (tx: Tx, invoice: Invoice): Promise<Bill> => {
  const [frozen, lines, addressees, details] = await Promise.all([
    frozenOf(tx, invoice.id),
    linesOf(tx, invoice),
    addresseesOf(tx, invoice),
    detailsOf(tx, invoice.customerId),
  ]);
  const seller = invoice.sellerId ? await sellerById(tx, invoice.sellerId) : undefined;
  if (!invoice.issued || !frozen || !seller)
    throw new UserError(`Invoice ${invoiceRef(invoice)} is not issued yet. Issue it first, then send it.`);
  return {
    invoice,
    number: invoice.issued.number,
    lines,
    seller: {
      ...seller,
      name: frozen.seller.name,
      iban: frozen.seller.iban ?? undefined,
      payUrl: frozen.seller.payUrl,
    },
    language: paperLanguage(frozen.customer.language),
    customer: frozen.customer.name,
    contact: details?.contactName ?? undefined,
    addressees,
  };
};

/** What the letter is about, by what the invoice waits for. ONB-4, ONB-5, ONB-7 */
export const occasionOf = async (contributions: Deps['contributions'], tx: Tx, invoice: Invoice): Promise<Occasion> => {
  if (invoice.state === 'paid') return 'paid';
  const asks = (await asidesOf(contributions, tx, [invoice])).get(invoice.id)?.letterAsks;
  return asks ?? (invoice.sent ? 'again' : 'bill');
};

/** The invoice as PDF: who writes a letter has had it printed before. @throws UserError */
const printedOf = async (tx: Tx, invoice: Invoice): Promise<KeptPaper> => {
  const paper = await keptPaper(tx, { type: 'invoice', id: invoice.id });
  if (!paper)
    throw new UserError(
      'Its PDF could not be made, so that nothing was sent. Try again in a moment; if it stays so, have an admin look for it in the log.',
    );
  return paper;
};

const attached = ({ name, hash }: KeptPaper) => [{ name, type: 'application/pdf', hash }];

/** Writes a letter with an invoice that this transaction has locked; it leaves after the commit. The caller decides who may. BIL-3, BIL-5 */
export const writeLetter = async (
  work: Work,
  bill: Bill,
  draft: Draft,
  { purpose, runId }: { readonly purpose: Purpose; readonly runId?: string },
): Promise<string> => {
  checkDraft(draft);
  const { invoice } = bill;
  const { id: invoiceId, customerId } = invoice;
  const { copies } = await work.policy(presentingPolicy);
  const letterId = newId();
  const recipients = spread(draft, copies).map((each) => ({ ...each, id: newId() }));
  const { subject, template } = draft;
  const paper = await printedOf(work.tx, invoice);
  const letter = { id: letterId, invoiceId, customerId, purpose, subject, sentBy: work.by.id, sentAt: work.now, runId };
  await insertLetter(work.tx, { ...letter, template, paper: paper.hash }, recipients);
  const content = contentOf(bill, draft, attached(paper));
  const about = { type: 'invoice', id: invoiceId };
  for (const { address } of recipients) work.post({ to: { mail: address }, content, letterId, about, customerId });
  work.audit({
    action: 'invoice.mailed',
    subject: invoice.subject,
    customerId,
    after: {
      invoice: invoiceId,
      number: invoiceRef(invoice),
      label: invoice.label,
      purpose,
      recipients: recipients.length,
      paper: paper.hash,
      ...(template ? { template: template.kind, version: template.version } : {}),
    },
  });
  return letterId;
};

/** Exactly the customer's letter, handed over for somebody else; nobody is told how it fares, and it presents nothing. BIL-3 */
export const writeTest = async (work: Work, bill: Bill, draft: Draft, address: string): Promise<void> => {
  if (!isEmail(address)) throw new FieldErrors({ test: 'Write your address, such as you@example.com.' });
  checkDraft(draft);
  work.post({
    to: { mail: address },
    content: contentOf(bill, draft, attached(await printedOf(work.tx, bill.invoice))),
    about: { type: 'invoice', id: bill.invoice.id },
    customerId: bill.invoice.customerId,
  });
};

/** The name of the customer, for sentences. */
export const nameOf = async (tx: Tx, customerId: string): Promise<string> =>
  (await customerById(tx, customerId))?.name ?? '';
