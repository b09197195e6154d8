/** What every decision about a request does. ALL-11 */
import { NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person, quote } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { SlotRef, Work } from '../../../platform/work/work.ts';
import { type Approval, decidedAlready } from './approval.ts';
import { approvalById, lockApproval, settleApproval } from './store.ts';

export const existingApproval = async (tx: Tx, id: string): Promise<Approval> => {
  const approval = await approvalById(tx, id);
  if (!approval) throw new NotFound('request');
  return approval;
};

/** Locked, so that only one decides; whoever comes second is told who was first. @throws Conflict */
export const waitingApproval = async (work: Work, id: string): Promise<Approval> => {
  const approval = await lockApproval(work.tx, id);
  if (!approval) throw new NotFound('request');
  if (approval.state !== 'requested') throw decidedAlready(approval);
  return approval;
};

const words = { approved: 'approved', declined: 'declined', withdrawn: 'took back' } as const;

/** The caller has it from `waitingApproval`. */
export const settle = async (
  work: Work,
  approval: Approval,
  to: keyof typeof words,
  reason?: string,
): Promise<void> => {
  const { id, subject, customerId, description } = approval;
  await settleApproval(work.tx, id, { to, by: work.by.id, at: work.now, reason });
  work.audit({
    action: `approval.${to}`,
    subject,
    customerId,
    before: { description, requestedBy: approval.requestedBy },
    after: { state: to },
    reason,
  });
  work.show({ kind: 'approval', subjectId: id });
};

/** In its own thread and in that of the thing, and to who asked. */
export const tell = (work: Work, approval: Approval, to: keyof typeof words, more: TellMore = {}): void => {
  const { reason, thread } = more;
  const text = `${person(work.by.id)} ${words[to]}: ${escapeMrkdwn(approval.description)}.${reason ? quote(reason) : ''}`;
  work.post({ to: { thread: { kind: 'approval', subjectId: approval.id } }, content: { text } });
  if (thread) work.post({ to: { thread }, content: { text } });
  if (approval.requestedBy !== work.by.id) work.post({ to: { user: approval.requestedBy }, content: { text } });
};

interface TellMore {
  readonly reason?: string | undefined;
  readonly thread?: SlotRef | undefined;
}
