import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { kindOf, startRun } from '../../../../../platform/runs/index.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { serverInUse } from '../list-source.ts';
import { validateRun } from '../validate-run.ts';

/** @returns the server's name. CUS-2 */
export const startValidation = (deps: Deps, by: By, serverId: string): Promise<string> =>
  deps.transact(by, async (work) => {
    const { name } = await serverInUse(work, serverId);
    await startRun(work, kindOf(work, validateRun), { serverId, name });
    return name;
  });

export const validateServerButton = (wake: (deps: Deps) => void): Interaction => ({
  id: 'server.validate',
  press: async ({ deps, by, value }) => {
    const name = await startValidation(deps, by, value);
    wake(deps);
    return said(`Asking ${escapeMrkdwn(name)} for its list… You’ll get a message with the outcome.`);
  },
});
