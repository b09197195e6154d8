import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { readTakenService } from '../../../src/features/billing/subscriptions/takeover/taken-over.ts';

const cells = {
  ...{
    customer: 'Larkspur',
    currency: 'usd',
    subscription: 'S-1',
    billed_through: '2026-03-31',
    next_date: '2026-04-01',
  },
  ...{ description: 'Help desk', quantity: '2', price: '45.0035', start_on: '2024-06-01' },
};

const problems = (more: Readonly<Record<string, string | undefined>>): readonly string[] => {
  try {
    readTakenService({ ...cells, ...more });
    return [];
  } catch (error) {
    if (error instanceof FieldErrors) return Object.keys(error.fields);
    throw error;
  }
};

describe('BIL-21 rows of subscriptions that another system billed', () => {
  test('BIL-21 what is left out is usual', () => {
    expect(readTakenService(cells)).toMatchObject({
      currency: 'USD',
      schedule: {
        months: 1,
        inArrears: false,
        billedThrough: '2026-03-31',
        nextOn: '2026-04-01',
        daysAhead: 0,
        mode: 'automate',
      },
      quantity: 2,
      own: 45_0035_00n,
      per: 1,
    });
  });

  test.each([
    ['a month of the calendar', {}, []],
    ['within a month', { billed_through: '2026-03-30', next_date: '2026-03-31' }, ['billed_through']],
    ['a month from the 15th on', { anchor: '2026-01-15', billed_through: '2026-03-14', next_date: '2026-03-15' }, []],
    ['a quarter that is not over', { every_months: '3', billed_through: '2026-02-28' }, ['billed_through']],
    [
      'a year by its anchor',
      { every_months: '12', anchor: '2025-03-01', billed_through: '2027-02-28', next_date: '2027-03-01' },
      [],
    ],
    ['in arrears: when the next is over', { paid: 'arrears', next_date: '2026-05-01' }, []],
    ['in arrears, but next as if in advance', { paid: 'arrears' }, ['next_date']],
    ['a month that nobody would bill', { next_date: '2026-05-01' }, ['next_date']],
    ['a month that would be billed twice', { next_date: '2026-03-01' }, ['next_date']],
  ])('BIL-21 billed through the end of a period, and next when that is over: %s', (_, more, wrong) => {
    expect(problems(more)).toEqual(wrong);
  });

  test.each([
    ['neither plan nor charge nor words', { description: undefined }, ['plan']],
    ['words without a price', { price: undefined }, ['price']],
    ['a plan with what the list says', { plan: 'LAW', per: '12' }, ['per']],
    ['a price below nothing', { price: '-1' }, ['price']],
    ['more decimals than a price has', { price: '1.1234567' }, ['price']],
    ['once, before the bills of here', { per: 'once', start_on: '2026-03-31' }, ['start_on']],
    ['once, on a day that is billed here', { per: 'once', start_on: '2026-04-01' }, []],
    ['an end before its beginning', { end_on: '2024-05-31' }, ['end_on']],
    ['half of one', { quantity: '0.5' }, ['quantity']],
  ])('BIL-21 what is served: %s', (_, more, wrong) => {
    expect(problems(more)).toEqual(wrong);
  });
});
