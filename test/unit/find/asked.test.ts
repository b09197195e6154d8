import { describe, expect, test } from 'vitest';
import { isAmount, minorsOf, numberOf, readAsked } from '../../../src/features/find/asked.ts';

describe('what is looked for', () => {
  const read = (text: string) => readAsked(text) ?? expect.fail(`${text} is nothing`);

  test('WRK-2 a number is whose its letter says, else anybody’s', () => {
    expect(['P-17', 'p17', '17', 'P-#17'].map((text) => numberOf(read(text), 'P'))).toEqual([17, 17, 17, 17]);
    expect(['I-17', 'P-x', 'P-9999999999', '2999999999'].map((text) => numberOf(read(text), 'P'))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('WRK-2 an amount is looked for in every currency’s minor units, and meant in its own', () => {
    const asked = read('$1,234.50');
    expect(minorsOf(asked)).toEqual([123_450n, 1_234_500n, 12_345_000n]);
    expect(isAmount(asked, 123_450n, 'USD')).toBe(true);
    expect(isAmount(asked, 1_234_500n, 'USD')).toBe(false);
    expect(isAmount(asked, 1_234_500n, 'KWD')).toBe(true);
    expect(isAmount(read('480'), 480n, 'JPY')).toBe(true);
    expect(minorsOf(read('Harbor'))).toEqual([]);
  });

  test('WRK-2 emails, phones and last digits are told apart; what has no letter and no digit is nothing', () => {
    expect(read(' Jo@Harbor.Example ')).toMatchObject({ email: 'jo@harbor.example', text: 'Jo@Harbor.Example' });
    expect(read('+1 (617) 555-0100').phone).toBe('16175550100');
    expect(read('4242')).toMatchObject({ last4: '4242', ref: { number: 4242 } });
    expect(['%', "'", '  ', '🎉', '--'].map(readAsked)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
