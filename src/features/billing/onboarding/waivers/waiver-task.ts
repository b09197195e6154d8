/** Home: the charges that were corrected to nothing, before the reviewer. ONB-19 */
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type ProjectTask, projectsOf } from '../../../playbooks/index.ts';
import { chargesPart, invoicesOf } from '../charges/charges-part.ts';
import { awaitsWaiver } from '../charges/charges-store.ts';
import { reviewer, waitsForReviewer } from './nothing-due.ts';

/** Before the folder has reached accounting, approving the review confirms them. */
export const waiverTask: ProjectTask = {
  order: 20,
  by: [reviewer],
  reads: [chargesPart],
  asking: (from, _reader, take) => projectsOf(from).underWay(from.tx, awaitsWaiver, take),
  rows: (project) =>
    invoicesOf(project)
      .filter((invoice) => waitsForReviewer(invoice) && invoice.presented)
      .map(({ id, label, amount }) => ({
        text: `${escapeMrkdwn(label)} of ${formatMoney(amount)} was corrected to nothing: is nothing due?`,
        next: { text: 'Nothing is due', action: 'waiver.confirm', value: id },
      })),
};
