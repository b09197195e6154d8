import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { escapeMrkdwn } from '../../../src/core/text/text.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { howToCollect as ofBill } from '../../../src/features/billing/invoices/how-to-collect.ts';
import { type Invoice, stateOf, taxOn } from '../../../src/features/billing/invoices/invoice.ts';
import {
  type Aside,
  invoiceMessage,
  invoiceRows,
  nothingBeside,
} from '../../../src/features/billing/invoices/invoice-views.ts';
import { chargeAside } from '../../../src/features/billing/onboarding/collecting/charge-owner.ts';
import { howToCollect, type ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';
import { context } from '../../../src/platform/block-kit/blocks.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { anInvoice, permission, sent } from './an-invoice.ts';

describe('BIL-11 tax is rounded half up once', () => {
  test.each([
    [9_999n, 825, 825n],
    [200_000n, 825, 16_500n],
    [10n, 500, 1n],
    [9n, 500, 0n],
    [100n, 0, 0n],
  ])('%s at %s basis points is %s', (net, rate, tax) => {
    expect(taxOn(money(net, 'USD'), rate)).toEqual(money(tax, 'USD'));
  });
});

describe('ONB-3 the state of an invoice follows from its facts', () => {
  test.each([
    ['not sent, not paid', { amount: 100n, paid: 0n, sent: false }, 'draft'],
    ['a check before it is sent, in part', { amount: 100n, paid: 99n, sent: false }, 'draft'],
    ['a check before it is sent, in full', { amount: 100n, paid: 100n, sent: false }, 'paid'],
    ['sent', { amount: 100n, paid: 0n, sent: true }, 'open'],
    ['sent, paid in part', { amount: 100n, paid: 99n, sent: true }, 'open'],
    ['sent, paid', { amount: 100n, paid: 100n, sent: true }, 'paid'],
    ['void', { amount: 100n, paid: 0n, sent: true, ended: 'void' as const }, 'void'],
    ['uncollectible', { amount: 100n, paid: 50n, sent: true, ended: 'uncollectible' as const }, 'uncollectible'],
  ])('%s', (_, facts, state) => {
    expect(stateOf(facts)).toBe(state);
  });
});

describe('how an invoice is collected', () => {
  const paid = { paid: money(50_000, 'USD'), open: money(0, 'USD'), state: 'paid' as const };
  test.each([
    [
      'ONB-5 a check in hand: record the payment, then send',
      { pickedUp: 'check' },
      'record_payment',
      /record the payment, then send the customer the paid invoice/,
    ],
    [
      'ONB-5 a check in hand, paid: send the paid invoice',
      { pickedUp: 'check', ...paid },
      'send',
      /Send the customer the paid invoice/,
    ],
    [
      'ONB-4 a card authorization for the set-up fee: charge it',
      { pickedUp: 'card_authorization', kind: 'set_up' },
      'charge',
      /charge the card, record the payment, then send the customer the paid invoice/,
    ],
    [
      'ONB-19 in doubt: void or keep it',
      { pickedUp: 'check', sent, state: 'open', inDoubt: 'P-1 was cancelled.' },
      'decide',
      /P-1 was cancelled. Void the invoice or keep it, and say why/,
    ],
    [
      'ONB-5 a card authorization: email it and ask',
      { pickedUp: 'card_authorization', kind: 'first_month' },
      'ask_permission',
      /ask for permission to charge/,
    ],
    [
      'ONB-5 asked: wait, don’t charge',
      { pickedUp: 'card_authorization', kind: 'first_month', sent, state: 'open' },
      'await_permission',
      /only after the permission is recorded/,
    ],
    [
      'ONB-5 permission recorded: charge',
      { pickedUp: 'card_authorization', sent, permission, state: 'open' },
      'charge',
      /charge the card, then record/,
    ],
    [
      'ONB-4 nothing: email it with the form',
      { pickedUp: 'nothing', kind: 'set_up' },
      'send',
      /together with the card authorization form, then wait/,
    ],
    [
      'ONB-7 hardware, nothing: email it and wait',
      { pickedUp: 'nothing', kind: 'hardware' },
      'send',
      /email the invoice, then wait/,
    ],
    [
      'ONB-7 hardware, card on file: ask',
      { pickedUp: 'card_authorization', kind: 'hardware' },
      'ask_permission',
      /ask for permission/,
    ],
    [
      'sent, nothing picked up: wait',
      { pickedUp: 'nothing', sent, state: 'open' },
      'await_payment',
      /Waiting for the customer’s payment/,
    ],
    ['ONB-8 paid and sent: file it', { ...paid, sent }, 'file', /File the invoice/],
    ['void: nothing', { state: 'void' }, 'none', /Nothing is to be collected/],
  ] as const)('%s', (_, facts, step, text) => {
    const next = howToCollect(anInvoice(facts));
    expect(next.step).toBe(step);
    expect(next.text).toMatch(text);
  });

  test('BIL-1 a bill goes without the form: nothing is picked up for it', () => {
    expect(ofBill(anInvoice({ kind: 'bill' }))).toMatchObject({
      step: 'send',
      text: 'Send it to the customer, then wait for payment.',
    });
    expect(ofBill(anInvoice({ kind: 'bill', sent, state: 'open' })).step).toBe('await_payment');
  });

  test('a partial payment names what is still open', () => {
    const part = anInvoice({ sent, state: 'open', paid: money(20_000, 'USD'), open: money(30_000, 'USD') });
    expect(howToCollect(part).text).toContain('Partly paid: $300.00 is still open.');
  });
});

const openProject = { text: 'Open project', action: 'project.show', value: 'p' };
const messageOf = (invoice: ProjectCharge, about: readonly KnownBlock[] = [], aside: Aside = chargeAside(invoice)) =>
  invoiceMessage({ invoice, customer: acme, aside }, { about, open: [openProject] });
const actionsOf = (invoice: ProjectCharge): string[] =>
  JSON.stringify(messageOf(invoice)).match(/(?<="action_id":")[^"]+/g) ?? [];
const acme = { name: 'ACME', contactName: 'Cara', phone: '+1 555 0100', email: 'cara@acme.test' };

describe('accounting’s message about an invoice', () => {
  const open = ['payment.record', 'invoice.permission', 'invoice.picked_up'] as const;
  test.each([
    ['a draft', anInvoice({}), ['invoice.mark_sent', ...open, 'invoice.file', 'invoice.correct', 'invoice.void']],
    [
      'sent',
      anInvoice({ sent, state: 'open' }),
      [...open, 'invoice.file', 'invoice.correct', 'invoice.take_back', 'invoice.void'],
    ],
    [
      'paid before it was sent',
      anInvoice({ state: 'paid', paid: money(50_000, 'USD'), open: money(0, 'USD') }),
      ['invoice.mark_sent', 'invoice.file', 'invoice.correct', 'payment.reverse'],
    ],
    [
      'in doubt',
      anInvoice({ state: 'open', sent, inDoubt: 'P-1 was cancelled.' }),
      [
        ...['invoice.keep', 'payment.record', 'invoice.picked_up', 'invoice.file', 'invoice.correct'],
        ...['invoice.take_back', 'invoice.void'],
      ],
    ],
    [
      'void',
      anInvoice({ state: 'void', open: money(0, 'USD'), voided: { by: 'U1', at: new Date(0), reason: 'twice' } }),
      [],
    ],
  ] as const)('%s offers what is possible', (_, invoice, actions) => {
    expect(actionsOf(invoice)).toEqual([...actions, 'project.show']);
  });

  test('whom to write to, by when, and what waits for it, while something is to be done', () => {
    const about = [context('🔓 Ordering of hardware: Hardware is below $500.00.')];
    const open = JSON.stringify(messageOf(anInvoice({}), about));
    for (const said of [
      '*Phone*\\n+1 555 0100',
      '*Email*\\ncara@acme.test',
      '*Due*\\nOn receipt',
      '🔓 Ordering of hardware',
    ])
      expect(open).toContain(said);
    expect(open).not.toContain('Blocked');
  });

  test('BIL-13, BIL-15 what settles it besides payments is named; for a bill sales picked nothing up', () => {
    const credited = { credited: money(3_188, 'USD'), writtenOff: money(100, 'USD') };
    const bill = JSON.stringify(messageOf(anInvoice({ kind: 'bill', ...credited }), [], nothingBeside));
    expect(bill).toContain('*Credited*\\n$31.88');
    expect(bill).toContain('*Written off*\\n$1.00');
    expect(bill).not.toContain('Picked up');
    expect(JSON.stringify(messageOf(anInvoice({ pickedUp: 'check' })))).toContain('*Picked up by sales*\\nA check');
    expect(JSON.stringify(messageOf(anInvoice({})))).not.toMatch(/Credited|Written off/);
  });

  test('BIL-16 in lists it is overdue from the day after it was due, until it is settled', () => {
    const row = (facts: Partial<Invoice>, today: string) =>
      JSON.stringify(invoiceRows([anInvoice({ sent, state: 'open', dueOn: day('2026-03-16'), ...facts })], day(today)));
    expect(row({}, '2026-03-16')).not.toContain('overdue');
    expect(row({}, '2026-03-17')).toContain('Sent, not paid, overdue since Mar 16, 2026');
    expect(row({ state: 'paid' }, '2026-03-17')).not.toContain('overdue');
  });

  test('paid, sent and filed, it folds to one line without anybody’s address', () => {
    const done = anInvoice({
      state: 'paid',
      sent,
      filed: { by: 'U1', at: new Date(0) },
      paid: money(50_000, 'USD'),
      open: money(0, 'USD'),
    });
    const { blocks } = messageOf(done, [context('not shown')]);
    expect(blocks?.map((block) => block.type)).toEqual(['section', 'context', 'actions']);
    expect(JSON.stringify(blocks)).toContain('✓ Paid in full: $500.00, sent Mar 2, 2026 as INV-7, filed');
    expect(JSON.stringify(blocks)).not.toMatch(/cara|555|not shown/);
  });

  test('it asks for something until it is paid, sent and filed', () => {
    const done = { state: 'paid', sent, paid: money(50_000, 'USD'), open: money(0, 'USD') } as const;
    expect(messageOf(anInvoice(done)).open).toBe(true);
    expect(messageOf(anInvoice({ ...done, filed: { by: 'U1', at: new Date(0) } })).open).toBe(false);
  });

  test('any text keeps Slack’s limits and is escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 4000 }),
        fc.bigInt({ min: 1n, max: 10n ** 30n }),
        (tail, amount) => {
          const text = `<!channel>${tail}`;
          const extreme = anInvoice({
            label: text,
            net: money(amount, 'USD'),
            amount: money(amount, 'USD'),
            open: money(amount, 'USD'),
            state: 'open',
            sent: { ...sent, number: text },
            permission: { ...permission, how: text },
          });
          const { text: notification, blocks } = invoiceMessage(
            {
              invoice: extreme,
              customer: { name: text, contactName: text, phone: text, email: text },
              aside: { ...chargeAside(extreme), notes: [escapeMrkdwn(text)] },
            },
            { about: Array.from({ length: 60 }, () => context('what waits')), open: [] },
          );
          expect(checkBlocks(JSON.parse(JSON.stringify(blocks)), 'message')).toEqual([]);
          expect(JSON.stringify(blocks) + notification).not.toContain('<!channel>');
          expect(notification.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 30 },
    );
  });
});
