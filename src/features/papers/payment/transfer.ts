/** The text of a QR code that a bank's app makes a transfer of: EPC069-12, version 2, UTF-8. */
import type { Money } from '../../../core/money/money.ts';
import { isIban } from '../../../core/text/iban.ts';
import { clip } from '../../../core/text/text.ts';

const mostBytes = 331;
/** 999,999,999.99 euros. */
const mostCents = 99_999_999_999n;

const lineOf = (text: string): string => text.replace(/\s+/gu, ' ').trim();

export interface Transfer {
  readonly payee: string;
  readonly iban: string;
  readonly amount: Money;
  readonly reference: string;
}

/**
 * Undefined for what such a code cannot ask for: another currency than the euro, nothing at all, no IBAN. The payee is shortened to
 * 70 characters, the reference to 140, and further where all would be more than 331 bytes.
 *
 * Example: €1,234.50 to Acme: `BCD`, `002`, `1`, `SCT`, ``, `Acme`, `IT60…`, `EUR1234.50`, ``, ``, `INV-1`, a line each.
 */
export const transferText = ({ payee, iban, amount, reference }: Transfer): string | undefined => {
  const { amount: cents, currency } = amount;
  if (currency !== 'EUR' || cents <= 0n || cents > mostCents || !isIban(iban)) return undefined;
  const euros = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  const account = iban.replaceAll(/\s/g, '').toUpperCase();
  const textWith = (most: number): string =>
    [
      ...['BCD', '002', '1', 'SCT', '', clip(lineOf(payee), Math.min(70, most)), account, `EUR${euros}`, '', ''],
      clip(lineOf(reference), Math.min(140, most)),
    ].join('\n');
  const sizes = [140, 70, 50, 35];
  return sizes.map(textWith).find((text) => Buffer.byteLength(text) <= mostBytes);
};
