import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText, money, parseAmount } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import {
  chargesOf,
  parseTaxRate,
  readAmounts,
  taxRateText,
} from '../../../src/features/billing/onboarding/charges/charges.ts';
import type { Contract } from '../../../src/features/customers/index.ts';
import {
  blockedBy,
  canSetMore,
  checklistOf,
  isBlocked,
  isInDoubt,
  missingFor,
} from '../../../src/features/onboarding/engine/checklist.ts';
import { partsOfChecklist } from '../../../src/features/onboarding/engine/load.ts';
import { remindOnOf } from '../../../src/features/onboarding/engine/remind-on.ts';
import { withChanges } from '../../../src/features/onboarding/folder/checklist-changes.ts';
import { isUndoable, leftBaton } from '../../../src/features/onboarding/folder/undo-rules.ts';
import type { ProjectState } from '../../../src/features/playbooks/index.ts';
import { noParts } from '../../../src/features/playbooks/parts.ts';
import { type Stage, stageOf } from '../../../src/features/playbooks/playbook.ts';
import { anInvoice, aProject, aSubscription, catalogue, type Known, type More, managedServices } from './a-project.ts';

const playbook = await managedServices();
const at = new Date('2026-03-02T09:00:00Z');
const sent = { on: day('2026-03-02'), by: 'U', at, number: '7' };
const holds = (name: string, more: More) => catalogue.facts.get(name)?.holds(aProject(playbook, more));

const listOf = (stage: string, more: More) => {
  const project = aProject(playbook, { stage, ...more });
  const found = stageOf(playbook, stage);
  if (!found) throw new Error(stage);
  return checklistOf(project, found);
};
const waived = { by: 'U', at, reason: '', confirmed: { by: 'U2', at } };
/** It ended with 2025 unless it is renewed. */
const contract: Contract = {
  ...{ id: 'c', customerId: 'c1', number: '1', parties: null, termMonths: 12, renews: true, noticeDays: 30 },
  ...{ startOn: day('2025-01-01'), endOn: day('2025-12-31'), signedOn: null, owner: 'U', notice: null },
};
const ticked = (stage: string, ...items: string[]) =>
  items.map((item) => ({ stage, item, ticked: true, value: undefined, by: 'U', at }));

describe('what keeps a desk from going on', () => {
  const unpaid = [anInvoice('set_up', 500_00), anInvoice('first_month', 500_00), anInvoice('hardware', 900_00)];
  const today = day('2026-03-02');
  test.each<[string, More, readonly string[]]>([
    ['billing asks for no money', { stage: 'billing', invoices: unpaid }, []],
    ['one gate, however many items stand behind it', { stage: 'planning', invoices: unpaid }, ['schedule-resources']],
    ['paid', { stage: 'planning', invoices: [anInvoice('set_up', 500_00, 500_00)] }, []],
    ['one of two items is done', { stage: 'planning', invoices: unpaid, etaOn: today }, ['schedule-resources']],
    [
      'all behind it is done, though it has shut again',
      { stage: 'planning', invoices: unpaid, etaOn: today, ticks: ticked('planning', 'confirmed') },
      [],
    ],
    ['in the checklist’s order', { stage: 'delivery', invoices: unpaid }, ['order-hardware', 'go-live']],
    ['over', { stage: 'closed', invoices: unpaid }, []],
  ])('ONB-18 %s', (_, more, keys) => {
    expect(blockedBy(aProject(playbook, more))).toEqual(keys);
  });

  test('ONB-18 a checklist that was saved counts at once, ticks as dates', () => {
    const project = aProject(playbook, { stage: 'planning', invoices: unpaid, ticks: ticked('planning', 'confirmed') });
    const [confirmed, eta] = ['confirmed', 'eta'].map((key) => {
      const state = listOf('planning', { invoices: unpaid }).find(({ item }) => item.key === key);
      if (!state) throw new Error(key);
      return { state, ticked: key === 'eta', value: undefined };
    });
    if (!confirmed || !eta) throw new Error('the playbook has neither');
    const written = { stage: 'planning', by: 'U', at };
    const dated = withChanges(project, written, [eta], new Map([['etaOn', today]]));
    expect(blockedBy(dated)).toEqual([]);
    expect(blockedBy(withChanges(dated, written, [confirmed], new Map()))).toEqual(['schedule-resources']);
  });
});

