import { cleanText } from '../../../core/text/clean-text.ts';

const longest = 20;
const every = 8;

/** A blank of no width: where a word may end up on the next line. */
const mayBreak = '\u200b';

/**
 * A clean text, whose words that no line may hold can be broken every few characters; what people read stays as it is.
 *
 * Example: of 10,000 digits none runs off the page; `Hart & Sons` is `Hart & Sons`.
 */
export const breakable = (text: string): string =>
  cleanText(text).replace(/\S{21,}/gu, (word) => (word.length > longest ? withBreaks(word) : word));

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const withBreaks = (word: string): string => {
  let broken = '';
  let count = 0;
  for (const { segment } of graphemes.segment(word)) {
    if (count > 0 && count % every === 0) broken += mayBreak;
    broken += segment;
    count += 1;
  }
  return broken;
};
