import { Conflict, NotFound } from '../../../../core/errors.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import { Prisma, type Quote as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Totals } from '../../taxes/index.ts';
import type { Becomes, Quote, QuoteState } from './quote.ts';

const columns = columnsOf(Prisma.QuoteScalarFieldEnum);
const columnsOfQ = columnsOf(Prisma.QuoteScalarFieldEnum, 'q');

const toQuote = (row: Row): Quote => {
  const { currency } = row;
  return {
    id: row.id,
    ref: row.ref,
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.sellerId === null ? {} : { sellerId: row.sellerId }),
    customerId: row.customerId,
    label: row.label,
    // Both are written by this store only.
    becomes: row.becomes as Becomes,
    state: row.state as QuoteState,
    terms: row.terms,
    net: { amount: row.net, currency },
    tax: { amount: row.tax, currency },
    amount: { amount: row.amount, currency },
    validUntil: fromDbDate(row.validUntil),
    ...(row.sentOn && row.sentBy && row.sentAt
      ? { sent: { on: fromDbDate(row.sentOn), how: row.sentHow ?? '', by: row.sentBy, at: row.sentAt } }
      : {}),
    ...(row.endedBy && row.endedAt
      ? { ended: { by: row.endedBy, at: row.endedAt, ...(row.endReason ? { reason: row.endReason } : {}) } }
      : {}),
    ...(row.projectId === null ? {} : { projectId: row.projectId }),
    madeBy: row.madeBy,
    madeAt: row.madeAt,
  };
};

export const quoteById = async (tx: Tx, id: string): Promise<Quote | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM quotes WHERE id = ${id}::uuid`);
  return row && toQuote(row);
};

export const quotesByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly Quote[]> => {
  const rows = await asModel<Row>(
    tx.$queryRaw`SELECT ${columns} FROM quotes WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id`,
  );
  return rows.map(toQuote);
};

/** Locks quotes in the order of their ids, before the subscriptions and invoices that are of them. */
export const lockQuotes = async (work: Work, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0)
    await work.tx.$queryRaw`SELECT id FROM quotes WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
};

/** Locks it until the transaction ends, and reads it. @throws NotFound */
export const lockQuote = async (work: Work, id: string): Promise<Quote> => {
  await lockQuotes(work, [id]);
  const quote = await quoteById(work.tx, id);
  if (!quote) throw new NotFound('quote');
  return quote;
};

/** A customer's, latest first. */
export const quotesOfCustomer = async (
  tx: Tx,
  customerId: string,
  { skip, take }: PageOfRows,
): Promise<readonly Quote[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM quotes WHERE customer_id = ${customerId}::uuid ORDER BY id DESC LIMIT ${take} OFFSET ${skip}`);
  return rows.map(toQuote);
};

const mostNamed = 10;

/** Those that are called so: by the seller's number, or `Q-12`. */
export const quotesNamed = async (tx: Tx, text: string): Promise<readonly Quote[]> => {
  const [, digits] = /^Q-(\d{1,9})$/i.exec(text) ?? [];
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM quotes
    WHERE number = ANY(${[text, text.toUpperCase()]}::text[]) OR number IS NULL AND ref = ${digits ? Number(digits) : null}::int
    ORDER BY id DESC LIMIT ${mostNamed}`);
  return rows.map(toQuote);
};

/** Those that wait for the customer's answer, the first to expire first. */
export const unansweredQuotes = async (tx: Tx, take: number): Promise<readonly Quote[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM quotes WHERE state = 'sent' ORDER BY valid_until, id LIMIT ${take}`);
  return rows.map(toQuote);
};

/** Those whose last day is over where the customer is, and that nobody answered. */
export const overdueQuotes = async (tx: Tx, now: Date, take: number): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT q.id FROM quotes q JOIN customers c ON c.id = q.customer_id
    WHERE q.state = 'sent' AND q.valid_until < (${now}::timestamptz AT TIME ZONE c.time_zone)::date
    ORDER BY q.valid_until, q.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};

/** Accepted ones of a kind whose invoice is neither paid nor void, the longest accepted first. BIL-10 */
export const acceptedUnsettled = async (tx: Tx, becomes: Becomes): Promise<readonly Quote[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columnsOfQ} FROM invoices i JOIN quotes q ON q.id = i.subject_id
    WHERE i.subject_type = 'quote' AND i.state IN ('draft', 'open') AND q.state = 'accepted' AND q.becomes = ${becomes}
    ORDER BY q.ended_at, q.id`);
  return rows.map(toQuote);
};

