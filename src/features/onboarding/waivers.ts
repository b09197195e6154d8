/** Charges that were corrected to nothing: the reviewer confirms that nothing is due, and their gates open. ONB-19 */

import { NotFound } from '../../core/errors.ts';
import type { By, Deps, SlotRef, Work } from '../../platform/work/work.ts';
import { confirmWaiver, type Invoice, invoiceById } from '../billing/invoices/index.ts';
import { invoicesOf } from '../billing/onboarding/index.ts';
import type { ProjectState } from '../playbooks/index.ts';
import { requireActive } from './changed.ts';
import { reviewer } from './desks.ts';
import { loadProject } from './load.ts';

/** The reviewer's message about one invoice; it exists where accounting has the invoice's own. */
export const waiverSlot = (invoiceId: string): SlotRef => ({ kind: 'waiver', subjectId: invoiceId });

/** Whether the reviewer is to confirm that nothing is due in this invoice's place. */
export const waitsForReviewer = (invoice: Invoice): boolean =>
  invoice.waiver !== undefined && invoice.waiver.confirmed === undefined;

const confirm = async (work: Work, invoice: Invoice): Promise<void> => {
  await confirmWaiver(work, invoice.id);
  if (invoice.presented) work.show(waiverSlot(invoice.id), { role: reviewer });
};

/** Approving the review confirms what was corrected to nothing before it. */
export const confirmWaivers = async (work: Work, project: ProjectState): Promise<void> => {
  for (const invoice of invoicesOf(project).filter(waitsForReviewer)) await confirm(work, invoice);
};

/** The reviewer confirms that nothing is due for a charge. @throws Conflict naming who was first */
export const confirmNothingDue = (deps: Deps, by: By, input: { readonly invoiceId: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([reviewer], 'confirm that nothing is due');
    const invoice = await invoiceById(work.tx, input.invoiceId);
    if (invoice?.subject.type !== 'project') throw new NotFound('invoice');
    requireActive(await loadProject(work, invoice.subject.id, { lock: true }));
    await confirm(work, invoice);
  });

/** Shows the reviewer's messages again, those that exist. */
export const showWaivers = (work: Work, project: ProjectState): void => {
  for (const each of invoicesOf(project))
    if (each.waiver && each.presented) work.show(waiverSlot(each.id), { role: reviewer });
};
