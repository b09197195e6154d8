import { Conflict } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { DeedOf } from './deed.ts';
import { limitsOf, rightsPolicy } from './policy.ts';
import { requireRight } from './require-right.ts';
import { needsSecond } from './right.ts';
import { insertApproval, waitingFor } from './store.ts';

/** The role in whose channel requests are decided. */
export const approvalDesk = 'accounting';

export type Outcome<R> =
  | { readonly done: true; readonly result: R }
  /** It waits for a second person. */
  | { readonly done: false; readonly approvalId: string };

/** What is answered to who asked. */
export const askedText =
  'Above the amount that one person does alone: it waits for a second person, who was asked in accounting’s channel. You are told as soon as somebody decides.';

/**
 * ALL-11: does it where one person may, or asks for a second one: the one way by which a guarded deed is done. All is checked
 * before anybody is asked, and again when it is carried out.
 * @throws NotAllowed without the right; what `examine` throws; Conflict when the same waits already
 */
export const doOrAsk = async <P, R>(
  work: Work,
  deed: DeedOf<P, R>,
  payload: P,
  reason?: string,
): Promise<Outcome<R>> => {
  await requireRight(work, deed.right);
  const facts = await deed.examine(work, payload);
  if (!needsSecond(limitsOf(await work.policy(rightsPolicy), deed.right), facts.amount))
    return { done: true, result: await deed.carryOut(work, payload, facts) };
  const { amount, description, subject, customerId, thread } = facts;
  const waiting = await waitingFor(work.tx, deed.name, subject.id);
  if (waiting) {
    throw new Conflict(
      `${person(waiting.requestedBy)} asked to ${waiting.description} already, ${moment(waiting.requestedAt)}. It waits in accounting’s channel.`,
    );
  }
  const id = newId();
  await insertApproval(work.tx, {
    id,
    deed: deed.name,
    payload,
    amount,
    description,
    subject,
    customerId,
    reason,
    requestedBy: work.by.id,
    requestedAt: work.now,
  });
  work.audit({
    action: 'approval.requested',
    subject,
    customerId,
    after: { description, amount: formatMoney(amount) },
    reason,
  });
  work.show({ kind: 'approval', subjectId: id }, { role: approvalDesk });
  if (thread) {
    const text = `${person(work.by.id)} asked to ${escapeMrkdwn(description)}. It waits for a second person.`;
    work.post({ to: { thread }, content: { text } });
  }
  return { done: false, approvalId: id };
};
