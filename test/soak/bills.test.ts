import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('BIL-2, BIL-12 kill -9 in bill runs: no bill missing, none twice, each number once', async () => {
    expect(await trial('bills', '--quick', 'postgres')).toEqual([]);
  }, 240_000);
});
