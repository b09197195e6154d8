import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Head, Recipient, RecipientState, TemplateUsed } from '../letters/index.ts';

/** `bill`: it presents the invoice; `word`: it says something about one that was. */
export type Purpose = 'bill' | 'word';

export interface Letter {
  readonly id: string;
  readonly invoiceId: string;
  readonly purpose: string;
  readonly subject: string;
  readonly sentBy: string;
  readonly sentAt: Date;
  /** The version of the words that it was made from; none of letters of before there were templates. BIL-7 */
  readonly template?: TemplateUsed | undefined;
  /** The hash of the PDF that went with it. BIL-12 */
  readonly paper?: string | undefined;
  readonly recipients: readonly (Recipient & { readonly id: string })[];
}

const columns = {
  id: true,
  invoiceId: true,
  purpose: true,
  subject: true,
  sentBy: true,
  sentAt: true,
  template: true,
  templateVersion: true,
  paper: true,
  recipients: {
    select: { id: true, head: true, address: true, state: true, how: true },
    orderBy: { id: 'asc' },
  },
} as const;

type Row = Omit<Letter, 'recipients' | 'template' | 'paper'> & {
  readonly template: string | null;
  readonly templateVersion: number | null;
  readonly paper: string | null;
  readonly recipients: readonly {
    readonly id: string;
    readonly head: string;
    readonly address: string;
    readonly state: string;
    readonly how: string | null;
  }[];
};

// The columns are written by this store only, with these values.
const toLetter = ({ template, templateVersion, paper, ...row }: Row): Letter => ({
  ...row,
  ...(template !== null && templateVersion !== null ? { template: { kind: template, version: templateVersion } } : {}),
  paper: paper ?? undefined,
  recipients: row.recipients.map(({ head, state, how, ...rest }) => ({
    ...rest,
    head: head as Head,
    state: state as RecipientState,
    how: how ?? undefined,
  })),
});

export const insertLetter = async (
  tx: Tx,
  letter: Omit<Letter, 'recipients'> & { readonly customerId: string; readonly runId: string | undefined },
  recipients: readonly { readonly id: string; readonly head: Head; readonly address: string }[],
): Promise<void> => {
  const { template, runId, paper, ...row } = letter;
  await tx.invoiceLetter.create({
    data: {
      ...row,
      runId: runId ?? null,
      template: template?.kind ?? null,
      templateVersion: template?.version ?? null,
      paper: paper ?? null,
    },
  });
  await tx.invoiceLetterRecipient.createMany({ data: recipients.map((each) => ({ ...each, letterId: letter.id })) });
};

/** Latest first. */
export const lettersOf = async (
  tx: Tx,
  invoiceId: string,
  page: { readonly skip: number; readonly take: number },
): Promise<readonly Letter[]> => {
  const rows = await tx.invoiceLetter.findMany({
    where: { invoiceId },
    select: columns,
    orderBy: { id: 'desc' },
    ...page,
  });
  return rows.map(toLetter);
};

export const lettersByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly Letter[]> =>
  (await tx.invoiceLetter.findMany({ where: { id: { in: [...ids] } }, select: columns, orderBy: { id: 'asc' } })).map(
    toLetter,
  );

export const countLetters = (tx: Tx, invoiceId: string): Promise<number> =>
  tx.invoiceLetter.count({ where: { invoiceId } });

/** How it fared with one of them. */
export const noteFate = async (
  { tx, now }: Work,
  recipientId: string,
  { state, how }: { readonly state: RecipientState; readonly how: string },
): Promise<void> => {
  await tx.invoiceLetterRecipient.update({
    where: { id: recipientId },
    data: { state, how: how === '' ? null : how, at: now },
    select: { id: true },
  });
};

/**
 * Letters that present an invoice, were written before then, and none of those they are for has; each is said once.
 * @returns the letters' ids, oldest first
 */
export const lateLetters = async (tx: Tx, before: Date, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM invoice_letters l
    WHERE l.id IN (SELECT letter_id FROM invoice_letter_recipients WHERE state IN ('waiting', 'held') AND head = 'to')
      AND l.sent_at <= ${before} AND l.late_at IS NULL AND l.purpose = 'bill'
      AND NOT EXISTS (SELECT 1 FROM invoice_letter_recipients a WHERE a.letter_id = l.id AND a.head = 'to' AND a.state = 'accepted')
    ORDER BY l.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** @returns whether nobody was told before */
export const noteLate = async ({ tx, now }: Work, letterId: string): Promise<boolean> => {
  const { count } = await tx.invoiceLetter.updateMany({ where: { id: letterId, lateAt: null }, data: { lateAt: now } });
  return count > 0;
};

/** ALL-7 @returns how many values were erased */
export const eraseRecipients = async (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE invoice_letter_recipients r SET address = '(erased ' || r.id || ')', how = NULL
    FROM invoice_letters l WHERE l.id = r.letter_id AND l.customer_id = ${customerId}::uuid AND r.address NOT LIKE '(erased%'`;

/** The days on which invoices were issued. */
export interface SendingScope {
  readonly from: Day;
  readonly to: Day;
}

/** A page of invoices that are issued, wait to be presented by mail, and had no letter yet, by their ids. */
export const toSend = async (
  tx: Tx,
  { from, to, after, take }: SendingScope & { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM invoices i JOIN customers c ON c.id = i.customer_id
    WHERE i.presented_at IS NOT NULL AND (i.state IN ('draft', 'open') OR i.state = 'paid' AND (i.sent_at IS NULL OR i.filed_at IS NULL))
      AND i.issued_on BETWEEN ${from}::date AND ${to}::date AND i.number IS NOT NULL AND i.sent_at IS NULL
      AND i.in_doubt IS NULL AND c.presentation = 'mail'
      AND NOT EXISTS (SELECT 1 FROM invoice_letters l WHERE l.invoice_id = i.id)
      AND (${after ?? null}::uuid IS NULL OR i.id > ${after ?? null}::uuid)
    ORDER BY i.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** @param ref 12 of I-12 */
export const idOfRef = async (tx: Tx, ref: number): Promise<string | undefined> =>
  (await tx.invoice.findUnique({ where: { ref }, select: { id: true } }))?.id;
