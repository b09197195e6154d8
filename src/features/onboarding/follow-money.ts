/** What payments and invoices do to a project, in the transaction that records them. ONB-12 */
import { formatDay } from '../../core/calendar.ts';
import { formatMoney } from '../../core/money.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import { on, type Reaction } from '../../platform/events.ts';
import type { Work } from '../../platform/work.ts';
import { invoiceChanged, invoiceLocking } from '../invoicing/index.ts';
import { type PaymentEvent, paymentRecorded, paymentReversed } from '../payments/index.ts';
import { recomputeCredit } from '../subscriptions/index.ts';
import { prepaidFor } from './arming.ts';
import { datesInDoubt, gatesNow } from './desks.ts';
import { projectFacts } from './facts.ts';
import { loadProject, lockProject } from './load.ts';
import { ableOf, assigneesOf, insertNote } from './money-store.ts';
import { gateChanged, settleRequests } from './override-effects.ts';
import type { ChargeKind, Gate } from './playbook.ts';
import { onboardingPolicy } from './policies.ts';
import { type ProjectState, projectRef, projectSubject } from './project.ts';
import { requestHardware } from './request-hardware.ts';

/** ONB-12: whose payments the whole team is told of. */
const toldKinds: readonly string[] = ['first_month', 'hardware'] satisfies ChargeKind[];

const methods = { check: 'check', card: 'card', eft: 'EFT', money_order: 'money order' } as const;

const dateNames = {
  targetGoLiveOn: 'target go-live date',
  etaOn: 'ETA',
  goLiveOn: 'go-live date',
  wentLiveOn: 'day of going live',
} as const;

/** The project that this is about; undefined when it is about something else. */
const projectOf = async (
  work: Work,
  subject: { type: string; id: string } | undefined,
): Promise<ProjectState | undefined> => (subject?.type === 'project' ? loadProject(work.tx, subject.id) : undefined);

/** The gates that this kind of charge blocks, and which of them are open now. */
const gatesOfCharge = async (work: Work, project: ProjectState, kind: string) => {
  const policy = await work.policy(onboardingPolicy);
  const all = gatesNow(project.playbook, projectFacts(project), policy).filter(([gate]) => gate.paid === kind);
  return { policy, open: all.filter(([, now]) => now.open), shut: all.filter(([, now]) => !now.open) };
};

/** What changes in the first recurring bill, once billing is armed; mrkdwn. BIL-9 */
const creditNow = async (work: Work, project: ProjectState, kind: string): Promise<string> => {
  const { wentLiveOn } = project;
  if (kind !== ('first_month' satisfies ChargeKind) || wentLiveOn === undefined) return '';
  const prepaidNet = await prepaidFor(work.tx, project);
  const told = await recomputeCredit(work, { subject: projectSubject(project.id), prepaidNet, wentLiveOn });
  return told ? ` ${escapeMrkdwn(told)}` : '';
};

const named = (gates: readonly (readonly [Gate, unknown])[]): string =>
  gates.map(([gate]) => `“${escapeMrkdwn(gate.name)}”`).join(' and ');

const onRecorded = async (work: Work, payment: PaymentEvent): Promise<void> => {
  const project = await projectOf(work, payment.invoice?.subject);
  const invoice = payment.invoice;
  if (!project || !invoice) return;
  const { open } = await gatesOfCharge(work, project, invoice.kind);
  const charge = project.invoices.find((each) => each.id === invoice.id);
  const rest = invoice.paidInFull ? 'paid in full' : `${charge ? formatMoney(charge.open) : 'a part'} still to come`;
  const reference = payment.reference ? ` (${payment.reference})` : '';
  const text = `${invoice.label}: ${formatMoney(payment.amount)} received by ${methods[payment.method]}${reference} on ${formatDay(payment.receivedOn)}; ${rest}.`;
  const gates = invoice.paidInFull && open.length > 0 ? ` Open now: ${named(open)}.` : '';
  const credit = await creditNow(work, project, invoice.kind);
  await settleRequests(
    work,
    project,
    open.map(([gate]) => gate.key),
    'Nobody needs it any more: the gate is open.',
  );
  await tell(work, project, {
    key: `payment:${payment.paymentId}`,
    kind: invoice.kind,
    text,
    addition: `${gates}${credit}`,
  });
};

