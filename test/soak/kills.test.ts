import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('kill -9 around acks and commits: what was acknowledged is stored, and shown once', async () => {
    expect(await trial('kills', '--quick', 'postgres')).toEqual([]);
  }, 240_000);
});
