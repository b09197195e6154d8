import { type Day, todayIn } from '../../core/calendar.ts';
import { FieldErrors, NotFound, UserError } from '../../core/errors.ts';
import { parseAmount } from '../../core/money.ts';
import { parseSubject, subjectText } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import { type FormValues, required } from '../../platform/slack/form.ts';
import type {
  ActionRequest,
  Answer,
  CommandRequest,
  HomeSection,
  Panel,
  Slice,
  SlotKind,
  Subcommand,
  SubmissionRequest,
} from '../../platform/slice.ts';
import type { Deps } from '../../platform/work.ts';
import { askWhichCustomer, customerById, resolveCustomer } from '../customers/index.ts';
import { licenseById, licensesFor } from '../licenses/index.ts';
import { paymentMethods } from '../payments/index.ts';
import type { CollectionCase } from './case.ts';
import { browseModal, browsePageSize, caseList } from './digest-views.ts';
import { adviseSupport, cardUpdated, contacted, openCaseMessage, snooze } from './handle-case.ts';
import { linkCase } from './link-case.ts';
import { collectionsPolicy } from './policy.ts';
import { queueImport } from './queue-import.ts';
import { type ReceivedPayment, recordCasePayment, recordLicensePayment } from './record-case-payment.ts';
import type { ReportFormat } from './report.ts';
import { caseById, casesOf, waitingCases } from './store.ts';
import { caseTitle } from './titles.ts';
import * as views from './views.ts';

const say = (text: string): Answer => ({ say: { text } });
const today = (deps: Deps): Day => todayIn(deps.timeZone, deps.clock.now());

const loaded = async (deps: Deps, id: string): Promise<CollectionCase> => {
  const found = await caseById(deps.db.prisma, id);
  if (!found) throw new NotFound('case');
  return found;
};

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

const onContacted = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  await contacted(deps, by, { caseId: data, how: values.option('how') ?? '', note: values.text('note') ?? '' });
  return say('Noted in the thread.');
};

const onCardUpdated = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const nextAttemptOn = required(
    values.day('next_attempt_on'),
    'next_attempt_on',
    'Choose the day of the next attempt.',
  );
  const { after } = await cardUpdated(deps, by, { caseId: data, nextAttemptOn });
  return say(
    after.state === 'advised' ? 'Noted; Support is asked to wait.' : 'Noted; the deadline waits for the next attempt.',
  );
};

const onSnooze = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const until = required(values.day('until'), 'until', 'Choose a day.');
  await snooze(deps, by, { caseId: data, until, reason: values.text('reason') ?? '' });
  return say('Snoozed.');
};

const onAdvise = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  await adviseSupport(deps, by, { caseId: data, reason: values.text('reason') ?? '' });
  return say('Support is asked to expire the license.');
};

const onPaymentReceived = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const found = await loaded(deps, data);
  await recordCasePayment(deps, by, { caseId: data, ...paymentFrom(values, found.amount.currency) });
  return say('Recorded: the case is recovered.');
};

const onLink = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const count = await linkCase(deps, by, {
    caseId: data,
    customerId: required(values.option('customer'), 'customer', 'Choose the customer.'),
  });
  return say(count === 1 ? 'Linked.' : `Linked, with ${count - 1} more of the same customer.`);
};

const openPayment = async ({ deps, value }: ActionRequest): Promise<Answer> => ({
  modal: views.paymentModal(await loaded(deps, value), today(deps)),
});

const onOpen = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  await openCaseMessage(deps, by, value);
  return say(`The case has its own message in ${deps.roleName('accounting')}’s channel now.`);
};

const onBrowse = async ({ deps, value, view }: ActionRequest): Promise<Answer> => {
  const [scope = 'all', at = '0'] = value.split(':');
  const page = Number(at);
  const filter = scope === 'all' ? {} : { importId: scope };
  const { cases, total } = await waitingCases(deps.db.prisma, filter, page * browsePageSize, browsePageSize);
  const modal = browseModal(cases, total, scope, page);
  return view?.data === '' && page > 0 ? { replace: modal } : { modal };
};

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

const onPayment = async ({ deps, by, values }: SubmissionRequest): Promise<Answer> => {
  const subject = parseSubject(required(values.option('pays'), 'pays', 'Choose what it pays.'));
  if (subject?.type === 'case') {
    const found = await loaded(deps, subject.id);
    await recordCasePayment(deps, by, { caseId: subject.id, ...paymentFrom(values, found.amount.currency) });
    return say('Recorded: the case is recovered.');
  }
  const license = subject && (await licenseById(deps.db.prisma, subject.id));
  const customer = license && (await customerById(deps.db.prisma, license.customerId));
  if (!license || !customer) throw new NotFound('license');
  await recordLicensePayment(deps, by, { licenseId: license.id, ...paymentFrom(values, customer.currency) });
  return say(license.policy === 'manual' ? 'Recorded; Support is asked to move the expiry date.' : 'Recorded.');
};

