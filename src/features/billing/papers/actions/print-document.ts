import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { askForPaper } from '../printing.ts';

type Wake = (deps: Deps) => void;

const printButton = (id: string, type: 'invoice' | 'credit_note', wakeRuns: Wake): Interaction => ({
  id,
  press: async ({ deps, by, value }) => {
    const { title, isThere, inThread } = await askForPaper(deps, by, { type, id: value });
    if (!isThere) wakeRuns(deps);
    const where = inThread ? 'comes in the thread of its invoice' : 'comes to you as a direct message';
    return said(`${escapeMrkdwn(title)}: its PDF ${isThere ? where : `is being printed, and ${where}`}.`);
  },
});

/** PDF, on what is issued. BIL-4 */
export const printButtons = (wakeRuns: Wake): readonly Interaction[] => [
  printButton('invoice.pdf', 'invoice', wakeRuns),
  printButton('credit.pdf', 'credit_note', wakeRuns),
];
