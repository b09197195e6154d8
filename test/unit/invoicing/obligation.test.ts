import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { obligationOf } from '../../../src/features/billing/onboarding/charges/obligation.ts';
import type { Obligation } from '../../../src/features/playbooks/index.ts';
import { anInvoice } from './an-invoice.ts';

const usd = (cents: number) => money(cents, 'USD');
const waiver = { by: 'U1', at: new Date(0), reason: 'Not needed' };
const confirmed = { ...waiver, confirmed: { by: 'U2', at: new Date(0) } };
const of = (label: string, due: number, paid = 0, more: Parameters<typeof anInvoice>[0] = {}) =>
  anInvoice({ label, net: usd(due), tax: usd(0), amount: usd(due), paid: usd(paid), open: usd(due - paid), ...more });

describe('an up-front charge as an obligation', () => {
  const table: readonly (readonly [string, Parameters<typeof obligationOf>, Obligation])[] = [
    ['no charge', [undefined], { state: 'nothing_due', why: 'Nothing is due for it.' }],
    [
      'nothing of it is paid',
      [of('First month', 2000_00)],
      { state: 'open', why: 'First month of $2,000.00 is not paid yet.', due: usd(2000_00), outstanding: usd(2000_00) },
    ],
    [
      'a part of it is paid',
      [of('First month', 2000_00, 500_00)],
      {
        state: 'open',
        why: 'First month: $1,500.00 of $2,000.00 is still to be paid.',
        due: usd(2000_00),
        outstanding: usd(1500_00),
      },
    ],
    [
      'it is paid',
      [of('First month', 2000_00, 2000_00, { state: 'paid' })],
      { state: 'settled', why: 'First month is paid in full.', due: usd(2000_00) },
    ],
    [
      'paid, and below what is waived',
      [of('Hardware', 100_00, 100_00, { state: 'paid' }), usd(500_00)],
      { state: 'settled', why: 'Hardware is paid in full.', due: usd(100_00) },
    ],
    [
      'ONB-7 a cent below the setting',
      [of('Hardware', 499_99), usd(500_00)],
      { state: 'waived', why: 'Hardware is below $500.00.', due: usd(499_99), outstanding: usd(499_99) },
    ],
    [
      'ONB-7 the setting exactly',
      [of('Hardware', 500_00), usd(500_00)],
      { state: 'open', why: 'Hardware of $500.00 is not paid yet.', due: usd(500_00), outstanding: usd(500_00) },
    ],
    [
      'ONB-7 a setting for another currency',
      [of('Hardware', 100_00), money(500_00, 'EUR')],
      { state: 'open', why: 'Hardware of $100.00 is not paid yet.', due: usd(100_00), outstanding: usd(100_00) },
    ],
    [
      'ONB-19 voided, however small',
      [of('Hardware', 1_00, 0, { state: 'void' }), usd(500_00)],
      {
        state: 'open',
        why: 'The invoice for Hardware was voided: correct the amount, or ask for an exception.',
      },
    ],
    [
      'ONB-19 corrected to nothing, not confirmed',
      [of('Hardware', 600_00, 0, { state: 'void', waiver })],
      { state: 'open', why: 'Hardware was corrected to nothing: the reviewer has to confirm that nothing is due.' },
    ],
    [
      'ONB-19 corrected to nothing and confirmed',
      [of('Hardware', 600_00, 0, { state: 'void', waiver: confirmed })],
      { state: 'nothing_due', why: 'Nothing is due for it.' },
    ],
    ['for nothing', [of('Hardware', 0)], { state: 'nothing_due', why: 'Nothing is due for it.' }],
  ];

  test.each(table)('%s', (_, [invoice, below], obligation) => {
    expect(obligationOf(invoice, below)).toEqual(obligation);
  });

  test('what is outstanding is what is due less what is paid; nobody goes on while any of it is, unless it is waived', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.nat(1e9),
        (due, paid, limit) => {
          const { state, outstanding } = obligationOf(of('Hardware', due, Math.min(paid, due)), usd(limit));
          expect(state).toBe(paid >= due ? 'settled' : due < limit ? 'waived' : 'open');
          expect(outstanding?.amount ?? 0n).toBe(BigInt(due - Math.min(paid, due)));
        },
      ),
    );
  });
});
