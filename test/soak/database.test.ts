import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('connections terminated, the database away: the process stays up and loses nothing', async () => {
    expect(await trial('database', '--quick')).toEqual([]);
  }, 240_000);
});
