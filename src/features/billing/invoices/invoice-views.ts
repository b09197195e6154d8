import type { KnownBlock } from '@slack/types';
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import {
  type ButtonSpec,
  button,
  buttons,
  context,
  fields,
  header,
  section,
} from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Customer } from '../../customers/index.ts';
import { type Collecting, howToCollect } from './how-to-collect.ts';
import {
  belongsTo,
  type Invoice,
  type InvoiceState,
  invoiceDoor,
  invoiceRef,
  moneyRoles,
  type Presentment,
} from './invoice.ts';

const stateTexts: Readonly<Record<InvoiceState, string>> = {
  draft: 'Not sent yet',
  open: 'Sent, not paid',
  paid: 'Paid',
  void: 'Void',
  uncollectible: 'Uncollectible',
};

export const stateText = (invoice: Invoice): string => {
  const partly = invoice.paid.amount > 0n && invoice.open.amount > 0n;
  const unsent = invoice.issued ? 'Issued, not sent yet' : 'Not sent yet';
  if (partly) return invoice.sent ? 'Sent, partly paid' : `${unsent}, partly paid`;
  if (invoice.state === 'open' && !invoice.sent) return unsent;
  return invoice.state === 'paid' && !invoice.sent ? 'Paid, not sent yet' : stateTexts[invoice.state];
};

const amountText = (invoice: Invoice): string => {
  if (invoice.tax.amount === 0n) return formatMoney(invoice.amount);
  return `${formatMoney(invoice.amount)}\n${formatMoney(invoice.net)} and ${formatMoney(invoice.tax)} tax`;
};

const arrivalTexts: Readonly<Record<Presentment, string>> = {
  not_presented: '',
  presented: '',
  bounced: ' · :warning: did not reach the customer',
  rejected: ' · :warning: rejected',
  confirmed: ' · confirmed',
};

/** Its number in the accounting system, where it has one there. */
const outsideNumber = (number: string): string => (number ? ` as number ${escapeMrkdwn(clip(number, 60))}` : '');

/** What was recorded: by whom and when. */
const history = (invoice: Invoice, aside: Aside): readonly string[] => {
  const { issued, sent, filed, paidAt, voided } = invoice;
  return [
    ...(issued ? [`Issued ${formatDay(issued.on)} as ${escapeMrkdwn(issued.number)}, by ${person(issued.by)}`] : []),
    ...(sent
      ? [
          `Sent ${formatDay(sent.on)}${outsideNumber(sent.number)}, by ${person(sent.by)}${arrivalTexts[invoice.presentment]}`,
        ]
      : []),
    ...(paidAt ? [`Paid in full ${moment(paidAt)}`] : []),
    ...(filed ? [`Filed by ${person(filed.by)}, ${moment(filed.at)}`] : []),
    ...(voided
      ? [`Voided by ${person(voided.by)}, ${moment(voided.at)}: ${escapeMrkdwn(clip(voided.reason, 500))}`]
      : []),
    ...aside.notes,
  ];
};

/** What can be done with an invoice in its state; none once it is void. */
const buttonsFor = (invoice: Invoice, aside: Aside, next: Collecting): readonly ButtonSpec[] => {
  if (invoice.state === 'void' || invoice.state === 'uncollectible') return [];
  const isOpen = invoice.open.amount > 0n;
  const hasPayments = invoice.paid.amount > 0n;
  const stands = invoice.inDoubt === undefined;
  const possible: readonly (readonly [boolean, string, string])[] = [
    [!stands, 'Keep', 'invoice.keep'],
    [stands && invoice.issued !== undefined, invoice.sent ? 'Send again' : 'Send by mail', 'invoice.send'],
    [stands && !invoice.sent, 'Mark as sent', 'invoice.mark_sent'],
    [stands && invoice.numbering === 'own' && !invoice.issued, 'Issue', 'invoice.issue'],
    [isOpen, 'Record payment', 'payment.record'],
    ...aside.buttons.map(({ text, action }) => [true, text, action] as const),
    [!invoice.filed, 'File it', 'invoice.file'],
    [!invoice.issued, 'Correct', 'invoice.correct'],
    [invoice.issued !== undefined, 'Correct', 'credit.replace'],
    [invoice.issued !== undefined, 'Credit', 'credit.issue'],
    [hasPayments, 'Reverse a payment', 'payment.reverse'],
    [invoice.issued !== undefined, 'PDF', 'invoice.pdf'],
    [invoice.sent !== undefined, 'Take back', 'invoice.take_back'],
    [!hasPayments && !(invoice.issued && invoice.sent), 'Void', 'invoice.void'],
  ];
  return possible
    .filter(([can]) => can)
    .map(([, text, action]) => ({
      text,
      action,
      value: invoice.id,
      ...(next.action === action ? { style: 'primary' as const } : {}),
    }));
};

