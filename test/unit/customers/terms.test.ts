import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day } from '../../../src/core/time/calendar.ts';
import {
  dueOn,
  isRule,
  parseTerms,
  readRule,
  ruleText,
  termsThatHold,
} from '../../../src/features/customers/terms/terms.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days));

describe('BIL-16 the day an invoice is due', () => {
  test.each([
    ['at once', { kind: 'at_once' }, '2026-02-01', '2026-03-01', '2026-02-01'],
    ['net 14', { kind: 'net_days', days: 14 }, '2026-02-01', '2026-03-01', '2026-02-15'],
    ['net 30 over the end of February', { kind: 'net_days', days: 30 }, '2024-02-01', undefined, '2024-03-02'],
    ['the first of the service month', { kind: 'first_of_service_month' }, '2026-01-02', '2026-02-10', '2026-02-01'],
    ['it is past: the day of issue', { kind: 'first_of_service_month' }, '2026-02-05', '2026-02-01', '2026-02-05'],
    ['no service: the day of issue', { kind: 'first_of_service_month' }, '2026-02-05', undefined, '2026-02-05'],
  ] as const)('BIL-16 %s', (_, rule, issuedOn, serviceFrom, due) => {
    expect(dueOn(rule, { issuedOn: day(issuedOn), serviceFrom: serviceFrom && day(serviceFrom) })).toBe(due);
  });

  test('BIL-16 nothing is due before it is issued', () => {
    const rules = fc.oneof(
      fc.constant({ kind: 'at_once' } as const),
      fc.constant({ kind: 'first_of_service_month' } as const),
      fc.integer({ min: 1, max: 365 }).map((days) => ({ kind: 'net_days', days }) as const),
    );
    fc.assert(
      fc.property(
        rules,
        anyDay,
        anyDay,
        (rule, issuedOn, serviceFrom) => dueOn(rule, { issuedOn, serviceFrom }) >= issuedOn,
      ),
    );
  });

  test.each([
    ['net_days', undefined, 'days'],
    ['net_days', 0, 'days'],
    ['net_days', 366, 'days'],
    ['net_days', 1.5, 'days'],
    ['at_once', 14, 'days'],
    ['someday', undefined, 'kind'],
  ])('%s with %s days is no rule', (kind, days, field) => {
    const read = readRule(kind, days);
    expect(isRule(read)).toBe(false);
    expect(Object.keys(read)).toEqual([field]);
  });

  test.each(['at once', 'Net 14', 'net 365 days', 'first of the service month'])(
    '%s is written in Settings',
    (text) => {
      expect(parseTerms(text)).toBeDefined();
    },
  );

  test.each(['', 'net', 'net 0', 'net 366', '14', 'whenever'])('“%s” is no terms', (text) => {
    expect(parseTerms(text)).toBeUndefined();
  });

  test('CUS-3 the group’s terms hold, else the customer’s, else the standard', () => {
    const [net14, net30, once] = [parseTerms('net 14'), parseTerms('net 30'), parseTerms('at once')];
    expect(termsThatHold({ group: net14, customer: net30 }, once)).toBe(net14);
    expect(termsThatHold({ customer: net30 }, once)).toBe(net30);
    expect(termsThatHold({}, once)).toBe(once);
    expect(termsThatHold({}, undefined)).toBeUndefined();
    expect(net14 && ruleText(net14)).toBe('net 14 days');
  });
});
