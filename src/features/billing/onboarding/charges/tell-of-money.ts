/** What payments and invoices do to a project, in the transaction that records them. ONB-12 */
import { formatMoney } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  datesInDoubt,
  gatesBetween,
  type News,
  namesOfGates,
  noLongerNeeded,
  type ProjectState,
  projectSubject,
  projectsOf,
} from '../../../playbooks/index.ts';
import {
  correctPickedUp,
  type Invoice,
  type InvoiceChangeKind,
  type InvoiceEvent,
  invoiceChanged,
  invoiceIssued,
  invoicesChanging,
} from '../../invoices/index.ts';
import { type PaymentEvent, paymentCameBack, paymentReceived } from '../../payments/index.ts';
import { recomputeCredit } from '../../subscriptions/index.ts';
import { type ChargeKind, chargeInvoice, obligationsOf, pickedUpFor, pickedUpOf } from './charges.ts';
import { chargesPart, invoicesOf, prepaidFor } from './charges-part.ts';

/** ONB-12: whose payments the whole team is told of. */
const toldKinds: readonly string[] = ['first_month', 'hardware'] satisfies ChargeKind[];

const methods = { check: 'check', card: 'card', eft: 'EFT', money_order: 'money order' } as const;

const dateNames = {
  targetGoLiveOn: 'target go-live date',
  etaOn: 'ETA',
  goLiveOn: 'go-live date',
  wentLiveOn: 'day of going live',
} as const;

const projectIds = (subjects: readonly (Subject | undefined)[]): readonly string[] => [
  ...new Set(subjects.flatMap((subject) => (subject?.type === 'project' ? [subject.id] : []))),
];

/** Reads all projects that something is about at once, and takes what happened to them one by one. */
const eachOfProject = async <T>(
  work: Work,
  all: readonly T[],
  subjectOf: (each: T) => Subject | undefined,
  follow: (work: Work, project: ProjectState, each: T) => Promise<void>,
): Promise<void> => {
  const found = await projectsOf(work).loadMany(work, projectIds(all.map(subjectOf)));
  const byId = new Map(found.map((project) => [project.id, project]));
  for (const each of all) {
    const project = byId.get(subjectOf(each)?.id ?? '');
    if (project) await follow(work, project, each);
  }
};

interface GateNews {
  /** What opened or shut, mrkdwn; nothing when no gate changed. */
  readonly text: string;
  /** Keys of the gates of this charge that are open now. */
  readonly open: readonly string[];
}

/** The project as if this invoice were still as it was. */
const asBefore = (project: ProjectState, before: Invoice): ProjectState => {
  const charges = project.parts.of(chargesPart);
  const invoices = charges.invoices.map((each) => (each.id === before.id ? before : each));
  return { ...project, parts: project.parts.with(chargesPart, { ...charges, invoices }) };
};

/** What a change of one invoice (`before`: as it was) did to the gates that its kind of charge blocks. */
const gateNews = (project: ProjectState, before: Invoice): GateNews => {
  const awaited = obligationsOf(before.kind);
  const { open, opened, shut } = gatesBetween(asBefore(project, before), project, ({ waitsFor = '' }) =>
    awaited.includes(waitsFor),
  );
  const doubtful = datesInDoubt(project).filter(([, gate]) => shut.includes(gate));
  const text = [
    ...(opened.length > 0 ? [` Open now: ${namesOfGates(opened)}.`] : []),
    ...(shut.length > 0 ? [` Shut again: ${namesOfGates(shut)}.`] : []),
    ...(doubtful.length > 0
      ? [` Set already, please check: ${doubtful.map(([date]) => dateNames[date]).join(', ')}.`]
      : []),
  ].join('');
  return { text, open: open.map((gate) => gate.key) };
};

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

const onRecorded = async (work: Work, project: ProjectState, payment: PaymentEvent): Promise<void> => {
  const charge = invoicesOf(project).find((each) => each.id === payment.invoice?.id);
  if (!charge) return;
  const before = beforeMoney(charge, payment.amount.amount);
  const gates = gateNews(project, before);
  const rest = payment.invoice?.paidInFull ? 'paid in full' : `${formatMoney(charge.open)} still to come`;
  const reference = payment.reference ? ` (${payment.reference})` : '';
  const text = `${charge.label}: ${formatMoney(payment.amount)} received by ${methods[payment.method]}${reference} on ${formatDay(payment.receivedOn)}; ${rest}.`;
  const credit = await creditNow(work, project, charge.kind);
  await projectsOf(work).settleRequests(work, project, gates.open, noLongerNeeded);
  await tell(work, project, before, {
    key: `payment:${payment.paymentId}`,
    note: text,
    addition: `${gates.text}${credit}`,
  });
};

const onReversed = async (
  work: Work,
  project: ProjectState,
  payment: PaymentEvent & { readonly reason: string },
): Promise<void> => {
  const charge = invoicesOf(project).find((each) => each.id === payment.invoice?.id);
  if (!charge) return;
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
  projectsOf(work).tell(work, project, {
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
} as const satisfies Readonly<Record<InvoiceChangeKind | 'sent', string>>;

/** ONB-7 asks for hardware whether a card is on file: what was picked up for the others says so. */
const followPickUp = async (work: Work, project: ProjectState): Promise<void> => {
  const hardware = chargeInvoice(invoicesOf(project), 'hardware');
  if (!hardware || hardware.open.amount === 0n || hardware.pickedUp === 'check') return;
  const pickedUp = pickedUpOf('hardware', pickedUpFor(invoicesOf(project)));
  const reason = 'It follows what was picked up for the other charges.';
  await correctPickedUp(work, { invoiceId: hardware.id, pickedUp, reason });
};

/** Corrected amounts open and shut gates. */
const onInvoice = async (
  work: Work,
  project: ProjectState,
  event: InvoiceEvent & { readonly what: keyof typeof changes },
): Promise<void> => {
  const invoice = invoicesOf(project).find((each) => each.id === event.invoiceId);
  if (event.kind !== 'hardware' && event.what === 'picked up') await followPickUp(work, project);
  const gates = gateNews(project, event.before);
  await projectsOf(work).settleRequests(work, project, gates.open, noLongerNeeded);
  const amount = event.what === 'corrected' && invoice ? ` to ${formatMoney(invoice.amount)}` : '';
  const label = escapeMrkdwn(invoice?.label ?? event.kind);
  await projectsOf(work).gatesChanged(
    work,
    project,
    `${label}: ${person(work.by.id)} ${changes[event.what]}${amount}.${gates.text}`,
  );
};

const ofInvoice = ({ subject }: InvoiceEvent): Subject => subject;
const ofPayment = ({ invoice }: PaymentEvent): Subject | undefined => invoice?.subject;

export const moneyReactions: readonly Reaction[] = [
  // Lock order: projects before their invoices, all at once.
  on(invoicesChanging, (work, subjects) => projectsOf(work).lock(work.tx, projectIds(subjects))),
  on(invoiceIssued, (work, all) =>
    eachOfProject(work, all, ofInvoice, (_, project, each) => onInvoice(work, project, { ...each, what: 'sent' })),
  ),
  on(invoiceChanged, (work, all) => eachOfProject(work, all, ofInvoice, onInvoice)),
  on(paymentReceived, (work, all) => eachOfProject(work, all, ofPayment, onRecorded)),
  on(paymentCameBack, (work, all) => eachOfProject(work, all, ofPayment, onReversed)),
];
