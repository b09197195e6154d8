import { cleanText } from '../../../core/text/clean-text.ts';
import { clip } from '../../../core/text/text.ts';
import type { HttpRequest } from '../../../platform/http/route.ts';

/** A form of a page as it was sent. */
export interface SentForm {
  /** Which form. */
  readonly what: string;
  /** Made when the page was drawn: the same form sent twice has one effect. */
  readonly once: string;
  readonly text: (name: string) => string;
  /** As it was called where it came from, without its folder; undefined where none was chosen. */
  readonly file: (name: string) => Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;
}

const isOnce = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const types = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** @returns undefined for what is no form of a page */
export const readSentForm = async ({ headers, body }: HttpRequest): Promise<SentForm | undefined> => {
  const type = headers['content-type'] ?? '';
  if (!types.test(type)) return undefined;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined);
  if (!form) return undefined;
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? cleanText(value) : '';
  };
  const file: SentForm['file'] = async (name) => {
    const value = form.get(name);
    if (value === null || typeof value === 'string' || (value.name === '' && value.size === 0)) return undefined;
    const called = cleanText(value.name.replace(/^.*[\\/]/, ''))
      .replace(/\s+/g, ' ')
      .trim();
    return { name: clip(called || 'file', 200), bytes: new Uint8Array(await value.arrayBuffer()) };
  };
  const once = text('once');
  return isOnce(once) ? { what: text('what'), once, text, file } : undefined;
};
