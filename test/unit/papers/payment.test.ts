import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { inkOf } from '../../../src/features/papers/colour.ts';
import { qrSvg } from '../../../src/features/papers/payment/qr.ts';
import { transferText } from '../../../src/features/papers/payment/transfer.ts';

const transfer = {
  payee: 'Acme S.r.l.',
  iban: 'IT60 X054 2811 1010 0000 0123 456',
  amount: money(123_450, 'EUR'),
  reference: 'INV-2026-00012',
};

describe('the code that a bank’s app reads', () => {
  test('EPC069-12, a line each; the amount with a dot', () => {
    expect(transferText(transfer)?.split('\n')).toEqual([
      ...['BCD', '002', '1', 'SCT', '', 'Acme S.r.l.', 'IT60X0542811101000000123456', 'EUR1234.50', '', ''],
      'INV-2026-00012',
    ]);
    expect(transferText({ ...transfer, amount: money(5, 'EUR') })).toContain('EUR0.05');
  });

  test.each([
    ['another currency', { amount: money(100, 'USD') }],
    ['nothing to pay', { amount: money(0, 'EUR') }],
    ['more than the format holds', { amount: money(100_000_000_000n, 'EUR') }],
    ['an IBAN with wrong digits', { iban: 'IT61X0542811101000000123456' }],
  ])('none for %s', (_, other) => {
    expect(transferText({ ...transfer, ...other })).toBeUndefined();
  });

  test('at most 331 bytes and eleven lines, whatever payee and reference say; it can always be drawn', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, text, (payee, reference) => {
        const said = transferText({ ...transfer, payee, reference }) ?? '';
        expect(Buffer.byteLength(said)).toBeLessThanOrEqual(331);
        expect(said.split('\n')).toHaveLength(11);
        expect(qrSvg(said)).toMatch(
          /^<svg [^<]*><path [^<]*\/><path fill="#000" d="(?:M\d+ \d+h\d+v1h-\d+z)+"\/><\/svg>$/,
        );
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  ['#1f4e79', '#1f4e79'],
  ['#FFD700', '#857000'],
  ['#ffffff', '#717171'],
  ['red', '#1f3a5f'],
  [undefined, '#1f3a5f'],
])('a colour that can be read on white: %s is %s', (colour, ink) => {
  expect(inkOf(colour)).toBe(ink);
});
