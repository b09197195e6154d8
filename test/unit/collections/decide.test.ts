import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day, daysBetween } from '../../../src/core/time/calendar.ts';
import {
  type CardCharge,
  type CaseEvent,
  type CaseFacts,
  type CaseState,
  caseStates,
  isOpen,
  newCase,
} from '../../../src/features/collections/cases/table/case.ts';
import { decide } from '../../../src/features/collections/cases/table/decide.ts';
import { type CollectionsPolicy, collectionsPolicy } from '../../../src/features/collections/cases/table/policy.ts';

const policy = collectionsPolicy.defaults;
const today = day('2026-03-29');
const at = Date.UTC(2026, 2, 29);
const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const soft = {
  type: 'attempt_failed',
  at,
  decline: 'soft',
  amount: usd(12000n),
  nextAttemptOn: day('2026-04-05'),
} as const;
/** All that came for the charge so far. */
const got = (amount: bigint, when = at): CaseEvent => ({ type: 'paid', received: usd(amount), at: when });
/** What is left of it. */
const left = (amount: bigint, isLicensed = false): CaseEvent => ({
  type: 'payment_reversed',
  received: usd(amount),
  isLicensed,
});

const facts = (state: CaseState, more: Partial<CaseFacts> = {}): CaseFacts => ({
  ...newCase(true, usd(12000n)),
  state,
  attempts: state === 'retrying' ? 2 : 5,
  lastAttemptAt: at - 1,
  ...(state === 'failed' || state === 'advised' ? { failedOn: today, deadlineOn: day('2026-04-05') } : {}),
  ...(state === 'failed' ? { nextActionOn: day('2026-04-06') } : {}),
  ...(state === 'recovered' ? { stateBefore: 'failed' as const, paid: 12000n, paidAt: at } : {}),
  ...more,
});

const allowed = (of: CaseFacts, event: CaseEvent, on = today, by: CollectionsPolicy = policy) => {
  const decision = decide(of, event, by, on);
  if (!decision.ok) throw new Error(decision.why);
  return { next: decision.next, does: decision.effects.map((effect) => effect.do), effects: decision.effects };
};

const told = (decision: ReturnType<typeof decide>): string => JSON.stringify(decision.ok && decision.effects);

const events: Record<string, CaseEvent> = {
  'failed attempt': soft,
  contacted: { type: 'contacted', how: 'Phone', note: 'Left a message' },
  'card updated': { type: 'card_updated', nextAttemptOn: day('2026-04-01'), charge: 'schedule' },
  snooze: { type: 'snoozed', until: day('2026-04-02'), reason: 'Holiday' },
  'advise Support': { type: 'support_advised', reason: 'No answer' },
  'deadline passed': { type: 'due' },
  paid: got(12000n),
  'part paid': got(5000n),
  'Support confirms': { type: 'support_confirmed' },
  'Support refuses': { type: 'support_refused', reason: 'They paid' },
  reversed: left(0n),
  'request withdrawn': { type: 'request_withdrawn' },
};

/** COL-0's cells: where each event leads from each state; `refused` where a person pressed in vain, `–` where nothing happens. */
const table: Record<string, Record<CaseState, CaseState | 'refused' | '–'>> = {
  'failed attempt': { retrying: 'retrying', failed: 'failed', advised: 'advised', expired: '–', recovered: '–' },
  contacted: { retrying: 'retrying', failed: 'failed', advised: 'refused', expired: 'refused', recovered: 'refused' },
  'card updated': {
    retrying: 'retrying',
    failed: 'failed',
    advised: 'advised',
    expired: 'refused',
    recovered: 'refused',
  },
  snooze: { retrying: 'retrying', failed: 'failed', advised: 'refused', expired: 'refused', recovered: 'refused' },
  'advise Support': {
    retrying: 'advised',
    failed: 'advised',
    advised: 'refused',
    expired: 'refused',
    recovered: 'refused',
  },
  'deadline passed': { retrying: 'advised', failed: 'advised', advised: '–', expired: '–', recovered: '–' },
  'part paid': { retrying: 'retrying', failed: 'failed', advised: 'advised', expired: 'expired', recovered: '–' },
  paid: { retrying: 'recovered', failed: 'recovered', advised: 'recovered', expired: 'recovered', recovered: '–' },
  'Support confirms': { retrying: '–', failed: '–', advised: 'expired', expired: '–', recovered: '–' },
  'Support refuses': { retrying: '–', failed: '–', advised: 'failed', expired: '–', recovered: '–' },
  reversed: { retrying: '–', failed: '–', advised: '–', expired: '–', recovered: 'failed' },
  'request withdrawn': { retrying: '–', failed: '–', advised: 'failed', expired: '–', recovered: '–' },
};