describe('facts tick themselves', () => {
  const invoice = (more = {}) => ({ invoices: [anInvoice('hardware', 100_00, 0, more)] });
  const order = { reviewedBy: 'U', reviewedAt: at, orderedBy: 'U', orderedAt: at, reference: 'PO' };
  test.each<[string, More, More]>([
    [
      'billing.set_up_invoiced',
      { invoices: [anInvoice('set_up', 1, 1)] },
      { invoices: [anInvoice('set_up', 1, 0, { sent })] },
    ],
    ['billing.first_month_invoiced', { invoices: [anInvoice('first_month', 1)] }, {}],
    ['billing.hardware_invoiced', invoice({ sent, state: 'void' }), invoice({ sent })],
    [
      'billing.set_up_paid',
      { invoices: [anInvoice('set_up', 500, 499)] },
      { invoices: [anInvoice('set_up', 500, 500)] },
    ],
    [
      'billing.first_month_paid',
      { invoices: [anInvoice('first_month', 500, 0, { state: 'void' })] },
      { invoices: [anInvoice('first_month', 500, 0, { state: 'void', waiver: waived })] },
    ],
    ['billing.hardware_paid', invoice(), {}],
    ['billing.contract_created', { contracts: [{ ...contract, renews: false }] }, { contracts: [contract] }],
    ['billing.subscription_created', {}, { subscription: aSubscription() }],
    ['billing.template_created', {}, { subscription: aSubscription() }],
    ['billing.services_added', { subscription: { ...aSubscription(), items: [] } }, { subscription: aSubscription() }],
    [
      'billing.coverage_written',
      { subscription: { ...aSubscription(), coverage: 'All' } },
      { subscription: { ...aSubscription(), coverage: 'All', sla: 'Four hours' } },
    ],
    ['billing.invoices_filed', invoice({ sent }), invoice({ sent, filed: { by: 'U', at } })],
    ['onboarding.target_go_live_set', {}, { targetGoLiveOn: day('2026-04-01') }],
    ['onboarding.eta_set', {}, { etaOn: day('2026-04-01') }],
    ['onboarding.go_live_scheduled', {}, { goLiveOn: day('2026-04-01') }],
    ['onboarding.went_live', { goLiveOn: day('2026-04-01') }, { wentLiveOn: day('2026-04-01') }],
    [
      'onboarding.transfer_meeting',
      { ticks: ticked('planning', 'customer_contacted') },
      { ticks: ticked('planning', 'transfer_not_needed') },
    ],
    ['purchase.hardware_ordered', invoice(), { ...invoice(), hardware: order }],
    [
      'billing.sales_acknowledged',
      { acknowledgements: [{ desk: 'service', by: 'U', at }] },
      { acknowledgements: [{ desk: 'sales', by: 'U', at }] },
    ],
    [
      'billing.service_acknowledged',
      { acknowledgements: [{ desk: 'sales', by: 'U', at }] },
      { acknowledgements: [{ desk: 'service', by: 'U', at }] },
    ],
    ['billing.recurring_armed', { subscription: aSubscription() }, { subscription: aSubscription(true) }],
  ])('%s', (name, without, withIt) => {
    expect(holds(name, without)).toBe(false);
    expect(holds(name, withIt)).toBe(true);
  });

  test('ONB-3, ONB-7 what isn’t due counts as invoiced, paid and ordered', () => {
    const names = [
      'billing.set_up_invoiced',
      'billing.first_month_paid',
      'purchase.hardware_ordered',
      'billing.invoices_filed',
    ];
    expect(names.every((name) => holds(name, {}))).toBe(true);
  });

  test('the knowledge-transfer meeting counts once it was held, not when it is planned (ONB-11)', () => {
    const activity = {
      id: 'a',
      ref: 1,
      type: 'knowledge_transfer',
      description: '',
      services: [],
      attendees: [],
      createdBy: 'U',
      createdAt: at,
    };
    expect(holds('onboarding.transfer_meeting', { activities: [{ ...activity, state: 'open' }] })).toBe(false);
    expect(holds('onboarding.transfer_meeting', { activities: [{ ...activity, state: 'completed' }] })).toBe(true);
  });
});

