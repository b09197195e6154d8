import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmail } from '../../../src/core/text/email.ts';
import { customerProblems, nameKey, tidyName } from '../../../src/features/customers/customer.ts';

describe('CUS-1 which names mean the same customer', () => {
  test.each([
    ['blanks', 'ACME Corp.', '  ACME \t Corp. '],
    ['letter case', 'ACME Corp.', 'acme CORP.'],
    ['no-break spaces', 'ACME Corp.', 'ACME\u00a0Corp.'],
    ['full-width letters', 'ACME', 'ＡＣＭＥ'],
    ['composed and decomposed accents', 'Caffè Roma', 'Caffe\u0300 Roma'],
    ['ß and SS', 'Großmann', 'GROSSMANN'],
    ['right-to-left text', 'شركة النور', ' شركة  النور '],
    ['invisible characters', 'ACME Corp.', 'AC\u200bME\u2060 \u202eCorp.\u00ad'],
    ['what an emoji is joined by', 'ACME ❤', 'ACME ❤\ufe0f'],
  ])('%s', (_, a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  test.each([
    ['ACME', 'ACME 2'],
    ['Rossi', 'Rosso'],
    ['Café', 'Cafe'],
  ])('%s is not %s', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });

  test('the key of a tidied name is the key of the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => nameKey(tidyName(name)) === nameKey(name)),
    );
  });

  test('a tidied name has no control characters, and no outer or doubled blanks', () => {
    expect(tidyName(' A\u0000B\n\n C ')).toBe('AB C');
  });
});

describe('CUS-1 entries are checked in their fields', () => {
  test.each(['jo@example.com', 'a.b+c@sub.example.co', 'üser@exämple.de'])('%s is an email address', (text) => {
    expect(isEmail(text)).toBe(true);
  });

  test.each([
    'jo',
    'jo@',
    '@example.com',
    'jo@example',
    'jo @example.com',
    'Jo <jo@example.com>',
    'a@b.com, c@d.com',
    'a..b@example.com',
    `${'x'.repeat(250)}@e.com`,
  ])('%s is none', (text) => {
    expect(isEmail(text)).toBe(false);
    expect(Object.keys(customerProblems({ email: text }))).toEqual(['email']);
  });

  test.each([
    ['customer', { name: ' \u200b ' }],
    ['customer', { name: '\u3164\u202e\u2800\0' }],
    ['customer', { name: 'x'.repeat(201) }],
    ['customer', { name: 'ﷺ'.repeat(200) }],
    ['time_zone', { timeZone: 'Rome' }],
    ['time_zone', { timeZone: '+02:00' }],
    ['currency', { currency: 'usd' }],
  ])('%s: %j', (field, entries) => {
    expect(Object.keys(customerProblems(entries))).toEqual([field]);
  });

  test('good entries have no problem', () => {
    const name = '👩‍👩‍👧 <!channel> & Söhne';
    expect(customerProblems({ name, email: 'jo@example.com', timeZone: 'Europe/Rome', currency: 'EUR' })).toEqual({});
  });
});