describe('COL-0 the case table', () => {
  for (const [name, row] of Object.entries(table)) {
    for (const state of caseStates) {
      test(`${name} × ${state} → ${row[state]}`, () => {
        const before = facts(state, {
          ...(name === 'deadline passed' && isOpen(state) && state !== 'advised'
            ? { deadlineOn: addDays(today, -1), nextActionOn: today }
            : {}),
        });
        const decision = decide(before, events[name] as CaseEvent, policy, today);
        if (row[state] === 'refused') expect(decision.ok).toBe(false);
        else if (name === 'failed attempt' && state === 'recovered')
          expect(decision).toEqual({ ok: true, next: expect.objectContaining({ state, attempts: 6 }), effects: [] });
        else if (row[state] === '–') expect(decision).toEqual({ ok: true, next: before, effects: [] });
        else expect(decision.ok && [decision.next.state, decision.effects[0]?.do]).toEqual([row[state], 'show']);
      });
    }
  }

  test('the n-th failed attempt is FAILED, with the deadline 7 days later', () => {
    expect(allowed(facts('retrying', { attempts: 3 }), soft).next.state).toBe('retrying');
    const { next, does } = allowed(facts('retrying', { attempts: 4 }), soft);
    expect(next).toMatchObject({
      state: 'failed',
      attempts: 5,
      failedOn: today,
      deadlineOn: '2026-04-05',
      nextActionOn: '2026-04-06',
    });
    expect(does).toContain('tell_accounting');
  });

  test('a hard decline is FAILED at once when the gateway plans no further attempt, a soft one is not', () => {
    const { nextAttemptOn: _, ...last } = soft;
    expect(allowed(facts('retrying'), { ...last, decline: 'hard' }).next.state).toBe('failed');
    expect(allowed(facts('retrying'), { ...soft, decline: 'hard' }).next.state).toBe('retrying');
    expect(allowed(facts('retrying'), last).next.state).toBe('retrying');
  });

  test('an attempt told late counts, but what is shown stays that of the latest', () => {
    const before = facts('retrying', { lastAttemptAt: at + 5, lastReason: 'Newer' });
    expect(allowed(before, { ...soft, reason: 'Older' }).next).toMatchObject({ attempts: 3, lastReason: 'Newer' });
    expect(allowed(before, { ...soft, number: 1 }).next.attempts).toBe(2);
  });

  test('contacted: noted, the deadline stands', () => {
    const { next } = allowed(facts('failed'), events.contacted as CaseEvent);
    expect(next).toMatchObject({ contacts: 1, lastContact: 'Phone: Left a message', deadlineOn: '2026-04-05' });
  });

  test('card updated after FAILED: it asks what charges the card; the deadline is at least 3 days after that, and never earlier than it was', () => {
    const updated = (on: string) =>
      allowed(facts('failed'), { type: 'card_updated', nextAttemptOn: day(on), charge: 'by_hand' }).next;
    expect(updated('2026-04-01').deadlineOn).toBe('2026-04-05');
    expect(updated('2026-04-04')).toMatchObject({
      deadlineOn: '2026-04-07',
      nextActionOn: '2026-04-08',
      nextAttemptOn: '2026-04-04',
    });
    const said = (charge?: CardCharge, on = '2026-04-04') =>
      decide(
        facts('failed'),
        { type: 'card_updated', nextAttemptOn: day(on), ...(charge ? { charge } : {}) },
        policy,
        today,
      );
    expect(said()).toMatchObject({ ok: false, why: expect.stringContaining('schedule is enabled again') });
    expect(said('schedule', '2026-03-28').ok).toBe(false);
    expect(told(said('schedule'))).toContain('schedule is enabled again, and its next date is Apr 4, 2026');
    expect(told(said('by_hand'))).toContain('charged by hand on Apr 4, 2026');
  });

  test('card updated while the gateway tries: no deadline is made; one that runs moves to 3 days after the next attempt', () => {
    const update: CaseEvent = { type: 'card_updated', nextAttemptOn: day('2026-04-04') };
    const updated = allowed(facts('retrying'), update);
    expect(updated.next).toMatchObject({ state: 'retrying', nextAttemptOn: '2026-04-04', cardUpdatedOn: today });
    expect(updated.next).not.toHaveProperty('deadlineOn');
    expect(updated.next).not.toHaveProperty('nextActionOn');
    expect(allowed(updated.next, { type: 'due' }, day('2026-05-30')).next.state).toBe('retrying');
    const running = (deadlineOn: string) => facts('retrying', { attempts: 4, deadlineOn: day(deadlineOn) });
    expect(allowed(running('2026-04-01'), update).next).toMatchObject({ deadlineOn: '2026-04-07' });
    expect(allowed(running('2026-04-20'), update).next).toMatchObject({ deadlineOn: '2026-04-20' });
    expect(allowed(running('2026-04-20'), soft).next).toMatchObject({ state: 'failed', deadlineOn: '2026-04-20' });
  });

  test('card updated while advised: the expiry action asks Support to wait', () => {
    expect(allowed(facts('advised'), events['card updated'] as CaseEvent).effects).toContainEqual({
      do: 'ask_to_wait',
      until: '2026-04-04',
    });
  });

  test('snooze: deadline and reminder move, 14 days in all at most', () => {
    const first = allowed(facts('failed'), { type: 'snoozed', until: addDays(today, 10), reason: 'x' }).next;
    expect(first).toMatchObject({ snoozedDays: 10, deadlineOn: '2026-04-15', nextActionOn: '2026-04-16' });
    expect(decide(first, { type: 'snoozed', until: addDays(today, 15), reason: 'x' }, policy, today)).toMatchObject({
      ok: false,
      why: expect.stringContaining('14 days in all'),
    });
    expect(allowed(first, { type: 'snoozed', until: addDays(today, 14), reason: 'x' }).next.snoozedDays).toBe(14);
    expect(decide(facts('failed'), { type: 'snoozed', until: today, reason: 'x' }, policy, today).ok).toBe(false);
  });

  test('a snooze that ends while no deadline runs reminds once', () => {
    const snoozed = allowed(facts('retrying'), { type: 'snoozed', until: addDays(today, 2), reason: 'x' }).next;
    const over = allowed(snoozed, { type: 'due' }, addDays(today, 2));
    expect(over.does).toContain('tell_accounting');
    expect(over.next).not.toHaveProperty('nextActionOn');
  });

  test('COL-4 the deadline is the last day to act: it has passed when that day is over, and then opens the expiry action', () => {
    expect(allowed(facts('failed'), { type: 'due' }, day('2026-04-04')).does).toEqual([]);
    expect(allowed(facts('failed'), { type: 'due' }, day('2026-04-05')).does).toEqual([]);
    // Also where it is looked at on that day.
    const looked = facts('failed', { nextActionOn: day('2026-04-05') });
    expect(allowed(looked, { type: 'due' }, day('2026-04-05'))).toMatchObject({ next: looked, does: [] });
    expect(allowed(facts('failed'), { type: 'due' }, day('2026-04-06')).does).toEqual([
      'show',
      'request_expiry',
      'tell_accounting',
    ]);
  });

  test('without a license Support cannot be asked: refused by hand, reminded at the deadline', () => {
    const unlicensed = facts('failed', { hasLicense: false });
    expect(decide(unlicensed, events['advise Support'] as CaseEvent, policy, today)).toMatchObject({
      ok: false,
      why: expect.stringContaining('add the license'),
    });
    const { next, does } = allowed(unlicensed, { type: 'due' }, day('2026-04-06'));
    expect([next.state, next.nextActionOn]).toEqual(['failed', '2026-04-07']);
    expect(does).not.toContain('request_expiry');
  });

  test('payment while advised withdraws the action', () => {
    expect(allowed(facts('advised'), got(12000n)).does).toContain('withdraw_expiry');
  });

  test('a reversed payment brings back what was, with time to act', () => {
    const reversed = (
      stateBefore: 'retrying' | 'failed' | 'advised' | 'expired',
      isLicensed = false,
      more: Partial<CaseFacts> = {},
    ) => allowed(facts('recovered', { stateBefore, ...more }), left(0n, isLicensed)).next;
    expect(reversed('retrying', false, { attempts: 2 }).state).toBe('retrying');
    expect(reversed('failed', false, { deadlineOn: day('2026-04-02') })).toMatchObject({
      state: 'failed',
      deadlineOn: '2026-04-02',
      nextActionOn: '2026-04-03',
    });
    expect(reversed('failed', false, { deadlineOn: day('2026-03-20') })).toMatchObject({
      state: 'failed',
      deadlineOn: '2026-04-05',
    });
    expect(reversed('advised').state).toBe('failed');
    expect(reversed('expired').state).toBe('expired');
    expect(reversed('expired', true).state).toBe('failed');
  });

  test('BIL-17 what was tried while a case counted as paid counts when the payment comes back', () => {
    const paid = allowed(facts('retrying', { attempts: 3 }), got(12000n)).next;
    const back = (of: CaseFacts) => allowed(of, left(0n)).next;
    const tried = (of: CaseFacts, n: number, event: Partial<typeof soft> = {}) =>
      allowed(of, { ...soft, at: at + n, ...event }).next;
    expect(back(paid)).toMatchObject({ state: 'retrying', attempts: 3 });
    expect(back(tried(paid, 1))).toMatchObject({ state: 'retrying', attempts: 4, lastAttemptAt: at + 1 });
    expect(back(tried(tried(paid, 1), 2))).toMatchObject({
      state: 'failed',
      attempts: 5,
      failedOn: today,
      deadlineOn: '2026-04-05',
    });
    const { nextAttemptOn: _, ...last } = soft;
    expect(back(allowed(paid, { ...last, decline: 'hard' }).next)).toMatchObject({ state: 'failed', attempts: 4 });
    const late = facts('recovered', { stateBefore: 'retrying', deadlineOn: today, attempts: 2 });
    expect(back(late)).toMatchObject({ state: 'retrying', deadlineOn: '2026-04-05', nextActionOn: '2026-04-06' });
  });
});