const onReversed = async (work: Work, payment: PaymentEvent & { readonly reason: string }): Promise<void> => {
  const project = await projectOf(work, payment.invoice?.subject);
  const invoice = payment.invoice;
  if (!project || !invoice) return;
  const { policy, shut } = await gatesOfCharge(work, project, invoice.kind);
  const doubtful = datesInDoubt(project, projectFacts(project), policy).filter(
    ([, gate]) => gate.paid === invoice.kind,
  );
  const text = `${invoice.label}: the payment of ${formatMoney(payment.amount)} was reversed (${payment.reason}).`;
  const gates = shut.length > 0 ? ` Shut again: ${named(shut)}.` : '';
  const dates =
    doubtful.length > 0 ? ` Set already, please check: ${doubtful.map(([date]) => dateNames[date]).join(', ')}.` : '';
  await tell(work, project, {
    key: `payment:${payment.paymentId}:reversed`,
    kind: invoice.kind,
    text,
    addition: `${gates}${dates}${await creditNow(work, project, invoice.kind)}`,
  });
};

interface News {
  readonly key: string;
  readonly kind: string;
  /** Plain text: kept as the project's note. */
  readonly text: string;
  /** Already mrkdwn. */
  readonly addition: string;
}

/** The note, the desk's thread and, for the kinds of ONB-12, everybody of the team: once for each cause. */
const tell = async (work: Work, project: ProjectState, news: News): Promise<void> => {
  const note = { key: news.key, projectId: project.id, text: news.text, by: work.by.id, at: work.now };
  if (!(await insertNote(work.tx, note))) return;
  work.audit({
    action: 'project.noted',
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { note: news.text },
  });
  const line = `${escapeMrkdwn(news.text)}${news.addition}`;
  await gateChanged(work, project, line, news.key);
  if (!toldKinds.includes(news.kind)) return;
  const team = new Set([project.ownerId, project.managerId, ...(await assigneesOf(work.tx, project.id))]);
  const text = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*\n${line}`;
  for (const user of await ableOf(work.tx, [...team])) {
    work.post({ to: { user }, content: { text }, key: `${news.key}:${user}`, priority: 1 });
  }
};

const changes = {
  sent: 'the invoice was sent to the customer',
  permission: 'the customer allowed the card to be charged',
  corrected: 'the amount was corrected',
  voided: 'the invoice was voided',
  filed: 'the invoice was filed',
  'taken back': 'the last step of the invoice was taken back',
} as const;

/** ONB-7: a sent hardware invoice puts the order before the reviewer. Corrected amounts open and shut gates. */
const onInvoice = async (
  work: Work,
  event: {
    readonly subject: { type: string; id: string };
    readonly invoiceId: string;
    readonly kind: string;
    readonly what: keyof typeof changes;
  },
): Promise<void> => {
  const project = await projectOf(work, event.subject);
  const invoice = project?.invoices.find((each) => each.id === event.invoiceId);
  if (!project) return;
  if (event.kind === 'hardware' && event.what === 'sent') await requestHardware(work, project);
  const { open } = await gatesOfCharge(work, project, event.kind);
  await settleRequests(
    work,
    project,
    open.map(([gate]) => gate.key),
    'Nobody needs it any more: the gate is open.',
  );
  const amount = event.what === 'corrected' && invoice ? ` to ${formatMoney(invoice.amount)}` : '';
  await gateChanged(work, project, `${escapeMrkdwn(invoice?.label ?? event.kind)}: ${changes[event.what]}${amount}.`);
};

/** Lock order: the project before its invoices. */
const onLocking = async (
  work: Work,
  { subject }: { readonly subject: { type: string; id: string } },
): Promise<void> => {
  if (subject.type === 'project') await lockProject(work.tx, subject.id);
};

export const moneyReactions: readonly Reaction[] = [
  on(invoiceLocking, onLocking),
  on(invoiceChanged, onInvoice),
  on(paymentRecorded, onRecorded),
  on(paymentReversed, onReversed),
];
