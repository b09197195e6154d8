import type { ModalView } from '@slack/types';
import { NotFound } from '../../../../core/errors.ts';
import { parseSubject, subjectText } from '../../../../core/subject.ts';
import { type Day, daysBetween, todayIn } from '../../../../core/time/calendar.ts';
import { type Choice, lookupInput, modal, section, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Payment, recordedAnswer } from '../../../billing/payments/index.ts';
import { askWhichCustomer, customerById, customerLookup, resolveCustomer } from '../../../customers/index.ts';
import { licenseById, licensesFor, lockLicense } from '../../../licenses/index.ts';
import { caseIdsOfLicense, caseRoles, casesOf, caseTitle, lockAdvised, short } from '../../cases/index.ts';
import { type ReceivedPayment, recordOnce, refuseTwin, requirePlausible, transactionOf } from '../payment-by-hand.ts';
import { paymentFields, paymentFrom } from '../payment-form.ts';
import { submitCasePayment } from './payment-received.ts';

/** Two payments of a month are less than so many days apart. */
const shortestMonth = 28;

const dialog = { callback: 'case.payment', title: 'Record a payment' } as const;

const form = (name: string, payables: readonly Choice[], today: Day): ModalView =>
  modal({
    ...dialog,
    submit: 'Record',
    blocks: [
      section(`*${short(name, 200)}*`),
      // `case:…` or `license:…`.
      selectInput({ name: 'pays', label: 'What it pays', choices: payables }),
      ...paymentFields(undefined, today),
    ],
  });

const nothingToPay = (name: string): ModalView =>
  modal({
    ...dialog,
    blocks: [
      section(
        `*${short(name, 200)}* has no failed charge and no license. Invoices are paid on their own message; a license is added with \`/bill customer\`.`,
      ),
    ],
  });

const whichCustomer = (): ModalView =>
  modal({
    callback: 'case.payment_customer',
    title: 'Record a payment',
    submit: 'Next',
    blocks: [lookupInput({ name: 'customer', label: 'Customer', source: customerLookup })],
  });

/** What a payment of this customer can be for. */
const paymentFor = async (deps: Deps, customerId: string): Promise<ModalView> => {
  const customer = await customerById(deps.db.prisma, customerId);
  if (!customer) throw new NotFound('customer');
  const cases = (await casesOf(deps.db.prisma, customerId, { take: 50 })).filter((each) => each.state !== 'recovered');
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
    ? nothingToPay(customer.name)
    : form(customer.name, payables, todayIn(deps.timeZone, deps.clock.now()));
};

/** Accounting records a payment for a license without a failed charge: COL-6 applies. */
export const recordLicensePayment = (
  deps: Deps,
  by: By,
  input: ReceivedPayment & { readonly licenseId: string },
): Promise<Payment> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'record a payment');
    const { licenseId, ...payment } = input;
    requirePlausible(work, payment);
    await lockAdvised(work.tx, licenseId);
    const license = await lockLicense(work.tx, licenseId);
    if (!license) throw new NotFound('license');
    const { customerId, gateway, periodMonths } = license;
    const key = await transactionOf(work, gateway, payment);
    const cases = new Set(await caseIdsOfLicense(work.tx, licenseId));
    await refuseTwin(
      work,
      { ...payment, customerId },
      ({ subject, receivedOn }) =>
        subject !== undefined &&
        (subject.id === licenseId || cases.has(subject.id)) &&
        Math.abs(daysBetween(receivedOn, payment.receivedOn)) < shortestMonth * periodMonths,
    );
    return recordOnce(work, { ...payment, customerId, subject: { type: 'license', id: licenseId }, key });
  });

/** `/bill payment <customer>` */
export const paymentCommand: Subcommand = {
  command: '/bill',
  word: 'payment',
  usage: '<customer>',
  help: 'records a payment for a failed charge or a license',
  run: async (request) => {
    await requireEarly(request, caseRoles, 'record a payment');
    const { deps, text } = request;
    if (!text) return { modal: whichCustomer() };
    const resolved = await resolveCustomer(deps, text);
    if (resolved.found !== 'one') return askWhichCustomer(resolved, text, 'case.payment');
    return { modal: await paymentFor(deps, resolved.customer.id) };
  },
};

/** The form for a customer that was chosen among several. */
export const recordPayment: Interaction = {
  id: 'case.payment',
  press: async (request) => {
    await requireEarly(request, caseRoles, 'record a payment');
    return { modal: await paymentFor(request.deps, request.value) };
  },
  submit: async (request) => {
    await requireEarly(request, caseRoles, 'record a payment');
    const { deps, by, values } = request;
    const subject = parseSubject(required(values.option('pays'), 'pays', 'Choose what it pays.'));
    if (subject?.type === 'case') return submitCasePayment({ ...request, data: subject.id });
    const license = subject && (await licenseById(deps.db.prisma, subject.id));
    const customer = license && (await customerById(deps.db.prisma, license.customerId));
    if (!license || !customer) throw new NotFound('license');
    const input = { licenseId: license.id, ...paymentFrom(values, customer.currency) };
    const recorded = await recordLicensePayment(deps, by, input);
    const said = license.policy === 'manual' ? 'Recorded; Support is asked to move the expiry date.' : 'Recorded.';
    return recordedAnswer(said, recorded);
  },
};

export const choosePayingCustomer: Interaction = {
  id: 'case.payment_customer',
  submit: async (request) => {
    await requireEarly(request, caseRoles, 'record a payment');
    const { deps, values } = request;
    const customer = required(values.option('customer'), 'customer', 'Choose the customer.');
    return { replace: await paymentFor(deps, customer) };
  },
};