describe('COL-0 part of it paid', () => {
  test('what is open is shown, accounting is told, and Support too once it was asked', () => {
    const part = allowed(facts('failed'), got(5000n));
    expect(part.next).toMatchObject({ state: 'failed', paid: 5000n, deadlineOn: '2026-04-05' });
    expect(part.effects).toContainEqual({
      do: 'tell_accounting',
      text: '$50.00 of $120.00 is paid; $70.00 is open.',
    });
    expect(part.does).not.toContain('tell_support');
    const asked = allowed(facts('advised'), got(5000n));
    expect(asked.does).toContain('tell_support');
    expect(asked.does).not.toContain('withdraw_expiry');
  });

  test('parts that make the whole recover it; the same part told twice counts once', () => {
    const part = allowed(facts('retrying'), got(5000n)).next;
    expect(allowed(part, got(5000n))).toMatchObject({ next: part, does: [] });
    expect(allowed(part, got(11999n)).next.state).toBe('retrying');
    expect(allowed(part, got(12000n)).next).toMatchObject({ state: 'recovered', paid: 12000n });
  });

  test('money in another currency counts as nothing, and is named', () => {
    const { next, effects } = allowed(facts('failed'), {
      type: 'paid',
      received: { amount: 12000n, currency: 'EUR' },
      at,
    });
    expect(next).toMatchObject({ state: 'failed', paid: 0n });
    expect(effects).toContainEqual({ do: 'tell_accounting', text: expect.stringContaining('€120.00 came') });
  });

  test('BIL-17 one of several payments comes back: still recovered while the others pay it, else what is open is told', () => {
    const twice = allowed(facts('recovered'), got(24000n)).next;
    expect(allowed(twice, left(12000n)).next).toMatchObject({ state: 'recovered', paid: 12000n });
    const open = allowed(twice, left(5000n));
    expect(open.next).toMatchObject({ state: 'failed', paid: 5000n });
    expect(JSON.stringify(open.effects)).toContain('$70.00 is open');
    const part = allowed(facts('failed'), got(5000n)).next;
    expect(allowed(part, left(0n))).toMatchObject({
      next: { state: 'failed', paid: 0n },
      effects: [{ do: 'show' }, { do: 'tell_accounting', text: 'The payment was reversed: $120.00 is open.' }],
    });
    expect(allowed(part, left(5000n)).does).toEqual([]);
  });
});

