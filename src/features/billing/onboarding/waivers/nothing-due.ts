/** Charges that were corrected to nothing: the reviewer confirms that nothing is due, and their gates open. ONB-19 */
import { on } from '../../../../platform/work/events.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { SlotRef, Work } from '../../../../platform/work/work.ts';
import { type ProjectState, projectAltered } from '../../../playbooks/index.ts';
import type { ProjectCharge } from '../charges/charge.ts';
import { invoicesOf } from '../charges/charges-part.ts';
import { confirmWaiver } from './waive.ts';

/** Who checks figures: before billing (ONB-2), and what is corrected to nothing later (ONB-19). */
export const reviewer: Role = 'reviewer';

/** The reviewer's message about one invoice; it exists where accounting has the invoice's own. */
export const waiverSlot = (invoiceId: string): SlotRef => ({ kind: 'waiver', subjectId: invoiceId });

/** Whether the reviewer is to confirm that nothing is due in this invoice's place. */
export const waitsForReviewer = (invoice: ProjectCharge): boolean =>
  invoice.waiver !== undefined && invoice.waiver.confirmed === undefined;

/** The reviewer has confirmed it: their message says so. @throws Conflict naming who was first */
export const confirmOne = async (work: Work, invoice: ProjectCharge): Promise<void> => {
  await confirmWaiver(work, invoice.id);
  if (invoice.presented) work.show(waiverSlot(invoice.id), { role: reviewer });
};

/** Approving the review confirms what was corrected to nothing before it. */
export const confirmWaivers = async (work: Work, project: ProjectState): Promise<void> => {
  for (const invoice of invoicesOf(project).filter(waitsForReviewer)) await confirmOne(work, invoice);
};

/** The reviewer's messages, those that exist, follow the project as a whole. */
export const waiverReaction = on(projectAltered, async (work, project) => {
  for (const each of invoicesOf(project))
    if (each.waiver && each.presented) work.show(waiverSlot(each.id), { role: reviewer });
});
