import { expect, test } from 'vitest';
import { sharesOf } from '../../../src/features/billing/bills/stack.ts';

const customer = { invoicePer: 'customer', termsId: null, purchaseOrder: null } as Parameters<typeof sharesOf>[0];
const group = (sellerId: string | null) =>
  ({ id: `${sellerId}`, termsId: null, purchaseOrder: null, addressees: [], sellerId }) as unknown as NonNullable<
    Parameters<typeof sharesOf>[1]
  >;

test('BIL-20 a group that names the usual seller shares an invoice with one that names none; one of another seller does not', () => {
  const named = sharesOf(customer, group('usual'), 'usual');
  expect(sharesOf(customer, group(null), 'usual')).toBe(named);
  expect(sharesOf(customer, undefined, 'usual')).toBe(named);
  expect(sharesOf(customer, group('other'), 'other')).not.toBe(named);
});
