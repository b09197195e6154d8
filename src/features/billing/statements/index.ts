import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { moneyReaders } from '../../reports/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { mailStatementButton } from './actions/mail-statement.ts';
import { printStatement } from './actions/print-statement.ts';
import { chooseDays, showStatement, statementCommand } from './actions/show-statement.ts';
import { statementRun } from './printing.ts';
import { statementKind } from './statement-letter.ts';
import { lettersSection, tellBounced } from './statement-letters.ts';

export { type MailStatement, mailStatement } from './actions/mail-statement.ts';
export { askForStatement } from './printing.ts';
export { readStatement } from './read-statement.ts';

/** What a customer owes, and how it came to that. BIL-18 @param wakeRuns has queued runs worked through in the background */
export const statementsSlice = ({
  press,
  wakeRuns,
}: {
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'statements',
  commands: [statementCommand],
  interactions: [showStatement, chooseDays, printStatement(wakeRuns), mailStatementButton(press)],
  sections: [
    {
      subject: 'customer',
      order: 23,
      title: 'Account',
      read: async (_deps, customerId) => ({
        buttons: [{ text: 'Statement', action: 'statement.show', value: customerId, roles: moneyReaders }],
      }),
    },
    lettersSection,
  ],
  contributes: [contribute(runKinds, statementRun(press)), contribute(templateKinds, statementKind)],
  reactions: [tellBounced],
});