/** What is paid, sent and filed asks for nothing: one line, and the buttons that may put it right. */
const folded = (invoice: Invoice): KnownBlock[] => {
  const filed = invoice.filed ? ', filed' : '';
  const sent = invoice.sent
    ? `, sent ${formatDay(invoice.sent.on)} as ${escapeMrkdwn(clip(invoice.issued?.number ?? invoice.sent.number, 60))}`
    : '';
  const at = invoice.paidAt ? ` ${moment(invoice.paidAt)}` : '';
  return [context(`✓ Paid in full${at}: ${formatMoney(invoice.amount)}${sent}${filed}`)];
};

const contactOf = ({ contactName, phone, email }: Addressee): readonly (readonly [string, string])[] =>
  [
    ['Contact', contactName],
    ['Phone', phone],
    ['Email', email],
  ].map(([label = '', text]) => [label, text ? escapeMrkdwn(clip(text, 300)) : '–']);

/** Whom accounting writes to or calls. */
export type Addressee = Pick<Customer, 'name' | 'contactName' | 'phone' | 'email'>;

const titleOf = (invoice: Invoice, { name }: Addressee): string =>
  `Invoice ${invoiceRef(invoice)}: ${invoice.label} for ${name}`;

/** What settles it besides payments, or the open amount would not be the rest. BIL-13, BIL-15 */
const settledOtherwise = ({ credited, writtenOff }: Invoice): readonly (readonly [string, string])[] =>
  [['Credited', credited] as const, ['Written off', writtenOff] as const].flatMap(([label, of]) =>
    of.amount > 0n ? [[label, formatMoney(of)] as const] : [],
  );

/** What the room that an invoice is of says of it. */
export interface Aside {
  /** What the letter with it asks for: the permission to charge (ONB-5, ONB-7), the card authorization form (ONB-4). */
  readonly letterAsks?: 'permission' | 'authorization';
  /** Beside its figures: a name and a text, mrkdwn. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What is next while it is neither paid nor in doubt, where the room knows better. */
  readonly unpaid?: Collecting;
  /** What can be done with it besides, by its id. */
  readonly buttons: readonly Pick<ButtonSpec, 'text' | 'action'>[];
  /** What was recorded, after what the invoice says itself; mrkdwn. */
  readonly notes: readonly string[];
}

/** Of an invoice that is of nothing else, or of nobody who says something. */
export const nothingBeside: Aside = { facts: [], buttons: [], notes: [] };

/** An invoice with what else is known of it where it is shown. */
export interface Shown {
  readonly invoice: Invoice;
  readonly customer: Addressee;
  readonly aside: Aside;
  /** When it would be due if it were issued today. */
  readonly dueIfIssued?: Day | undefined;
}

const dueText = ({ dueOn }: Invoice, dueIfIssued: Day | undefined): string => {
  if (dueOn) return formatDay(dueOn);
  return dueIfIssued ? `${formatDay(dueIfIssued)}, if issued today` : 'On receipt';
};

/** Its figures, what is next, what others say of it (`about`), and what was recorded. */
const figures = (
  { invoice, customer, aside, dueIfIssued }: Shown,
  about: readonly KnownBlock[],
): readonly KnownBlock[] => {
  const { step, text: next } = howToCollect(invoice, aside.unpaid);
  const notes = history(invoice, aside);
  return [
    fields([
      ['Amount', amountText(invoice)],
      ['Paid so far', formatMoney(invoice.paid)],
      ...settledOtherwise(invoice),
      ...aside.facts.slice(0, 2),
      ['State', stateText(invoice)],
      ...(step === 'none' ? [] : contactOf(customer)),
      ...(invoice.open.amount > 0n ? [['Due', dueText(invoice, dueIfIssued)] as const] : []),
    ]),
    section(escapeMrkdwn(next)),
    ...about.slice(0, 5),
    ...(notes.length > 0 ? [context(...notes)] : []),
  ];
};

