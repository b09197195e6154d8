import { expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { caseMessage, caseRows } from '../../../src/features/collections/cases/case-views.ts';
import { browseModal, digestPage } from '../../../src/features/collections/cases/list-views.ts';
import { type CollectionCase, newCase } from '../../../src/features/collections/cases/table/case.ts';
import { collectionsPolicy } from '../../../src/features/collections/cases/table/policy.ts';
import { importRefusal } from '../../../src/features/collections/imports/summary-views.ts';
import { paymentForm } from '../../../src/features/collections/payments/actions/payment-received.ts';

const nasty = '<!channel> & \u{1F468}\u{1F3FD}\u200d\u{1F692} مرحبا '.repeat(60);
const of = (state: CollectionCase['state'], ref = 1): CollectionCase => ({
  ...newCase(false, { amount: 12000n, currency: 'USD' }),
  id: '01a2010b-7849-7350-a05b-8d78abb4194d',
  ref,
  gateway: 'axia',
  gatewaySubscription: nasty,
  period: nasty,
  reportedCustomer: nasty,
  reportedName: nasty,
  state,
  lastReason: nasty,
  lastContact: nasty,
  contacts: 3,
  snoozedUntil: day('2026-04-01'),
  deadlineOn: day('2026-04-05'),
  hasMessage: true,
  openedAt: new Date(0),
  stateBy: 'U1',
  stateAt: new Date(0),
});

const mrkdwn = (json: string) =>
  [...json.matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(
    (match) => JSON.parse(`"${match[1]}"`) as string,
  );

test('views: texts of people are escaped, and nothing exceeds Slack’s limits', () => {
  const message = caseMessage(
    of('failed'),
    {
      customer: { name: nasty, phone: nasty, email: nasty },
      license: { product: nasty, key: nasty, state: 'active', expiresOn: day('2026-04-30') },
    },
    collectionsPolicy.defaults,
  );
  const all = [
    message,
    digestPage([of('failed')], 1, 1),
    browseModal([of('failed')], 500, 'all', 0),
    caseRows([of('failed')]),
    paymentForm(of('failed'), day('2026-03-01')),
    importRefusal(nasty, nasty),
  ];
  for (const text of mrkdwn(JSON.stringify(all))) {
    expect(text).not.toContain('<!channel>');
    expect(text.length).toBeLessThanOrEqual(3000);
  }
  expect(message.text.length).toBeLessThanOrEqual(3000);
});

test('COL-2 a digest page of 120 cases fits into one message', () => {
  const { blocks = [] } = digestPage(
    Array.from({ length: 120 }, (_, n) => of('failed', 100_000 + n)),
    1,
    84,
  );
  expect(blocks.length).toBeLessThanOrEqual(50);
  const shown = blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text.text.length] : []));
  expect(Math.max(...shown)).toBeLessThanOrEqual(3000);
  expect(shown.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(13_000);
});

test('COL-3 the buttons are those that COL-0 allows', () => {
  const buttons = (state: CollectionCase['state']) => {
    const json = JSON.stringify(caseMessage({ ...of(state), customerId: 'c' }, {}, collectionsPolicy.defaults));
    return [...json.matchAll(/"action_id":"case\.([a-z_]+)"/g)]
      .map((match) => match[1])
      .filter((action) => action !== 'show');
  };
  expect(buttons('failed')).toEqual([
    'contacted',
    'mail',
    'card_updated',
    'payment_received',
    'snooze',
    'advise_support',
  ]);
  expect(buttons('advised')).toEqual(['card_updated', 'payment_received']);
  expect(buttons('expired')).toEqual(['payment_received']);
  expect(buttons('recovered')).toEqual(['reverse_payment']);
});
