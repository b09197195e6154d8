import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { keysOf } from '../../../src/features/billing/bank/bank-row.ts';
import { matchRow } from '../../../src/features/billing/bank/match.ts';
import { anInvoice } from '../invoicing/an-invoice.ts';

const candidate = (ref: number, customer: string, cents: number, currency = 'USD') => ({
  customerName: customer,
  invoice: anInvoice({
    ...{ id: `i${ref}`, ref, customerId: customer, presented: true },
    ...{ amount: money(cents, currency), paid: money(0, currency), open: money(cents, currency) },
  }),
});
const open = [
  candidate(1, 'Acme Corp.', 50_00),
  candidate(2, 'Acme Corp.', 70_00),
  candidate(12, 'Harbor Dental', 50_00),
  candidate(13, 'Harbor', 33_00),
];

describe('BIL-15 what money on a bank’s statement may pay', () => {
  test.each([
    ['its number, and no other that begins alike', 'pmt I-12 thanks', 50_00, ['i12']],
    ['several numbers of one customer', 'i-1, I-2', 120_00, ['i1', 'i2']],
    ['numbers of two customers: a person knows', 'I-1 I-12', 100_00, undefined],
    ['name and amount', 'ACME CORP wire', 70_00, ['i2']],
    ['name only: all that is open, oldest first', 'acme corp', 10_00, ['i1', 'i2']],
    ['the amount only, where it is one', 'wire 77', 33_00, ['i13']],
    ['the amount of two customers: nothing', 'wire 77', 50_00, undefined],
    ['nothing at all', 'wire 78', 1_00, undefined],
  ])('%s', (_, text, cents, ids) => {
    const match = matchRow({ text, amount: money(cents, 'USD') }, open);
    expect(match?.invoices.map(({ id }) => id)).toEqual(ids);
  });

  test('ALL-7 another currency pays nothing', () => {
    expect(matchRow({ text: 'I-1', amount: money(50_00, 'EUR') }, open)).toBeUndefined();
  });

  test('the same row is the same in every file; two alike in one file are two', () => {
    const row = { on: day('2026-03-02'), amount: money(5_00, 'USD'), text: 'Fee  X' };
    const [first, second, third] = keysOf([row, { ...row, text: 'fee x' }, { ...row, reference: 'B1' }]);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(keysOf([row])).toEqual([first]);
    expect(keysOf([{ ...row, text: 'told differently', reference: 'B1' }])).toEqual([third]);
  });
});
