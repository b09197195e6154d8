import { sqlStateOf } from './sql-state.ts';

/** A transaction that took too long: it was rolled back, or never began. */
export class TransactionLate extends Error {
  override readonly name = 'TransactionLate';
}

/**
 * Why the database did not do what was asked, where that is nobody's fault and nothing was changed.
 * - `locked`: somebody else holds what was wanted
 * - `away`: it did not answer in time, or not at all
 * - `unwritable`: it answers, and stores nothing
 */
export type DatabaseFailure = 'locked' | 'away' | 'unwritable';

/** Why nothing can be stored, in the words of `/readyz`. */
export type Unwritable = 'read-only' | 'full';

const unwritableStates: Readonly<Record<string, Unwritable>> = { '25006': 'read-only', '53100': 'full' };

export const unwritableOf = (error: unknown): Unwritable | undefined => unwritableStates[sqlStateOf(error) ?? ''];

/** Cancelled for time, ended for time (25P03, 25P04), no connection left, connection lost, server stopping or starting. */
const awayStates = /^(57014|25P03|25P04|53300|08...|57P0[1-5])$/;
/** What Prisma calls a database that cannot be reached, a connection that was closed, and a pool without any left. */
const awayCodes = /^(P1001|P1002|P1008|P1017|P2024|ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
const awayWords = /connection terminated|not queryable|trying to connect|read timeout/i;

const isAway = (error: unknown, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > 4) return false;
  const code: unknown = Reflect.get(error, 'code');
  return (
    error instanceof TransactionLate ||
    (typeof code === 'string' && awayCodes.test(code)) ||
    awayWords.test(error.message) ||
    isAway(error.cause, depth + 1)
  );
};

/** @returns undefined for everything else: a fault of Baton's own, or a rule that was broken */
export const failureOf = (error: unknown): DatabaseFailure | undefined => {
  const state = sqlStateOf(error);
  if (state === '55P03') return 'locked';
  if (unwritableOf(error)) return 'unwritable';
  return (state ? awayStates.test(state) : isAway(error)) ? 'away' : undefined;
};

/**
 * Whether the database said itself that COMMIT failed. Where it was stopped or fell silent meanwhile, nobody knows.
 * @param error of COMMIT
 */
export const isCertain = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  return state !== undefined && !/^(08|57P)/.test(state);
};

/** A statement prepared before a column was added, asking for all columns. Prepared anew, it works. */
export const isStalePlan = (error: unknown): boolean =>
  sqlStateOf(error) === '0A000' && error instanceof Error && /cached plan/.test(`${error.message} ${causes(error)}`);

const causes = (error: Error, depth = 0): string => {
  const next: unknown = error.cause ?? Reflect.get(error, 'meta');
  if (depth > 4 || typeof next !== 'object' || next === null) return '';
  const message = ['message', 'originalMessage'].map((key) => Reflect.get(next, key)).join(' ');
  return next instanceof Error ? `${message} ${causes(next, depth + 1)}` : JSON.stringify(next);
};
