/** What a cancelled project leaves behind is ended with it, and what can be comes back when it is re-opened. ONB-19 */

import { formatMoney } from '../../../core/money/money.ts';
import type { Work } from '../../../platform/work/work.ts';
import { cancelActivities, reopenActivities } from '../../activities/index.ts';
import { doubtInvoices, type Invoice, planInvoices, settleDoubts, voidWith } from '../../billing/invoices/index.ts';
import { invoicesOf, subscriptionOf } from '../../billing/onboarding/index.ts';
import { disarmRecurring } from '../../billing/subscriptions/index.ts';
import { type ProjectState, projectRef, projectSubject } from '../../playbooks/index.ts';
import { settleRequests } from '../exceptions/gate-changes.ts';

const named = (what: string, list: readonly string[]): readonly string[] =>
  list.length > 0 ? [`${what}: ${list.join(', ')}`] : [];

/**
 * Disarms the project's billing, ends its activities, withdraws exceptions that wait, drops invoices that nobody has seen and
 * puts those that are open before accounting. @returns what was ended, plain text
 */
export const windUp = async (work: Work, project: ProjectState, reason: string): Promise<readonly string[]> => {
  const subject = projectSubject(project.id);
  const { overrides, playbook } = project;
  const [subscription, invoices] = [subscriptionOf(project), invoicesOf(project)];
  const isArmed = subscription?.template.armed === true;
  if (isArmed) await disarmRecurring(work, { subject, reason });
  const drafts = invoices.filter((each) => !each.presented && each.state === 'draft' && each.paid.amount === 0n);
  for (const { id } of drafts) await voidWith(work, { invoiceId: id, reason });
  const doubted = await doubtInvoices(work, subject, `${projectRef(project)} was cancelled: ${sentence(reason)}`);
  const ended = await cancelActivities(work, subject, reason);
  const gates = playbook.gates.map((gate) => gate.key);
  await settleRequests(work, project, gates, 'The project was cancelled.');
  const withdrawn = overrides.filter((each) => each.state === 'requested').map((each) => each.gate);
  const paid = invoices.filter((each) => each.state !== 'void' && each.paid.amount > 0n);
  return [
    ...(isArmed ? ['recurring billing is disarmed'] : []),
    ...named(
      'activities ended',
      ended.map((each) => `A-${each.ref}`),
    ),
    ...named(
      'exceptions withdrawn',
      withdrawn.map((gate) => playbook.gates.find(({ key }) => key === gate)?.name ?? gate),
    ),
    ...named(
      'not to be invoiced',
      drafts.map((each) => each.label),
    ),
    ...named(
      'accounting is asked to void or keep',
      doubted.map((each) => `${each.label} (${formatMoney(each.open)} open)`),
    ),
    ...named(
      'paid and not given back',
      paid.map((each) => `${each.label} (${formatMoney(each.paid)})`),
    ),
  ];
};

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** What the cancelling dropped before anybody had seen it. */
const isDropped = (invoice: Invoice, endedAt: Date): boolean =>
  invoice.voided?.at.getTime() === endedAt.getTime() && !invoice.presented;

/** Plans anew what was dropped, takes the question back that accounting has not answered, and opens the activities again. */
export const revive = async (work: Work, project: ProjectState, reason: string): Promise<readonly string[]> => {
  const { endedAt, customerId, currency } = project;
  const subscription = subscriptionOf(project);
  if (project.state !== 'cancelled' || endedAt === undefined) return [];
  const subject = projectSubject(project.id);
  const dropped = invoicesOf(project).filter((each) => isDropped(each, endedAt));
  await planInvoices(work, { subject, customerId, currency, charges: dropped });
  const kept = await settleDoubts(work, subject, reason);
  const opened = await reopenActivities(work, subject, endedAt, reason);
  const withdrawn = project.overrides.some((each) => each.decidedAt?.getTime() === endedAt.getTime());
  const voided = invoicesOf(project).filter((each) => each.state === 'void' && !each.waiver && !dropped.includes(each));
  return [
    ...named(
      'activities open again',
      opened.map((each) => `A-${each.ref}`),
    ),
    ...named(
      'to be invoiced again',
      dropped.map((each) => each.label),
    ),
    ...named(
      'invoices that stand',
      kept.map((each) => each.label),
    ),
    ...named(
      'invoices that are void (Correct amounts makes new ones)',
      voided.map((each) => each.label),
    ),
    ...(withdrawn ? ['exceptions that waited are to be asked for again'] : []),
    ...(subscription && !subscription.template.armed ? ['recurring billing is not armed'] : []),
  ];
};
