/** What payments and invoices do to a project, in the transaction that records them. ONB-12 */

import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  correctPickedUp,
  type Invoice,
  invoiceChanged,
  invoiceIssued,
  invoicesChanging,
} from '../../billing/invoices/index.ts';
import {
  type ChargeKind,
  chargeInvoice,
  chargesPart,
  invoicesOf,
  obligationsOf,
  pickedUpFor,
  pickedUpOf,
} from '../../billing/onboarding/index.ts';
import { type PaymentEvent, paymentCameBack, paymentReceived } from '../../billing/payments/index.ts';
import { recomputeCredit } from '../../billing/subscriptions/index.ts';
import {
  datesInDoubt,
  type Gate,
  gatesNow,
  type News,
  type ProjectState,
  projectSubject,
} from '../../playbooks/index.ts';
import { loadProject, lockProjects } from '../engine/load.ts';
import { gateChanged, settleRequests } from '../exceptions/gate-changes.ts';
import { tellOfNews } from '../project/tell-team.ts';
import { prepaidFor } from '../recurring/arming.ts';
import { person } from '../words.ts';

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
): Promise<ProjectState | undefined> => (subject?.type === 'project' ? loadProject(work, subject.id) : undefined);

interface GateNews {
  /** What opened or shut, mrkdwn; nothing when no gate changed. */
  readonly text: string;
  /** Keys of the gates of this charge that are open now. */
  readonly open: readonly string[];
}

const named = (gates: readonly Gate[]): string => gates.map((gate) => `“${escapeMrkdwn(gate.name)}”`).join(' and ');

/** The project as if this invoice were still as it was. */
const asBefore = (project: ProjectState, before: Invoice): ProjectState => {
  const charges = project.parts.of(chargesPart);
  const invoices = charges.invoices.map((each) => (each.id === before.id ? before : each));
  return { ...project, parts: project.parts.with(chargesPart, { ...charges, invoices }) };
};

/** What a change of one invoice (`before`: as it was) did to the gates that its kind of charge blocks. */
const gateNews = (project: ProjectState, before: Invoice): GateNews => {
  const awaited = obligationsOf(before.kind);
  const openIn = (state: ProjectState): readonly Gate[] =>
    gatesNow(state)
      .filter(([gate, now]) => gate.waitsFor !== undefined && awaited.includes(gate.waitsFor) && now.open)
      .map(([gate]) => gate);
  const [was, is] = [openIn(asBefore(project, before)), openIn(project)];
  const opened = is.filter((gate) => !was.includes(gate));
  const shut = was.filter((gate) => !is.includes(gate));
  const doubtful = datesInDoubt(project).filter(([, gate]) => shut.includes(gate));
  const text = [
    ...(opened.length > 0 ? [` Open now: ${named(opened)}.`] : []),
    ...(shut.length > 0 ? [` Shut again: ${named(shut)}.`] : []),
    ...(doubtful.length > 0
      ? [` Set already, please check: ${doubtful.map(([date]) => dateNames[date]).join(', ')}.`]
      : []),
  ].join('');
  return { text, open: is.map((gate) => gate.key) };
};

const noLongerNeeded = 'Nobody needs it any more: the gate is open.';

/** What changes in the first recurring bill, once billing is armed; mrkdwn. BIL-9 */
const creditNow = async (work: Work, project: ProjectState, kind: string): Promise<string> => {
  const { wentLiveOn } = project;
  if (kind !== ('first_month' satisfies ChargeKind) || wentLiveOn === undefined) return '';
  const prepaidNet = await prepaidFor(work.tx, project);
  const told = await recomputeCredit(work, { subject: projectSubject(project.id), prepaidNet, wentLiveOn });
  return told ? ` ${escapeMrkdwn(told)}` : '';
};

/** The invoice as it was before `amount` came in (or, negative, was reversed). */
const beforeMoney = (invoice: Invoice, amount: bigint): Invoice => ({
  ...invoice,
  paid: { ...invoice.paid, amount: invoice.paid.amount - amount },
});

/** The project and its charge that a payment is for; undefined when it is for something else. */
const paidFor = async (work: Work, payment: PaymentEvent) => {
  const project = await projectOf(work, payment.invoice?.subject);
  const charge = project && invoicesOf(project).find((each) => each.id === payment.invoice?.id);
  return project && charge && { project, charge };
};

