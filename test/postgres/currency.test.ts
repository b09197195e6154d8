import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { receiveDeposit } from '../../src/features/billing/deposits/receive-deposit.ts';
import { draftInvoice, planInvoices } from '../../src/features/billing/invoices/index.ts';
import { insertSubscription } from '../../src/features/billing/subscriptions/agreements/store.ts';
import { lockDetails, updateDetails } from '../../src/features/customers/details/store.ts';
import type { Work } from '../../src/platform/work/work.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aLine, setTaxes } from '../support/invoices.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { aService } from '../support/services.ts';

type Making = (work: Work, customerId: string) => Promise<unknown>;

/** All that writes the first amount of a customer. */
const makings: Readonly<Record<string, Making>> = {
  'an invoice': (work, customerId) => draftInvoice(work, { customerId, label: 'Services', lines: [aLine(10_00)] }),
  'a charge of a project': (work, customerId) =>
    planInvoices(work, {
      subject: { type: 'project', id: newId() },
      customerId,
      currency: 'USD',
      charges: [{ kind: 'set_up', label: 'Set-up', net: money(100, 'USD'), taxRate: 0 }],
    }),
  'a subscription': (work, customerId) =>
    insertSubscription(work, {
      customerId,
      groupId: undefined,
      currency: 'USD',
      rows: [{ ...aService('Backup', 1, 10_00), id: newId() }],
      rule: { months: 1, inArrears: false, nextOn: day('2026-04-01'), daysAhead: 0, mode: 'automate' },
      isArmed: false,
    }),
  'a payment': (work, customerId) =>
    receiveDeposit(
      work,
      {
        customerId,
        lines: [{ amount: money(100, 'USD'), pays: [] }],
        method: 'check',
        receivedOn: day('2026-03-02'),
      },
      () => undefined,
    ),
};

describePostgres('a customer’s currency changes while the first amount is written', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
    await setTaxes(h, { services: 0 });
  });
  afterAll(() => h.close());

  const toEuros = (customerId: string) =>
    editNow(h.deps, h.person('accounting'), customerId, { currency: 'EUR' }, 'as agreed');
  const currencyOf = async (id: string) => (await h.db.prisma.customer.findUniqueOrThrow({ where: { id } })).currency;

  for (const [what, making] of Object.entries(makings)) {
    test(`BIL-11, ALL-3 ${what} in dollars and euros at once: the first wins, whichever it is`, async () => {
      const wasFirst = await aCustomer(h);
      const refused = await meanwhile(
        h,
        (work) => making(work, wasFirst),
        () => problemsOf(toEuros(wasFirst)),
      );
      expect(refused).toMatchObject({
        value: { currency: expect.stringMatching(/There is (an invoice|a subscription|a payment) in USD/) },
      });
      expect(await currencyOf(wasFirst)).toBe('USD');

      const changedFirst = await aCustomer(h);
      const late = await meanwhile(
        h,
        async (work) => {
          const before = await lockDetails(work, changedFirst);
          if (before) await updateDetails(work, changedFirst, before, { currency: 'EUR' });
        },
        () => h.acting(h.person('accounting', 2), (work) => making(work, changedFirst)),
      );
      expect(late).toMatchObject({ reason: expect.any(Conflict) });
      expect(late).toMatchObject({ reason: { message: expect.stringContaining('is billed in EUR, not in USD') } });
    });
  }
});
