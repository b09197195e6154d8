/** Quotes as they are made and changed: what is shown before is what is stored. */
import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { addMonths, type Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { customerById, customersDay, holdCurrency } from '../../../customers/index.ts';
import { type Draft, previewDraft } from '../../invoices/index.ts';
import { issueDay, sellerById, takeNumber } from '../../sellers/index.ts';
import { taxCategories } from '../../taxes/index.ts';
import { articlesNamed } from '../lines/articles.ts';
import type { NewQuoteLine, QuoteLine } from '../lines/line.ts';
import { storeLines } from '../lines/line-store.ts';
import { codesIn, parseQuoteLines } from '../lines/typed-lines.ts';
import { redraw } from './change-quote.ts';
import { type Becomes, keepQuotes, type Quote, quoteKeepers, quoteName, quoteSubject, requireDraft } from './quote.ts';
import { insertQuote, lockQuote, quoteById, updateEntries } from './store.ts';

/** As it was typed: what is shown before it is made is read from it again when it is. */
export interface TypedQuote {
  readonly customerId: string;
  readonly label: string;
  readonly lines: string;
  readonly becomes: Exclude<Becomes, 'licenses'>;
  readonly validUntil: Day;
}

/** What a quote would say, with its lines as they are stored. */
export interface QuoteDraft extends Draft {
  readonly lines: readonly QuoteLine[];
}

/** A quote with these lines, each with its tax, without making it. BIL-14 @throws what `previewDraft` throws */
export const draftOfLines = async (
  tx: Tx,
  of: { readonly customerId: string; readonly lines: readonly NewQuoteLine[]; readonly seller?: string | undefined },
  today: Day,
): Promise<QuoteDraft> => {
  const draft = await previewDraft(tx, of, today);
  const lines = draft.lines.flatMap(({ net, tax }, at) => (of.lines[at] ? [{ ...of.lines[at], net, tax }] : []));
  return { ...draft, lines };
};

/** A day that has passed, or years ahead, was mistyped. @param today the customer's. @throws FieldErrors at `valid_until` */
export const requireValidity = (validUntil: Day, today: Day): void => {
  if (validUntil < today)
    throw new FieldErrors({ valid_until: 'This day has passed: nobody could accept it. Choose today or a later one.' });
  if (validUntil > addMonths(today, 12))
    throw new FieldErrors({ valid_until: 'Nobody keeps prices for longer than a year. Choose an earlier day.' });
};

/** What was typed, as it would be quoted. @throws FieldErrors at `lines` or `valid_until`; UserError; NotFound */
export const previewTyped = async (tx: Tx, typed: Omit<TypedQuote, 'label'>, now: Date): Promise<QuoteDraft> => {
  const [customer, categories] = await Promise.all([customerById(tx, typed.customerId), taxCategories(tx)]);
  if (!customer) throw new NotFound('customer');
  const { currency } = customer;
  const today = await customersDay(tx, customer.id, now);
  requireValidity(typed.validUntil, today);
  const articles = await articlesNamed(tx, codesIn(typed.lines), { currency, today });
  const lines = parseQuoteLines(typed.lines, { currency, categories, articles });
  return draftOfLines(tx, { customerId: customer.id, lines }, today);
};

const refuseChanged = (shown: string | undefined, draft: Draft): void => {
  if (shown === undefined || shown === `${draft.total.amount}`) return;
  throw new Conflict('Prices or taxes have changed since you were shown the quote. Open the form again, and check it.');
};

const facts = (label: string, draft: QuoteDraft, validUntil: Day): object => ({
  label,
  amount: formatMoney(draft.total),
  lines: draft.lines.map(({ quantity, description, net }) => `${quantity} × ${description}: ${formatMoney(net)}`),
  validUntil,
});

/** Writes a new quote with its number and its message. The caller decides who may, and has drafted it in this transaction. */
export const writeQuote = async (
  work: Work,
  input: Pick<Quote, 'customerId' | 'label' | 'becomes' | 'validUntil'> & {
    readonly terms?: object | undefined;
    readonly draft: QuoteDraft;
    /** Who asked for it. */
    readonly reason?: string | undefined;
  },
): Promise<Quote> => {
  const { draft, customerId, label, validUntil } = input;
  const id = newId();
  await holdCurrency(work, customerId, draft.currency);
  const seller = draft.sellerId ? await sellerById(work.tx, draft.sellerId) : undefined;
  const number =
    seller && (await takeNumber(work, { seller: seller.id, kind: 'quote', on: issueDay(seller, work.now) }));
  await insertQuote(work, { ...input, id, number });
  await storeLines(work.tx, id, draft.lines);
  const quote = await quoteById(work.tx, id);
  if (!quote) throw new Error('the quote was made and is not there');
  work.show({ kind: 'quote', subjectId: id }, { role: 'sales' });
  work.audit({
    action: 'quote.made',
    subject: quoteSubject(id),
    customerId,
    after: { number: quoteName(quote), ...facts(label, draft, validUntil) },
    reason: input.reason,
  });
  return quote;
};

/** Somebody makes a quote, as it was shown. @param typed `shown`: what it was shown to come to, minor units */
export const makeQuote = (
  deps: Deps,
  by: By,
  typed: TypedQuote & { readonly shown?: string | undefined },
): Promise<Quote> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const draft = await previewTyped(work.tx, typed, work.now);
    refuseChanged(typed.shown, draft);
    return writeQuote(work, { ...typed, draft });
  });

/** A draft is changed until it is sent; its number stays. @throws Conflict once it was sent */
export const changeQuote = (
  deps: Deps,
  by: By,
  typed: TypedQuote & { readonly quoteId: string; readonly shown?: string | undefined },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(quoteKeepers, keepQuotes);
    const quote = await lockQuote(work, typed.quoteId);
    requireDraft(quote);
    const { customerId, label: before } = quote;
    const draft = await previewTyped(work.tx, { ...typed, customerId }, work.now);
    refuseChanged(typed.shown, draft);
    const { label, becomes, validUntil } = typed;
    await updateEntries(work, quote.id, { label, becomes, validUntil, draft });
    await storeLines(work.tx, quote.id, draft.lines);
    work.audit({
      action: 'quote.changed',
      subject: quoteSubject(quote.id),
      customerId,
      before: {
        number: quoteName(quote),
        label: before,
        amount: formatMoney(quote.amount),
        validUntil: quote.validUntil,
      },
      after: { number: quoteName(quote), ...facts(label, draft, validUntil) },
    });
    redraw(work, quote.id);
  });
