/** What payments and invoices do to a project, in the transaction that records them. ONB-12 */
import { formatMoney, negate } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  type FactsChange,
  factsChanged,
  factsChanging,
  type News,
  type ProjectState,
  projectSubject,
  projectsOf,
} from '../../../playbooks/index.ts';
import { invoicesSettled, type Settled } from '../../balance/index.ts';
import {
  type Invoice,
  type InvoiceChangeKind,
  type InvoiceEvent,
  invoiceChanged,
  invoiceSent,
  invoicesChanging,
} from '../../invoices/index.ts';
import {
  methodTexts,
  type PaymentCameBack,
  type PaymentEvent,
  paymentCameBack,
  paymentReceived,
} from '../../payments/index.ts';
import { recomputeCredit } from '../../subscriptions/index.ts';
import { type ChargeChangeKind, chargeChanged } from './change-charge.ts';
import { factsOf, type ProjectCharge } from './charge.ts';
import { type ChargeKind, obligationsOf } from './charges.ts';
import { chargesPart, invoicesOf, prepaidFor } from './charges-part.ts';

/** ONB-12: whose payments the whole team is told of. */
const toldKinds: readonly string[] = ['first_month', 'hardware'] satisfies ChargeKind[];

const projectIds = (subjects: readonly (Subject | undefined)[]): readonly string[] => [
  ...new Set(subjects.flatMap((subject) => (subject?.type === 'project' ? [subject.id] : []))),
];

/** Reads all projects that something is about at once, and tells the engine once what became of each. */
const eachOfProject = async <T>(
  work: Work,
  all: readonly T[],
  subjectOf: (each: T) => Subject | undefined,
  changeOf: (work: Work, project: ProjectState, each: T) => Promise<FactsChange | undefined>,
): Promise<void> => {
  const found = await projectsOf(work).loadMany(work, projectIds(all.map(subjectOf)));
  const byId = new Map(found.map((project) => [project.id, project]));
  const changes: FactsChange[] = [];
  for (const each of all) {
    const project = byId.get(subjectOf(each)?.id ?? '');
    const change = project && (await changeOf(work, project, each));
    if (change) changes.push(change);
  }
  if (changes.length > 0) await work.emit(factsChanged, changes);
};

/** The project as if this charge were as it is here. */
const withCharge = (project: ProjectState, charge: ProjectCharge): ProjectState => {
  const charges = project.parts.of(chargesPart);
  const invoices = charges.invoices.map((each) => (each.id === charge.id ? charge : each));
  return { ...project, parts: project.parts.with(chargesPart, { ...charges, invoices }) };
};

/** The project as if this invoice were still as it was; what else is known of the charge is as it is. */
const asBefore = (project: ProjectState, before: Invoice): ProjectState => {
  const now = invoicesOf(project).find(({ id }) => id === before.id);
  return now ? withCharge(project, { ...before, ...factsOf(now) }) : project;
};

/** What changes in the first recurring bill, once billing is armed; mrkdwn. BIL-9 */
const creditNow = async (work: Work, project: ProjectState, kind: string): Promise<string> => {
  const { wentLiveOn } = project;
  if (kind !== ('first_month' satisfies ChargeKind) || wentLiveOn === undefined) return '';
  const prepaid = await prepaidFor(work.tx, project);
  const told = await recomputeCredit(work, { subject: projectSubject(project.id), ...prepaid, wentLiveOn });
  return told ? ` ${escapeMrkdwn(told)}` : '';
};

/** The invoice as it was before `amount` came in (or, negative, was reversed). */
const beforeMoney = (invoice: Invoice, amount: bigint): Invoice => ({
  ...invoice,
  paid: { ...invoice.paid, amount: invoice.paid.amount - amount },
  open: { ...invoice.open, amount: invoice.open.amount + amount },
});

interface InTurn extends PaymentEvent {
  /** What the payments told after it, together with it, bring for the same invoice; minor units. */
  readonly later: bigint;
}

/** Checks of one deposit are all booked when they are told: each is told as if those after it were still to come. */
const inTurn = (all: readonly PaymentEvent[]): readonly InTurn[] => {
  const later = new Map<string, bigint>();
  return all
    .toReversed()
    .map((payment) => {
      const { id = '', settled } = payment.invoice ?? {};
      const each = { ...payment, later: later.get(id) ?? 0n };
      later.set(id, each.later + (settled?.amount ?? 0n));
      return each;
    })
    .toReversed();
};

const onRecorded = async (work: Work, project: ProjectState, payment: InTurn) => {
  const now = invoicesOf(project).find((each) => each.id === payment.invoice?.id);
  if (!now) return undefined;
  const charge = beforeMoney(now, payment.later);
  const settled = payment.invoice?.settled ?? payment.amount;
  const isPaid = payment.invoice?.paidInFull && payment.later === 0n;
  const rest = isPaid ? 'paid in full' : `${formatMoney(charge.open)} still to come`;
  const reference = payment.reference ? ` (${payment.reference})` : '';
  const note = `${charge.label}: ${formatMoney(payment.amount)} received by ${methodTexts[payment.method]}${reference} on ${formatDay(payment.receivedOn)}; ${rest}.`;
  const after = asBefore(project, charge);
  return moneyChange(work, after, beforeMoney(charge, settled.amount), { key: `payment:${payment.cause}`, note });
};

