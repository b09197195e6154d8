import { describe, expect, test } from 'vitest';
import { parsePlaybook, readPlaybook, storedSpelling } from '../../../src/features/playbooks/former-spelling.ts';
import type { Playbook } from '../../../src/features/playbooks/playbook.ts';
import { checkNames, requireNames } from '../../../src/features/playbooks/playbook-checks.ts';
import { gatherContributions } from '../../../src/platform/work/contributions.ts';
import { catalogue, managedServices } from './a-project.ts';

/** As projects keep it that began before. */
const stored = {
  key: 'small',
  name: 'Small',
  gates: [
    { key: 'live', name: 'Going live', paid: 'first_month', exceptions: ['other'], approvers: ['management'] },
    {
      key: 'order',
      name: 'Ordering',
      paid: 'hardware',
      exceptions: ['below_amount', 'purchase_agreement', 'other'],
      approvers: ['management'],
    },
  ],
  stages: [
    { key: 'review', name: 'Review', desk: ['reviewer'], next: 'bill', remindAfterBusinessDays: 1 },
    {
      key: 'bill',
      name: 'Bill',
      desk: ['billing'],
      items: [
        { key: 'sent', kind: 'fact', fact: 'set_up_invoiced', label: 'Invoiced' },
        { key: 'ordered', kind: 'fact', fact: 'hardware_ordered', label: 'Ordered', gate: 'order' },
        { key: 'met', kind: 'fact', fact: 'transfer_meeting', label: 'Met' },
      ],
      next: 'closed',
      remindAfterBusinessDays: 2,
      onOpen: ['present_invoices'],
      onApprove: ['request_hardware', 'schedule_follow_up'],
      actions: ['subscription.set_up'],
    },
  ],
};

describe('the former spelling of playbooks', () => {
  test('is read as the present one, with names that slices contribute', () => {
    const playbook = readPlaybook(stored);
    expect(playbook.gates.map(({ waitsFor, exceptions }) => [waitsFor, exceptions])).toEqual([
      ['billing.first_month', ['other']],
      ['billing.hardware_unless_small', ['purchase_agreement', 'other']],
    ]);
    const [review, bill] = playbook.stages;
    expect(review?.onApprove).toEqual(['billing.confirm_nothing_due']);
    expect(bill?.items.map((item) => item.kind === 'fact' && item.fact)).toEqual([
      'billing.set_up_invoiced',
      'purchase.hardware_ordered',
      'onboarding.transfer_meeting',
    ]);
    expect([bill?.onOpen, bill?.onApprove]).toEqual([
      ['billing.present_invoices'],
      ['purchase.request_hardware', 'onboarding.schedule_follow_up'],
    ]);
    expect(checkNames(playbook, catalogue)).toEqual([]);
  });

  test('is what is stored, so that a replica of the version before reads it; both are read alike', async () => {
    for (const playbook of [readPlaybook(stored), await managedServices()]) {
      const kept = JSON.parse(JSON.stringify(storedSpelling(playbook)));
      expect(kept).not.toHaveProperty('sections');
      expect(JSON.stringify(kept)).not.toContain('billing.');
      expect(readPlaybook(kept)).toEqual(playbook);
    }
  });

  test('ONB-3 a stored playbook of before has the contract’s tick and button as it is read; one’s own playbook is left as it is', async () => {
    const now = await managedServices();
    const ofBefore = JSON.parse(JSON.stringify(storedSpelling(now)));
    expect(JSON.stringify(ofBefore)).not.toContain('contract');
    expect(readPlaybook(ofBefore)).toEqual(now);
    const billing = now.stages.find(({ key }) => key === 'billing');
    expect(billing?.items.map(({ key }) => key)[3]).toBe('contract_created');
    expect(billing?.actions).toContain('contract.add');
    const own = { ...ofBefore, key: 'own' };
    expect(JSON.stringify(readPlaybook(own))).not.toContain('contract');
    const without = parsePlaybook(ofBefore).data;
    expect(JSON.stringify(without)).not.toContain('contract');
    expect(without && readPlaybook(JSON.parse(JSON.stringify(storedSpelling(without))))).toEqual(without);
  });

  test('a playbook that says more is stored as it is', () => {
    const playbook: Playbook = { ...readPlaybook(stored), sections: ['pool.depth'] };
    expect(storedSpelling(playbook)).toEqual(playbook);
  });
});

test('a name that nobody contributes stops the start, with the place in the playbook and the names that exist', async () => {
  const playbook = await managedServices();
  expect(() => requireNames([playbook], gatherContributions([]))).toThrow(
    /“Managed services” \(managed-services\) names what nobody contributes.*\n {2}gates\[0\]\.waitsFor: There is no obligation "billing\.set_up": use one of none yet/,
  );
});
