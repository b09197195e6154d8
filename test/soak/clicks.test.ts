import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('ALL-3 fifty clicks at once by two people: one effect, everybody else is told who was first', async () => {
    expect(await trial('clicks', '--quick')).toEqual([]);
  }, 240_000);
});
