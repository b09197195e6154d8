import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isItalianVat, isRecipientCode, isTaxCode } from '../../../src/core/text/italian-numbers.ts';

const digits = fc.array(fc.nat({ max: 9 }), { minLength: 10, maxLength: 10 });
/** The only digit that completes these ten. */
const completed = (ten: readonly number[]): string =>
  [...Array(10).keys()].map((last) => [...ten, last].join('')).find(isItalianVat) ?? '';

describe('numbers that check themselves', () => {
  test('PUR-14 a VAT number: any one digit changed, or two neighbours exchanged, is found', () => {
    expect(['00743110157', 'IT00743110157', 'it 007 4311 0157'].map(isItalianVat)).toEqual([true, true, true]);
    expect(['00743110158', '00000000000', '0074311015', '007431101577', 'DE00743110157', ''].map(isItalianVat)).toEqual(
      Array(6).fill(false),
    );
    fc.assert(
      fc.property(digits, fc.nat({ max: 10 }), fc.integer({ min: 1, max: 9 }), (ten, at, by) => {
        const right = completed(ten);
        if (right === '') return expect(/^0+$/.test(ten.join(''))).toBe(true);
        const wrong = [...right];
        wrong[at] = String((Number(wrong[at]) + by) % 10);
        expect(isItalianVat(wrong.join(''))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(digits, fc.nat({ max: 9 }), (ten, at) => {
        const right = completed(ten);
        const [one = '', two = ''] = [right[at], right[at + 1]];
        // Luhn's own blind spot: 09 and 90.
        if (right === '' || one === two || (one + two).match(/^(09|90)$/)) return;
        expect(isItalianVat(right.slice(0, at) + two + one + right.slice(at + 2))).toBe(false);
      }),
    );
  });

  test('PUR-14 a tax code: of a person by its letter, of a firm by its digits; any one character changed is found', () => {
    const codes = ['RSSMRA85T10A562S', 'rss mra 85t10 a562s', 'MRTMTT91D08F205J', '00743110157'];
    expect(codes.map(isTaxCode)).toEqual(Array(4).fill(true));
    expect(['RSSMRA85T10A562T', 'RSSMRA85T10A562', 'RSSMRA85Z10A562S', 'IT00743110157', ''].map(isTaxCode)).toEqual(
      Array(5).fill(false),
    );
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.constantFrom(...letters), (at, letter) => {
        const code = 'RSSMRA85T10A562S';
        if (code[at] === letter) return;
        expect(isTaxCode(code.slice(0, at) + letter + code.slice(at + 1))).toBe(false);
      }),
    );
  });

  test('PUR-14 a recipient code: seven characters, six of a public body', () => {
    expect(['0000000', 'M5UXCR1', 'ufabc1'].map(isRecipientCode)).toEqual([true, true, true]);
    expect(['00000', '00000000', 'M5UX-R1', ''].map(isRecipientCode)).toEqual(Array(4).fill(false));
  });
});
