/** What the reviewer sees of a charge that was corrected to nothing. ONB-19 */
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { button, buttons, context, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { SlotContent } from '../../../../platform/work/content.ts';
import { folderName, type ProjectState, projectDoor, projectRef, statusNames } from '../../../playbooks/index.ts';
import { invoiceRef } from '../../invoices/index.ts';
import type { ProjectCharge } from '../charges/charge.ts';
import { invoicesOf } from '../charges/charges-part.ts';
import { waitsForReviewer } from './nothing-due.ts';

/** What came of it; undefined while the reviewer is asked. */
const outcome = (project: ProjectState, invoice: ProjectCharge): string | undefined => {
  const now = invoicesOf(project).find((each) => each.kind === invoice.kind);
  if (now && now.id !== invoice.id) return `It is invoiced anew: ${invoiceRef(now)}, ${formatMoney(now.amount)}.`;
  const { confirmed } = invoice.waiver ?? {};
  if (confirmed) return `Confirmed by ${person(confirmed.by)}, ${moment(confirmed.at)}: nothing is due.`;
  return project.state === 'active' ? undefined : `The project is ${statusNames[project.state]}.`;
};

/** Confirm, or correct the amount again. */
export const waiverMessage = (project: ProjectState, invoice: ProjectCharge): SlotContent => {
  const name = `${projectRef(project)} ${project.customer.name}`;
  const by = invoice.waiver ? ` by ${person(invoice.waiver.by)}, ${moment(invoice.waiver.at)}` : '';
  const reason = invoice.waiver ? quote(invoice.waiver.reason) : '';
  const open = openButton(projectDoor, project.id);
  const what = section(
    `${folderName(project)}: *${escapeMrkdwn(invoice.label)}* of ${formatMoney(invoice.amount)} was corrected to nothing${by}.${reason}`,
    button(open),
  );
  const ended = outcome(project, invoice);
  if (ended !== undefined || !waitsForReviewer(invoice)) {
    return {
      text: escapeMrkdwn(`${name}: ${invoice.label} corrected to nothing`),
      blocks: [what, context(ended ?? '–')],
      open: false,
    };
  }
  return {
    text: escapeMrkdwn(`${name}: is nothing due for ${invoice.label}?`),
    blocks: [
      what,
      context('What waits for this money stays shut until you confirm that nothing is due.'),
      buttons('waiver', [
        { text: 'Nothing is due', action: 'waiver.confirm', value: invoice.id, style: 'primary' },
        { text: 'Correct amounts', action: 'project.correct', value: project.id },
      ]),
    ],
    open: true,
  };
};
