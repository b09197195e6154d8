import type { CaseFacts, CaseState, Decision, Effect } from './case.ts';

export const went = (next: CaseFacts, ...effects: readonly Effect[]): Decision => ({
  ok: true,
  next,
  effects: [{ do: 'show' }, ...effects],
});
export const refused = (why: string): Decision => ({ ok: false, why });
export const nothing = (facts: CaseFacts): Decision => ({ ok: true, next: facts, effects: [] });
/** Leaves out the named fields: what does not hold any more. */
export const without = <K extends keyof CaseFacts>(facts: CaseFacts, ...keys: readonly K[]): Omit<CaseFacts, K> => {
  const rest = { ...facts };
  for (const key of keys) delete rest[key];
  return rest;
};

const stateWords: Record<CaseState, string> = {
  retrying: 'the gateway still tries the card',
  failed: 'the account is FAILED',
  advised: 'Support has been asked to expire the license',
  expired: 'the license is expired',
  recovered: 'the charge is paid',
};

/** COL-0, column by column; only what accounting does by hand is ever refused. */
export const refusedIn = (state: CaseState, doing: string): Decision =>
  refused(`This can’t be ${doing} any more: ${stateWords[state]}.`);
