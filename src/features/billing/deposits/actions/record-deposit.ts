import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { NotFound } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { type Day, day, todayIn } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type Customer, customerById } from '../../../customers/index.ts';
import { openInvoicesOf, settlingPolicy, tolerancesOf } from '../../balance/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { checkReceived, methodChoices, paymentMethods, refuseWay } from '../../payments/index.ts';
import { parseDeposit } from '../deposit.ts';
import {
  type Deposit,
  type DepositPlan,
  paidBy,
  paymentsOfDeposit,
  planDeposit,
  receiveDeposit,
  requireShown,
} from '../receive-deposit.ts';

const doing = 'record payments';

const existing = async (deps: Deps, id: string): Promise<Customer> => {
  const customer = await customerById(deps.db.prisma, id);
  if (!customer) throw new NotFound('customer');
  return customer;
};

/** Record payments: several at once. BIL-15 */
const depositForm = (customer: Customer, today: Day): ModalView =>
  modal({
    callback: 'deposit.preview',
    title: 'Record payments',
    submit: 'Next',
    data: customer.id,
    blocks: [
      section(`*${escapeMrkdwn(clip(customer.name, 200))}*: what each payment pays is shown before anything is saved.`),
      textInput({
        name: 'payments',
        label: `Payments, one a line, in ${customer.currency}`,
        hint: 'Amount; reference; invoices. Such as “500.00; 1234; I-3 I-5”. Without invoices the oldest are paid first.',
        multiline: true,
        max: 1500,
      }),
      selectInput({ name: 'method', label: 'How were they paid?', choices: methodChoices, initial: 'check' }),
      dateInput({ name: 'received_on', label: 'Received on', initial: today }),
    ],
  });

const kept = z.object({
  customerId: z.string(),
  text: z.string(),
  method: z.enum(paymentMethods),
  receivedOn: z.string().transform(day),
  digest: z.string(),
});
type Kept = z.infer<typeof kept>;

const depositOf = (customer: Customer, { text, method, receivedOn }: Omit<Kept, 'digest' | 'customerId'>): Deposit => ({
  customerId: customer.id,
  lines: parseDeposit(text, customer.currency),
  method,
  receivedOn,
});

/** What it would do, read outside of any transaction. @throws FieldErrors */
export const previewDeposit = async (deps: Deps, by: By, deposit: Deposit): Promise<DepositPlan> => {
  const now = deps.clock.now();
  const today = todayIn(deps.timeZone, now);
  const author = { id: by.userId, roles: new Set<string>(), timeZone: deps.timeZone };
  const payments = paymentsOfDeposit({ by: author, now }, deposit);
  for (const payment of payments) checkReceived(payment, today);
  const tolerances = tolerancesOf(await deps.policy(settlingPolicy));
  const open = await openInvoicesOf(deps.db.prisma, deposit.customerId);
  const plan = planDeposit(payments, deposit, open, tolerances, today);
  await refuseWay(deps, deps.db.prisma, paidBy(plan, open), deposit.method);
  return plan;
};

const confirmForm = (customer: Customer, plan: DepositPlan, data: Kept): ModalView =>
  modal({
    callback: 'deposit.record',
    title: 'Record payments',
    submit: 'Record',
    data: JSON.stringify(data),
    blocks: [
      section(`*${escapeMrkdwn(clip(customer.name, 200))}*: ${plural(plan.payments.length, 'payment', 'payments')}`),
      section(escapeMrkdwn(clip(plan.lines.map((line) => `• ${line}`).join('\n'), 2800))),
    ],
  });

/** Several payments of one deposit, as they were shown. BIL-15 @param digest of what was shown */
export const recordDeposit = (deps: Deps, by: By, deposit: Deposit, digest: string): Promise<DepositPlan> =>
  deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return receiveDeposit(work, deposit, requireShown(digest));
  });

/** In the customer's window: what is to be recorded, then what it does. */
export const previewDepositButton: Interaction = {
  id: 'deposit.preview',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value } = request;
    return { modal: depositForm(await existing(deps, value), todayIn(deps.timeZone, deps.clock.now())) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const customer = await existing(deps, data);
    const method = paymentMethods.find((each) => each === values.option('method'));
    const entered = {
      text: required(values.text('payments'), 'payments', 'Enter at least one payment.'),
      method: required(method, 'method', 'Choose how they were paid.'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Enter the day the money came in.'),
    };
    const plan = await previewDeposit(deps, by, depositOf(customer, entered));
    return { replace: confirmForm(customer, plan, { customerId: customer.id, ...entered, digest: plan.digest }) };
  },
};

export const recordDepositForm: Interaction = {
  id: 'deposit.record',
  submit: async ({ deps, by, data }) => {
    const { digest, customerId, ...entered } = readKept(kept, data);
    const plan = await recordDeposit(deps, by, depositOf(await existing(deps, customerId), entered), digest);
    const text = `Recorded ${plural(plan.payments.length, 'payment', 'payments')}:\n${escapeMrkdwn(plan.lines.join('\n'))}`;
    const paymentIds = plan.payments.map(({ id }) => id).join(' ');
    return { say: decidedAnswer(text, 'deposit.undo', paymentIds, 'recorded') };
  },
};
