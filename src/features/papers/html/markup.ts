import { cleanText } from '../../../core/text/clean-text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that people wrote, safe between tags and within an attribute's quotes. Example: `<b>` is `&lt;b&gt;`. */
export const escapeHtml = (text: string): string =>
  cleanText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** The same, with its line ends. */
export const linesHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
