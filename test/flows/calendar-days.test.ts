import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { armProject, previewArmingOf } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { giveAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/give-acknowledgement.ts';
import { recordPayment, reversePayment } from '../../src/features/billing/payments/index.ts';
import { sweepCases } from '../../src/features/collections/index.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import type { Harness } from '../support/harness.ts';
import { collectionsHarness, report } from './collections-support.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

/** ALL-4 which day it is, at the desk and where the customer is. */
const office = (start: string, timeZone: string): Promise<Harness> => startOffice('embedded', { start, timeZone });

const within = async (h: { readonly close: () => Promise<void> }, body: () => Promise<void>): Promise<void> => {
  try {
    await body();
  } finally {
    await h.close();
  }
};

const both = async (h: Harness, journey: Journey): Promise<void> => {
  for (const desk of ['service', 'sales'])
    await giveAcknowledgement(h.deps, h.person(desk), { projectId: journey.id, desk });
};

const moveTo = (h: Harness, customerId: string, timeZone: string) =>
  h.db.prisma.customer.update({ where: { id: customerId }, data: { timeZone } });

describe('ALL-4 a customer in another zone than the office', () => {
  it('who is already a day ahead goes live on their day, and billing is armed from it at once', async () => {
    // Sunday noon in Los Angeles is Monday morning in Auckland.
    const h = await office('2026-03-01T20:00:00Z', 'America/Los_Angeles');
    await within(h, async () => {
      const journey = await startProject(h, { first_month: '2000' });
      await journey.walkTo('delivery');
      await moveTo(h, (await journey.state()).customerId, 'Pacific/Auckland');
      await journey.pay('first_month');
      await journey.tick({ go_live_scheduled: day('2026-03-02'), went_live: day('2026-03-02') });
      await journey.approve();
      await both(h, journey);
      const preview = await previewArmingOf(h.deps, await journey.state());
      const armed = await armProject(h.deps, h.person('accounting'), { projectId: journey.id });
      expect(armed).toEqual(preview);
      expect(armed).toMatchObject({ nextOn: '2026-04-01', dueNow: false, credit: money(64_52, 'USD') });
    });
  });

  it('whether the first bill is due now is asked of the customer’s calendar', async () => {
    const h = await office('2026-03-16T12:00:00Z', 'Pacific/Auckland');
    await within(h, async () => {
      const journey = await startProject(h, { first_month: '2000' });
      await journey.walkTo('start-billing');
      await moveTo(h, (await journey.state()).customerId, 'America/Los_Angeles');
      await both(h, journey);
      // April 1 in Auckland, March 31 in Los Angeles.
      h.clock.set(new Date('2026-03-31T20:00:00Z'));
      expect(await previewArmingOf(h.deps, await journey.state())).toMatchObject({
        nextOn: '2026-04-01',
        dueNow: false,
      });
      h.clock.set(new Date('2026-04-01T08:00:00Z'));
      expect(await previewArmingOf(h.deps, await journey.state())).toMatchObject({
        nextOn: '2026-04-01',
        dueNow: true,
      });
    });
  });
});

describe('T41 east of Greenwich today is today', () => {
  it('in Sydney on October 1 at 00:30 a payment of October 1 and going live on October 1 are accepted, and dated so', async () => {
    const h = await office('2026-09-30T14:30:00Z', 'Australia/Sydney');
    await within(h, async () => {
      const journey = await startProject(h, { first_month: '2000' });
      await journey.walkTo('delivery');
      const { id: invoiceId, open } = await journey.invoice('first_month');
      const received = { invoiceId, amount: open, method: 'check' } as const;
      const accounting = h.person('accounting');
      const tomorrow = recordPayment(h.deps, accounting, { ...received, receivedOn: day('2026-10-02') });
      await expect(tomorrow).rejects.toThrow('yet to come');
      const { payment } = await recordPayment(h.deps, accounting, { ...received, receivedOn: day('2026-10-01') });
      expect(payment.receivedOn).toBe('2026-10-01');
      await journey.tick({ go_live_scheduled: day('2026-10-01'), went_live: day('2026-10-01') });
      expect((await journey.state()).wentLiveOn).toBe('2026-10-01');
    });
  });
});

it('T41 the sweep in Sydney finds a deadline of September 30 passed on October 1 at 00:30, and not half an hour before midnight', async () => {
  const h = await collectionsHarness('embedded', 'Australia/Sydney');
  await within(h, async () => {
    await h.licensed('Hart & Sons', 'SUB-1');
    await h.importCsv(report(...[1, 2, 3, 4, 5].map((n) => ({ at: `2026-03-01 0${n}:00:00` }))));
    const { id } = await h.theCase();
    const [deadlineOn, nextActionOn] = [new Date('2026-09-30'), new Date('2026-10-01')];
    await h.db.prisma.collectionCase.update({ where: { id }, data: { deadlineOn, nextActionOn } });
    h.clock.set(new Date('2026-09-30T13:30:00Z'));
    await sweepCases(h.deps);
    expect((await h.theCase()).state).toBe('failed');
    h.clock.set(new Date('2026-09-30T14:30:00Z'));
    await sweepCases(h.deps);
    expect((await h.theCase()).state).toBe('advised');
  });
});

describe('T45 no credit for what was never paid', () => {
  it('live by an exception on January 15: $0, $500 once half of the month is paid, $0 when that comes back', async () => {
    const h = await office('2026-01-15T15:00:00Z', 'UTC');
    await within(h, async () => {
      const journey = await startProject(h, { first_month: '2000' });
      await journey.walkTo('delivery');
      const asked = { projectId: journey.id, gate: 'go-live', kind: 'other', reason: 'They pay on Friday' } as const;
      const { id } = await requestOverride(h.deps, h.person('service'), asked);
      await approveOverride(h.deps, h.person('management'), { id });
      await journey.tick({ go_live_scheduled: journey.today(), went_live: journey.today() });
      await journey.approve();
      await both(h, journey);
      const credit = async () => (await previewArmingOf(h.deps, await journey.state())).credit;
      expect(await credit()).toEqual(money(0, 'USD'));
      const { id: paymentId } = await journey.pay('first_month', 1000_00);
      expect(await credit()).toEqual(money(500_00, 'USD'));
      await reversePayment(h.deps, h.person('accounting'), { paymentId, reason: 'Bounced' });
      expect(await credit()).toEqual(money(0, 'USD'));
      const armed = await armProject(h.deps, h.person('accounting'), { projectId: journey.id });
      expect(armed).toMatchObject({ credit: money(0, 'USD'), due: money(2000_00, 'USD') });
    });
  });
});
