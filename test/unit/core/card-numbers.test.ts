import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { containsCardNumber, scrub } from '../../../src/core/text/card-numbers.ts';

/** The digits with their Luhn check digit. */
const withCheck = (body: string): string => {
  const total = [...body].reverse().reduce((sum, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return sum + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return `${body}${(10 - (total % 10)) % 10}`;
};

/** Numbers as networks issue them. */
const cards = fc
  .constantFrom(
    ...([
      ['4', 13],
      ['4', 16],
      ['4', 19],
      ['51', 16],
      ['55', 16],
      ['2221', 16],
      ['2720', 16],
      ['34', 15],
      ['37', 15],
      ['6011', 16],
      ['6011', 19],
      ['644', 16],
      ['65', 17],
      ['300', 14],
      ['305', 14],
      ['36', 14],
      ['39', 14],
      ['3528', 16],
      ['3589', 19],
      ['62', 18],
      ['50', 13],
      ['6304', 19],
      ['2200', 16],
      ['9792', 16],
    ] as const),
  )
  .chain(([prefix, length]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), {
        minLength: length - prefix.length - 1,
        maxLength: length - prefix.length - 1,
      })
      .map((rest) => withCheck(`${prefix}${rest.join('')}`)),
  );

/** Between groups: blanks, dashes, marks and line ends as people and programs write them. */
const separators = fc.constantFrom(
  ...[' ', '  ', '-', ' - ', '.', '/', ',', ', ', '\t', '\n', '\r\n', '|', '_', ':', '*', '\u00a0', '\u2009', '\u202f'],
  ...['\u3000', '\u2010', '\u2011', '\u2013', '\u2014', '\u2212', '\uff0d', '\u00b7', '\u2028'],
);

/** The same digits in another script. */
const zeros = [0x30, 0xff10, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1090, 0x1d7ce, 0x1d7d8, 0x1d7f6, 0x1e950];
const digits = fc
  .constantFrom(...zeros)
  .map((zero) => (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))));

const grouped = (digits: string, sizes: readonly number[], between: readonly string[]): string => {
  let at = 0;
  return sizes
    .map((size, index) => {
      at += size;
      return `${index > 0 ? between[index - 1] : ''}${digits.slice(at - size, at)}`;
    })
    .join('');
};

describe('DESIGN §8 a card number is found', () => {
  test.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111.1111.1111.1111',
    '4111/1111/1111/1111',
    '4111,1111,1111,1111',
    '4111  1111  1111  1111',
    '4111\t1111\t1111\t1111',
    '4111 1111\r\n1111 1111',
    '4111\u00a01111\u00a01111\u00a01111',
    '4111\u20091111\u20091111\u20091111',
    '４１１１１１１１１１１１１１１１',
    '٤١١١ ١١١١ ١١١١ ١١١١',
    '4111\u200b1111\u200b1111\u200b1111',
    '41\u200d11 1111 1111 1111',
    '*4111* *1111* *1111* *1111*',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '3782 822463 10005',
    'number:4222222222222,',
    'x4111111111111111y',
    '12 4111 1111 1111 1111 99',
    '6304000000000000000',
    '+4111111111111111',
  ])('%j', (text) => {
    expect(containsCardNumber(text)).toBe(true);
  });

  test('in every script and with the same mark between whatever groups', () => {
    fc.assert(
      fc.property(
        cards,
        fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }),
        separators,
        digits,
        (card, cuts, separator, inScript) => {
          const text = [...card].map((digit, index) => (index > 0 && cuts[index] ? separator + digit : digit)).join('');
          expect(containsCardNumber(`card ${inScript(text)}.`)).toBe(true);
          expect(scrub(`card ${inScript(text)}.`)).toBe('card [card number removed].');
        },
      ),
    );
  });

  test('of any network, where it stands in the groups of a card, with whatever marks between them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 5, 6], [4, 4, 5], [4, 4, 4, 4, 3], [6, 13]),
        fc.stringMatching(/^[3-9]\d{18}$/),
        fc.array(separators, { minLength: 4, maxLength: 4 }),
        (sizes, body, between) => {
          const length = sizes.reduce((a, b) => a + b, 0);
          expect(containsCardNumber(grouped(withCheck(body.slice(0, length - 1)), sizes, between))).toBe(true);
        },
      ),
    );
  });
});

describe('DESIGN §8 what is no card number is left alone', () => {
  test.each([
    '4111111111111112',
    '411111111111',
    '0000000000000000',
    '41111111111111111111',
    // Times in milliseconds, microseconds and nanoseconds.
    withCheck('177235920001'),
    withCheck('177235920001234'),
    withCheck('177235920001234567'),
    '1700000000.000100',
    // Grouped otherwise than any card, with different marks: days, times, amounts, telephone numbers.
    '2026-03-02 2026-03-03',
    '6/15/2026 - 12/31/2026',
    '512.50, 4,800.00, 120.75',
    '2023/2024/2025/2026',
    '+49 1512 3456789',
    '+49 1512 3456788',
    '+491512345678',
    '555-123-4567 555-765-4321',
    'no digits',
    '',
  ])('%j', (text) => {
    expect(containsCardNumber(text)).toBe(false);
  });

  test('T17 no id that begins with 17 is taken for a card, whatever its check digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^17\d{10,16}$/), (body) => {
        expect(containsCardNumber(withCheck(body))).toBe(false);
      }),
    );
    for (const line of readFileSync('test/fixtures/reports/epoch-ids.csv', 'utf8').split('\n'))
      for (const cell of line.split(',')) expect([cell, containsCardNumber(cell)]).toEqual([cell, false]);
  });
});

describe('the cost grows with the text, not with its square', () => {
  afterEach(() => vi.restoreAllMocks());

  /** How often characters are looked at or taken out: the whole work is made of these. */
  const steps = (text: string): number => {
    const spies = (['charCodeAt', 'codePointAt', 'slice', 'startsWith'] as const).map((name) =>
      vi.spyOn(String.prototype, name),
    );
    containsCardNumber(text);
    scrub(text);
    const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    vi.restoreAllMocks();
    return count;
  };

  test.each([
    ['single digits', '1 '],
    ['single digits of a card', '4 '],
    ['one long number', '1'],
    ['one long number in another script', '４'],
    ['dashes', '1-'],
    ['many cards', '4111-1111-1111-1111,'],
    ['half tokens', 'xoxb-'],
    ['half bearers', 'Bearer '],
  ])('%s', (_, piece) => {
    const once = steps(piece.repeat(500));
    // Sixteen times as much where it grew with the square.
    expect(steps(piece.repeat(2000))).toBeLessThan(5 * once);
  });
});

describe('scrub', () => {
  test('removes cards, tokens and secrets, and nothing else', () => {
    const text =
      'paid with 4111.1111.1111.1111 by xoxb-12-ab, xoxe.xoxp-1-a, xapp-1-A, Authorization: Bearer abc.def-123, sk_live_abc; s3cret!';
    expect(scrub(text, ['s3cret!', ''])).toBe(
      'paid with [card number removed] by [token removed], [token removed], [token removed], Authorization: [token removed], [token removed]; [secret removed]',
    );
    expect(scrub('Basic onboarding for 12 users, invoice 2026-0001')).toBe(
      'Basic onboarding for 12 users, invoice 2026-0001',
    );
  });

  test('leaves no card number behind', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(cards, fc.string(), separators)), (pieces) => {
        expect(containsCardNumber(scrub(pieces.join('')))).toBe(false);
      }),
    );
  });
});
