import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, daysBetween } from '../../../src/core/time/calendar.ts';
import {
  type ContractEntries,
  contractProblems,
  endAfter,
  endOfTerm,
  noticeProblems,
  termInHand,
} from '../../../src/features/customers/contracts/contract.ts';
import { groupProblems } from '../../../src/features/customers/groups/group.ts';

const year = { startOn: day('2026-01-01'), endOn: day('2026-12-31'), termMonths: 12, renews: true, noticeDays: 90 };
const monthly = { startOn: day('2023-01-31'), endOn: day('2023-02-27'), termMonths: 1, renews: true, noticeDays: 0 };

describe('CUS-9 the last day to give notice', () => {
  test.each([
    ['long before', year, '2026-03-01', '2026-12-31', '2026-10-02'],
    ['on the day', year, '2026-10-02', '2026-12-31', '2026-10-02'],
    ['a day late: the next term', year, '2026-10-03', '2027-12-31', '2027-10-02'],
    ['before it starts', year, '2025-06-01', '2026-12-31', '2026-10-02'],
    ['years on', year, '2031-11-01', '2032-12-31', '2032-10-02'],
    ['no notice needed: the last day itself', { ...year, noticeDays: 0 }, '2026-12-31', '2026-12-31', '2026-12-31'],
    ['a first term of another length', { ...year, endOn: day('2026-06-30') }, '2026-07-01', '2027-06-30', '2027-04-01'],
    ['monthly from the 31st', monthly, '2023-02-28', '2023-03-30', '2023-03-30'],
    ['monthly from the 31st, a leap year', monthly, '2024-01-31', '2024-02-28', '2024-02-28'],
  ])('CUS-9 %s', (_, contract, today, endOn, noticeBy) => {
    expect(termInHand(contract, day(today))).toEqual({ endOn, noticeBy });
  });

  test('CUS-9 what is not renewed has one such day, and then none', () => {
    const once = { ...year, renews: false };
    expect(termInHand(once, day('2026-10-02'))).toEqual({ endOn: '2026-12-31', noticeBy: '2026-10-02' });
    expect(termInHand(once, day('2026-10-03'))).toBeUndefined();
  });

  test('CUS-9 it never lies in the past, nor is an earlier term left out; terms follow each other without drifting', () => {
    const contract = fc
      .record({
        start: fc.integer({ min: 0, max: 3000 }),
        months: fc.integer({ min: 1, max: 36 }),
        notice: fc.integer({ min: 0, max: 400 }),
      })
      .map(({ start, months, notice }) => {
        const startOn = addDays(day('2020-01-01'), start);
        return { startOn, endOn: endOfTerm(startOn, months), termMonths: months, renews: true, noticeDays: notice };
      });
    fc.assert(
      fc.property(contract, fc.integer({ min: 0, max: 5000 }), (of, later) => {
        const today = addDays(day('2020-01-01'), later);
        const term = termInHand(of, today);
        expect(term && term.noticeBy >= today).toBe(true);
        const renewals = Array.from({ length: 40 }, (_, n) => endAfter(of, n));
        const earlier = renewals.filter((endOn) => term && endOn < term.endOn);
        for (const endOn of earlier) expect(addDays(endOn, -of.noticeDays) < today).toBe(true);
        for (const [n, endOn] of renewals.entries())
          expect(Math.abs(daysBetween(of.startOn, endOn) - (n + 1) * of.termMonths * 30.4375)).toBeLessThan(6);
      }),
    );
  });
});

describe('CUS-9 entries are checked in their fields', () => {
  const good: ContractEntries = { ...year, number: 'C-1', parties: null, signedOn: null, owner: 'U1' };
  test.each([
    [{}, []],
    [{ number: ' ' }, ['number']],
    [{ endOn: day('2025-12-31') }, ['end_on']],
    [{ termMonths: 0 }, ['term_months']],
    [{ termMonths: 241 }, ['term_months']],
    [{ noticeDays: -1 }, ['notice_days']],
    [{ noticeDays: 731 }, ['notice_days']],
    [{ signedOn: day('2027-01-01') }, ['signed_on']],
  ])('%j: %j', (entries, wrong) => {
    expect(Object.keys(contractProblems({ ...good, ...entries }))).toEqual(wrong);
  });

  test.each([
    ['2026-03-01', '2026-12-31', []],
    ['2026-03-03', '2026-12-31', ['received_on']],
    ['2026-03-01', '2026-02-28', ['effective_on']],
    ['2025-12-01', '2025-12-31', ['effective_on']],
  ])('notice received %s for %s: %j', (receivedOn, effectiveOn, wrong) => {
    const notice = { receivedOn: day(receivedOn), effectiveOn: day(effectiveOn) };
    expect(Object.keys(noticeProblems(year, notice, day('2026-03-02')))).toEqual(wrong);
  });

  test('CUS-3 a group’s last day is its first at the earliest', () => {
    const group = {
      name: 'Hosting',
      startOn: day('2026-03-01'),
      endOn: day('2026-03-01'),
      termsId: null,
      purchaseOrder: null,
      addressees: [],
      contractId: null,
      sellerId: null,
    };
    expect(groupProblems(group)).toEqual({});
    expect(Object.keys(groupProblems({ ...group, endOn: day('2026-02-28') }))).toEqual(['end_on']);
    expect(Object.keys(groupProblems({ ...group, name: ' ' }))).toEqual(['name']);
  });
});
