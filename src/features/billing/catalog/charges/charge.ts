import { FieldErrors } from '../../../../core/errors.ts';
import { isCurrency } from '../../../../core/money/money.ts';
import { formatUnitPrice, parseUnitPrice, type UnitPrice, unitPriceText } from '../../../../core/money/unit-price.ts';
import type { Door } from '../../../../platform/slice/door.ts';
import type { ArticleFields } from '../articles/article.ts';

export const chargeDoor: Door = { subject: 'charge', opens: 'charge.open', button: 'Open charge' };

export interface ChargeFields extends ArticleFields {
  /** Every month, or once. */
  readonly isRecurring: boolean;
  readonly isProratable: boolean;
  /**
   * What is proposed where it is assigned, one for each currency; negative for a prepayment. Whoever assigns it copies the amount, so
   * that changing what is proposed changes nothing of what is assigned. CUS-4
   */
  readonly amounts: readonly UnitPrice[];
}

/** An additional charge. */
export interface Charge extends ChargeFields {
  readonly id: string;
  /** It is assigned to nobody any more; who has it keeps it. */
  readonly archivedAt?: Date | undefined;
  readonly version: number;
}

/** `$45.00, €40.00`. */
export const amountsText = (amounts: readonly UnitPrice[]): string =>
  amounts.map((each) => formatUnitPrice(each)).join(', ');

/** As the field takes it: `USD 45.00, EUR -40.00`. */
export const amountsEntry = (amounts: readonly UnitPrice[]): string =>
  amounts.map((each) => `${each.currency} ${unitPriceText(each)}`).join('\n');

/** @throws FieldErrors */
export const parseChargeAmount = (currency: string, amount: string, field = 'amount'): UnitPrice => {
  const code = currency.trim().toUpperCase();
  if (!isCurrency(code))
    throw new FieldErrors({ [field]: 'Write each amount with its currency, a line for each, such as USD 45.00.' });
  const parsed = parseUnitPrice(amount, code);
  if (!parsed.ok) throw new FieldErrors({ [field]: parsed.error });
  return parsed.value;
};

/**
 * Reads the field of a form, a line for each currency.
 *
 * Example: `USD -100` and `EUR 90.00` on two lines are minus $100.00 and €90.00.
 * @throws FieldErrors
 */
export const parseAmountsEntry = (entry: string): readonly UnitPrice[] => {
  const lines = entry.split(/[;\n]+/).map((line) => line.trim());
  const amounts = lines.filter(Boolean).map((line) => {
    const [, currency = '', amount = ''] = /^(\p{L}{3})\s*(.+)$/u.exec(line) ?? [];
    return parseChargeAmount(currency, amount, 'amounts');
  });
  const doubled = amounts.find(({ currency }, at) => amounts.findIndex((each) => each.currency === currency) !== at);
  if (doubled) throw new FieldErrors({ amounts: `${doubled.currency} stands there twice. Keep one.` });
  return amounts;
};
