import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containsCardNumber, scrub } from '../../../src/core/card-numbers.ts';

/** 12 to 18 digits with their Luhn check digit. */
const cards = fc.stringMatching(/^[1-9]\d{11,17}$/).map((body) => {
  const total = [...body].reverse().reduce((sum, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return sum + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return `${body}${(10 - (total % 10)) % 10}`;
});

describe('containsCardNumber', () => {
  test.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111\u00a01111\u00a01111\u00a01111',
    '3782 822463 10005',
    'number:4222222222222,',
    'x4111111111111111y',
    '12 4111 1111 1111 1111 99',
    '6304000000000000000',
  ])('finds %s', (text) => {
    expect(containsCardNumber(text)).toBe(true);
  });

  test.each([
    '4111111111111112',
    '411111111111',
    '4111  1111  1111  1111',
    '4111.1111.1111.1111',
    '0000000000000000',
    '41111111111111111111',
    '1700000000.000100',
    'no digits',
    '',
  ])('leaves %s', (text) => {
    expect(containsCardNumber(text)).toBe(false);
  });

  test('finds every number with a check digit, however it is grouped', () => {
    fc.assert(
      fc.property(
        cards,
        fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }),
        fc.constantFrom(' ', '-'),
        (card, cuts, separator) => {
          const text = [...card].map((digit, index) => (index > 0 && cuts[index] ? separator + digit : digit)).join('');
          expect(containsCardNumber(`card ${text}.`)).toBe(true);
          expect(scrub(`card ${text}.`)).toBe('card [card number removed].');
        },
      ),
    );
  });

  test.each([
    ['single digits', '1 '.repeat(500_000)],
    ['one long number', '1'.repeat(1_000_000)],
    ['dashes', '1-'.repeat(500_000)],
    ['many cards', '4111-1111-1111-1111,'.repeat(50_000)],
    ['half tokens', 'xoxb-'.repeat(200_000)],
    ['half bearers', 'Bearer '.repeat(140_000)],
  ])('a megabyte of %s takes less than a second', (_, text) => {
    const start = performance.now();
    containsCardNumber(text);
    scrub(text);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('scrub', () => {
  test('removes cards, tokens and secrets, and nothing else', () => {
    const text =
      'paid with 4111 1111 1111 1111 by xoxb-12-ab, xoxe.xoxp-1-a, xapp-1-A, Authorization: Bearer abc.def-123, sk_live_abc; s3cret!';
    expect(scrub(text, ['s3cret!', ''])).toBe(
      'paid with [card number removed] by [token removed], [token removed], [token removed], Authorization: [token removed], [token removed]; [secret removed]',
    );
    expect(scrub('Basic onboarding for 12 users, invoice 2026-0001')).toBe(
      'Basic onboarding for 12 users, invoice 2026-0001',
    );
  });

  test('leaves no card number behind', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(cards, fc.string(), fc.constantFrom(' ', '-'))), (pieces) => {
        expect(containsCardNumber(scrub(pieces.join('')))).toBe(false);
      }),
    );
  });
});
