import { afterAll, beforeAll, expect, it } from 'vitest';
import { FieldErrors } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { type Day, day } from '../../src/core/time/calendar.ts';
import { planActivity, rescheduleActivity } from '../../src/features/activities/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import { recordPermission } from '../../src/features/billing/onboarding/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { cardUpdated } from '../../src/features/collections/cases/actions/card-updated.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { addLicense, confirmExpiry, correctLicense } from '../../src/features/licenses/index.ts';
import { scheduleTransfer } from '../../src/features/onboarding/transfer/actions/schedule-transfer.ts';
import type { Harness } from '../support/harness.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

/** A day is refused at its field where it makes no sense for what the field means, by the use case itself. */
let office: Harness;
let journey: Journey;
let h: CollectionsHarness;
let caseId: string;
let customerId: string;
let activityId: string;
let licenseId: string;

beforeAll(async () => {
  office = await startOffice('embedded');
  journey = await startProject(office, { set_up: '500', first_month: '2000' });
  await journey.walkTo('planning');
  await journey.pay('set_up');
  const planned = { type: 'visit', description: 'Look', unit: 'service', startOn: day('2026-03-05') } as const;
  activityId = await planActivity(office.deps, office.person('service'), planned);
  h = await collectionsHarness('embedded');
  const made = await h.licensed('Hart & Sons', 'SUB-1');
  customerId = made.customer.id;
  licenseId = made.license.id;
  await h.importCsv(report({}));
  caseId = (await h.theCase()).id;
});
afterAll(async () => {
  await office.close();
  await h.close();
});

const refusal = async (attempt: () => Promise<unknown>): Promise<Readonly<Record<string, string>>> => {
  const error: unknown = await attempt().catch((thrown: unknown) => thrown);
  return error instanceof FieldErrors ? error.fields : {};
};

const never = ['1900-01-01', '9999-12-31'] as const;
type Attempt = (on: Day) => Promise<unknown>;
const fields: readonly (readonly [field: string, what: string, wrong: readonly string[], attempt: Attempt])[] = [
  [
    'received_on',
    'a payment',
    never,
    async (receivedOn) => {
      const { id: invoiceId, open } = await journey.invoice('first_month');
      return recordPayment(office.deps, office.person('accounting'), {
        invoiceId,
        amount: open,
        method: 'check',
        receivedOn,
      });
    },
  ],
  [
    'sent_on',
    'an invoice sent',
    never,
    async (sentOn) => {
      const { id: invoiceId } = await journey.invoice('first_month');
      return markSent(office.deps, office.person('accounting'), { invoiceId, number: '1', sentOn });
    },
  ],
  [
    'agreed_on',
    'a permission',
    never,
    async (on) => {
      const { id: invoiceId } = await journey.invoice('first_month');
      return recordPermission(office.deps, office.person('accounting'), { invoiceId, how: 'Phone', on });
    },
  ],
  [
    'start_on',
    'an activity',
    [...never, '2031-01-01'],
    (startOn) =>
      planActivity(office.deps, office.person('service'), {
        type: 'visit',
        description: 'x',
        unit: 'service',
        startOn,
      }),
  ],
  [
    'expected_on',
    'a rescheduled activity',
    ['2031-01-01', '9999-12-31'],
    (expectedOn) => rescheduleActivity(office.deps, office.person('service'), { activityId, expectedOn }),
  ],
  [
    'on',
    'a knowledge transfer',
    [...never, '2031-01-01'],
    (on) =>
      scheduleTransfer(office.deps, office.person('project_manager'), {
        projectId: journey.id,
        on,
        hosted: false,
        people: [],
      }),
  ],
  ['eta', 'a project’s date', [...never, '2031-01-01'], (eta) => journey.tick({ eta })],
  [
    'received_on',
    'a payment for a failed charge',
    never,
    (receivedOn) =>
      recordCasePayment(h.deps, h.accounting, { caseId, amount: money(12_000n, 'USD'), method: 'eft', receivedOn }),
  ],
  [
    'next_attempt_on',
    'the next attempt',
    [...never, '2031-01-01'],
    (nextAttemptOn) => cardUpdated(h.deps, h.accounting, { caseId, nextAttemptOn }),
  ],
  [
    'expires_on',
    'a license',
    never,
    (expiresOn) =>
      addLicense(h.deps, h.accounting, {
        customerId,
        product: 'Desk',
        key: 'K-never',
        policy: 'manual',
        expiresOn,
        periodMonths: 12,
      }),
  ],
  [
    'expires_on',
    'a license that is corrected',
    never,
    (expiresOn) =>
      correctLicense(h.deps, h.accounting, {
        licenseId,
        product: 'LEGACY',
        key: 'KEY-Hart & Sons',
        policy: 'manual',
        expiresOn,
        periodMonths: 12,
        reason: 'Typed wrongly',
      }),
  ],
];

it.each(fields)(
  '%s of %s: %j are refused, with a sentence that says what can be',
  async (field, _what, wrong, attempt) => {
    for (const text of wrong) {
      const told = await refusal(() => attempt(day(text)));
      expect([text, Object.keys(told)]).toEqual([text, [field]]);
      expect(told[field]).toMatch(/Choose a day from|yet to come|in the future|in the past|began on/);
    }
  },
);

it('new_expires_on: Support cannot move a license to “never”', async () => {
  await recordCasePayment(h.deps, h.accounting, {
    caseId,
    amount: money(12_000n, 'USD'),
    method: 'eft',
    receivedOn: day('2026-03-01'),
  });
  const [action] = await h.openActions();
  const confirm = (newExpiresOn: Day) => confirmExpiry(h.deps, h.support, { actionId: action?.id ?? '', newExpiresOn });
  expect(Object.keys(await refusal(() => confirm(day('9999-12-31'))))).toEqual(['new_expires_on']);
  await confirm(day('2027-04-30'));
});