describe('a stage’s checklist', () => {
  test('required items that aren’t set are missing, with the gate they wait for; optional ones aren’t', () => {
    const unpaid = { invoices: [anInvoice('set_up', 500_00, 0, { label: 'Set-up fee' })] };
    const waits = 'Set-up fee of $500.00 is not paid yet.';
    expect(missingFor(listOf('planning', { ...unpaid, ticks: ticked('planning', 'customer_contacted') }))).toEqual([
      'Knowledge-transfer meeting held, or not needed (sets itself)',
      `ETA set (waits: ${waits})`,
      `Project confirmed with the customer (waits: ${waits})`,
    ]);
    const paid = { invoices: [anInvoice('set_up', 500_00, 500_00)], etaOn: day('2026-04-01') };
    const ticks = ticked('planning', 'customer_contacted', 'confirmed', 'transfer_not_needed');
    expect(missingFor(listOf('planning', { ...paid, ticks }))).toEqual([]);
  });

  test('ONB-1 what is missing says what sets itself, and whether the checklist can set any of it now', () => {
    const billing = listOf('start-billing', {});
    expect(missingFor(billing)).toEqual([
      'Sales acknowledged (sets itself)',
      'Service acknowledged (sets itself)',
      'Credit checked',
      'Recurring billing armed (sets itself)',
    ]);
    expect(canSetMore(billing)).toBe(true);
    expect(canSetMore(listOf('start-billing', { ticks: ticked('start-billing', 'credit_checked') }))).toBe(false);
    const held = ticked('planning', 'customer_contacted');
    expect(canSetMore(listOf('planning', { ticks: held }))).toBe(true);
    const unpaid = { invoices: [anInvoice('first_month', 2000_00)] };
    expect(canSetMore(listOf('delivery', unpaid))).toBe(false);
  });

  test('ONB-5 first month unpaid blocks going live, nothing else', () => {
    const unpaid = { invoices: [anInvoice('first_month', 2000_00)] };
    const blocked = playbook.stages.flatMap((stage) =>
      listOf(stage.key, unpaid)
        .filter(isBlocked)
        .map(({ item }) => item.key),
    );
    expect(blocked).toEqual(['go_live_scheduled', 'went_live']);
  });

  test('a date set before a payment was reversed stays, and is flagged', () => {
    const [, scheduled] = listOf('delivery', {
      goLiveOn: day('2026-04-01'),
      invoices: [anInvoice('first_month', 2000_00)],
    });
    expect(scheduled).toMatchObject({ done: true, value: '2026-04-01' });
    expect(scheduled && isInDoubt(scheduled)).toBe(true);
  });

  test('a tick of another stage, or one that was taken out, doesn’t count', () => {
    expect(missingFor(listOf('review', { ticks: ticked('intake', 'figures_checked') }))).toContain('Figures checked');
    const out = ticked('review', 'figures_checked').map((tick) => ({ ...tick, ticked: false }));
    expect(missingFor(listOf('review', { ticks: out }))).toContain('Figures checked');
  });
});

describe('what a decision reads', () => {
  test('each stage reads at least what its own facts and gates are made of', () => {
    const known: Known = {
      invoices: ['set_up', 'first_month', 'hardware'].map((kind) =>
        anInvoice(kind, 5, 5, { sent, filed: { by: 'U', at } }),
      ),
      subscription: { ...aSubscription(true), coverage: 'x', sla: 'y' },
    };
    for (const stage of playbook.stages) {
      const full = aProject(playbook, { stage: stage.key, ...known });
      const read = partsOfChecklist(catalogue, playbook, stage);
      const parts = read.reduce((all, part) => all.with(part, full.parts.of(part)), noParts);
      const done = (project: ProjectState) =>
        checklistOf(project, stage).map((each) => [each.item.key, each.done, isBlocked(each)]);
      expect(done({ ...full, parts })).toEqual(done(full));
    }
  });

  test('a part that was not read is never taken for nothing', () => {
    const delivery = stageOf(playbook, 'delivery') as Stage;
    const unread = { ...aProject(playbook, { stage: 'delivery' }), parts: noParts };
    expect(() => checklistOf(unread, delivery)).toThrow('was not read');
  });

  test('a fact reads the part that it is about, and dates read none', () => {
    const read = (name: string) => catalogue.facts.get(name)?.reads.map((part) => part.name);
    expect(read('billing.first_month_paid')).toEqual(['billing.charges']);
    expect(read('billing.recurring_armed')).toEqual(['billing.subscription']);
    expect(read('purchase.hardware_ordered')).toEqual(['billing.charges', 'purchase.hardware']);
    expect(read('onboarding.transfer_meeting')).toEqual(['onboarding.activities']);
    expect(read('onboarding.went_live')).toEqual([]);
  });
});

