import { amountText, parseAmount } from '../../../../core/money/money.ts';
import type { NewItem } from '../../subscriptions/index.ts';

export type ParsedServices =
  | { readonly ok: true; readonly items: readonly NewItem[] }
  | { readonly ok: false; readonly error: string };

/**
 * Reads services as people list them, one on each line: `description | quantity | price of one a month`; the quantity may be
 * left out. Example: `Help desk | 10 | 45.00` is ten at $45.00 a month.
 * @returns the services, or a sentence that names the line and says how to write it
 */
export const parseServices = (text: string, currency: string): ParsedServices => {
  const items: NewItem[] = [];
  const lines = text.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const at = `Line ${index + 1}`;
    const [description = '', ...numbers] = line.split('|').map((part) => part.trim());
    const [quantityText, priceText] = numbers.length === 1 ? ['1', numbers[0]] : numbers;
    if (description === '' || quantityText === undefined || priceText === undefined || numbers.length > 2) {
      return { ok: false, error: `${at}: write description | quantity | price a month, such as Help desk | 10 | 45.` };
    }
    if (!/^[1-9]\d{0,5}$/.test(quantityText)) {
      return { ok: false, error: `${at}: the quantity must be a whole number from 1 to 999999.` };
    }
    const amount = parseAmount(priceText, currency);
    if (!amount.ok) return { ok: false, error: `${at}: ${amount.error}` };
    items.push({ description, quantity: Number(quantityText), unitAmount: amount.value });
  }
  return { ok: true, items };
};

/** The reverse, as a starting point to edit. */
export const servicesText = (items: readonly NewItem[]): string =>
  items.map((item) => `${item.description} | ${item.quantity} | ${amountText(item.unitAmount)}`).join('\n');
