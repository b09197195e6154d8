import { escapeMrkdwn } from '../../../core/text/text.ts';
import { context } from '../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { invoiceById } from '../../billing/invoices/index.ts';
import { obligationsOf } from '../../billing/onboarding/index.ts';
import { gatesNow, projectRef, readerOf } from '../../playbooks/index.ts';
import { loadProjects } from '../engine/load.ts';

/** What waits for an invoice of a project, as its gates stand: one that an exception has opened is not said to be blocked. ONB-4, ONB-5, ONB-7 */
export const invoiceSection: WindowSection = {
  subject: 'invoice',
  order: 10,
  title: 'Project',
  inMessage: true,
  read: async (deps, invoiceId) => {
    const invoice = await invoiceById(deps.db.prisma, invoiceId);
    if (invoice?.subject.type !== 'project') return {};
    const [project] = await loadProjects(readerOf(deps), [invoice.subject.id], undefined);
    if (!project) return {};
    const awaited = obligationsOf(invoice.kind);
    const gates = gatesNow(project)
      .filter(([gate]) => gate.waitsFor !== undefined && awaited.includes(gate.waitsFor))
      .map(([gate, { open, why }]) => (open ? `🔓 ${gate.name}: ${why}` : `🔒 ${gate.name} waits for it`));
    return { blocks: [context(`*${projectRef(project)}* ${escapeMrkdwn(gates.join(' · '))}`)] };
  },
};
