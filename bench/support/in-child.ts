/** What benches measure in a process of its own, and on a database of its own. */
import { fork } from 'node:child_process';
import { lean } from '../../src/run-process.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { bundleOf } from './bundle.ts';

/** One measurement, as the background's process runs. */
export const inChild = <M extends { readonly what: string }, O>(file: string, of: M): Promise<O> =>
  new Promise((resolve, reject) => {
    const child = fork(bundleOf(file), [], { execArgv: [...lean.flags], env: { ...process.env, ...lean.env } });
    child.once('message', (outcome) => resolve(outcome as O));
    child.once(
      'exit',
      (code) => code !== 0 && reject(new Error(`the child that measures ${of.what} ended with ${code}`)),
    );
    child.send(of);
  });

/** Each measurement has a database of its own: rows that were rolled back or deleted lie in a table until the next vacuum. */
export const inDatabase = async <T>(body: (db: TestDatabase, url: string) => Promise<T>): Promise<T> => {
  const db = await testDatabase('postgres');
  try {
    return await body(db, db.url ?? '');
  } finally {
    await db.close();
  }
};
