import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import { amountsEntry, amountsText, parseAmountsEntry } from '../../../src/features/billing/catalog/charges/charge.ts';
import { chargesState } from '../../../src/features/billing/catalog/charges/charge-views.ts';
import { type PriceFields, priceProblem, priceSpans } from '../../../src/features/billing/catalog/plans/plan.ts';
import { plansState } from '../../../src/features/billing/catalog/plans/plan-views.ts';
import { serviceText } from '../../../src/features/billing/subscriptions/items/service-text.ts';
import {
  parseRate,
  rateEntry,
  rateText,
  rowProblem,
  taxProblems,
  tidyTax,
} from '../../../src/features/billing/taxes/tax-row.ts';
import { aService } from '../../support/services.ts';

const priceFrom = (validFrom: string, currency = 'USD', tenThousandths = 45_000_000n): PriceFields => ({
  validFrom: day(validFrom),
  price: { tenThousandths, currency },
});

describe('CUS-4 what a price is for', () => {
  const price = { tenThousandths: 45_000_000n, currency: 'USD' };
  const article = { id: 'x', code: 'LIST', name: 'Mailing list', description: '', taxCategory: 'services', version: 1 };

  test.each([
    ['flat', '$45.00 a month"'],
    ['per_asset', '$45.00 a month for each asset"'],
  ] as const)('CUS-4 a plan, %s', (billing, says) => {
    const plan = { ...article, billing, perMonths: 1, prorated: 'by months' } as const;
    const prices = [{ id: 'p', validFrom: day('2026-01-01'), price, addedBy: 'U1', addedAt: new Date(0) }];
    const { blocks } = plansState([{ plan, prices }], 1, day('2026-03-01'));
    expect(JSON.stringify(blocks)).toContain(says);
  });

  test('CUS-4 a charge, and a service that is charged for each asset', () => {
    const said = [true, false].map((isRecurring) =>
      JSON.stringify(chargesState([{ ...article, isRecurring, isProratable: true, amounts: [price] }], 1).blocks),
    );
    expect(said[0]).toContain('$45.00 a month');
    expect(said[1]).toContain('$45.00 once');
    const row = aService('Mailing list', 1, 12_00);
    const each = { ...row, eachAsset: { level: 'group', id: 'g' } } as const;
    expect(serviceText(row, day('2026-03-01'))).toBe('1 × Mailing list at $12.00');
    expect(serviceText(each, day('2026-03-01'))).toBe('1 × Mailing list at $12.00 for each asset');
  });
});

describe('CUS-4 dated prices', () => {
  const prices = [priceFrom('2026-01-01'), priceFrom('2026-03-01')];
  const today = day('2026-04-10');

  test.each([
    ['today', '2026-04-10', undefined],
    ['later', '2026-06-01', undefined],
    ['before all of them, where there was none', '2025-06-01', undefined],
    ['the day of another', '2026-03-01', /already/],
    ['between two of them', '2026-02-01', /not changed: choose a day from Apr 10, 2026/],
    ['after the last, and past', '2026-04-09', /not changed/],
  ])('CUS-4 a price from %s', (_case, from, says) => {
    const problem = priceProblem(prices, priceFrom(from), today);
    if (says) expect(problem).toMatch(says);
    else expect(problem).toBeUndefined();
  });

  test('CUS-4 one before a price that is yet to begin: that one is taken back first; other currencies are no matter', () => {
    const planned = [...prices, priceFrom('2026-05-01')];
    expect(priceProblem(planned, priceFrom('2026-04-20'), today)).toMatch(/begins on May 1, 2026/);
    expect(priceProblem(planned, priceFrom('2020-01-01', 'EUR'), today)).toBeUndefined();
  });

  test('CUS-4 whatever is added in whatever order, no price that held before today changes', () => {
    const days = fc.integer({ min: -400, max: 400 }).map((n) => addDays(today, n));
    const heldOn = (all: readonly PriceFields[], on: string) =>
      priceSpans(all).find(({ price, until }) => price.validFrom <= on && (until === undefined || on <= until))?.price;
    fc.assert(
      fc.property(fc.array(days, { minLength: 1, maxLength: 8 }), days, (wanted, looked) => {
        const past = looked < today ? looked : addDays(today, -1);
        let all: readonly PriceFields[] = [];
        let before: PriceFields | undefined;
        for (const [index, from] of wanted.entries()) {
          const next = priceFrom(from, 'USD', BigInt(index + 1));
          if (priceProblem(all, next, today) === undefined) all = [...all, next];
          const now = heldOn(all, past);
          if (before) expect(now).toBe(before);
          before = now;
        }
      }),
    );
  });

  test('CUS-4 each price ends the day before the next of its currency', () => {
    const spans = priceSpans([priceFrom('2026-03-01'), priceFrom('2026-01-01', 'EUR'), priceFrom('2026-01-01')]);
    expect(spans.map(({ price, until }) => [price.price.currency, price.validFrom, until])).toEqual([
      ['EUR', '2026-01-01', undefined],
      ['USD', '2026-01-01', '2026-02-28'],
      ['USD', '2026-03-01', undefined],
    ]);
  });
});

