import { expect, test } from 'vitest';
import { OutcomeUnknown } from '../../../src/core/errors.ts';
import { failureOf, TransactionLate } from '../../../src/platform/db/failures/failures.ts';
import type { Models } from '../../../src/platform/db/transaction/models.ts';
import { runIn, type Session } from '../../../src/platform/db/transaction/transaction.ts';
import { refusalOf } from '../../../src/platform/slack/answers/errors.ts';
import { silent } from '../../support/database.ts';

const coded = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

test.each([
  [coded('55P03'), 'locked'],
  [coded('57014'), 'away'],
  [coded('25P03'), 'away'],
  [coded('25P04'), 'away'],
  [coded('53300'), 'away'],
  [coded('08006'), 'away'],
  [coded('57P01'), 'away'],
  [coded('ECONNREFUSED'), 'away'],
  [coded('P2024'), 'away'],
  [new Error('Connection terminated unexpectedly'), 'away'],
  [new Error('timeout exceeded when trying to connect'), 'away'],
  [new Error('Query read timeout'), 'away'],
  [new Error('it failed', { cause: coded('55P03') }), 'locked'],
  [new TransactionLate('late'), 'away'],
  [coded('53100'), 'unwritable'],
  [coded('25006'), 'unwritable'],
] as const)('%s: a calm sentence that says whether anything was changed, and no reference (%s)', (error, failure) => {
  expect(failureOf(error)).toBe(failure);
  const text = refusalOf(error, silent)?.text;
  expect(text).toContain('Nothing was changed');
  expect(text).not.toContain('reference');
});

test.each([coded('23505'), coded('42703'), new TypeError('a fault')])('%s is a fault, with a reference', (error) => {
  expect(failureOf(error)).toBeUndefined();
  expect(refusalOf(error, silent)?.text).toContain('reference');
});

const models: Models = {
  join: () => ({ model: () => undefined, leave: () => undefined }),
  close: async () => undefined,
};
const session = (commit: () => Promise<void>): Promise<Session> =>
  Promise.resolve({
    query: async () => ({ rows: [], count: 0 }),
    copyFrom: async () => 0,
    queryable: { queryRaw: () => Promise.reject(), executeRaw: () => Promise.reject() },
    commit,
    rollback: async () => undefined,
  });

test.each([
  ['the connection is lost', () => Promise.reject(new Error('Connection terminated unexpectedly'))],
  ['the server is stopped', () => Promise.reject(coded('57P01'))],
  ['no answer comes', () => new Promise<never>(() => undefined)],
])('COMMIT was sent, and %s: nobody knows, on either engine', async (_what, commit) => {
  const work = runIn(session(commit), models, 50, async () => 'done');
  await expect(work).rejects.toThrow(OutcomeUnknown);
  const text = refusalOf(new OutcomeUnknown(), silent)?.text;
  expect(text).not.toContain('Nothing was changed');
  expect(text).toContain('Look first');
});

test('COMMIT that the database refuses is what it says: nothing was stored', async () => {
  const work = runIn(
    session(() => Promise.reject(coded('53100'))),
    models,
    50,
    async () => 'done',
  );
  await expect(work).rejects.toMatchObject({ code: '53100' });
});

test('a connection that comes too late is given back, and nothing is begun on it', async () => {
  let arrive: (session: Session) => void = () => undefined;
  const begun = new Promise<Session>((resolve) => {
    arrive = resolve;
  });
  let ran = false;
  const work = runIn(begun, models, 20, async () => {
    ran = true;
  });
  await expect(work).rejects.toThrow(TransactionLate);
  const rolledBack = new Promise<void>((resolve) => {
    void session(async () => undefined).then((made) => arrive({ ...made, rollback: async () => resolve() }));
  });
  await rolledBack;
  expect(ran).toBe(false);
});

test('a connection that never comes is not waited for beyond the time', async () => {
  const work = runIn(new Promise<never>(() => undefined), models, 50, async () => 'done');
  await expect(work).rejects.toThrow(TransactionLate);
});
