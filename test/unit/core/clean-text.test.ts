import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, typedText, visibleText } from '../../../src/core/text/clean-text.ts';
import { clip, clipMrkdwn, escapeMrkdwn } from '../../../src/core/text/text.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...['a', 'é', 'e\u0301', ' ', '\t', '\r\n', '\0', '\ud83d', '\udc69', '\u200b', '\u202e', '\u2066', '\ufeff'],
        ...[
          '👩🏽\u200d🚒',
          '❤\ufe0f',
          '1\ufe0f\u20e3',
          'می\u200cخواهم',
          '\u3164',
          '\u2800',
          '\u00ad',
          '&amp;',
          '<',
          '*',
          '`',
        ],
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

describe('DESIGN §8 text is clean once it is taken in', () => {
  test.each([
    ['NUL', 'AC\0ME', 'ACME'],
    ['half of a surrogate pair', 'ACME \ud83d', 'ACME'],
    ['zero-width blanks', 'AC\u200bME\ufeff', 'ACME'],
    ['overrides of direction', 'ACME \u202eknab\u202c \u2067x\u2069', 'ACME knab x'],
    ['joiners where nothing is joined', 'AC\u200d\u2060ME', 'ACME'],
    ['fillers and the blank of Braille', '\u3164\u2800\u115f', ''],
    ['accents written apart', 'Caffe\u0300', 'Caffè'],
    ['line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    [
      'emoji, which keep what holds them together',
      '👩🏽\u200d🚒 ❤\ufe0f 1\ufe0f\u20e3 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      '👩🏽\u200d🚒 ❤\ufe0f 1\ufe0f\u20e3 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    ],
    ['Persian and Hindi, which are spelled with joiners', 'می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
  ])('%s', (_, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('whatever comes, it is well-formed, clean already when it comes again, and a line has no line ends', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}|[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
        expect(cleanLine(text)).not.toMatch(/[\n\t]| {2}|^\s|\s$/);
      }),
    );
  });

  test('two texts that differ by what nobody sees compare alike', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('\u200b', '\u200c', '\u200d', '\ufe0f', '\u00ad', '\u202e', '\u2063'),
        fc.nat(60),
        (text, hidden, at) => {
          const characters = [...cleanLine(text)];
          const with_ = [...characters.slice(0, at), hidden, ...characters.slice(at)].join('');
          expect(visibleText(with_).normalize('NFC')).toBe(visibleText(characters.join('')).normalize('NFC'));
        },
      ),
    );
  });
});

describe('T29 what somebody typed is understood, whatever Slack made of it', () => {
  test.each([
    ['Hart &amp; Sons', 'Hart & Sons'],
    ['&lt;Acme&gt; &amp;amp;', '<Acme> &amp;'],
    ['*Larkspur Legal*', 'Larkspur Legal'],
    ['`P-17`', 'P-17'],
    ['```P-17```', 'P-17'],
    ['*_Hart &amp; Sons_*', 'Hart & Sons'],
    ['~old~ *P-17*, `C-1`', 'old P-17, C-1'],
    ['<mailto:jo@example.com|jo@example.com>', 'jo@example.com'],
    ['<https://example.com/a|example.com/a>', 'example.com/a'],
    ['<@U0SALES001> has it', '<@U0SALES001> has it'],
    // No formatting.
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
    ['*', '*'],
  ])('%j is %j', (text, typed) => {
    expect(typedText(text)).toBe(typed);
  });
});

describe('a cut never goes through what is seen as one', () => {
  const whole = fc.constantFrom('a', ' ', '&', '<', '>', '👩🏽\u200d🚒', '🇮🇹', 'e\u0301', '❤\ufe0f', '漢');

  test('a character', () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (parts, max) => {
        const text = clip(parts.join(''), max);
        expect(text.length).toBeLessThanOrEqual(max);
        if (text.endsWith('…')) {
          const kept = text.slice(0, -1);
          const starts = parts.map((_, count) => parts.slice(0, count).join('').trimEnd());
          expect(starts).toContain(kept);
        }
      }),
    );
  });

  test('T34 an entity, a mention, a date', () => {
    const parts = fc.array(
      fc.oneof(whole.map(escapeMrkdwn), fc.constantFrom('<@U0SALES001>', '<!date^1772442000^{date}|Mar 2>')),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 120 }), (all, max) => {
        const text = clipMrkdwn(all.join(''), max);
        expect(text.length).toBeLessThanOrEqual(max);
        expect(text.replace(/&(?:amp|lt|gt);|<[@!][^<>]*>/g, '')).not.toMatch(/[&<>]/);
        expect(text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});