const onRecorded = async (work: Work, payment: PaymentEvent): Promise<void> => {
  const found = await paidFor(work, payment);
  if (!found) return;
  const { project, charge } = found;
  const before = beforeMoney(charge, payment.amount.amount);
  const gates = gateNews(project, before);
  const rest = payment.invoice?.paidInFull ? 'paid in full' : `${formatMoney(charge.open)} still to come`;
  const reference = payment.reference ? ` (${payment.reference})` : '';
  const text = `${charge.label}: ${formatMoney(payment.amount)} received by ${methods[payment.method]}${reference} on ${formatDay(payment.receivedOn)}; ${rest}.`;
  const credit = await creditNow(work, project, charge.kind);
  await settleRequests(work, project, gates.open, noLongerNeeded);
  await tell(work, project, before, {
    key: `payment:${payment.paymentId}`,
    note: text,
    addition: `${gates.text}${credit}`,
  });
};

const onReversed = async (work: Work, payment: PaymentEvent & { readonly reason: string }): Promise<void> => {
  const found = await paidFor(work, payment);
  if (!found) return;
  const { project, charge } = found;
  const before = beforeMoney(charge, -payment.amount.amount);
  const gates = gateNews(project, before);
  const text = `${charge.label}: the payment of ${formatMoney(payment.amount)} was reversed (${payment.reason}).`;
  const credit = await creditNow(work, project, charge.kind);
  const key = `payment:${payment.paymentId}:reversed`;
  await tell(work, project, before, { key, note: text, addition: `${gates.text}${credit}` });
};

/** What is told of the money that came in for a charge, or went back. @param before the charge as it was */
const tell = (
  work: Work,
  project: ProjectState,
  before: Invoice,
  news: Pick<News, 'key' | 'note' | 'addition'>,
): Promise<void> =>
  tellOfNews(work, project, {
    ...news,
    before: asBefore(project, before),
    obligations: obligationsOf(before.kind),
    tells: toldKinds.includes(before.kind) ? 'team' : 'thread',
  });

/** What somebody did to an invoice, to follow their name. */
const changes = {
  sent: 'sent the invoice to the customer',
  permission: 'recorded that the customer allows the card to be charged',
  corrected: 'corrected the amount',
  voided: 'voided the invoice',
  filed: 'filed the invoice',
  'taken back': 'took the last step of the invoice back',
  'picked up': 'corrected what was picked up',
  'waiver asked': 'said that nothing is due, and asks the reviewer to confirm it',
  waived: 'confirmed that nothing is due',
  doubted: 'asked accounting whether the invoice stands',
  kept: 'kept the invoice',
} as const;

interface InvoiceEvent {
  readonly subject: { type: string; id: string };
  readonly invoiceId: string;
  readonly kind: string;
  readonly what: keyof typeof changes;
  readonly before: Invoice;
}

/** ONB-7 asks for hardware whether a card is on file: what was picked up for the others says so. */
const followPickUp = async (work: Work, project: ProjectState): Promise<void> => {
  const hardware = chargeInvoice(invoicesOf(project), 'hardware');
  if (!hardware || hardware.open.amount === 0n || hardware.pickedUp === 'check') return;
  const pickedUp = pickedUpOf('hardware', pickedUpFor(invoicesOf(project)));
  const reason = 'It follows what was picked up for the other charges.';
  await correctPickedUp(work, { invoiceId: hardware.id, pickedUp, reason });
};

/** Corrected amounts open and shut gates. */
const onInvoice = async (work: Work, event: InvoiceEvent): Promise<void> => {
  const project = await projectOf(work, event.subject);
  const invoice = project && invoicesOf(project).find((each) => each.id === event.invoiceId);
  if (!project) return;
  if (event.kind !== 'hardware' && event.what === 'picked up') await followPickUp(work, project);
  const gates = gateNews(project, event.before);
  await settleRequests(work, project, gates.open, noLongerNeeded);
  const amount = event.what === 'corrected' && invoice ? ` to ${formatMoney(invoice.amount)}` : '';
  const label = escapeMrkdwn(invoice?.label ?? event.kind);
  await gateChanged(work, project, `${label}: ${person(work.by.id)} ${changes[event.what]}${amount}.${gates.text}`);
};

/** Lock order: the project before its invoices, and projects by their ids. */
const onChanging = async (work: Work, subjects: readonly Subject[]): Promise<void> => {
  const ids = subjects.filter(({ type }) => type === 'project').map(({ id }) => id);
  await lockProjects(work.tx, ids);
};

export const moneyReactions: readonly Reaction[] = [
  on(invoicesChanging, onChanging),
  onEach(invoiceIssued, (work, event) => onInvoice(work, { ...event, what: 'sent' })),
  onEach(invoiceChanged, onInvoice),
  onEach(paymentReceived, onRecorded),
  onEach(paymentCameBack, onReversed),
];
