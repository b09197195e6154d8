/**
 * Text as it is taken in, whatever it comes by: forms, commands, replies, files. What nobody can see is taken out here and
 * nowhere else, so that no two texts differ by it and nothing turns the direction in which others are read. DESIGN §8
 */

const plainLine = /^[!-~]+(?: [!-~]+)*$/;
const unseen = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** An emoji is made of several characters, some of which are invisible by themselves: keycaps, flags, families. */
const emoji =
  /[0-9#*]\ufe0f?\u20e3|\u{1f3f4}[\u{e0020}-\u{e007f}]+|\p{ExtPict}[\ufe0f\p{EMod}]?(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]?)*/u;
/** Persian, Hindi and others are spelled with joiners. */
const joiner = /(?<=[\p{L}\p{M}])(?<![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])[\u200c\u200d](?=\p{L})/u;
const keptOrUnseen = new RegExp(`(${emoji.source}|${joiner.source})|${unseen.source}`, 'gu');

const withoutUnseen = (text: string): string => text.replace(keptOrUnseen, (_, kept: string | undefined) => kept ?? '');

/**
 * One way of writing each character (NFC); no NUL and no other control character but tabs and line ends, which become `\n`; no half
 * of a surrogate pair; nothing invisible (zero-width characters, overrides of direction); no blanks around it.
 *
 * Example: `cleanText(' pay\u202eee\0\r\n')` is `payee`.
 */
export const cleanText = (text: string): string => {
  if (plainLine.test(text)) return text;
  const seen = text
    .replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, '\n')
    // Alone, a half of a pair is \p{Cs}.
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
    // The blank of Braille looks like one.
    .replaceAll('\u2800', ' ');
  return withoutUnseen(seen).normalize('NFC').trim();
};

/** A clean text in one line: whatever blanks and line ends it has are single blanks. Example: `cleanLine('Hart\t &\n Sons')` is `Hart & Sons`. */
export const cleanLine = (text: string): string =>
  plainLine.test(text) ? text : cleanText(text).replace(/\s+/gu, ' ');

/** For comparing: without what stays invisible in a clean text too, such as the joiners within an emoji. */
export const visibleText = (text: string): string => cleanLine(text.replace(unseen, ''));

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Slack hands `& < >` over as entities. Undone once: who typed `&amp;` means it. */
export const unescapeMrkdwn = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);

/** Bold, italic, struck or code: marks around words, on both sides alike. */
const formatted = /(^|[^\p{L}\p{N}*_~`])([*_~]|`{1,3})(?=\S)((?:(?!\2).)*?\S)\2(?![\p{L}\p{N}*_~`])/gsu;
/** Slack makes links of what looks like an address: `<mailto:jo@example.com|jo@example.com>`. Mentions are none. */
const linked = /<(?:mailto:|tel:)?([^@#!|>\s][^|>\s]*)(?:\|([^>]+))?>/g;

/**
 * What somebody typed, from the text that Slack hands over: entities undone once, links as they were written, and without the
 * formatting of what was pasted.
 *
 * Example: `typedText('*Hart &amp; Sons*')` is `Hart & Sons`.
 */
export const typedText = (text: string): string => {
  let plain = text.replace(linked, (_, target: string, shown: string | undefined) => shown ?? target);
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(formatted, '$1$3');
  }
  return cleanText(unescapeMrkdwn(plain));
};
