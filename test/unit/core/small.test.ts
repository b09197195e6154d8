import { describe, expect, test } from 'vitest';
import { Conflict, FieldErrors, GatewayError, NotAllowed, NotFound, UserError } from '../../../src/core/errors.ts';
import { idSeries, newId } from '../../../src/core/ids.ts';
import { clip, escapeMrkdwn, plural } from '../../../src/core/text/text.ts';
import { settableClock, systemClock } from '../../../src/core/time/clock.ts';

describe('errors', () => {
  test('have stable codes and names', () => {
    const errors = [
      new UserError('a'),
      new FieldErrors({ name: 'Write a name.' }),
      new NotAllowed('a'),
      new Conflict('a'),
      new NotFound('project'),
      new GatewayError('a', { service: 'stripe', retryable: true, ambiguous: false }),
    ];
    expect(errors.map((error) => error.code)).toEqual([
      'user_error',
      'field_errors',
      'not_allowed',
      'conflict',
      'not_found',
      'gateway_error',
    ]);
    expect(errors.map((error) => error.name)).toEqual([
      'UserError',
      'FieldErrors',
      'NotAllowed',
      'Conflict',
      'NotFound',
      'GatewayError',
    ]);
  });

  test('a form with errors is a UserError that can also be said in one sentence', () => {
    const error = new FieldErrors({ name: 'Write a name.', date: 'Choose a date.' });
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe('Please correct: Write a name. Choose a date.');
  });
});

describe('clocks', () => {
  const start = new Date('2026-01-15T10:00:00Z');

  test('one for tests stands still until it is moved', () => {
    const clock = settableClock(start);
    clock.advance(1500);
    expect(clock.now()).toEqual(new Date('2026-01-15T10:00:01.500Z'));
    clock.set(new Date('2026-03-01T00:00:00Z'));
    expect(clock.now()).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  test('the one of the sandbox ticks from where it was set', async () => {
    const clock = settableClock(start, { running: true });
    const lag = () => clock.now().getTime() - start.getTime();
    const before = lag();
    expect(before).toBeGreaterThanOrEqual(0);
    await expect.poll(lag).toBeGreaterThan(before);
    const [from, now, to] = [Date.now(), systemClock.now().getTime(), Date.now()];
    expect(from <= now && now <= to).toBe(true);
  });
});

test('ids are UUIDv7, in order of creation', () => {
  const ids = Array.from({ length: 1000 }, newId);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});

test('a series of ids is unique and in order, like single ones, and no two series are alike', () => {
  const next = idSeries();
  const ids = Array.from({ length: 2_000 }, next);
  expect(new Set(ids).size).toBe(2_000);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idSeries()().slice(-8)).not.toBe(ids[0]?.slice(-8));
});

describe('text', () => {
  test('mrkdwn is escaped', () => {
    expect(escapeMrkdwn('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  test.each([
    ['Onboarding', 10, 'Onboarding'],
    ['Onboarding', 6, 'Onboa…'],
    ['Go live now', 8, 'Go live…'],
    ['ab👍🏽cd', 5, 'ab…'],
    ['👨‍👩‍👧‍👦', 5, '…'],
    ['abc', 0, ''],
  ])('%s clipped to %d is %s', (text, max, expected) => {
    expect(clip(text, max)).toBe(expected);
    expect(clip(text, max).length).toBeLessThanOrEqual(max);
  });

  test('plural', () => {
    expect([plural(1, 'invoice'), plural(0, 'invoice'), plural(2000, 'entry', 'entries')]).toEqual([
      '1 invoice',
      '0 invoices',
      '2,000 entries',
    ]);
  });
});
