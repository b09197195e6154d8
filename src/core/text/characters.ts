/** What single characters are. */

/** `0`–`9` for a digit of any script, full-width and the like included; undefined for anything else. */
export const digitOf = (code: number): string | undefined => {
  if (code < 128) return code > 47 && code < 58 ? String.fromCharCode(code) : undefined;
  const character = String.fromCodePoint(code);
  if (!/\p{N}/u.test(character)) return undefined;
  const plain = character.normalize('NFKC');
  if (/^\d$/.test(plain)) return plain;
  if (!isDecimal(code)) return undefined;
  // A script's ten digits follow one another, beginning with its zero.
  let before = 0;
  while (isDecimal(code - before - 1)) before++;
  return String(before % 10);
};

const isDecimal = (code: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(code));

/** Whether the character shows nothing at all: joiners, directions, variation selectors, soft hyphens, zero-width blanks. */
export const isInvisible = (code: number): boolean =>
  code > 127 && /\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(code));

export const isLetter = (code: number): boolean => {
  if (code < 128) return (code > 64 && code < 91) || (code > 96 && code < 123);
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
};