export interface QuoteEntries {
  readonly label: string;
  readonly becomes: Becomes;
  readonly validUntil: Day;
  readonly terms?: object | undefined;
  readonly draft: Totals & { readonly sellerId?: string | undefined };
}

const columnsOfEntries = ({ label, becomes, validUntil, terms, draft }: QuoteEntries) => ({
  label,
  becomes,
  validUntil: toDbDate(validUntil),
  ...(terms ? { terms } : {}),
  currency: draft.total.currency,
  net: draft.net.amount,
  tax: draft.tax.amount,
  amount: draft.total.amount,
});

export const insertQuote = async (
  work: Work,
  input: QuoteEntries & { readonly id: string; readonly customerId: string; readonly number: string | undefined },
): Promise<void> => {
  await work.tx.quote.create({
    data: {
      id: input.id,
      customerId: input.customerId,
      number: input.number ?? null,
      sellerId: input.draft.sellerId ?? null,
      ...columnsOfEntries(input),
      madeBy: work.by.id,
      madeAt: work.now,
    },
    select: { id: true },
  });
};

/** Of a locked draft. */
export const updateEntries = async (work: Work, id: string, entries: QuoteEntries): Promise<void> => {
  await work.tx.quote.update({ where: { id }, data: columnsOfEntries(entries), select: { id: true } });
};

export const markSent = async (
  work: Work,
  id: string,
  sent: { readonly on: Day; readonly how: string },
): Promise<void> => {
  const { count } = await work.tx.quote.updateMany({
    where: { id, state: 'draft' },
    data: { state: 'sent', sentOn: toDbDate(sent.on), sentHow: sent.how, sentBy: work.by.id, sentAt: work.now },
  });
  if (count === 0) throw new Conflict('Somebody sent this quote just now.');
};

/** @throws Conflict where it is no longer in the state that it was read in */
export const endQuote = async (
  work: Work,
  quote: Pick<Quote, 'id' | 'state'>,
  state: Exclude<QuoteState, 'draft' | 'sent'>,
  reason: string | undefined,
): Promise<void> => {
  const { count } = await work.tx.quote.updateMany({
    where: { id: quote.id, state: quote.state },
    data: { state, endedBy: work.by.id, endedAt: work.now, endReason: reason ?? null },
  });
  if (count === 0) throw new Conflict('Somebody was first: open the quote again to see what became of it.');
};

/** @returns false when an onboarding came of it already */
export const linkProject = async (work: Work, id: string, projectId: string): Promise<boolean> => {
  const { count } = await work.tx.quote.updateMany({
    where: { id, state: 'accepted', projectId: null },
    data: { projectId },
  });
  return count === 1;
};

export const quoteOfProject = async (tx: Tx, projectId: string): Promise<Quote | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM quotes WHERE project_id = ${projectId}::uuid`);
  return row && toQuote(row);
};

/** ALL-10: what keeps a customer in its currency, if anything of this kind does. */
export const quotedIn = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM quotes WHERE customer_id = ${customerId}::uuid AND state IN ('draft', 'sent', 'accepted')) AS found`;
  return row?.found ? 'a quote' : undefined;
};

/** Those that can be accepted still, or will be. */
export const countStanding = (tx: Tx): Promise<number> =>
  tx.quote.count({ where: { state: { in: ['draft', 'sent'] } } });

/** Those without an answer whose last day is a day or before. */
export const countEnding = (tx: Tx, until: Day): Promise<number> =>
  tx.quote.count({ where: { state: 'sent', validUntil: { lte: toDbDate(until) } } });

/** As it was before it ended, or was sent. @throws Conflict where it is no longer in the state that it was read in */
export const reopenQuote = async (
  work: Work,
  quote: Pick<Quote, 'id' | 'state'>,
  state: Extract<QuoteState, 'draft' | 'sent'>,
): Promise<void> => {
  const { count } = await work.tx.quote.updateMany({
    where: { id: quote.id, state: quote.state },
    data: {
      state,
      endedBy: null,
      endedAt: null,
      endReason: null,
      ...(state === 'draft' ? { sentOn: null, sentHow: null, sentBy: null, sentAt: null } : {}),
    },
  });
  if (count === 0) throw new Conflict('Somebody was first: open the quote again to see what became of it.');
};
