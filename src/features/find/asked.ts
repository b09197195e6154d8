/** What somebody looks for, read once for all who find. WRK-2 */
import { minorDigits } from '../../core/money/money.ts';

export interface Asked {
  /** As it was written, without blanks at its ends. */
  readonly text: string;
  /** `P-17`, `p17`, `17`: a number, and whose it is where a letter says so. */
  readonly ref?: { readonly letter?: string | undefined; readonly number: number } | undefined;
  readonly email?: string | undefined;
  /** The digits of a telephone number, at least seven. */
  readonly phone?: string | undefined;
  readonly last4?: string | undefined;
  /** An amount as it was typed: `1,234.5` is 1234 and `5`. */
  readonly amount?: { readonly whole: string; readonly decimals: string } | undefined;
}

const refOf = (text: string): Asked['ref'] => {
  const found = /^([a-z])?-?#?(\d{1,9})$/i.exec(text);
  return found ? { letter: found[1]?.toUpperCase(), number: Number(found[2]) } : undefined;
};

const amountOf = (text: string): Asked['amount'] => {
  const found = /^[^\d.,-]{0,4}(\d{1,3}(?:[, ]\d{3})+|\d{1,12})(?:\.(\d{1,4}))?$/.exec(text);
  return found?.[1] ? { whole: found[1].replace(/\D/g, ''), decimals: found[2] ?? '' } : undefined;
};

const phoneOf = (text: string): string | undefined => {
  const digits = text.replace(/\D/g, '');
  return /^\+?[\d\s()./-]+$/.test(text) && digits.length >= 7 && digits.length <= 15 ? digits : undefined;
};

/** @param text without control characters, as the platform hands it over @returns undefined where nothing can be looked for by it */
export const readAsked = (typed: string): Asked | undefined => {
  const text = typed.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  return {
    text,
    ref: refOf(text),
    email: /^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : undefined,
    phone: phoneOf(text),
    last4: /^\d{4}$/.test(text) ? text : undefined,
    amount: amountOf(text),
  };
};

/** The number that is meant, where it may be one of these: `P-17` is a project's only, 17 anybody's. */
export const numberOf = ({ ref }: Asked, letter: string): number | undefined =>
  ref && (ref.letter === undefined || ref.letter === letter) && ref.number <= 2_147_483_647 ? ref.number : undefined;

/** How many decimals a currency can have: an amount is looked for as each. */
const everyDigits = [0, 2, 3, 4] as const;

const inMinor = ({ whole, decimals }: NonNullable<Asked['amount']>, digits: number): bigint | undefined =>
  decimals.length > digits ? undefined : BigInt(`${whole}${decimals.padEnd(digits, '0')}`);

/** What the amount may be in minor units, whatever the currency: for an index. */
export const minorsOf = ({ amount }: Asked): bigint[] =>
  amount ? everyDigits.flatMap((digits) => inMinor(amount, digits) ?? []) : [];

/** Whether it is the amount that was meant, in its own currency. */
export const isAmount = ({ amount: asked }: Asked, amount: bigint, currency: string): boolean =>
  asked !== undefined && inMinor(asked, minorDigits(currency)) === amount;
