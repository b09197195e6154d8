import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { amountText, compare, formatMoney } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Payment, recordedAnswer } from '../../../billing/payments/index.ts';
import { lockLicense } from '../../../licenses/index.ts';
import {
  authored,
  type CollectionCase,
  caseRoles,
  caseTitle,
  existingCase,
  lockCaseAndAdvised,
  openOf,
  opensCaseForm,
  short,
  termOf,
  withLicense,
} from '../../cases/index.ts';
import { type ReceivedPayment, recordOnce, refuseTwin, requirePlausible, transactionOf } from '../payment-by-hand.ts';
import { paymentFields, paymentFrom } from '../payment-form.ts';

/** ALL-3: says who was first, and when. */
const paidAlready = (of: CollectionCase): Conflict =>
  new Conflict(`This charge is paid already: recovered by ${authored(of.stateBy, of.stateAt)}. Nothing was recorded.`);

/** The form of a charge's payment; one that is paid says so at once. */
export const paymentForm = (of: CollectionCase, today: Day): ModalView => {
  if (of.state === 'recovered') throw paidAlready(of);
  return modal({
    callback: 'case.payment_received',
    title: 'Payment received',
    submit: 'Record',
    data: of.id,
    blocks: [section(`For ${short(caseTitle(of), 200)}.`), ...paymentFields(amountText(openOf(of)), today)],
  });
};

/** Accounting records that a failed charge was paid otherwise: the case is recovered, and COL-6 applies. COL-3 */
export const recordCasePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly caseId: string },
): Promise<Payment> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { caseId, ...payment } = input;
    requirePlausible(work, payment);
    await lockCaseAndAdvised(work.tx, caseId);
    const found = await existingCase(work.tx, caseId);
    if (found.state === 'recovered') throw paidAlready(found);
    if (found.customerId === undefined)
      throw new UserError('Link the customer first: a payment needs to know whose it is.');
    if (payment.amount.currency !== found.amount.currency)
      throw new FieldErrors({ amount: `This charge is in ${found.amount.currency}.` });
    const open = openOf(found);
    if (compare(payment.amount, open) < 0) {
      throw new FieldErrors({
        amount: `${formatMoney(open)} of the charge is open: record its payment once it is whole.`,
      });
    }
    const { customerId, gateway, period } = found;
    const key = await transactionOf(work, gateway, payment);
    const { licenseId } = await withLicense(work, found);
    const license = licenseId === undefined ? undefined : await lockLicense(work.tx, licenseId);
    if (license) {
      const { from, before } = termOf(period, payment.receivedOn, license.periodMonths);
      await refuseTwin(
        work,
        { ...payment, customerId },
        (twin) => twin.subject?.id === license.id && twin.receivedOn >= from && twin.receivedOn < before,
      );
    }
    return recordOnce(work, { ...payment, customerId, subject: { type: 'case', id: caseId }, key });
  });

/** What the form records. */
export const submitCasePayment: NonNullable<Interaction['submit']> = async ({ deps, by, data, values }) => {
  const found = await existingCase(deps.db.prisma, data);
  const input = { caseId: data, ...paymentFrom(values, found.amount.currency) };
  return recordedAnswer('Recorded: the case is recovered.', await recordCasePayment(deps, by, input));
};

export const paymentReceived: Interaction = {
  id: 'case.payment_received',
  press: opensCaseForm('record a payment', paymentForm),
  submit: submitCasePayment,
};
