import { cleanText, visibleText } from './clean-text.ts';

/** Whether there is nothing in it that `plainCell` would have to look at closely. */
const isPlain = (text: string): boolean => {
  const first = text.charCodeAt(0);
  if (first === 61 || first === 39) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
};

/**
 * A cell that is read by a machine (an id, an amount, a date, a word) without what nobody sees in it, and without what guards
 * it from spreadsheets, which take it for a number otherwise.
 *
 * Example: `="00123"`, `'00123` and `\u200b00123 ` are all `00123`.
 */
export const plainCell = (cell: string): string => {
  const text = cell.trim();
  if (isPlain(text)) return text;
  const visible = visibleText(text);
  const guarded = /^="(.*)"$/s.exec(visible)?.[1] ?? visible;
  return (guarded.startsWith("'") ? guarded.slice(1) : guarded).trim();
};

/** A cell that people read: their own marks stay, and only `="…"` is taken off. */
export const textCell = (cell: string): string => {
  const text = cleanText(cell);
  return text.charCodeAt(0) === 61 ? (/^="(.*)"$/s.exec(text)?.[1] ?? text).trim() : text;
};

/**
 * Whether a spreadsheet has written something else than the id: a number shortened to a few digits, in any locale, or what it
 * shows where it cannot show a number. Different ids become one.
 *
 * Example: `4.00218E+14`, `4,00218E+14`, `####`.
 */
export const isSpoiledId = (id: string): boolean =>
  /^[-+]?\d+(?:[.,٫]\d+)?E[-+]\d+$|^#(?:#+|N\/A|[A-Z]+[!?])$/i.test(id);
