import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { startCarryOver } from '../carry-over.ts';

export const carryOverButton = (wakeRuns: (deps: Deps) => void): Interaction => ({
  id: 'balance.carry_over',
  press: async ({ deps, by }) => {
    await startCarryOver(deps, by);
    wakeRuns(deps);
    return said(
      `Reckoning what would be used… The preview comes into ${deps.roleName('accounting')}’s channel; confirm or cancel it there.`,
    );
  },
});
