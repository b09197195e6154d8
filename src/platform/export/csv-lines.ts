import Papa from 'papaparse';

/**
 * What a spreadsheet may take for a formula, also behind blanks, in full-width letters and over several lines.
 *
 * Example: `=1+1` is written `'=1+1`.
 */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/u;

/** A text that a spreadsheet shows as it is. Figures are none: −1.00 begins like a formula. */
export const guardedCell = (text: string): string => (formula.test(text) ? `'${text}` : text);

const isGuarded = (cell: unknown): boolean =>
  typeof cell === 'string' && cell.startsWith("'") && formula.test(cell.slice(1));

/** Rows as lines of CSV, the last one ended. Texts that people entered must come guarded; those stand in quotes. */
export const csvLines = (rows: readonly (readonly (string | null)[])[]): string =>
  `${Papa.unparse(
    rows.map((row) => [...row]),
    { header: false, newline: '\n', quotes: isGuarded },
  )}\n`;