describe('COL-2 the latest amount counts', () => {
  const tried = (of: CaseFacts, amount: bigint, n = 1) =>
    allowed(of, { ...soft, amount: usd(amount), at: at + n }).next.amount.amount;

  test('of two tries the later one says what is asked for, in whatever order they are told', () => {
    expect(tried(facts('retrying'), 12600n)).toBe(12600n);
    expect(tried(facts('retrying', { lastAttemptAt: at + 9 }), 12600n)).toBe(12000n);
  });

  test('once a part is paid, a try for no more than what is open is one for the rest', () => {
    const part = facts('failed', { paid: 5000n });
    expect([7000n, 12000n, 12600n, 6000n].map((amount) => tried(part, amount))).toEqual([
      12000n,
      12000n,
      12600n,
      11000n,
    ]);
  });

  test('what is paid is not asked for anew by a later try', () =>
    expect(tried(facts('recovered'), 12600n)).toBe(12000n));
});

describe('COL-0 a failed try of a charge that is paid', () => {
  test('older than the payment it is counted in silence, later accounting is told; either way it stays recovered', () => {
    expect(allowed(facts('recovered'), { ...soft, at: at - 5 })).toMatchObject({
      next: { state: 'recovered', attempts: 6 },
      does: [],
    });
    const later = allowed(facts('recovered'), { ...soft, at: at + 1, reason: 'Chargeback' });
    expect(later.next).toMatchObject({ state: 'recovered', attempts: 6, lastReason: 'Chargeback' });
    expect(later.effects).toContainEqual({
      do: 'tell_accounting',
      text: expect.stringMatching(/later try failed \(Chargeback\), though this charge is paid/),
    });
  });
});

