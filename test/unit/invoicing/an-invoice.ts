import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';

export const sent = {
  on: day('2026-03-02'),
  by: 'U_ACCOUNTING',
  at: new Date('2026-03-02T09:00:00Z'),
  number: 'INV-7',
};
export const permission = {
  on: day('2026-03-03'),
  how: 'email',
  by: 'U_ACCOUNTING',
  at: new Date('2026-03-03T09:00:00Z'),
};

/** A draft of $500.00 without tax, with some facts of its own. */
export const anInvoice = (facts: Partial<ProjectCharge>): ProjectCharge => ({
  id: '01980000-0000-7000-8000-000000000001',
  ref: 1,
  customerId: '01980000-0000-7000-8000-000000000002',
  subject: { type: 'project', id: '01980000-0000-7000-8000-000000000003' },
  kind: 'set_up',
  label: 'Set-up fee',
  net: money(50_000, 'USD'),
  taxRate: 0,
  tax: money(0, 'USD'),
  amount: money(50_000, 'USD'),
  paid: money(0, 'USD'),
  credited: money(0, 'USD'),
  writtenOff: money(0, 'USD'),
  open: money(50_000, 'USD'),
  numbering: 'elsewhere',
  presentment: 'not_presented',
  state: 'draft',
  pickedUp: 'nothing',
  presented: true,
  ...facts,
});