describe('CUS-4 what is usually charged', () => {
  test('CUS-4 a line for each currency, negative for a prepayment, finer than a cent; it is read back as it was shown', () => {
    const amounts = parseAmountsEntry('usd -100\nEUR 0.6514');
    expect(amountsText(amounts)).toBe('-$100.00, €0.6514');
    expect(parseAmountsEntry(amountsEntry(amounts))).toEqual(amounts);
    expect(parseAmountsEntry('')).toEqual([]);
  });

  test.each([
    ['45.00', /with its currency/],
    ['XXQ 45.00', /with its currency/],
    ['USD 1\nUSD 2', /USD stands there twice/],
    ['USD 1.234', /two ways/],
  ])('CUS-4 “%s” is refused at its field', (entry, says) => {
    expect(() => parseAmountsEntry(entry)).toThrow(FieldErrors);
    expect(() => parseAmountsEntry(entry)).toThrow(says);
  });
});

describe('BIL-14 the table of taxes as it is kept', () => {
  test.each([
    ['22', 220_000, '22 %'],
    ['8.875', 88_750, '8.875 %'],
    ['8,875 %', 88_750, '8.875 %'],
    ['0', 0, '0 %'],
    ['100', 1_000_000, '100 %'],
  ])('BIL-14 “%s” per cent', (text, rate, shown) => {
    expect(parseRate(text)).toBe(rate);
    expect(rateText(rate)).toBe(shown);
    expect(parseRate(rateEntry(rate))).toBe(rate);
  });

  test.each(['', '-1', '100.0001', '8.87501', 'a', '1.000,5'])('BIL-14 “%s” is no rate', (text) => {
    expect(parseRate(text)).toBeUndefined();
  });

  test('BIL-14 what is not taxed has a reason and no rate; what is taxed has none', () => {
    const row = tidyTax({
      code: 'ny',
      name: 'NY sales tax',
      rate: 88_750,
      treatment: 'taxed',
      category: 'Services',
      jurisdiction: 'us-ny',
      seller: '*',
      validFrom: day('2026-01-01'),
    });
    expect(taxProblems(row)).toEqual({});
    expect(row).toMatchObject({ code: 'NY', category: 'services', jurisdiction: 'US-NY' });
    expect(Object.keys(taxProblems({ ...row, reason: 'Art. 15' }))).toEqual(['reason']);
    expect(Object.keys(taxProblems({ ...row, treatment: 'exempt' }))).toEqual(['rate', 'reason']);
    expect(taxProblems({ ...row, treatment: 'exempt', rate: 0, reason: 'Art. 15' })).toEqual({});
    expect(Object.keys(taxProblems({ ...row, jurisdiction: 'XQ' }))).toEqual(['jurisdiction']);
  });

  test('BIL-14 a row that was used is ended by a newer one from today on, never changed', () => {
    const others = [{ validFrom: day('2026-01-01') }];
    const today = day('2026-03-02');
    expect(rowProblem(others, { validFrom: day('2026-01-01') }, today)).toBe('taken');
    expect(rowProblem(others, { validFrom: day('2026-03-01') }, today)).toBe('past');
    expect(rowProblem(others, { validFrom: today }, today)).toBeUndefined();
    expect(rowProblem(others, { validFrom: day('2025-01-01') }, today)).toBeUndefined();
    expect(rowProblem([], { validFrom: day('2020-01-01') }, today)).toBeUndefined();
  });
});
