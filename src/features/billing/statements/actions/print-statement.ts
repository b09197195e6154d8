import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { readAskedText } from '../days.ts';
import { askForStatement } from '../printing.ts';

/** PDF, on a statement. BIL-18 */
export const printStatement = (wakeRuns: (deps: Deps) => void): Interaction => ({
  id: 'statement.pdf',
  press: async ({ deps, by, value }) => {
    const { customerId, days } = readAskedText(value, todayIn(deps.timeZone, deps.clock.now()));
    const title = await askForStatement(deps, by, customerId, days);
    wakeRuns(deps);
    return said(`${escapeMrkdwn(title)}: its PDF is being printed, and comes to you as a direct message.`);
  },
});