/** Accounting's message about one invoice; `about`: what others say of it, such as what waits for it; `open`: the windows it leads to. ONB-3, ONB-4, ONB-5, ONB-7 */
export const invoiceMessage = (
  shown: Shown,
  { about, open }: { readonly about: readonly KnownBlock[]; readonly open: readonly ButtonSpec[] },
): SlotContent => {
  const { invoice, customer, aside } = shown;
  const next = howToCollect(invoice, aside.unpaid);
  const actions = [...buttonsFor(invoice, aside, next), ...open];
  const title = titleOf(invoice, customer);
  const isDone = invoice.state === 'paid' && next.step === 'none';
  const blocks: KnownBlock[] = [
    section(`*${escapeMrkdwn(clip(title, 500))}*`),
    ...(isDone ? folded(invoice) : figures(shown, about)),
    ...(actions.length > 0 ? [buttons(`invoice:${invoice.id}`, actions)] : []),
  ];
  return {
    text: escapeMrkdwn(clip(`${title}, ${formatMoney(invoice.amount)}: ${next.text}`, 1000)),
    blocks,
    open: next.step !== 'none',
  };
};

/** The same in its window, where what waits for it is a section of its own. WRK-1 */
export const invoiceHead = ({ invoice, customer, aside, dueIfIssued }: Shown): WindowHead => ({
  title: `Invoice ${invoiceRef(invoice)}`,
  blocks: [header(clip(titleOf(invoice, customer), 150)), ...figures({ invoice, customer, aside, dueIfIssued }, [])],
  buttons: [
    buttonsFor(invoice, aside, howToCollect(invoice, aside.unpaid)).map((spec) => ({ ...spec, roles: moneyRoles })),
  ],
  links: [
    ...belongsTo(invoice).map((subject) => ({ subject, text: `Open ${subject.type}` })),
    { subject: { type: 'customer', id: invoice.customerId }, text: 'Open customer' },
  ],
});

const nextTexts: Readonly<Record<string, string>> = {
  'invoice.void': 'Void',
  'credit.issue': 'Credit',
  'payment.record': 'Record payment',
  'invoice.mark_sent': 'Mark as sent',
  'invoice.file': 'File it',
};

/** Home: what asks accounting for something, each with its next step and the way to its window. */
export const waitingBlocks = (
  invoices: readonly Pick<Shown, 'invoice' | 'aside'>[],
  customerName: (customerId: string) => string,
  most: number,
): readonly KnownBlock[] => {
  const lines = invoices.slice(0, most).flatMap(({ invoice, aside }) => {
    const { action, text } = howToCollect(invoice, aside.unpaid);
    const name = aside.buttons.find((each) => each.action === action)?.text ?? nextTexts[action ?? ''] ?? 'Next';
    const next = action ? [{ text: name, action, value: invoice.id }] : [];
    const about = escapeMrkdwn(clip(`${invoice.label} for ${customerName(invoice.customerId)}`, 300));
    const line = `*${invoiceRef(invoice)}* ${about}, ${formatMoney(invoice.amount)}\n${escapeMrkdwn(clip(text, 600))}`;
    return [section(line), buttons(`waiting:${invoice.id}`, [...next, openButton(invoiceDoor, invoice.id)])];
  });
  return [...lines, ...(invoices.length > most ? [context('There is more: these have waited longest.')] : [])];
};

/** What a customer owes, in each currency; nothing where nothing is owed. ALL-7 */
export const owedBlocks = (open: readonly Money[]): readonly KnownBlock[] => {
  const owed = open.filter((total) => total.amount !== 0n).map((total) => formatMoney(total));
  return owed.length > 0 ? [section(`Open: *${owed.join(' · ')}*`)] : [];
};

/** `, overdue since Oct 15, 2026` once the day has passed on which it was due. */
const overdueText = ({ state, dueOn }: Invoice, today: Day): string =>
  state === 'open' && dueOn && dueOn < today ? `, overdue since ${formatDay(dueOn)}` : '';

/** Invoices in the window of what they belong to, each with the way to its own. */
export const invoiceRows = (invoices: readonly Invoice[], today: Day): readonly KnownBlock[] =>
  invoices.map((each) =>
    section(
      `${invoiceRef(each)} ${escapeMrkdwn(clip(each.label, 100))}  ${formatMoney(each.amount)}  _${stateText(each)}${overdueText(each, today)}_`,
      button(openButton(invoiceDoor, each.id)),
    ),
  );
