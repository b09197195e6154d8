import { describe, expect, test } from 'vitest';
import { isRetryable, sqlStateOf } from '../../../src/platform/db/failures/sql-state.ts';

describe('sqlStateOf', () => {
  test.each([
    ['a driver error', Object.assign(new Error(), { code: '40001' }), '40001'],
    [
      "a driver adapter's error",
      Object.assign(new Error(), { cause: { originalCode: '40P01', kind: 'postgres' } }),
      '40P01',
    ],
    [
      "Prisma's error with the adapter's inside",
      Object.assign(new Error(), { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '23514' } } } }),
      '23514',
    ],
    ['a PL/pgSQL exception', Object.assign(new Error(), { code: 'P0001' }), 'P0001'],
    ["Prisma's own code", Object.assign(new Error(), { code: 'P2002' }), undefined],
    ['a network error', Object.assign(new Error(), { code: 'EPIPE' }), undefined],
    ['no error', 'nonsense', undefined],
  ])('%s', (_, error, expected) => {
    expect(sqlStateOf(error)).toBe(expected);
  });

  test('ends on errors that contain themselves', () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    expect(sqlStateOf(error)).toBeUndefined();
  });
});

test('only lost races are retried', () => {
  expect(isRetryable({ code: '40001' })).toBe(true);
  expect(isRetryable({ cause: { originalCode: '40P01' } })).toBe(true);
  expect(isRetryable({ code: 'P2034' })).toBe(true);
  expect(isRetryable({ code: '23505' })).toBe(false);
  expect(isRetryable({ code: 'ECONNREFUSED' })).toBe(false);
});
