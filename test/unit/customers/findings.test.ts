import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { findingsOf, lastDayOfCard } from '../../../src/features/customers/validation/customer-findings.ts';
import { findingsModal } from '../../../src/features/customers/validation/validation-views.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';
import { blankCustomer } from '../../support/blank-customer.ts';

const group = {
  id: 'g1',
  customerId: 'c1',
  name: 'Hosting',
  startOn: day('2026-01-01'),
  endOn: null,
  termsId: 't1',
  purchaseOrder: null,
  addressees: ['it@example.com'],
  contractId: null,
  sellerId: null,
};
const ended = { ...group, endOn: day('2026-03-01') };
const fine = { ...blankCustomer, id: 'c1', email: 'jo@example.com', termsId: 't1' };
const card = { paymentMethod: 'credit_card', cardBrand: 'Visa', cardLast4: '4242', cardExpMonth: 4, cardExpYear: 2026 };
const today = day('2026-03-02');
const codes = (customer: object, groups: readonly object[] = [group], hasStandardTerms = false, on = today) =>
  findingsOf({ ...fine, ...customer }, { groups: groups as (typeof group)[], hasStandardTerms, today: on }).map(
    ({ code, mend }) => `${code} ${mend.action}`,
  );

describe('CUS-5 what would stop or spoil a bill, with what mends it', () => {
  test('CUS-5 nothing about a customer that can be billed', () => expect(codes({})).toEqual([]));

  test('CUS-5 no group, or none that has not ended; its last day is one of it', () => {
    expect(codes({}, [])).toEqual(['no_group group.add']);
    expect(codes({}, [ended])).toEqual(['no_group group.add']);
    expect(codes({}, [{ ...group, endOn: today }])).toEqual([]);
  });

  test('CUS-5 no invoice address, unless each group has its own, bills go another way, or none are sent', () => {
    const nowhere = { email: null };
    expect(codes(nowhere)).toEqual([]);
    expect(codes(nowhere, [group, { ...group, addressees: [] }])).toEqual(['no_address customer.edit']);
    expect(codes({ ...nowhere, presentation: 'portal' }, [{ ...group, addressees: [] }])).toEqual([]);
    expect(codes({ ...nowhere, paymentMethod: 'free' }, [{ ...group, addressees: [] }])).toEqual([]);
    expect(codes({ ...nowhere, extraEmails: ['a@b.example'] }, [{ ...group, addressees: [] }])).toEqual([]);
  });

  test('CUS-5 by invoice without terms, where neither group nor Settings have any', () => {
    expect(codes({ termsId: null })).toEqual([]);
    const without = [group, { ...group, termsId: null }];
    expect(codes({ termsId: null }, without)).toEqual(['no_terms customer.edit_invoicing']);
    expect(codes({ termsId: null }, without, true)).toEqual([]);
    expect(codes({ ...card, termsId: null }, without)).toEqual([]);
  });

  test.each([
    ['none', { cardLast4: null }, '2026-03-02', ['no_card customer.edit_card']],
    ['in its last month, the next charge after it', {}, '2026-04-30', ['card_expires customer.edit_card']],
    ['the first day of its last month', {}, '2026-04-01', ['card_expires customer.edit_card']],
    ['a month before', {}, '2026-03-31', []],
    ['the day after', {}, '2026-05-01', ['card_expired customer.edit_card']],
  ])('CUS-5 a card: %s', (_, entries, on, expected) => {
    expect(codes({ ...card, ...entries }, [group], false, day(on))).toEqual(expected);
  });

  test('the last day of a card', () => expect(lastDayOfCard(2, 2028)).toBe('2028-02-29'));

  test('CUS-5 an order number that the customer asks for', () => {
    const asks = { purchaseOrderRequired: true };
    expect(codes(asks)).toEqual(['no_order_number customer.edit_invoicing']);
    expect(codes(asks, [{ ...group, purchaseOrder: 'PO-1' }])).toEqual([]);
    expect(codes({ ...asks, purchaseOrder: 'PO-1' })).toEqual([]);
    expect(codes({ ...asks, purchaseOrder: 'PO-1' }, [])).toEqual(['no_group group.add']);
  });

  test('CUS-5 inactive with a group that goes on; ended and still active', () => {
    expect(codes({ active: false, email: null, termsId: null })).toEqual(['inactive_with_group group.edit']);
    expect(codes({ active: false }, [ended])).toEqual([]);
    expect(codes({ endOn: day('2026-03-01') })).toEqual(['ended_but_active customer.edit']);
    expect(codes({ endOn: today })).toEqual([]);
  });

  test('a page of findings keeps Slack’s limits and escapes names', () => {
    const customer = { id: 'c1', name: '<!channel>&'.repeat(40) };
    const findings = findingsOf({ ...fine, email: null }, { groups: [], hasStandardTerms: false, today });
    const view = findingsModal(
      { common: [], found: Array.from({ length: 10 }, () => ({ customer, findings })), next: 'c1' },
      'all',
    );
    expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).toEqual([]);
    expect(JSON.stringify(view)).not.toContain('<!channel>');
  });
});
