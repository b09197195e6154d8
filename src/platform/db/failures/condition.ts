import { setTimeout as sleep } from 'node:timers/promises';
import type { Unwritable } from './failures.ts';

/** What `/readyz` says of the database. `read-only` and `full`: it answers, but nothing can be stored. */
export type Condition = 'up' | 'down' | Unwritable;

/** Costs nothing. A standby, and a server that was closed to writers (hosted ones do so when a disk runs full), say so. */
export const looking = `
  SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean AS writable`;

/** Writes what fits no page that is there, and takes it back. Only asked while the last write was refused. */
export const probing = `
  BEGIN;
  INSERT INTO inbox (key) SELECT 'probe ' || n || repeat('-', 1500) FROM generate_series(1, 50) n;
  ROLLBACK`;

/** What `work` gives within two seconds; undefined when it fails or is late. */
export const answered = async <T>(work: Promise<T>): Promise<T | undefined> => {
  const stop = new AbortController();
  try {
    const late = sleep(2000, undefined, { signal: stop.signal, ref: false });
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    stop.abort();
  }
};
