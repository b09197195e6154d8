/** What becomes of a project's invoices when it is cancelled, and when it goes on after all. ONB-19 */
import { formatMoney } from '../../../../core/money/money.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type Follow, type Line, type ProjectState, projectRef, projectSubject } from '../../../playbooks/index.ts';
import { doubtInvoices, type Invoice, settleDoubts, voidWith } from '../../invoices/index.ts';
import { chargesPart, invoicesOf } from './charges-part.ts';
import { planCharges } from './plan-charges.ts';

const named = (place: number, what: string, names: readonly string[]): readonly Line[] =>
  names.length > 0 ? [{ place, text: `${what}: ${names.join(', ')}` }] : [];

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Drops what nobody has seen, and puts what is open before accounting. */
const onCancel = async (work: Work, project: ProjectState, reason: string): Promise<readonly Line[]> => {
  const invoices = invoicesOf(project);
  const drafts = invoices.filter((each) => !each.presented && each.state === 'draft' && each.paid.amount === 0n);
  for (const { id } of drafts) await voidWith(work, { invoiceId: id, reason });
  const why = `${projectRef(project)} was cancelled: ${sentence(reason)}`;
  const doubted = await doubtInvoices(work, projectSubject(project.id), why);
  const paid = invoices.filter((each) => each.state !== 'void' && each.paid.amount > 0n);
  return [
    ...named(
      40,
      'not to be invoiced',
      drafts.map((each) => each.label),
    ),
    ...named(
      41,
      'accounting is asked to void or keep',
      doubted.map((each) => `${each.label} (${formatMoney(each.open)} open)`),
    ),
    ...named(
      42,
      'paid and not given back',
      paid.map((each) => `${each.label} (${formatMoney(each.paid)})`),
    ),
  ];
};

/** What the cancelling dropped before anybody had seen it. */
const isDropped = (invoice: Invoice, endedAt: Date | undefined): boolean =>
  invoice.voided !== undefined && invoice.voided.at.getTime() === endedAt?.getTime() && !invoice.presented;

/** Plans anew what was dropped, and takes the question back that accounting has not answered. */
const onReopen = async (work: Work, project: ProjectState, reason: string): Promise<readonly Line[]> => {
  const { customerId, currency, endedAt } = project;
  const subject = projectSubject(project.id);
  const dropped = invoicesOf(project).filter((each) => isDropped(each, endedAt));
  await planCharges(work, { subject, customerId, currency, charges: dropped });
  const kept = await settleDoubts(work, subject, reason);
  const voided = invoicesOf(project).filter((each) => each.state === 'void' && !each.waiver && !dropped.includes(each));
  return [
    ...named(
      21,
      'to be invoiced again',
      dropped.map((each) => each.label),
    ),
    ...named(
      22,
      'invoices that stand',
      kept.map((each) => each.label),
    ),
    ...named(
      23,
      'invoices that are void (Correct amounts makes new ones)',
      voided.map((each) => each.label),
    ),
  ];
};

export const chargesFollow: Follow = {
  reads: [chargesPart],
  foretells: ({ playbook }) =>
    playbook.intake.includes('billing.charges')
      ? [{ place: 40, text: 'accounting is asked whether open invoices are void' }]
      : [],
  onCancel,
  onReopen,
};
