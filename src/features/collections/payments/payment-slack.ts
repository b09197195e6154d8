import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { parseAmount } from '../../../core/money/money.ts';
import { parseSubject, subjectText } from '../../../core/subject.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, CommandRequest, SubmissionRequest } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { requireEarly } from '../../any-role.ts';
import { opensReversal, paymentMethods, paymentsFor, recordedAnswer } from '../../billing/payments/index.ts';
import { askWhichCustomer, customerById, resolveCustomer } from '../../customers/index.ts';
import { licenseById, licensesFor } from '../../licenses/index.ts';
import { casesOf, existingCase } from '../cases/store.ts';
import type { CollectionCase } from '../cases/table/case.ts';
import { caseRoles } from '../cases/table/case.ts';
import { caseTitle } from '../cases/titles.ts';
import * as views from './payment-forms.ts';
import { paidAlready, type ReceivedPayment, recordCasePayment, recordLicensePayment } from './record-payment.ts';

const today = (deps: Deps): Day => todayIn(deps.timeZone, deps.clock.now());

const paymentFrom = (values: FormValues, currency: string): ReceivedPayment => {
  const amount = parseAmount(values.text('amount') ?? '', currency);
  if (!amount.ok) throw new FieldErrors({ amount: amount.error });
  const method = paymentMethods.find((each) => each === values.option('method'));
  return {
    amount: amount.value,
    method: required(method, 'method', 'Choose how it was paid.'),
    reference: values.text('reference'),
    receivedOn: required(values.day('received_on'), 'received_on', 'Choose the day on which it was received.'),
  };
};

export const onPaymentReceived = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const found = await existingCase(deps.db.prisma, data);
  const input = { caseId: data, ...paymentFrom(values, found.amount.currency) };
  return recordedAnswer('Recorded: the case is recovered.', await recordCasePayment(deps, by, input));
};

/** The form of a charge's payment; one that is paid says so at once. */
export const openPaymentReceived = (of: CollectionCase, on: Day): ModalView => {
  if (of.state === 'recovered') throw paidAlready(of);
  return views.paymentModal(of, on);
};

/** Takes the payment of a charge back, with a reason. ALL-10, BIL-17 */
export const reversePaymentOf = opensReversal(async ({ db: { prisma } }, caseId) => {
  const of = await existingCase(prisma, caseId);
  return { title: caseTitle(of), payments: await paymentsFor(prisma, { subject: { type: 'case', id: of.id } }) };
});

/** What a payment of this customer can be for. */
const paymentFor = async (deps: Deps, customerId: string) => {
  const customer = await customerById(deps.db.prisma, customerId);
  if (!customer) throw new NotFound('customer');
  const cases = (await casesOf(deps.db.prisma, customerId, 50)).filter((each) => each.state !== 'recovered');
  const licenses = await licensesFor(deps.db.prisma, customerId);
  const payables = [
    ...cases.map((each) => ({
      value: subjectText({ type: 'case', id: each.id }),
      text: `Failed charge ${caseTitle(each)}`,
    })),
    ...licenses.slice(0, 50).map((each) => ({
      value: subjectText({ type: 'license', id: each.id }),
      text: `License ${each.product} ${each.key}`,
    })),
  ];
  return payables.length === 0
    ? views.nothingToPayModal(customer.name)
    : views.customerPaymentModal(customer.name, payables, today(deps));
};

export const onPayment = async ({ deps, by, values }: SubmissionRequest): Promise<Answer> => {
  const subject = parseSubject(required(values.option('pays'), 'pays', 'Choose what it pays.'));
  if (subject?.type === 'case') {
    const found = await existingCase(deps.db.prisma, subject.id);
    const input = { caseId: subject.id, ...paymentFrom(values, found.amount.currency) };
    return recordedAnswer('Recorded: the case is recovered.', await recordCasePayment(deps, by, input));
  }
  const license = subject && (await licenseById(deps.db.prisma, subject.id));
  const customer = license && (await customerById(deps.db.prisma, license.customerId));
  if (!license || !customer) throw new NotFound('license');
  const input = { licenseId: license.id, ...paymentFrom(values, customer.currency) };
  const recorded = await recordLicensePayment(deps, by, input);
  const said = license.policy === 'manual' ? 'Recorded; Support is asked to move the expiry date.' : 'Recorded.';
  return recordedAnswer(said, recorded);
};

/** `/bill payment <customer>` */
export const payment = async (request: CommandRequest): Promise<Answer> => {
  await requireEarly(request, caseRoles, 'record a payment');
  const { deps, text } = request;
  if (!text) return { modal: views.whichCustomerModal() };
  const resolved = await resolveCustomer(deps, text);
  if (resolved.found !== 'one') return askWhichCustomer(resolved, text, 'case.payment');
  return { modal: await paymentFor(deps, resolved.customer.id) };
};

export const openPaymentOf = async (request: ActionRequest): Promise<Answer> => {
  await requireEarly(request, caseRoles, 'record a payment');
  return { modal: await paymentFor(request.deps, request.value) };
};

export const onPaymentCustomer = async (request: SubmissionRequest): Promise<Answer> => {
  await requireEarly(request, caseRoles, 'record a payment');
  const { deps, values } = request;
  return { replace: await paymentFor(deps, required(values.option('customer'), 'customer', 'Choose the customer.')) };
};
