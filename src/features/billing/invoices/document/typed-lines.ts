/** Lines as people type them: `description | quantity | price | tax category`. */
import { FieldErrors } from '../../../../core/errors.ts';
import { parseUnitPrice } from '../../../../core/money/unit-price.ts';
import type { NewLine } from './line.ts';

const mostQuantity = 1_000_000;

export type TypedLine = { readonly ok: true; readonly value: NewLine } | { readonly ok: false; readonly error: string };

/**
 * One typed line. The tax category may be left out where the table of taxes has only one.
 *
 * Example: `Hosting | 2 | 45.00 | services` in USD → 2 × Hosting at $45.00.
 * @returns the line, or a sentence that says what is wrong with it
 */
export const parseLine = (text: string, currency: string, categories: readonly string[]): TypedLine => {
  const [description = '', quantity = '', price = '', category, ...rest] = text.split('|').map((part) => part.trim());
  const wrong = (error: string): TypedLine => ({ ok: false, error: `“${text.trim()}”: ${error}` });
  if (rest.length > 0 || price === '' || description === '')
    return wrong('write description | quantity | price | tax category.');
  if (!/^\d{1,7}$/.test(quantity) || Number(quantity) < 1 || Number(quantity) > mostQuantity)
    return wrong('the quantity is a whole number, 1 or more.');
  const parsed = parseUnitPrice(price, currency);
  if (!parsed.ok) return wrong(parsed.error);
  const [only, ...others] = categories;
  const taxCategory = category?.toLowerCase() || (others.length === 0 ? only : undefined);
  if (!taxCategory || !categories.includes(taxCategory)) {
    return wrong(
      categories.length === 0
        ? 'there is no tax yet. Add one in `/bill setup`, with a rate of 0 if none is due.'
        : `end it with its tax category: ${categories.join(', ')}.`,
    );
  }
  return { ok: true, value: { description, quantity: Number(quantity), unitPrice: parsed.value, taxCategory } };
};

/** All lines of a field. @throws FieldErrors at `lines`, with the first line that is wrong */
export const parseLines = (text: string, currency: string, categories: readonly string[]): readonly NewLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const parsed = parseLine(line, currency, categories);
      if (!parsed.ok) throw new FieldErrors({ lines: parsed.error });
      return parsed.value;
    });
