/** Numbers that Italian firms and people are known by: each carries its own check. PUR-14 */

/**
 * Whether this is an Italian VAT number (partita IVA): eleven digits, the last of which checks the others (Luhn); `IT` before it is no
 * part of it.
 *
 * Example: `isItalianVat('IT 00743110157')` is true, with any one digit changed it is false.
 */
export const isItalianVat = (text: string): boolean => {
  const digits = text.replaceAll(/\s/g, '').toUpperCase().replace(/^IT/, '');
  if (!/^\d{11}$/.test(digits) || /^0+$/.test(digits)) return false;
  const sum = [...digits].reduce((all, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** What a character counts at odd places, the first being one: digits, then letters. At even places it counts as itself. */
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
/** Letters that stand for digits where two people would have the same code. */
const digit = '[0-9LMNPQRSTUV]';
const personal = new RegExp(`^[A-Z]{6}${digit}{2}[ABCDEHLMPRST]${digit}{2}[A-Z]${digit}{3}[A-Z]$`);

const countOf = (character: string): number =>
  /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 'A'.charCodeAt(0);

/** The letter that checks the fifteen characters before it. */
const checkLetter = (code: string): string => {
  const sum = [...code].reduce((all, each, at) => all + (at % 2 === 0 ? (odd[countOf(each)] ?? 0) : countOf(each)), 0);
  return String.fromCharCode('A'.charCodeAt(0) + (sum % 26));
};

/**
 * Whether this is an Italian tax code (codice fiscale): of a person sixteen characters with a check letter, of a firm its eleven digits.
 *
 * Example: `isTaxCode('RSSMRA85T10A562S')` is true.
 */
export const isTaxCode = (text: string): boolean => {
  const code = text.replaceAll(/\s/g, '').toUpperCase();
  return personal.test(code)
    ? checkLetter(code.slice(0, 15)) === code[15]
    : isItalianVat(code) && !code.startsWith('IT');
};

/** Whether e-invoices can be sent to this code: seven letters and digits, six of a public body's office. Example: `0000000`. */
export const isRecipientCode = (text: string): boolean => /^[A-Z0-9]{6,7}$/.test(text.trim().toUpperCase());
