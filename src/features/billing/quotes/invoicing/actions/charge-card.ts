import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../../core/time/calendar.ts';
import { requireDays } from '../../../../../core/time/day-range.ts';
import { dateInput, modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../../platform/db/open.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  type Invoice,
  invoiceRef,
  invoicesFor,
  invoiceTitle,
  lockInvoice,
  moneyRoles,
} from '../../../invoices/index.ts';
import { paymentsFor, receivePayment } from '../../../payments/index.ts';
import { redraw } from '../../quotes/change-quote.ts';
import { type Quote, quoteName, quoteSubject } from '../../quotes/quote.ts';
import { aboutQuote, existingQuote } from '../../quotes/quote-form.ts';
import { lockQuote } from '../../quotes/store.ts';

const doing = 'record card charges';

/** The invoice that came of it. @throws UserError where there is none, or it was voided */
const invoiceOf = async (tx: Tx, quote: Quote): Promise<Invoice> => {
  const [invoice] = await invoicesFor(tx, quoteSubject(quote.id));
  if (!invoice) throw new UserError(`No invoice came of quote ${quoteName(quote)}. Have it accepted first.`);
  if (invoice.state === 'void')
    throw new UserError(
      `Invoice ${invoiceRef(invoice)} of quote ${quoteName(quote)} is void: there is nothing to charge.`,
    );
  return invoice;
};

/** @throws Conflict naming who recorded what paid it */
const refusePaid = async (tx: Tx, invoice: Invoice): Promise<void> => {
  if (invoice.open.amount > 0n) return;
  const last = (await paymentsFor(tx, { invoiceIds: [invoice.id] })).filter(({ reversed }) => !reversed).at(-1);
  const who = last ? `: ${person(last.recordedBy)} recorded the payment ${moment(last.recordedAt)}` : '';
  throw new Conflict(`Invoice ${invoiceRef(invoice)} is paid in full already${who}.`);
};

/** COL-10: the card was charged by hand in the gateway, for all that is open. */
export const chargeForm = (quote: Quote, invoice: Invoice, today: Day): ModalView =>
  modal({
    callback: 'quote.card',
    title: 'Card charged',
    submit: 'Record',
    data: quote.id,
    blocks: [
      aboutQuote(quote),
      section(
        `${escapeMrkdwn(invoiceTitle(invoice))}: *${formatMoney(invoice.open)}* is open. Charge the card in the gateway first, then record it here.`,
      ),
      textInput({
        name: 'reference',
        label: 'The gateway’s transaction',
        hint: 'By which its report knows it. No card number, please.',
        max: 100,
      }),
      textInput({
        name: 'how',
        label: 'How did the customer allow it?',
        multiline: true,
        max: 500,
        initial: quote.ended?.reason,
      }),
      dateInput({ name: 'charged_on', label: 'Charged on', initial: today }),
    ],
  });

export interface ChargeCard {
  readonly quoteId: string;
  /** The gateway's transaction. */
  readonly reference: string;
  /** How the customer allowed it. */
  readonly how?: string | undefined;
  readonly chargedOn: Day;
}

/**
 * COL-10: what is open of the quote's invoice was charged to the card by hand: one card payment, once.
 * @throws Conflict naming who recorded it; FieldErrors at `how` where nobody says so, and at `charged_on`
 */
export const chargeCard = (deps: Deps, by: By, { quoteId, reference, how, chargedOn }: ChargeCard): Promise<Invoice> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (chargedOn > work.today)
      throw new FieldErrors({ charged_on: 'This day is yet to come. Enter the day the card was charged.' });
    requireDays({ charged_on: chargedOn }, 'happened', work.today);
    const quote = await lockQuote(work, quoteId);
    const invoice = await lockInvoice(work, (await invoiceOf(work.tx, quote)).id);
    await refusePaid(work.tx, invoice);
    const permission = required(how, 'how', 'Say how the customer allowed the charge.');
    const { customerId, open: amount } = invoice;
    const received = await receivePayment(
      work,
      { customerId, amount, method: 'card', reference, receivedOn: chargedOn },
      invoice,
    );
    work.audit({
      action: 'quote.card_charged',
      subject: quoteSubject(quoteId),
      customerId,
      after: { number: quoteName(quote), amount: formatMoney(amount), reference, chargedOn, permission },
    });
    redraw(
      work,
      quoteId,
      `${person(work.by.id)} charged the card: ${formatMoney(amount)}, transaction ${escapeMrkdwn(reference)}. The customer allowed it: ${escapeMrkdwn(permission)}`,
    );
    return received.invoice ?? invoice;
  });

export const chargeCardButton: Interaction = {
  id: 'quote.card',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value } = request;
    const quote = await existingQuote(deps, value);
    const invoice = await invoiceOf(deps.db.prisma, quote);
    await refusePaid(deps.db.prisma, invoice);
    return { modal: chargeForm(quote, invoice, todayIn(deps.timeZone, deps.clock.now())) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const invoice = await chargeCard(deps, by, {
      quoteId: data,
      reference: required(values.text('reference'), 'reference', 'Enter the gateway’s transaction.'),
      how: values.text('how'),
      chargedOn: required(values.day('charged_on'), 'charged_on', 'Enter the day it was charged.'),
    });
    return said(`The card payment of invoice ${invoiceRef(invoice)} is recorded.`);
  },
};
