import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import {
  dateProblems,
  dueOn,
  firstReminder,
  isOverdue,
  plannedProblems,
} from '../../../src/features/activities/activity.ts';
import { activitiesPolicy } from '../../../src/features/activities/types/policies.ts';
import { parseServices, withTypeServices } from '../../../src/features/activities/types/services.ts';

const none: ReadonlySet<string> = new Set();

describe('ACT-2 when an activity is overdue, and when it reminds', () => {
  test('the expected day counts, else the estimated one, else the start', () => {
    const [startOn, estimatedOn, expectedOn] = [day('2026-03-02'), day('2026-03-04'), day('2026-03-06')];
    expect(dueOn({ startOn, estimatedOn, expectedOn })).toBe('2026-03-06');
    expect(dueOn({ startOn, estimatedOn })).toBe('2026-03-04');
    expect(dueOn({ startOn })).toBe('2026-03-02');
    expect(dueOn({})).toBeUndefined();
  });

  test.each([
    ['due on a Friday: the Monday after', '2026-03-06', '2026-03-02', none, '2026-03-09'],
    ['due on a Tuesday: Wednesday', '2026-03-03', '2026-03-02', none, '2026-03-04'],
    ['… a holiday: Thursday', '2026-03-03', '2026-03-02', new Set(['2026-03-04']), '2026-03-05'],
    ['overdue already: the next business day', '2026-02-10', '2026-03-06', none, '2026-03-09'],
  ])('%s', (_, due, today, holidays, on) => {
    expect(firstReminder({ expectedOn: day(due) }, day(today), holidays)).toBe(on);
  });

  test('without a day it never reminds', () => {
    expect(firstReminder({}, day('2026-03-02'), none)).toBeUndefined();
  });

  test('it is overdue after its day, while it is open', () => {
    const activity = { expectedOn: day('2026-03-06'), state: 'open' as const };
    expect(isOverdue(activity, day('2026-03-06'))).toBe(false);
    expect(isOverdue(activity, day('2026-03-07'))).toBe(true);
    expect(isOverdue({ ...activity, state: 'completed' }, day('2026-03-07'))).toBe(false);
  });

  test('ACT-2 a start that no form would take any more stays as it is when the end is moved', () => {
    const startOn = day('2024-12-01');
    const [today, expectedOn] = [day('2026-03-02'), day('2026-03-10')];
    expect(plannedProblems({ startOn, expectedOn }, today, { startOn, expectedOn: day('2026-02-01') })).toEqual({});
    expect(Object.keys(plannedProblems({ startOn, expectedOn }, today))).toEqual(['start_on']);
    expect(Object.keys(plannedProblems({ startOn, expectedOn: day('2031-01-01') }, today, { startOn }))).toEqual([
      'expected_on',
    ]);
  });

  test('no completion before the start', () => {
    const startOn = day('2026-03-05');
    expect(dateProblems({ startOn, estimatedOn: startOn, expectedOn: day('2026-03-06') })).toEqual({});
    expect(
      Object.keys(dateProblems({ startOn, estimatedOn: day('2026-03-04'), expectedOn: day('2026-03-01') })),
    ).toEqual(['estimated_on', 'expected_on']);
  });
});

describe('ACT-1 services to be provided', () => {
  test('one a line; the price and its currency may be left out', () => {
    expect(parseServices('On-site installation; 150.00\n\n Cabling ;EUR 1.200,50\nAdvice', 'USD')).toEqual({
      ok: true,
      services: [
        { description: 'On-site installation', amount: money(15_000, 'USD') },
        { description: 'Cabling', amount: money(120_050, 'EUR') },
        { description: 'Advice' },
      ],
    });
  });

  test.each([
    ['no description', '; 150', 'USD', /begins with the service/],
    ['no currency known', 'Installation; 150', undefined, /currency of “Installation”/],
    ['no currency', 'Installation; ABC 150', 'USD', /ABC is not a currency/],
    ['no amount', 'Installation; much', 'USD', /Installation: /],
  ])('refused: %s', (_, text, currency, error) => {
    expect(parseServices(text, currency)).toEqual({ ok: false, error: expect.stringMatching(error) });
  });

  test('some types add theirs by themselves, once; one that is named already has their price', () => {
    const ofTypes = ['Installation: On-site installation; USD 150.00', 'Repair: Repair work'];
    const added = { description: 'On-site installation', amount: money(15_000, 'USD') };
    expect(withTypeServices('installation', [], ofTypes)).toEqual([added]);
    expect(withTypeServices('Call', [], ofTypes)).toEqual([]);
    expect(withTypeServices('Installation', [{ description: 'on-site INSTALLATION' }], ofTypes)).toEqual([
      { ...added, description: 'on-site INSTALLATION' },
    ]);
  });

  test('the policy takes only services that can be read', () => {
    const { schema, defaults } = activitiesPolicy;
    expect(schema.safeParse(defaults).success).toBe(true);
    expect(schema.safeParse({ ...defaults, services: ['Installation'] }).success).toBe(false);
    expect(schema.safeParse({ ...defaults, types: [] }).success).toBe(false);
  });
});
