/**
 * Whether this is an international bank account number whose check digits are right (ISO 13616); blanks are no part of it.
 *
 * Example: `isIban('GB82 WEST 1234 5698 7654 32')` is true, with any one digit changed it is false.
 */
export const isIban = (text: string): boolean => {
  const plain = text.replaceAll(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  const moved = `${plain.slice(4)}${plain.slice(0, 4)}`;
  const digits = moved.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
};
