/** What has a page for its customer: invoices and projects. */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Destination, SlotRef, Work } from '../../../platform/work/work.ts';
import { type Invoice, invoiceById, moneyRoles } from '../../billing/invoices/index.ts';
import { type ProjectState, projectsOf } from '../../playbooks/index.ts';

const keepers: Readonly<Record<string, readonly Role[]>> = {
  invoice: moneyRoles,
  project: ['sales', 'project_manager', 'service', ...moneyRoles],
};

/** Who gives, renews and withdraws the link of a thing's page. ALL-1 */
export const linkKeepers = (type: string): readonly Role[] => keepers[type] ?? ['admin'];

/** An invoice has a page once it is one for its customer. */
export const isForCustomer = (invoice: Invoice): boolean => invoice.issued !== undefined || invoice.sent !== undefined;

export interface Thing {
  readonly customerId: string;
  /** Where people talk about it. */
  readonly talk: Destination | { readonly thread: SlotRef };
}

/** The thread of the desk that has the folder, or had it last. */
export const folderThread = ({ handoff }: Pick<ProjectState, 'handoff'>): { readonly thread: SlotRef } => ({
  thread: { kind: 'handoff', subjectId: handoff.id },
});

const ofInvoice = async (work: Work, id: string): Promise<Thing> => {
  const invoice = await invoiceById(work.tx, id);
  if (!invoice) throw new NotFound('page');
  if (!isForCustomer(invoice))
    throw new UserError('This invoice is a draft: its customer has no page of it before it is issued or sent.');
  const talk = invoice.presented ? { thread: { kind: 'invoice', subjectId: id } } : { role: 'accounting' };
  return { customerId: invoice.customerId, talk };
};

const ofProject = async (work: Work, id: string): Promise<Thing> => {
  const project = await projectsOf(work).load(work, id, { extent: 'own' });
  return { customerId: project.customerId, talk: folderThread(project) };
};

/** @throws NotFound, UserError for what has no page */
export const thingOf = async (work: Work, { type, id }: Subject): Promise<Thing> => {
  if (type === 'invoice') return ofInvoice(work, id);
  if (type === 'project') return ofProject(work, id);
  throw new NotFound('page');
};