describe('COL-0 each setting changes an outcome', () => {
  const by = (change: Partial<CollectionsPolicy>): CollectionsPolicy => ({ ...policy, ...change });
  test('attempts', () =>
    expect(allowed(facts('retrying'), soft, today, by({ attempts: 3 })).next.state).toBe('failed'));
  test('countsFirstAttempt', () => {
    const withoutFirst = by({ countsFirstAttempt: false });
    const fifth = allowed(facts('retrying', { attempts: 4 }), soft, today, withoutFirst);
    expect(fifth.next).toMatchObject({ state: 'retrying', attempts: 5 });
    const sixth = allowed(facts('retrying', { attempts: 5 }), soft, today, withoutFirst);
    expect(sixth.next).toMatchObject({ state: 'failed', attempts: 6 });
  });
  test('deadlineDays', () =>
    expect(allowed(facts('retrying', { attempts: 4 }), soft, today, by({ deadlineDays: 2 })).next.deadlineOn).toBe(
      '2026-03-31',
    ));
  test('deadlineActs, reminderDays', () => {
    const { next, does } = allowed(
      facts('failed'),
      { type: 'due' },
      day('2026-04-06'),
      by({ deadlineActs: false, reminderDays: 3 }),
    );
    expect([next.state, next.nextActionOn, does.includes('tell_accounting')]).toEqual(['failed', '2026-04-09', true]);
  });
  test('daysAfterCardUpdate', () =>
    expect(
      allowed(
        facts('failed'),
        { type: 'card_updated', nextAttemptOn: day('2026-04-04'), charge: 'schedule' },
        today,
        by({ daysAfterCardUpdate: 9 }),
      ).next.deadlineOn,
    ).toBe('2026-04-13'));
  test('maxSnoozeDays', () =>
    expect(decide(facts('failed'), events.snooze as CaseEvent, by({ maxSnoozeDays: 3 }), today).ok).toBe(false));
});

const anyDay = fc.integer({ min: 0, max: 60 }).map((n) => addDays(day('2026-03-01'), n));
const anyTry = fc.record({
  type: fc.constant('attempt_failed' as const),
  at: fc.integer({ min: 0, max: 9 }),
  decline: fc.constantFrom('soft' as const, 'hard' as const),
  amount: fc.constantFrom(usd(12000n), usd(12600n), usd(7000n)),
});
const anyUpdate = fc.record({
  type: fc.constant('card_updated' as const),
  nextAttemptOn: anyDay,
  charge: fc.constantFrom('schedule' as const, 'by_hand' as const),
});
const anySnooze = anyDay.map((until) => ({ type: 'snoozed' as const, until, reason: 'x' }));

