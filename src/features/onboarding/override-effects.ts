/** What follows when a gate opens or shuts. */
import type { Work } from '../../platform/work.ts';
import { type Change, projectChanged } from './changed.ts';
import { settleOverride } from './money-store.ts';
import type { Gate } from './playbook.ts';
import { type ProjectState, projectSubject } from './project.ts';
import { showHardware } from './request-hardware.ts';

/** Shows everything that stands before a gate again, and tells the desk's thread why. `note` is mrkdwn. */
export const gateChanged = async (
  work: Work,
  project: ProjectState,
  note: string,
  more: Omit<Change, 'note'> = {},
): Promise<void> => {
  showHardware(work, project);
  await projectChanged(work, project, { ...more, note });
};

/** A gate's charge says on its own message whether something waits for it. */
export const showCharge = (work: Work, project: ProjectState, gate: Gate): void => {
  const charge = project.invoices.find((each) => each.kind === gate.paid && each.presented && each.state !== 'void');
  if (charge) work.show({ kind: 'invoice', subjectId: charge.id });
};

/** Takes back what still waits for an approver at these gates, because nobody needs it any more. */
export const settleRequests = async (
  work: Work,
  project: ProjectState,
  gates: readonly string[],
  reason: string,
): Promise<void> => {
  for (const each of project.overrides) {
    if (each.state !== 'requested' || !gates.includes(each.gate)) continue;
    const change = { from: 'requested', to: 'withdrawn', by: work.by.id, at: work.now, reason } as const;
    if (!(await settleOverride(work.tx, each.id, change))) continue;
    work.show({ kind: 'override', subjectId: each.id });
    work.audit({
      action: 'override.withdrawn',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { override: each.id, gate: each.gate, state: 'requested' },
      after: { state: 'withdrawn' },
      reason,
    });
  }
};