describe('reminders', () => {
  const none: ReadonlySet<string> = new Set();
  test.each([
    ['Monday and 2 business days', '2026-03-02', 2, '2026-03-04'],
    ['Friday and 2 business days', '2026-03-06', 2, '2026-03-10'],
  ])('%s', (_what, from, days, expected) => {
    expect(
      remindOnOf({ remindAfterBusinessDays: days, dueDaysAfterGoLive: undefined }, day(from), undefined, none),
    ).toBe(expected);
  });

  test('a holiday doesn’t count', () => {
    const stage = { remindAfterBusinessDays: 2, dueDaysAfterGoLive: undefined };
    expect(remindOnOf(stage, day('2026-03-02'), undefined, new Set(['2026-03-03']))).toBe('2026-03-05');
  });

  test('ONB-17 the follow-up is not reminded of before 30 days after go-live', () => {
    const stage = { remindAfterBusinessDays: 2, dueDaysAfterGoLive: 30 };
    expect(remindOnOf(stage, day('2026-01-16'), day('2026-01-15'), none)).toBe('2026-02-16'); // the 14th is a Saturday
    expect(remindOnOf(stage, day('2026-06-01'), day('2026-01-15'), none)).toBe('2026-06-03');
    expect(remindOnOf(stage, day('2026-01-16'), undefined, none)).toBe('2026-01-20');
  });
});

describe('amounts', () => {
  test('bad amounts are told at their fields, blank ones are none', () => {
    const problems: Record<string, string> = {};
    const amounts = readAmounts(
      { currency: 'USD', amounts: { set_up: '1,5', first_month: ' ', hardware: '-3' } },
      problems,
    );
    expect(Object.keys(problems)).toEqual(['hardware']);
    expect([amounts.set_up.amount, amounts.first_month.amount]).toEqual([150n, 0n]);
  });

  test.each([
    ['', 0],
    ['8.25', 825],
    ['8,25 %', 825],
    ['22', 2200],
    ['0.5', 50],
    ['100', 10_000],
    ['100.01', undefined],
    ['8.255', undefined],
    ['-1', undefined],
    ['ten', undefined],
  ])('a tax of “%s” is %s basis points', (text, points) => {
    expect(parseTaxRate(text)).toBe(points);
  });

  test('a tax rate and an amount are read back as they were shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (points) => parseTaxRate(taxRateText(points)) === points),
    );
    const value = fc.bigInt({ min: 0n, max: 999_999_999_999n });
    fc.assert(
      fc.property(value, fc.constantFrom('USD', 'JPY', 'KWD'), (amount, currency) => {
        const parsed = parseAmount(amountText(money(amount, currency)), currency);
        return parsed.ok && parsed.value.amount === amount;
      }),
    );
  });

  test('ONB-3 one charge for each amount above zero; ONB-7 a card on file counts for hardware too', () => {
    const amounts = { set_up: money(500_00, 'USD'), first_month: money(0, 'USD'), hardware: money(900_00, 'USD') };
    const charges = chargesOf(amounts, 825, { set_up: 'card_authorization', first_month: 'nothing' });
    expect(charges.map(({ kind, pickedUp, taxRate }) => [kind, pickedUp, taxRate])).toEqual([
      ['set_up', 'card_authorization', 825],
      ['hardware', 'card_authorization', 825],
    ]);
    const byCheck = chargesOf(amounts, 0, { set_up: 'check', first_month: 'check' });
    expect(byCheck.map(({ pickedUp }) => pickedUp)).toEqual(['check', 'nothing']);
  });
});

describe('ALL-5 undo', () => {
  const later = (minutes: number, ms = 0) => new Date(at.getTime() + minutes * 60_000 + ms);
  test.each([
    ['approved', later(10), true],
    ['returned', later(0), true],
    ['approved', later(10, 1), false],
    ['undone', later(1), false],
    ['cancelled', later(1), false],
    ['open', later(1), false],
  ] as const)('a turn that is %s can be undone at %s: %s', (state, now, expected) => {
    expect(isUndoable({ state, decidedAt: at }, now)).toBe(expected);
  });

  test('what has left Baton since makes a decision stand', () => {
    const project = (more: More) => aProject(playbook, more);
    const before = new Date(at.getTime() - 1);
    expect(leftBaton(project({ invoices: [anInvoice('set_up', 5, 0, { sent })] }), before)).toContain('was sent');
    expect(leftBaton(project({ invoices: [anInvoice('set_up', 5, 0, { sent })] }), at)).toBeUndefined();
    const permission = { on: day('2026-03-02'), how: 'phone', by: 'U', at };
    expect(leftBaton(project({ invoices: [anInvoice('set_up', 5, 0, { permission })] }), before)).toContain(
      'permitted',
    );
    expect(leftBaton(project({ subscription: aSubscription(true) }), before)).toContain('armed');
    expect(leftBaton(project({ subscription: aSubscription() }), before)).toBeUndefined();
  });
});
