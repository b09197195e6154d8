import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { context } from '../../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { gatesNow, type ProjectState, projectRef, projectsOf, readerOf } from '../../../playbooks/index.ts';
import { invoiceById } from '../../invoices/index.ts';
import { obligationsOf } from './charges.ts';

/**
 * What waits for a charge of this kind, as the project's gates stand: one that an exception has opened is not said to be
 * blocked (ONB-4, ONB-5, ONB-7).
 */
const waiting = (project: ProjectState, kind: string): string => {
  const awaited = obligationsOf(kind);
  return gatesNow(project)
    .filter(([gate]) => gate.waitsFor !== undefined && awaited.includes(gate.waitsFor))
    .map(([gate, { open, why }]) => (open ? `🔓 ${gate.name}: ${why}` : `🔒 ${gate.name} waits for it`))
    .join(' · ');
};

/** The invoice's project, and what of it waits for the invoice. */
export const invoiceSection: WindowSection = {
  subject: 'invoice',
  order: 10,
  title: 'Project',
  inMessage: true,
  read: async (deps, invoiceId) => {
    const invoice = await invoiceById(deps.db.prisma, invoiceId);
    if (invoice?.subject.type !== 'project') return {};
    const [project] = await projectsOf(deps).loadMany(readerOf(deps), [invoice.subject.id]);
    if (!project) return {};
    return { blocks: [context(`*${projectRef(project)}* ${escapeMrkdwn(waiting(project, invoice.kind))}`)] };
  },
};
