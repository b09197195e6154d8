const keysThatHoldErrors = ['cause', 'meta', 'driverAdapterError', 'error'] as const;

/**
 * The SQLSTATE (five characters, e.g. "40001") of a database error, wherever the driver put it: pg and PGlite set
 * `code`; Prisma's driver adapters keep `originalCode` on the cause, and Prisma's own errors hide that under `meta`.
 * @returns undefined when no database error is found (for instance when the connection was refused)
 */
export const sqlStateOf = (error: unknown, depth = 0): string | undefined => {
  if (typeof error !== 'object' || error === null || depth > 6) return undefined;
  for (const key of ['originalCode', 'code'] as const) {
    const value: unknown = Reflect.get(error, key);
    // Prisma's own codes (P2002) have five characters as well. SQLSTATE classes beginning with P are P0 (PL/pgSQL).
    if (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value) && !/^(P[1-9]|E[A-Z])/.test(value)) return value;
  }
  for (const key of keysThatHoldErrors) {
    const found = sqlStateOf(Reflect.get(error, key), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Whether the transaction lost a race (serialization failure, deadlock) and may be run again from its start. */
export const isRetryable = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  if (state !== undefined) return state === '40001' || state === '40P01';
  // P2034: Prisma's word for a write conflict, in paths that drop the driver's error.
  return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'P2034';
};
