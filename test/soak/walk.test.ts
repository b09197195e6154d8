import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('a random walk over the whole main job breaks none of the model’s rules', async () => {
    expect(await trial('walk', '--seeds', '2', '--steps', '40')).toEqual([]);
  }, 240_000);
});
