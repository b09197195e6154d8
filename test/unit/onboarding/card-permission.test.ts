import { describe, expect, test } from 'vitest';
import { chargeWay } from '../../../src/features/billing/onboarding/collecting/charge-owner.ts';
import type { ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';
import { anInvoice, permission } from '../invoicing/an-invoice.ts';

describe('by what a charge may be paid', () => {
  const refusedBy = (facts: Partial<ProjectCharge>) => chargeWay(anInvoice(facts)).refused?.method;

  test.each([
    ['ONB-5, ONB-7 no card before the permission to charge is recorded', {}, 'card'],
    ['ONB-5 a card after the permission is recorded', { permission }, undefined],
    [
      'ONB-4 a set-up fee’s card that was picked up needs no further permission',
      { pickedUp: 'card_authorization' },
      undefined,
    ],
    ['ONB-4 a check that was picked up lets nobody charge a card', { pickedUp: 'check' }, 'card'],
    ['ONB-5 a first month’s card needs it', { kind: 'first_month', pickedUp: 'card_authorization' }, 'card'],
  ] as const)('%s', (_, facts, method) => {
    expect(refusedBy(facts)).toBe(method);
  });

  test('the sentence says what to do first; a check in hand is offered', () => {
    expect(chargeWay(anInvoice({ pickedUp: 'check' }))).toMatchObject({
      usual: 'check',
      refused: { why: expect.stringMatching(/^Record the customer’s permission to charge first.*I-1 without it\.$/) },
    });
  });
});
