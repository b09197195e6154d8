import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';
import { trial } from './trial.ts';

describePostgres('a few of the soak trial', () => {
  test('BIL-12, BIL-13 kill -9 while invoices and credit notes are issued: no gap, none twice, each told of once', async () => {
    expect(await trial('issuing', '--quick', 'postgres')).toEqual([]);
  }, 240_000);
});
