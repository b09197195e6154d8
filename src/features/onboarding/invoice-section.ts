import { escapeMrkdwn } from '../../core/text/text.ts';
import { context } from '../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../platform/slice/slice.ts';
import { invoiceById } from '../billing/invoices/index.ts';
import { decideGate, onboardingPolicy } from '../playbooks/index.ts';
import { chargeFacts } from './facts.ts';
import { readOwn } from './load.ts';
import { projectRef } from './project.ts';
import { byIds } from './project-store.ts';

/** What waits for an invoice of a project, as its gates stand: one that an exception has opened is not said to be blocked. ONB-4, ONB-5, ONB-7 */
export const invoiceSection: WindowSection = {
  subject: 'invoice',
  order: 10,
  title: 'Project',
  inMessage: true,
  read: async (deps, invoiceId) => {
    const invoice = await invoiceById(deps.db.prisma, invoiceId);
    if (invoice?.subject.type !== 'project') return {};
    const [[project], policy] = await Promise.all([
      readOwn(deps.db.prisma, byIds([invoice.subject.id])),
      deps.policy(onboardingPolicy),
    ]);
    if (!project) return {};
    const { overrides } = project;
    const gates = project.playbook.gates
      .filter((gate) => gate.paid === invoice.kind)
      .map((gate) => {
        const { open, why } = decideGate(gate, { charges: [chargeFacts(invoice)], overrides }, policy);
        return open ? `🔓 ${gate.name}: ${why}` : `🔒 ${gate.name} waits for it`;
      });
    return { blocks: [context(`*${projectRef(project)}* ${escapeMrkdwn(gates.join(' · '))}`)] };
  },
};
