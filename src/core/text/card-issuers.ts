/** What card numbers look like: how networks' numbers begin, how long they are, and in which groups they are printed. */

const lengths = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Prefixes from one to another (equally long, the same first digit), and how many digits numbers with them have. Sources: decision 0021. */
const issuers: readonly (readonly [from: string, to: string, digits: readonly number[]])[] = [
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]],
  ['34', '34', [15]], // American Express
  ['37', '37', [15]],
  ['6011', '6011', lengths(16, 19)], // Discover
  ['644', '649', lengths(16, 19)],
  ['65', '65', lengths(16, 19)],
  ['300', '305', [14]], // Diners Club
  ['36', '36', [14]],
  ['38', '39', [14]],
  ['3528', '3589', lengths(16, 19)], // JCB
  ['62', '62', lengths(16, 19)], // UnionPay
  ['50', '50', lengths(13, 19)], // Maestro
  ['56', '59', lengths(13, 19)],
  ['6', '6', lengths(13, 19)],
  ['2200', '2204', lengths(16, 19)], // Mir
  ['81', '82', [16]], // RuPay
  ['9792', '9792', [16]], // Troy
];

const issuersOf = new Map<string, typeof issuers>(
  [...'0123456789'].map((first) => [first, issuers.filter(([from]) => from.startsWith(first))]),
);

/** Whether a network issues numbers that begin so and are that long. */
export const isIssued = (digits: string): boolean =>
  (issuersOf.get(digits.charAt(0)) ?? []).some(([from, to, allowed]) => {
    const prefix = digits.slice(0, from.length);
    return prefix >= from && prefix <= to && allowed.includes(digits.length);
  });

/** As cards are printed, and as people copy them. */
const groupings = new Set(['4-4-4-4', '4-6-5', '4-6-4', '4-5-6', '4-4-5', '4-4-4-4-3', '4-4-4-4-2', '4-3-3-3', '6-13']);
const mostGroups = 5;

/**
 * Whether the digits stand in such groups; then they are taken for a card of whatever network. Not a row of years ("2024, 2025,
 * 2026, 2027"), nor what begins with 0, as no card does.
 */
export const isCardGrouping = (digits: string, sizes: readonly number[]): boolean =>
  sizes.length <= mostGroups &&
  !digits.startsWith('0') &&
  groupings.has(sizes.join('-')) &&
  !/^(?:(?:19|20)\d\d)+$/.test(digits);

/** The check that every card number passes: each second digit from the right is doubled; all of them add up to a multiple of 10. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(at) - 48;
    const isDoubled = (digits.length - at) % 2 === 0;
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
};
