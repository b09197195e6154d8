import { OutcomeUnknown } from '../../../core/errors.ts';
import { TransactionLate } from '../../db/failures/failures.ts';
import type { Deps } from '../../work/work.ts';

interface Parts {
  readonly deps: Deps;
  /** How long what somebody asked for may take, all of it; milliseconds. */
  readonly decisionMs: number;
}

/** What must still be said then; milliseconds. */
const reserve = 500;

/**
 * Slack waits three seconds for an ack. Whoever's request is not through in time is told so instead of hearing nothing, and
 * it begins nothing any more (DESIGN §3). A transaction has what is left of the time, so that it ends by itself and
 * is known to have changed nothing.
 * @throws TransactionLate when the time is up and nothing was begun; OutcomeUnknown when something was that did not end in time
 */
export const inTime = async <P extends Parts, T>(parts: P, produce: (timely: P) => Promise<T>): Promise<T> => {
  const { deps, decisionMs } = parts;
  const until = Date.now() + decisionMs;
  const late = () => new TransactionLate(`A request was not through after ${decisionMs} ms.`);
  let isOver = false;
  let isThrough = false;
  let hasBegun = false;
  const transact: Deps['transact'] = async (by, body, options) => {
    // What goes on after the answer, nobody waits for.
    if (isThrough) return deps.transact(by, body, options);
    if (isOver) throw late();
    hasBegun = true;
    return deps.transact(by, body, options ?? { timeout: Math.max(1, until - Date.now()) });
  };
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(hasBegun ? new OutcomeUnknown() : late());
    }, decisionMs + reserve);
  });
  try {
    const result = await Promise.race([produce({ ...parts, deps: { ...deps, transact } }), timeUp]);
    isThrough = true;
    return result;
  } finally {
    clearTimeout(timer);
  }
};
