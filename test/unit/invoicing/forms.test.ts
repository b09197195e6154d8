import { describe, expect, test } from 'vitest';
import { amountText, money, parseAmount } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { correctForm } from '../../../src/features/billing/invoices/actions/correct-invoice.ts';
import { fileForm } from '../../../src/features/billing/invoices/actions/file-invoice.ts';
import { issueForm } from '../../../src/features/billing/invoices/actions/issue-invoice.ts';
import { keepForm } from '../../../src/features/billing/invoices/actions/keep-invoice.ts';
import { markSentForm } from '../../../src/features/billing/invoices/actions/mark-sent.ts';
import { takeBackForm } from '../../../src/features/billing/invoices/actions/take-back.ts';
import { voidForm } from '../../../src/features/billing/invoices/actions/void-invoice.ts';
import { lineOfHeader } from '../../../src/features/billing/invoices/document/line.ts';
import { pickedUpForm } from '../../../src/features/billing/onboarding/collecting/actions/correct-picked-up.ts';
import { permissionForm } from '../../../src/features/billing/onboarding/collecting/actions/record-permission.ts';
import { withdrawForm } from '../../../src/features/billing/onboarding/collecting/actions/withdraw-permission.ts';
import { recordForm } from '../../../src/features/billing/payments/actions/record-payment.ts';
import { reverseForm } from '../../../src/features/billing/payments/actions/reverse-payment.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';
import { anInvoice, permission, sent } from './an-invoice.ts';

const today = day('2026-03-02');
const extreme = anInvoice({ label: '<!channel>'.repeat(500), sent, permission, taxRate: 825 });
const unsent = anInvoice({ label: extreme.label, taxRate: 825 });
const payment = {
  id: '01980000-0000-7000-8000-000000000009',
  customerId: extreme.customerId,
  amount: money(10n ** 30n, 'USD'),
  method: 'money_order' as const,
  reference: '<!here>'.repeat(100),
  receivedOn: today,
  isReported: false,
  recordedBy: 'U1',
  recordedAt: new Date(0),
};

describe('forms about an invoice keep Slack’s limits', () => {
  test.each([
    ['sent', markSentForm(extreme, today)],
    ['permission', permissionForm(extreme, today)],
    ['file', fileForm(extreme)],
    ['correct', correctForm(extreme, [lineOfHeader(extreme)])],
    ['issue', issueForm(unsent, Array(30).fill(lineOfHeader(extreme)), '')],
    ['picked up', pickedUpForm(extreme)],
    ['withdraw', withdrawForm(extreme)],
    ['void', voidForm(extreme)],
    ['keep', keepForm({ ...extreme, inDoubt: '<!channel>'.repeat(500) })],
    ['take back', takeBackForm(extreme)],
    ['record', recordForm(extreme, {}, today, '')],
    [
      'reverse',
      reverseForm({
        title: extreme.label,
        fees: { USD: '2500', EUR: '2500' },
        payments: Array.from({ length: 100 }, (_, n) => ({ ...payment, id: `${payment.id}${n}` })),
      }),
    ],
  ])('%s', (_, view) => {
    expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).toEqual([]);
    expect(JSON.stringify(view.blocks?.[0])).not.toContain('<!channel>');
  });

  test.each([
    ['0.05', 5, 'USD'],
    ['2000.00', 200_000, 'USD'],
    ['1500', 1_500, 'JPY'],
    ['0.001', 1, 'KWD'],
    ['02.500', 2_500, 'KWD'],
  ])('an amount is prefilled as %s, which reads back', (text, units, currency) => {
    const amount = money(units, currency);
    expect(amountText(amount)).toBe(text);
    expect(parseAmount(text, amount.currency)).toEqual({ ok: true, value: amount });
  });
});
