const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text that people entered, made safe for Slack's mrkdwn (`& < >` are the only characters Slack asks to escape). */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Shortens text to at most `max` UTF-16 units (which Slack's limits count), ending in `…`. Never cuts through a
 * character that people see as one, such as an emoji with a skin tone.
 *
 * Example: `clip('Onboarding', 6)` is `'Onboa…'`.
 */
export const clip = (text: string, max: number): string => (text.length <= max ? text : cut(pieces(text, max), max));

/**
 * The same for mrkdwn: never cuts within `&amp;`, nor within a mention, a date or a link.
 *
 * Example: `clipMrkdwn('Hart &amp; Sons', 9)` is `'Hart…'`.
 */
export const clipMrkdwn = (text: string, max: number): string =>
  text.length <= max ? text : cut(mrkdwnPieces(text, max), max);

/** What people see as one character each. A megabyte is not looked at to keep 24 of them. */
function* pieces(text: string, max: number): Generator<string> {
  for (const { segment } of graphemes.segment(text.slice(0, max * 2 + 64))) yield segment;
}

function* mrkdwnPieces(text: string, max: number): Generator<string> {
  const parts = text.slice(0, max * 2 + 64).split(/(&(?:amp|lt|gt);|<[^<>]*>)/);
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) yield part;
    else yield* pieces(part, max);
  }
}

const cut = (from: Iterable<string>, max: number): string => {
  if (max < 1) return '';
  let kept = '';
  for (const piece of from) {
    if (kept.length + piece.length > max - 1) break;
    kept += piece;
  }
  return `${kept.trimEnd()}…`;
};

/** `plural(1, 'invoice')` is `1 invoice`, `plural(3, 'invoice')` is `3 invoices`, `plural(0, 'entry', 'entries')` is `0 entries`. */
export const plural = (count: number | bigint, one: string, many: string = `${one}s`): string => {
  const isOne = count === 1 || count === 1n;
  return `${count.toLocaleString('en-US')} ${isOne ? one : many}`;
};

/**
 * A key as people read it. Example: `inWords('knowledge_transfer')` is `knowledge transfer`, `inWords('timeZone')` is
 * `time zone`, `inWords('start-billing')` is `start billing`.
 */
export const inWords = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase();
