import type { Work } from '../../../platform/work/work.ts';

/** What an import's transaction opened for Support, when there is so much of it that it comes as a digest. */
export interface Bulk {
  readonly isQuiet: boolean;
  readonly moves: string[];
}

const running = new WeakMap<Work, Bulk>();

/** Reactions inside this transaction open Support's tasks without a message each, and note them down here. */
export const startBulk = (work: Work, isQuiet: boolean): Bulk => {
  const bulk: Bulk = { isQuiet, moves: [] };
  running.set(work, bulk);
  return bulk;
};

export const bulkOf = (work: Work): Bulk | undefined => running.get(work);
