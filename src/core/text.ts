const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text that people entered, made safe for Slack's mrkdwn (`& < >` are the only characters Slack asks to escape). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Shortens text to at most `max` UTF-16 units (which Slack's limits count), ending in `…`. Never cuts through a
 * character that people see as one, such as an emoji with a skin tone.
 *
 * Example: `clip('Onboarding', 6)` is `'Onboa…'`.
 */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  let kept = '';
  // A grapheme may be long, but not this long: segmenting a megabyte to keep 24 characters would be wasteful.
  for (const { segment } of graphemes.segment(text.slice(0, max * 2 + 64))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** `plural(1, 'invoice')` is `1 invoice`, `plural(3, 'invoice')` is `3 invoices`, `plural(0, 'entry', 'entries')` is `0 entries`. */
export function plural(count: number | bigint, one: string, many: string = `${one}s`): string {
  const isOne = count === 1 || count === 1n;
  return `${count.toLocaleString('en-US')} ${isOne ? one : many}`;
}

/**
 * A key as people read it. Example: `inWords('knowledge_transfer')` is `knowledge transfer`, `inWords('timeZone')` is
 * `time zone`, `inWords('start-billing')` is `start billing`.
 */
export function inWords(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase();
}
