import { OutcomeUnknown } from '../../core/errors.ts';
import { TransactionLate } from '../db/failures.ts';
import type { Deps } from '../work.ts';

interface Parts {
  readonly deps: Deps;
  /** How long somebody may wait for an ack; milliseconds. */
  readonly patienceMs: number;
}

/**
 * Slack waits three seconds for an ack. Whoever's request is not through in time is told so instead of hearing nothing, and
 * it begins nothing any more (DESIGN §3).
 * @throws TransactionLate when the time is up and nothing was begun; OutcomeUnknown when something was
 */
export const inTime = async <P extends Parts, T>(parts: P, produce: (timely: P) => Promise<T>): Promise<T> => {
  const { deps, patienceMs } = parts;
  const late = () => new TransactionLate(`A request was not through after ${patienceMs} ms.`);
  let isOver = false;
  let hasBegun = false;
  const transact: Deps['transact'] = async (...args) => {
    if (isOver) throw late();
    hasBegun = true;
    return deps.transact(...args);
  };
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(hasBegun ? new OutcomeUnknown() : late());
    }, patienceMs);
  });
  try {
    return await Promise.race([produce({ ...parts, deps: { ...deps, transact } }), timeUp]);
  } finally {
    clearTimeout(timer);
  }
};
