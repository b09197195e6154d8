/** A quote's lines as people type them: `CODE | quantity` of the catalog, or `description | quantity | price | tax category`. */
import { FieldErrors } from '../../../../core/errors.ts';
import { parseUnitPrice, type UnitPrice, unitPriceText } from '../../../../core/money/unit-price.ts';
import { plural } from '../../../../core/text/text.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { parseLine } from '../../invoices/index.ts';
import type { NewQuoteLine, QuoteLine } from './line.ts';

/** A plan or charge as a line takes it. */
export interface Article {
  readonly kind: 'plan' | 'charge';
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly account?: string | undefined;
  readonly taxCategory: string;
  /** The list's price, or the usual amount; none in this currency. */
  readonly price?: UnitPrice | undefined;
  readonly per: PeriodMonths | 'once';
  readonly isArchived: boolean;
}

export interface Typing {
  readonly currency: string;
  /** Of the table of taxes. */
  readonly categories: readonly string[];
  /** By code, in capital letters. */
  readonly articles: ReadonlyMap<string, Article>;
}

type TypedLine = { readonly ok: true; readonly value: NewQuoteLine } | { readonly ok: false; readonly error: string };

const mostLines = 30;
const mostQuantity = 1_000_000;

const partsOf = (line: string): readonly string[] => line.split('|').map((part) => part.trim());

/** Each line that is not blank. */
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

const codeOf = (line: string): string => (partsOf(line)[0] ?? '').toUpperCase();

/** What may be codes of the catalog. */
export const codesIn = (text: string): readonly string[] => [...new Set(linesOf(text).map(codeOf))].slice(0, mostLines);

const articleLine = (article: Article, line: string, { currency, categories }: Typing): TypedLine => {
  const wrong = (error: string): TypedLine => ({ ok: false, error: `“${line.trim()}”: ${error}` });
  const [, quantity = '', price = '', category = '', ...rest] = partsOf(line);
  const { kind, id, code, name: description, account, per } = article;
  if (article.isArchived)
    return wrong(`${code} has left the catalog. Take the line out, or offer ${code} again in its window first.`);
  if (rest.length > 0)
    return wrong('write code | quantity, and where they differ from the catalog | price | tax category.');
  if (!/^\d{1,7}$/.test(quantity) || Number(quantity) < 1 || Number(quantity) > mostQuantity)
    return wrong('the quantity is a whole number, 1 or more.');
  const own = price === '' ? undefined : parseUnitPrice(price, currency);
  if (own && !own.ok) return wrong(own.error);
  const unitPrice = own?.value ?? article.price;
  if (!unitPrice) return wrong(`${code} has no price in ${currency}. Write one behind the quantity.`);
  const taxCategory = category.toLowerCase() || article.taxCategory;
  if (category !== '' && !categories.includes(taxCategory))
    return wrong(`its tax category is one of ${categories.join(', ')}.`);
  const sold = { kind, id, code };
  return {
    ok: true,
    value: { article: sold, description, quantity: Number(quantity), unitPrice, account, taxCategory, per },
  };
};

/**
 * One typed line. Price and tax category of an article may be left out: the catalog has them.
 *
 * Example: `HOST-S | 5` → five of that plan at the list's price; `Migration | 1 | 500.00 | services` as on an invoice.
 * @returns the line, or a sentence that says what is wrong with it
 */
export const parseQuoteLine = (line: string, typing: Typing): TypedLine => {
  const article = typing.articles.get(codeOf(line));
  if (article) return articleLine(article, line, typing);
  const [, , price = ''] = partsOf(line);
  if (price === '') {
    return {
      ok: false,
      error: `“${line.trim()}”: the catalog has no such code. Write code | quantity, or description | quantity | price | tax category.`,
    };
  }
  const typed = parseLine(line, typing.currency, typing.categories);
  return typed.ok ? { ok: true, value: { ...typed.value, per: 'once' } } : typed;
};

/** All lines of a field. @throws FieldErrors at `lines`, with the first line that is wrong */
export const parseQuoteLines = (text: string, typing: Typing): readonly NewQuoteLine[] => {
  const lines = linesOf(text);
  if (lines.length > mostLines)
    throw new FieldErrors({ lines: `These are ${plural(lines.length, 'line')}. A quote has ${mostLines} at most.` });
  return lines.map((line) => {
    const parsed = parseQuoteLine(line, typing);
    if (!parsed.ok) throw new FieldErrors({ lines: parsed.error });
    return parsed.value;
  });
};

/** As they are typed, to be changed: what `parseQuoteLines` reads back. */
export const linesText = (lines: readonly QuoteLine[]): string =>
  lines
    .map(({ article, description, quantity, unitPrice, taxCategory }) =>
      [article?.code ?? description, quantity, unitPriceText(unitPrice), taxCategory].join(' | '),
    )
    .join('\n');
