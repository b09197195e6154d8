import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { bundleOf } from '../../support/bundle.ts';
import { heard } from '../../support/processes.ts';
import type { FromWalkBaton, ToWalkBaton } from '../../support/walk-baton.ts';

/** To be bundled once, before any process starts. */
export const batonFile = 'support/walk-baton.ts';

export interface BatonProcess {
  ask(message: ToWalkBaton): Promise<FromWalkBaton>;
  kill(): Promise<void>;
}

/**
 * A process in which Batons run, one after the other; one that was not killed serves the next office, as warm as it is.
 * @param bundle another version's, for instance
 */
export const batonProcess = (bundle = bundleOf(batonFile)): BatonProcess => {
  let child: ChildProcess | undefined;
  return {
    ask: async (message) => {
      child ??= fork(bundle, [], { execArgv: [] });
      const answer = heard<FromWalkBaton>(child);
      child.send(message);
      const said = await answer;
      if (said.error) throw new Error(said.error);
      return said;
    },
    kill: async () => {
      if (child && child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      child = undefined;
    },
  };
};