const onReversed = async (work: Work, project: ProjectState, payment: PaymentCameBack) => {
  const charge = invoicesOf(project).find((each) => each.id === payment.invoice?.id);
  if (!charge) return undefined;
  const note = `${charge.label}: the payment of ${formatMoney(payment.amount)} was reversed (${payment.reason}).`;
  const settled = payment.invoice?.settled ?? payment.amount;
  const before = beforeMoney(charge, -settled.amount);
  return moneyChange(work, project, before, { key: `payment:${payment.cause}:reversed`, note });
};

/** Settled, or open again, by what was there already: a balance, a credit note, another allocation. BIL-15 */
const onSettled = async (work: Work, project: ProjectState, settled: Settled) => {
  const charge = invoicesOf(project).find((each) => each.id === settled.after.id);
  if (!charge) return undefined;
  const isLess = settled.amount.amount < 0n;
  const amount = formatMoney(isLess ? negate(settled.amount) : settled.amount);
  const rest = charge.state === 'paid' ? 'paid in full' : `${formatMoney(charge.open)} still to come`;
  const note = `${charge.label}: ${amount} ${isLess ? '' : 'paid '}${settled.how}; ${rest}.`;
  const key = `settled:${settled.allocationId}${isLess ? ':ended' : ''}`;
  return moneyChange(work, project, beforeMoney(charge, settled.amount.amount), { key, note });
};

/** What is told of the money that came in for a charge, or went back. @param before the charge as it was */
const moneyChange = async (
  work: Work,
  project: ProjectState,
  before: Invoice,
  news: Pick<News, 'key' | 'note'>,
): Promise<FactsChange> => ({
  before: asBefore(project, before),
  after: project,
  told: {
    ...news,
    obligations: obligationsOf(before.kind),
    tells: toldKinds.includes(before.kind) ? 'team' : 'thread',
  },
  addition: await creditNow(work, project, before.kind),
});

/** What somebody did to an invoice, to follow their name. */
const changes = {
  sent: 'sent the invoice to the customer',
  issued: 'issued the invoice',
  corrected: 'corrected the amount',
  voided: 'voided the invoice',
  credited: 'credited the invoice',
  'charged again': 'took a credit note of the invoice back',
  'arrival told': 'told whether the invoice reached the customer',
  filed: 'filed the invoice',
  'taken back': 'took back that the invoice was sent',
  doubted: 'asked accounting whether the invoice stands',
  kept: 'kept the invoice',
  'written off': 'wrote off what is open of the invoice: it is not paid',
  'opened again': 're-opened the invoice',
} as const satisfies Readonly<Record<InvoiceChangeKind | 'sent', string>>;

/** Corrected amounts open and shut gates. */
const onInvoice = async (
  work: Work,
  project: ProjectState,
  event: InvoiceEvent & { readonly what: keyof typeof changes },
): Promise<FactsChange> => {
  const invoice = invoicesOf(project).find((each) => each.id === event.invoiceId);
  const amount = event.what === 'corrected' && invoice ? ` to ${formatMoney(invoice.amount)}` : '';
  const label = escapeMrkdwn(invoice?.label ?? event.kind);
  return {
    before: asBefore(project, event.before),
    after: project,
    told: `${label}: ${person(work.by.id)} ${changes[event.what]}${amount}.`,
  };
};

const chargeChanges: Readonly<Record<ChargeChangeKind, string>> = {
  'picked up': 'corrected what was picked up',
  permission: 'recorded that the customer allows the card to be charged',
  'permission withdrawn': 'took back that the customer allows the card to be charged',
  'waiver asked': 'said that nothing is due, and asks the reviewer to confirm it',
  waived: 'confirmed that nothing is due',
};

const onCharge = async (
  work: Work,
  project: ProjectState,
  { before, what }: { readonly before: ProjectCharge; readonly what: ChargeChangeKind },
): Promise<FactsChange> => ({
  before: withCharge(project, before),
  after: project,
  told: `${escapeMrkdwn(before.label)}: ${person(work.by.id)} ${chargeChanges[what]}.`,
});

const ofInvoice = ({ subject }: InvoiceEvent): Subject => subject;
const ofSettled = ({ after }: Settled): Subject => after.subject;
const ofPayment = ({ invoice }: PaymentEvent): Subject | undefined => invoice?.subject;

export const moneyReactions: readonly Reaction[] = [
  // Lock order: projects before their invoices, all at once.
  on(invoicesChanging, (work, subjects) => work.emit(factsChanging, projectIds(subjects))),
  on(invoiceSent, (work, all) =>
    eachOfProject(work, all, ofInvoice, (_, project, each) => onInvoice(work, project, { ...each, what: 'sent' })),
  ),
  on(invoiceChanged, (work, all) => eachOfProject(work, all, ofInvoice, onInvoice)),
  on(chargeChanged, (work, all) => eachOfProject(work, all, ({ before }) => before.subject, onCharge)),
  on(invoicesSettled, (work, all) => eachOfProject(work, all, ofSettled, onSettled)),
  on(paymentReceived, (work, all) => eachOfProject(work, inTurn(all), ofPayment, onRecorded)),
  on(paymentCameBack, (work, all) => eachOfProject(work, all, ofPayment, onReversed)),
];
