import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detailProblems } from '../../../src/features/customers/details/detail-problems.ts';
import { type CustomerDetails, fieldValue } from '../../../src/features/customers/details/details.ts';
import { mergeEdit, replacesSomething, shownOf } from '../../../src/features/customers/details/merge-edit.ts';
import { blankCustomer } from '../../support/blank-customer.ts';

const blank = blankCustomer;
const keys = ['phone', 'email', 'extraEmails', 'information:Industry'] as const;
const shown = shownOf(blank, keys);

describe('ALL-3 two people edit one customer', () => {
  test('ALL-3 what one left as it was stays as the other changed it', () => {
    const now = { ...blank, phone: '1', information: { Industry: 'Law' } };
    expect(mergeEdit(now, shown, { phone: null, email: 'a@b.example', 'information:Industry': null })).toEqual({
      changes: { email: 'a@b.example' },
      taken: [],
    });
  });

  test('ALL-3 the same field: the first wins, the same value is no collision', () => {
    const now = { ...blank, phone: '1', extraEmails: ['a@b.example'] };
    expect(mergeEdit(now, shown, { phone: '2', extraEmails: ['a@b.example'] })).toEqual({
      changes: {},
      taken: ['phone'],
    });
    expect(mergeEdit(now, shown, { phone: '1' })).toEqual({ changes: {}, taken: [] });
  });

  test('ALL-3 whatever two people enter: nothing of the first is lost, and the second is written or told', () => {
    const entries = fc.record(
      { phone: fc.constantFrom(null, '1', '2'), email: fc.constantFrom(null, 'a', 'b') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const now = { ...blank, ...mergeEdit(blank, shown, first).changes } as CustomerDetails;
        const { changes, taken } = mergeEdit(now, shown, second);
        const after = { ...now, ...changes } as CustomerDetails;
        for (const key of ['phone', 'email'] as const) {
          if (now[key] !== blank[key]) expect(after[key]).toBe(now[key]);
          const wanted = key in second ? second[key] : undefined;
          const isMine = wanted !== undefined && wanted !== blank[key];
          if (isMine) expect(after[key] === wanted || taken.includes(key)).toBe(true);
        }
      }),
    );
  });

  test('ALL-5 a reason is asked where something is replaced, not where something blank is filled in', () => {
    expect(replacesSomething(blank, { phone: '1', purchaseOrderRequired: true, extraEmails: ['a'] })).toBe(false);
    expect(replacesSomething({ ...blank, phone: '1' }, { phone: null })).toBe(true);
    expect(replacesSomething(blank, { paymentMethod: 'free' })).toBe(true);
    expect(fieldValue({ ...blank, information: { Size: '9' } }, 'information:Size')).toBe('9');
  });
});

describe('CUS-1 what a customer may be', () => {
  const card = {
    paymentMethod: 'credit_card',
    cardBrand: 'Visa',
    cardLast4: '4242',
    cardExpMonth: 3,
    cardExpYear: 2028,
  } as const;
  test.each([
    [{}, []],
    [card, []],
    [{ ...card, paymentMethod: 'invoice' }, ['card_last4']],
    [{ ...card, cardLast4: '42424' }, ['card_last4']],
    [{ ...card, cardExpMonth: 13 }, ['card_exp_month']],
    [{ ...card, cardExpYear: 28 }, ['card_exp_year']],
    [{ ...card, cardBrand: 'Mine' }, ['card_brand']],
    [{ ...card, cardToken: 'a b' }, ['card_token']],
    [{ paymentMethod: 'barter' }, ['payment_method']],
    [{ presentation: 'pigeon' }, ['presentation']],
    [{ language: 'de' }, ['language']],
    [{ extraEmails: ['a@b.example', 'nobody'] }, ['extra_emails']],
    [{ taxTreatment: 'exempt' }, ['tax_reason']],
    [{ taxTreatment: 'reverse_charge', taxReason: 'Art. 196' }, []],
    [{ taxReason: 'because' }, ['tax_reason']],
    [{ taxJurisdiction: 'US-NY' }, []],
    [{ taxJurisdiction: 'New York' }, ['tax_jurisdiction']],
    [{ startOn: '2026-03-01', endOn: '2026-02-28' }, ['end_on']],
    [{ startOn: '2026-03-01', endOn: '2026-03-01' }, []],
    [{ name: ' ' }, ['name']],
  ])('CUS-1 %j: %j', (entries, wrong) => {
    expect(Object.keys(detailProblems({ ...blank, ...entries } as CustomerDetails))).toEqual(wrong);
  });
});