test('COL-0 whatever happens in whatever order, a case keeps its invariants', () => {
  const anyEvent: fc.Arbitrary<CaseEvent> = fc.oneof(
    anyTry,
    { weight: 4, arbitrary: fc.constantFrom(...Object.values(events)) },
    anySnooze,
    anyUpdate,
    fc.tuple(fc.constantFrom(0n, 5000n), fc.boolean()).map(([amount, isLicensed]) => left(amount, isLicensed)),
  );
  const steps = fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 3 })), { minLength: 20, maxLength: 60 });
  const reached = new Set<CaseState>();
  const happened = new Set<string>();
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), steps, (hasLicense, deadlineActs, walk) => {
      const rules = { ...policy, deadlineActs };
      let current: CaseFacts = newCase(hasLicense, usd(12000n));
      let on = day('2026-03-01');
      for (const [event, pass] of walk) {
        on = addDays(on, pass);
        const decision = decide(current, event, rules, on);
        if (!decision.ok) continue;
        const { next, effects } = decision;
        reached.add(next.state);
        if (effects.length > 0) happened.add(event.type);
        // Only COL-0's ways lead from state to state.
        if (next.state === 'expired' && current.state !== 'expired')
          expect([current.state, current.stateBefore]).toSatisfy(
            ([a, b]: unknown[]) => a === 'advised' || b === 'expired',
          );
        if (next.state === 'advised' && current.state !== 'advised')
          expect(effects.map((effect) => effect.do)).toContain('request_expiry');
        if (current.state === 'recovered' && next.state !== 'recovered') expect(event.type).toBe('payment_reversed');
        if (next.state === 'advised') expect(hasLicense).toBe(true);
        // What changes the state is shown, and said to somebody.
        if (next.state !== current.state)
          expect(effects.map((effect) => effect.do)).toSatisfy(
            (does: string[]) => does.includes('show') && (does.includes('log') || does.includes('tell_accounting')),
          );
        // A FAILED case always has a day on which somebody looks at it; a settled one never.
        if (next.state === 'failed') expect(next.nextActionOn).toBeDefined();
        if (next.state !== 'failed' && next.state !== 'retrying') expect(next.nextActionOn).toBeUndefined();
        expect(next.snoozedDays).toBeLessThanOrEqual(policy.maxSnoozeDays);
        expect(next.attempts).toBeGreaterThanOrEqual(current.attempts);
        if (event.type === 'attempt_failed' && current.state !== 'expired')
          expect(next.attempts).toBe(current.attempts + 1);
        // What came is never forgotten, and recovered is what is paid in full.
        if (event.type === 'paid') {
          expect(next.paid).toBe(event.received.amount > current.paid ? event.received.amount : current.paid);
          expect(next.state).toBe(
            current.state === 'recovered' || next.paid >= next.amount.amount ? 'recovered' : current.state,
          );
        } else if (event.type !== 'payment_reversed') expect(next.paid).toBe(current.paid);
        if (next.state === 'recovered') expect(next.paid).toBeGreaterThanOrEqual(next.amount.amount);
        if (event.type === 'card_updated' && next.deadlineOn && next.state !== 'advised')
          expect(daysBetween(event.nextAttemptOn, next.deadlineOn)).toBeGreaterThanOrEqual(3);
        current = next;
      }
    }),
    { numRuns: 500 },
  );
  // The walks were walks: every state was reached, and every event led somewhere.
  expect([...reached].sort()).toEqual([...caseStates].sort());
  expect([...happened].sort()).toEqual([...new Set(Object.values(events).map((event) => event.type))].sort());
});