const payment = async ({ deps, text }: CommandRequest): Promise<Answer> => {
  if (!text) return { modal: views.whichCustomerModal() };
  const resolved = await resolveCustomer(deps, text);
  if (resolved.found !== 'one') return askWhichCustomer(resolved, text, 'case.payment');
  return { modal: await paymentFor(deps, resolved.customer.id) };
};

const submitImport =
  (formats: readonly ReportFormat[], queued: (deps: Deps) => void) =>
  async ({ deps, by, values }: SubmissionRequest): Promise<Answer> => {
    const format = formats.find((each) => each.gateway === values.option('gateway'));
    if (!format) throw new UserError('Choose whose report it is.');
    const file = required(values.files('report')[0], 'report', 'Add the report’s file.');
    await queueImport(deps, by, {
      gateway: format.gateway,
      fileName: file.name,
      slackFileId: file.id,
      size: file.size,
    });
    queued(deps);
    return say(`Importing ${escapeMrkdwn(file.name)}… You’ll get a message with the outcome.`);
  };

const caseSlot: SlotKind = {
  kind: 'case',
  render: async (deps, id) => {
    const found = await caseById(deps.db.prisma, id);
    if (!found) return undefined;
    const customer = found.customerId === undefined ? undefined : await customerById(deps.db.prisma, found.customerId);
    return views.caseMessage(found, customer?.name, await deps.policy(collectionsPolicy));
  },
};

const home: HomeSection = {
  order: 30,
  title: 'Failed charges that wait',
  render: async ({ deps, roles }) => {
    if (!(await roles()).has('accounting')) return [];
    const { cases, total } = await waitingCases(deps.db.prisma, {}, 0, 15);
    if (total === 0) return [];
    return [...caseList(cases), ...(total > 15 ? [views.browseAll(total)] : [])];
  },
};

const panel: Panel = {
  subject: 'customer',
  order: 30,
  title: 'Failed charges',
  render: async (deps, customerId) => views.casesPanel(await casesOf(deps.db.prisma, customerId, 10)),
};

/** What the slice shows in Slack; the reports it can import, and who is told of a new one, come from main. */
export const slackPieces = (formats: readonly ReportFormat[], queued: (deps: Deps) => void) =>
  ({
    commands: [
      {
        command: '/bill',
        word: 'import',
        usage: '',
        help: 'imports the gateway’s Recurring Billing Report',
        run: async () => ({ modal: views.importModal(formats) }),
      },
      {
        command: '/bill',
        word: 'payment',
        usage: '<customer>',
        help: 'records a payment for a failed charge or a license',
        run: payment,
      },
    ] satisfies Subcommand[],
    actions: {
      'case.contacted': async ({ value }: ActionRequest) => ({ modal: views.contactedModal(value) }),
      'case.card_updated': async ({ deps, value }: ActionRequest) => ({
        modal: views.cardUpdatedModal(value, today(deps)),
      }),
      'case.payment_received': openPayment,
      'case.snooze': async ({ deps, value }: ActionRequest) => ({ modal: views.snoozeModal(value, today(deps)) }),
      'case.advise_support': async ({ value }: ActionRequest) => ({ modal: views.adviseModal(value) }),
      'case.link': async ({ value }: ActionRequest) => ({ modal: views.linkModal(value) }),
      'case.open': onOpen,
      'case.browse': onBrowse,
      'case.payment': async ({ deps, value }: ActionRequest) => ({ modal: await paymentFor(deps, value) }),
    },
    submissions: {
      'case.contacted': onContacted,
      'case.card_updated': onCardUpdated,
      'case.payment_received': onPaymentReceived,
      'case.snooze': onSnooze,
      'case.advise_support': onAdvise,
      'case.link': onLink,
      'case.payment': onPayment,
      'case.payment_customer': async ({ deps, values }: SubmissionRequest) => ({
        replace: await paymentFor(deps, required(values.option('customer'), 'customer', 'Choose the customer.')),
      }),
      'report.import': submitImport(formats, queued),
    },
    slots: [caseSlot],
    home: [home],
    panels: [panel],
  }) satisfies Partial<Slice>;
