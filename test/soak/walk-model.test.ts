import { expect, test } from 'vitest';
import { check, type Step } from '../../bench/soak/walk/model.ts';
import type { Snapshot } from '../../bench/soak/walk/snapshot.ts';

const nothing: Snapshot = {
  projects: [],
  handoffs: [],
  ticks: [],
  overrides: [],
  acks: [],
  hardware: [],
  subscriptions: [],
  items: [],
  templates: [],
  invoices: [],
  payments: [],
  allocations: [],
  cases: [],
  licenses: [],
  actions: [],
  imports: [],
  audit: [],
  posts: [],
  slots: [],
  repeated: [],
};
const found = (before: Partial<Snapshot>, after: Partial<Snapshot>, step: Step) =>
  check({ ...nothing, ...before }, { ...nothing, ...after }, step, () => undefined);

const accounting = 'U0ACCTNG001';
const support = 'U0SUPPORT01';
const failed = { id: 'b', ref: 2, state: 'failed', amount: 480, paid: 0, license_id: 'l', has_message: false };
const advised = { ...failed, state: 'advised' };
const advising: Step = { kind: 'form', who: accounting, what: 'case.advise_support' };
const audit = [{ id: 1, actor: accounting, action: 'case.support_advised' }];
const request = { id: 'x', license_id: 'l', case_id: 'a', kind: 'expire', state: 'open', has_message: false };

test('COL-4 a case is advised while its license is asked to expire, for whichever case that was asked', () => {
  expect(
    found({ cases: [failed], actions: [request] }, { cases: [advised], actions: [request], audit }, advising),
  ).toEqual([]);
  const ofAnother = { ...request, license_id: 'other' };
  expect(
    found({ cases: [failed], actions: [ofAnother] }, { cases: [advised], actions: [ofAnother], audit }, advising),
  ).toEqual(['case 2 is advised and nothing is asked of Support']);
});

test('COL-0 a case is recovered by all of its amount, and by no part of it', () => {
  const report: Step = { kind: 'report', who: accounting, what: '2 attempts' };
  const told = [{ id: 1, actor: accounting, action: 'report.imported' }];
  const parts = [200, 280].map((amount, n) => ({
    id: n,
    subject_id: 'b',
    amount,
    reversed_at: null,
    invoice_id: null,
  }));
  const after = (state: string, paid: number, payments: readonly object[]) =>
    found(
      { cases: [failed] },
      { cases: [{ ...failed, state, paid }], payments: [...payments] as never, audit: told },
      report,
    );
  expect(after('recovered', 480, parts)).toEqual([]);
  expect(after('failed', 200, parts.slice(0, 1))).toEqual([]);
  expect(after('recovered', 200, parts.slice(0, 1))).toEqual(['case 2 is recovered with 200 of 480']);
  expect(after('failed', 480, parts)).toEqual(['case 2 is failed though 480 of 480 came']);
});

const minutePassing: Step = { kind: 'clock', what: '5 minutes pass' };
const imported = [{ id: 1, actor: accounting, action: 'report.imported' }];

test('ALL-2 while nobody acts, only a report that was given before brings its giver into the log', () => {
  expect(found({ imports: [{ id: 'i', requested_by: accounting }] }, { audit: imported }, minutePassing)).toEqual([]);
  expect(found({}, { audit: imported }, minutePassing)).toEqual([
    `report.imported by ${accounting}, while nobody acted`,
  ]);
});

const clicking: Step = { kind: 'form', who: accounting, what: 'checklist.save' };
const planning = {
  id: 'p',
  ref: 7,
  state: 'active',
  stage: 'planning',
  eta_on: null,
  go_live_on: null,
  went_live_on: null,
};
const turn = { id: 'h', project_id: 'p', stage: 'planning', state: 'open', blocked_by: [] };
const row = [{ id: 1, actor: accounting, action: 'checklist.changed' }];

test.each([
  ['void', null, ['P-7: ETA set while the set-up fee is unpaid']],
  ['void', '2026-03-02', []],
  ['open', null, ['P-7: ETA set while the set-up fee is unpaid']],
] as const)('ONB-19 a set-up fee that is %s and waived at %s: the ETA may be set or not', (state, waived_at, wrong) => {
  const invoices = [
    {
      id: 'i',
      ref: 1,
      subject_id: 'p',
      kind: 'set_up',
      state,
      amount: 500,
      net: 500,
      tax: 0,
      paid: 0,
      waived_at,
      presented_at: null,
    },
  ];
  const blocked_by = wrong.length > 0 ? ['schedule-resources'] : [];
  const same = { handoffs: [{ ...turn, blocked_by }], invoices, slots: ['handoff:h'] };
  const after = { ...same, projects: [{ ...planning, eta_on: '2026-03-02' }], audit: row };
  expect(found({ ...same, projects: [planning] }, after, clicking)).toEqual(wrong);
});

test('ONB-18 what is stored as blocking a folder is what its gates say', () => {
  const invoice = {
    id: 'i',
    ref: 1,
    subject_id: 'p',
    kind: 'set_up',
    state: 'open',
    amount: 500,
    net: 500,
    tax: 0,
    paid: 0,
  };
  const invoices = [{ ...invoice, waived_at: null, presented_at: null }];
  const same = { projects: [planning], invoices, slots: ['handoff:h'] };
  const stored = (blocked_by: readonly string[]) => {
    const handoffs = [{ ...turn, blocked_by }];
    return found({ ...same, handoffs }, { ...same, handoffs }, clicking);
  };
  expect(stored(['schedule-resources'])).toEqual([]);
  expect(stored([])).toEqual(['P-7 at planning: [] is stored as what blocks it, and it is ["schedule-resources"]']);
});

test('BIL-15 an invoice is paid with what is allocated to it, and a payment gives no more than it is', () => {
  const invoice = { id: 'i', ref: 1, net: 500, tax: 0, amount: 500, state: 'paid', presented_at: null };
  const sums = { paid: 500, credited: 0, written_off: 0 };
  const payment = { id: 'p', amount: 500, key: null, reversed_at: null, invoice_id: null };
  const given = {
    source_kind: 'payment',
    source_id: 'p',
    target_kind: 'invoice',
    target_id: 'i',
    amount: 500,
    ended_at: null,
  };
  const record: Step = { kind: 'form', who: accounting, what: 'payment.record' };
  const told = [{ id: 1, actor: accounting, action: 'payment.recorded' }];
  const after = (allocations: readonly object[]) =>
    found(
      {},
      { invoices: [{ ...invoice, ...sums }], payments: [payment], allocations: [...allocations] as never, audit: told },
      record,
    );
  expect(after([given])).toEqual([]);
  expect(after([])).toEqual(['invoice 1: paid says 500, allocations say 0']);
  expect(after([given, { ...given, target_id: 'other' }])).toEqual(['1000 is allocated of a payment of 500']);
});

test('ALL-5 a decision about an expiry is open again by undoing it, and by nothing else', () => {
  const undo: Step = { kind: 'click', who: support, what: 'expiry.undo' };
  const refused = { ...request, state: 'refused' };
  const told = [{ id: 1, actor: support, action: 'expiry.undone', subject_id: 'l' }];
  expect(found({ actions: [refused] }, { actions: [request], audit: told }, undo)).toEqual([]);
  expect(found({ actions: [refused] }, { actions: [request], audit }, undo)).toContain(
    'an expiry task went from refused to open',
  );
});