test('COL-0 a silent customer is never better off than one who cooperates', () => {
  const ranks: readonly CaseState[] = ['retrying', 'failed', 'advised'];
  const cooperation: fc.Arbitrary<CaseEvent> = fc.oneof(
    fc.constant<CaseEvent>({ type: 'contacted', how: 'Phone', note: '' }),
    anySnooze,
    anyUpdate,
  );
  /** What the gateway does on a day, and what only the customer who cooperates does. */
  const anyDays = fc.array(fc.record({ tries: fc.array(anyTry, { maxLength: 2 }), done: fc.array(cooperation) }), {
    minLength: 20,
    maxLength: 60,
  });
  const happens = (of: CaseFacts, event: CaseEvent, on: Day): CaseFacts => {
    const decision = decide(of, event, policy, on);
    return decision.ok ? decision.next : of;
  };
  let advised = 0;
  fc.assert(
    fc.property(fc.option(anyDay, { nil: undefined }), anyDays, (running, days) => {
      // Also with a deadline that runs while the gateway tries.
      const first = {
        ...newCase(true, usd(12000n)),
        ...(running ? { deadlineOn: running, nextActionOn: addDays(running, 1) } : {}),
      };
      let [silent, cooperating]: CaseFacts[] = [first, first];
      for (const [n, { tries, done }] of days.entries()) {
        const on = addDays(day('2026-03-01'), n);
        silent = happens(silent as CaseFacts, { type: 'due' }, on);
        cooperating = happens(cooperating as CaseFacts, { type: 'due' }, on);
        for (const each of tries) {
          silent = happens(silent, each, on);
          cooperating = happens(cooperating, each, on);
        }
        for (const each of done) cooperating = happens(cooperating, each, on);
        if (silent.state === 'advised') advised += 1;
        expect(ranks.indexOf(cooperating.state)).toBeLessThanOrEqual(ranks.indexOf(silent.state));
        if (cooperating.deadlineOn && cooperating.state === silent.state)
          expect(silent.deadlineOn && cooperating.deadlineOn >= silent.deadlineOn).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
  expect(advised).toBeGreaterThan(100);
});

describe('what accounting and the thread are told', () => {
  test('COL-1 the card of the latest try is the case’s card', () => {
    const { next } = allowed(facts('retrying'), { ...soft, cardBrand: 'Visa', cardLast4: '1111', reason: 'Expired' });
    expect(next).toMatchObject({ cardBrand: 'Visa', cardLast4: '1111', lastReason: 'Expired' });
    const { next: later } = allowed(next, { ...soft, at: at + 1 });
    expect(later).toMatchObject({ cardBrand: 'Visa', cardLast4: '1111' });
    expect(later.lastReason).toBeUndefined();
  });
  test('COL-2 a number of attempts lowered below those made fails the account without a further one, and says so', () => {
    const lowered = { ...policy, attempts: 2 };
    const { next, effects } = allowed(facts('retrying', { attempts: 3 }), { type: 'due' }, today, lowered);
    expect(next).toMatchObject({ state: 'failed', attempts: 3, deadlineOn: '2026-04-05' });
    expect(effects).toEqual([
      { do: 'show' },
      {
        do: 'tell_accounting',
        text: 'FAILED: 3 attempts are as many as there may be now. The last day to act is Apr 5, 2026.',
      },
    ]);
  });
  test('COL-3 how somebody was reached is noted, with what was said if anything was', () => {
    const note = (contact: string) =>
      allowed(facts('failed'), { type: 'contacted', how: 'Phone', note: contact }).effects;
    expect(note('Left a message')).toEqual([{ do: 'show' }, { do: 'log', text: 'Contacted (Phone): Left a message' }]);
    expect(note('')).toEqual([{ do: 'show' }, { do: 'log', text: 'Contacted (Phone)' }]);
    expect(allowed(facts('failed'), { type: 'contacted', how: 'Phone', note: '' }).next.lastContact).toBe('Phone');
  });
  test('COL-0 a try that fails after the payment is told with the gateway’s reason, if it gave one', () => {
    const later = { ...soft, at: at + 1 };
    expect(told(decide(facts('recovered'), later, policy, today))).toContain('A later try failed, though');
    expect(told(decide(facts('recovered'), { ...later, reason: 'Do not honor' }, policy, today))).toContain(
      'A later try failed (Do not honor), though',
    );
  });
  test('COL-6 what Support answers is told in its words', () => {
    expect(told(decide(facts('advised'), { type: 'support_confirmed' }, policy, today))).toContain(
      'Support confirmed: the license is expired.',
    );
    expect(told(decide(facts('advised'), { type: 'support_refused', reason: 'They paid' }, policy, today))).toContain(
      'Support refused to expire the license: They paid',
    );
    expect(told(decide(facts('advised'), { type: 'request_withdrawn' }, policy, today))).toContain(
      'withdrawn because the license was paid',
    );
  });
});
