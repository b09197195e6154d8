import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { context } from '../../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import {
  exceptionAltered,
  gatesNow,
  type ProjectState,
  projectAltered,
  projectRef,
  projectsOf,
  readerOf,
} from '../../../playbooks/index.ts';
import { howToCollect, invoiceById } from '../../invoices/index.ts';
import { obligationsOf } from './charges.ts';
import { invoicesOf } from './charges-part.ts';

/**
 * What waits for a charge of this kind, as the project's gates stand: one that an exception has opened is not said to be
 * blocked (ONB-4, ONB-5, ONB-7). A cancelled project passes no gate: nothing of it waits (ONB-19).
 */
const waiting = (project: ProjectState, kind: string): string => {
  if (project.state === 'cancelled') return 'The project is cancelled: nothing waits for it.';
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

export const invoiceReactions: readonly Reaction[] = [
  // It stands in the messages of those that ask for something: cancelled or re-opened, they say so.
  on(projectAltered, async (work, project) => {
    for (const each of invoicesOf(project))
      if (each.presented && howToCollect(each).step !== 'none') work.show({ kind: 'invoice', subjectId: each.id });
  }),
  on(exceptionAltered, async (work, { project, gate: { waitsFor = '' } }) => {
    const charge = invoicesOf(project).find(
      (each) => obligationsOf(each.kind).includes(waitsFor) && each.presented && each.state !== 'void',
    );
    if (charge) work.show({ kind: 'invoice', subjectId: charge.id });
  }),
];
