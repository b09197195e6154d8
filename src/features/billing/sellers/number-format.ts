/**
 * How the numbers of issued documents are written. BIL-12: a series is of one seller, kind and year, so that a format names
 * both the year and the number, or two years would have the same numbers.
 */

export const documentKinds = ['invoice', 'credit_note', 'quote'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What a series begins with unless somebody says otherwise. */
export const usualFormats: Readonly<Record<DocumentKind, string>> = {
  invoice: 'INV-{year}-{number:5}',
  credit_note: 'CN-{year}-{number:5}',
  quote: 'Q-{year}-{number:5}',
};

/** Italy's e-invoice takes no more characters in a number. */
const longest = 20;

const numberMark = /\{number(?::([1-9]))?\}/g;

/**
 * The document's number as it is printed. A number that outgrows its width is written whole.
 *
 * Example: `INV-{year}-{number:5}`, 2026 and 42 give `INV-2026-00042`.
 * @param of `number`: 1 or more
 */
export const formatNumber = (format: string, of: { readonly year: number; readonly number: number }): string =>
  format
    .replaceAll('{year}', String(of.year))
    .replace(numberMark, (_mark, width: string | undefined) => String(of.number).padStart(Number(width ?? 1), '0'));

/**
 * Why this cannot be a format, and what to write; undefined when it can. BIL-12
 *
 * Example: `INV-{year}` gives “Put {number} where the number goes, …”.
 */
export const formatProblem = (format: string): string | undefined => {
  const example = `such as ${usualFormats.invoice}.`;
  const marks = format.match(numberMark) ?? [];
  if (marks.length === 0) return `Put {number} where the number goes, ${example}`;
  if (marks.length > 1) return `The number can stand in it once, ${example}`;
  if (!format.includes('{year}'))
    return `Put {year} into it, ${example} Numbers begin anew each year, and none may come twice.`;
  const rest = format.replaceAll('{year}', '').replace(numberMark, '');
  if (!/^[A-Za-z0-9 ./_-]*$/.test(rest))
    return `Besides {year} and {number}, or {number:5} for five digits, it can have letters, digits, blanks and . / _ - only.`;
  if (formatNumber(format, { year: 2026, number: 1 }).length > longest)
    return `Shorten it: a number has at most ${longest} characters.`;
  return undefined;
};

/** Two formats that could write the same number: they differ in its digits at most. */
export const areAlike = (one: string, other: string): boolean => {
  const plain = (format: string) => format.replace(numberMark, '{number}').toUpperCase();
  return plain(one) === plain(other);
};
