import { type Day, parseDay } from '../../core/calendar.ts';

export interface Confirmation {
  /** The new expiry date, when the reply names one. */
  readonly on?: Day;
}

const trailing = /[\s.,;:!?…]+$/u;

/**
 * Whether a thread reply confirms: its whole text, apart from blanks around it, letter case and trailing punctuation,
 * is one of the words, or one of the words and a date (YYYY-MM-DD). Anything else is conversation. COL-5
 *
 * Examples: `Done!` and `done 2027-03-01` confirm; `not done` and `done with lunch` do not.
 */
export const readConfirmation = (text: string, words: readonly string[]): Confirmation | undefined => {
  const whole = normal(text.replace(trailing, ''));
  const known = new Set(words.map((word) => normal(word.replace(trailing, ''))));
  if (known.has(whole)) return {};
  const parts = /^(.+?) (\d{4}-\d{2}-\d{2})$/u.exec(whole);
  const on = parts?.[2] === undefined ? undefined : parseDay(parts[2]);
  return parts?.[1] !== undefined && on && known.has(parts[1]) ? { on } : undefined;
};

const normal = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
