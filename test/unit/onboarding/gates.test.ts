import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import {
  decideGate,
  type ExceptionKind,
  exceptionKinds,
  type GateCharge,
  type GateException,
  type GateRule,
  needsApprover,
} from '../../../src/features/playbooks/gates.ts';

const policy = { hardwareFreeBelow: { USD: '50000' } };

const goLive: GateRule = {
  key: 'go-live',
  name: 'Go live',
  paid: 'first_month',
  exceptions: ['other'],
  approvers: ['management'],
};
const resources: GateRule = { ...goLive, key: 'schedule-resources', paid: 'set_up' };
const hardware: GateRule = {
  key: 'order-hardware',
  name: 'Order hardware',
  paid: 'hardware',
  exceptions: ['below_amount', 'purchase_agreement', 'expedite', 'other'],
  approvers: ['management'],
};

const charge = (kind: string, amount: number, paid = 0, more: Partial<GateCharge> = {}): GateCharge => ({
  kind,
  label: kind,
  amount: money(amount, 'USD'),
  paid: money(paid, 'USD'),
  state: paid >= amount ? 'paid' : 'open',
  ...more,
});

const exception = (kind: ExceptionKind, state: GateException['state'], gate = 'order-hardware'): GateException => ({
  id: 'o1',
  gate,
  kind,
  state,
  reason: 'because',
  requestedBy: 'U1',
});

const decide = (rule: GateRule, charges: GateCharge[], overrides: GateException[] = []) =>
  decideGate(rule, { charges, overrides }, policy);

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

  it.each([
    ['nothing was charged', [], true, 'nothing_due'],
    ['the charge was voided', [charge('first_month', 200_00, 0, { state: 'void' })], false, 'voided'],
    [
      'it was corrected to nothing',
      [charge('first_month', 200_00, 0, { state: 'void', waiver: 'asked' })],
      false,
      'voided',
    ],
    [
      'the reviewer has confirmed that',
      [charge('first_month', 200_00, 0, { state: 'void', waiver: 'confirmed' })],
      true,
      'nothing_due',
    ],
    ['a cent is missing', [charge('first_month', 200_00, 199_99)], false, 'unpaid'],
    ['it is paid to the cent', [charge('first_month', 200_00, 200_00)], true, 'paid'],
    ['it was given up', [charge('first_month', 200_00, 0, { state: 'uncollectible' })], false, 'unpaid'],
    ['it is small, but this gate knows no such exception', [charge('first_month', 1)], false, 'unpaid'],
  ])('ONB-5 go-live when %s', (_when, charges, open, reason) => {
    expect(decide(goLive, charges)).toMatchObject({ open, reason });
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
    const signOff: GateRule = { key: 'sign-off', name: 'Sign-off', exceptions: ['other'], approvers: ['management'] };
    expect(decide(signOff, [])).toMatchObject({ open: false, reason: 'needs_approval', offers: ['other'] });
    expect(decide(signOff, [], [exception('other', 'approved', 'sign-off')]).open).toBe(true);
  });

  it('offers what the playbook allows, except the amount; while one waits for an approver, only what needs none', () => {
    const due = [charge('hardware', 900_00, 100_00)];
    expect(decide(hardware, due)).toMatchObject({
      offers: ['purchase_agreement', 'expedite', 'other'],
      outstanding: money(800_00, 'USD'),
      why: 'hardware: $800.00 of $900.00 is still to be paid.',
    });
    expect(decide(hardware, due, [exception('expedite', 'requested')])).toMatchObject({
      offers: ['purchase_agreement'],
      requested: { kind: 'expedite' },
    });
  });

  it('ONB-7 only expedite and other need an approver', () => {
    expect(exceptionKinds.filter(needsApprover)).toEqual(['expedite', 'other']);
  });

  it('a reversed payment or a raised amount shuts the gate again, whatever came before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_00 }), fc.integer({ min: 0, max: 10_000_00 }), (amount, paid) => {
        expect(decide(goLive, [charge('first_month', amount, paid)]).open).toBe(paid >= amount);
      }),
    );
  });
});
