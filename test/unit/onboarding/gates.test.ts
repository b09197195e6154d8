import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import type { ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';
import { chargesPart } from '../../../src/features/billing/onboarding/index.ts';
import { decideGate, type GateException, needsApprover } from '../../../src/features/playbooks/gates.ts';
import { noParts } from '../../../src/features/playbooks/parts.ts';
import type { Gate } from '../../../src/features/playbooks/playbook.ts';
import { anInvoice, aProject, catalogue, managedServices } from './a-project.ts';

const playbook = await managedServices();

const goLive: Gate = {
  key: 'go-live',
  name: 'Go live',
  waitsFor: 'billing.first_month',
  exceptions: ['other'],
  approvers: ['management'],
};
const resources: Gate = { ...goLive, key: 'schedule-resources', waitsFor: 'billing.set_up' };
const hardware: Gate = {
  key: 'order-hardware',
  name: 'Order hardware',
  waitsFor: 'billing.hardware_unless_small',
  exceptions: ['purchase_agreement', 'expedite', 'other'],
  approvers: ['management'],
};

const charge = anInvoice;
const waiver = { by: 'U1', at: new Date(0), reason: '' };

const exception = (kind: string, state: GateException['state'], gate = 'order-hardware'): GateException => ({
  id: 'o1',
  gate,
  kind,
  state,
  reason: 'because',
  requestedBy: 'U1',
});

/** With the amount below which hardware is free at $500.00. */
const decide = (gate: Gate, invoices: readonly ProjectCharge[], overrides: GateException[] = []) => {
  const parts = noParts.with(chargesPart, { invoices, freeBelow: { USD: '50000' } });
  const rule = gate.waitsFor === undefined ? undefined : catalogue.obligations.get(gate.waitsFor);
  const obligation = rule?.stands({ ...aProject(playbook), parts });
  return decideGate(gate, obligation, overrides, catalogue.alternatives);
};

describe('gates', () => {
  it('ONB-4 unpaid set-up fee blocks schedule-resources, nothing else', () => {
    const charges = [
      charge('set_up', 100_00),
      charge('first_month', 200_00, 200_00),
      charge('hardware', 900_00, 900_00),
    ];
    expect([resources, goLive, hardware].map((rule) => decide(rule, charges).open)).toEqual([false, true, true]);
  });

  it('ONB-5 unpaid first month blocks go-live, nothing else', () => {
    const charges = [
      charge('set_up', 100_00, 100_00),
      charge('first_month', 200_00),
      charge('hardware', 900_00, 900_00),
    ];
    expect([resources, goLive, hardware].map((rule) => decide(rule, charges).open)).toEqual([true, false, true]);
  });

  it('ONB-7 unpaid hardware blocks order-hardware, nothing else', () => {
    const charges = [
      charge('set_up', 100_00, 100_00),
      charge('first_month', 200_00, 200_00),
      charge('hardware', 900_00),
    ];
    expect([resources, goLive, hardware].map((rule) => decide(rule, charges).open)).toEqual([true, true, false]);
  });

  it.each<[string, ProjectCharge[], boolean, string]>([
    ['nothing was charged', [], true, 'Nothing is due'],
    ['the charge was voided', [charge('first_month', 200_00, 0, { state: 'void' })], false, 'was voided'],
    [
      'it was corrected to nothing',
      [charge('first_month', 200_00, 0, { state: 'void', waiver })],
      false,
      'the reviewer has to confirm',
    ],
    [
      'the reviewer has confirmed that',
      [
        charge('first_month', 200_00, 0, {
          state: 'void',
          waiver: { ...waiver, confirmed: { by: 'U2', at: new Date(0) } },
        }),
      ],
      true,
      'Nothing is due',
    ],
    ['a cent is missing', [charge('first_month', 200_00, 199_99)], false, 'still to be paid'],
    ['it is paid to the cent', [charge('first_month', 200_00, 200_00)], true, 'paid in full'],
    ['it was given up', [charge('first_month', 200_00, 0, { state: 'uncollectible' })], false, 'was written off'],
    ['it is small, but this gate knows no such exception', [charge('first_month', 1)], false, 'not paid yet'],
  ])('ONB-5 go-live when %s', (_when, charges, open, why) => {
    expect(decide(goLive, charges)).toMatchObject({ open, why: expect.stringContaining(why) });
  });

  it.each([
    [499_99, 'USD', true],
    [500_00, 'USD', false],
    [500_01, 'USD', false],
    [1_00, 'EUR', false],
  ])(
    'ONB-7 hardware of %d %s, tax included, opens by itself: %s (strictly below, per currency)',
    (amount, currency, open) => {
      const due = charge('hardware', 0, 0, {
        amount: money(amount, currency),
        paid: money(0, currency),
        credited: money(0, currency),
        writtenOff: money(0, currency),
        state: 'open',
      });
      expect(decide(hardware, [due]).open).toBe(open);
    },
  );

  it.each([
    ['purchase_agreement', 'approved', true],
    ['expedite', 'approved', true],
    ['other', 'approved', true],
    ['expedite', 'requested', false],
    ['other', 'declined', false],
    ['other', 'withdrawn', false],
  ] as const)('ONB-7 a %s exception that is %s opens order-hardware: %s', (kind, state, open) => {
    expect(decide(hardware, [charge('hardware', 900_00)], [exception(kind, state)]).open).toBe(open);
  });

  it('ONB-19 a voided charge, however small, opens nothing by itself; an exception does', () => {
    const voided = [charge('hardware', 1_00, 0, { state: 'void' })];
    expect(decide(hardware, voided)).toMatchObject({
      open: false,
      offers: ['purchase_agreement', 'expedite', 'other'],
    });
    expect(decide(hardware, voided, [exception('other', 'approved')]).open).toBe(true);
  });

  it("an exception of another gate, or of a kind the gate doesn't know, opens nothing", () => {
    const due = [charge('first_month', 200_00)];
    expect(decide(goLive, due, [exception('other', 'approved', 'order-hardware')]).open).toBe(false);
    expect(decide(goLive, due, [exception('expedite', 'approved', 'go-live')]).open).toBe(false);
  });

  it('a gate that names no charge opens only by an approved exception', () => {
    const signOff: Gate = { key: 'sign-off', name: 'Sign-off', exceptions: ['other'], approvers: ['management'] };
    expect(decide(signOff, [])).toMatchObject({
      open: false,
      why: 'It needs an approved exception.',
      offers: ['other'],
    });
    expect(decide(signOff, [], [exception('other', 'approved', 'sign-off')]).open).toBe(true);
  });

  it('offers what the playbook allows, except the amount; while one waits for an approver, only what needs none', () => {
    const due = [charge('hardware', 900_00, 100_00)];
    expect(decide(hardware, due)).toMatchObject({
      offers: ['purchase_agreement', 'expedite', 'other'],
      obligation: { outstanding: money(800_00, 'USD') },
      why: 'hardware: $800.00 of $900.00 is still to be paid.',
    });
    expect(decide(hardware, due, [exception('expedite', 'requested')])).toMatchObject({
      offers: ['purchase_agreement'],
      requested: { kind: 'expedite' },
    });
  });

  it('ONB-7 only expedite and other need an approver', () => {
    expect(['purchase_agreement', 'expedite', 'other'].filter(needsApprover)).toEqual(['expedite', 'other']);
  });

  it('a reversed payment or a raised amount shuts the gate again, whatever came before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_00 }), fc.integer({ min: 0, max: 10_000_00 }), (amount, paid) => {
        expect(decide(goLive, [charge('first_month', amount, paid)]).open).toBe(paid >= amount);
      }),
    );
  });
});
