import { expect, test } from 'vitest';
import { cardNumberProblems } from '../../../src/features/customers/details/detail-problems.ts';

test('CUS-1 a card’s number is refused where it is typed; an id that reads like one by chance is chosen, and is not', () => {
  const number = 'abcd4111-1111-1111-1111-abcdefabcdef';
  expect(Object.values(cardNumberProblems({ contactName: number }))).toEqual([expect.stringContaining('card number')]);
  expect(cardNumberProblems({ contractTypeId: number, termsId: number })).toEqual({});
});
