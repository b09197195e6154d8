import type { ModalView } from '@slack/types';
import { UserError } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../core/time/calendar.ts';
import { required } from '../../platform/block-kit/form.ts';
import type {
  ActionRequest,
  Answer,
  HomeSection,
  Slice,
  SlotKind,
  Subcommand,
  SubmissionRequest,
  WindowSection,
} from '../../platform/slice/slice.ts';
import type { Deps } from '../../platform/work/work.ts';
import { requireEarly } from '../any-role.ts';
import { customerOfModal, readCustomer } from '../customers/index.ts';
import { storySection } from '../story/index.ts';
import { decidedAnswer, undoValue } from '../undo.ts';
import * as views from './cases/case-views.ts';
import { caseWindow, knownOf, licenseSection } from './cases/case-window.ts';
import { adviseSupport, cardUpdated, contacted, openCaseMessage, snooze } from './cases/handle-case.ts';
import { browseModal, browsePageSize, caseList } from './cases/list-views.ts';
import { caseById, casesOf, existingCase, waitingCases } from './cases/store.ts';
import { type CollectionCase, cardCharges, caseRoles } from './cases/table/case.ts';
import { collectionsPolicy } from './cases/table/policy.ts';
import { undoCaseDecision } from './cases/undo-case.ts';
import { openMap, submitMap } from './imports/map-slack.ts';
import { importRoles, queueImport } from './imports/queue-import.ts';
import type { ReportFormat } from './imports/report.ts';
import { linkCase, linkNewCustomer } from './links/link-case.ts';
import {
  onPayment,
  onPaymentCustomer,
  onPaymentReceived,
  openPaymentOf,
  openPaymentReceived,
  payment,
  reversePaymentOf,
} from './payments/payment-slack.ts';

const say = (text: string): Answer => ({ say: { text } });
/** ALL-5: with the button that takes it back. */
const decided = (caseId: string, { decision }: { readonly decision: string }, text: string): Answer => ({
  say: decidedAnswer(text, 'case.undo', caseId, decision),
});
const today = (deps: Deps): Day => todayIn(deps.timeZone, deps.clock.now());

const onContacted = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const input = { caseId: data, how: values.option('how') ?? '', note: values.text('note') ?? '' };
  return decided(data, await contacted(deps, by, input), 'Noted in the thread.');
};

const onCardUpdated = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const nextAttemptOn = required(
    values.day('next_attempt_on'),
    'next_attempt_on',
    'Choose the day of the next attempt.',
  );
  const charge = cardCharges.find((each) => each === values.option('charge'));
  const applied = await cardUpdated(deps, by, { caseId: data, nextAttemptOn, charge });
  const { state, deadlineOn } = applied.after;
  const then = deadlineOn ? `the last day to act is ${formatDay(deadlineOn)}.` : 'no deadline runs.';
  return decided(data, applied, state === 'advised' ? 'Noted; Support is asked to wait.' : `Noted; ${then}`);
};

const onSnooze = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const until = required(values.day('until'), 'until', 'Choose a day.');
  const applied = await snooze(deps, by, { caseId: data, until, reason: values.text('reason') ?? '' });
  return decided(data, applied, 'Snoozed.');
};

const onAdvise = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const applied = await adviseSupport(deps, by, { caseId: data, reason: values.text('reason') ?? '' });
  return decided(data, applied, 'Support is asked to expire the license.');
};

const onLink = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const linked = await linkCase(deps, by, {
    caseId: data,
    customerId: required(values.option('customer'), 'customer', 'Choose the customer.'),
  });
  return decided(data, linked, linkedText(linked.count));
};

const linkedText = (count: number): string =>
  count === 1 ? 'Linked.' : `Linked, with ${count - 1} more of the same customer.`;

const newCustomerModal = (of: CollectionCase): ModalView =>
  customerOfModal(
    'case.new_customer',
    of.id,
    { name: of.reportedName, currency: of.amount.currency },
    `The customer of *C-${of.ref}*, as the gateway’s report names it. Its failed charges are linked to it.`,
  );

const onNewCustomer = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const linked = await linkNewCustomer(deps, by, { caseId: data, customer: readCustomer(values) });
  return decided(data, linked, `${escapeMrkdwn(linked.name)} is entered. ${linkedText(linked.count)}`);
};

const onUndo = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  const { subjectId, decision } = undoValue(value);
  return say(await undoCaseDecision(deps, by, { caseId: subjectId, decision }));
};

/** A button that opens a form, for those only who may send it. ALL-1 */
const opens =
  (doing: string, form: (of: CollectionCase, today: Day) => ModalView) =>
  async (request: ActionRequest): Promise<Answer> => {
    await requireEarly(request, caseRoles, doing);
    return { modal: form(await existingCase(request.deps.db.prisma, request.value), today(request.deps)) };
  };

const onOpen = async ({ deps, by, value }: ActionRequest): Promise<Answer> => {
  await openCaseMessage(deps, by, value);
  return say(`The case has its own message in ${deps.roleName('accounting')}’s channel now.`);
};

const onBrowse = async (request: ActionRequest): Promise<Answer> => {
  await requireEarly(request, caseRoles, 'browse failed charges');
  const { deps, value, view } = request;
  const [scope = 'all', at = '0'] = value.split(':');
  const page = /^\d{1,6}$/.test(at) ? Number(at) : 0;
  const filter = scope === 'all' ? {} : { importId: scope };
  const { cases, total } = await waitingCases(deps.db.prisma, filter, page * browsePageSize, browsePageSize);
  const modal = browseModal(cases, total, scope, page);
  return view?.data === '' && page > 0 ? { replace: modal } : { modal };
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
    return views.caseMessage(found, await knownOf(deps, found), await deps.policy(collectionsPolicy));
  },
};

const home: HomeSection = {
  order: 30,
  title: 'Failed charges that wait',
  waits: true,
  render: async ({ deps, roles }) => {
    if (!(await roles()).has('accounting')) return [];
    const { cases, total } = await waitingCases(deps.db.prisma, {}, 0, 15);
    if (total === 0) return [];
    return [...caseList(cases), ...(total > 15 ? [views.browseAll(total)] : [])];
  },
};

const customerSection: WindowSection = {
  subject: 'customer',
  order: 30,
  title: 'Failed charges',
  read: async (deps, customerId) => ({ blocks: views.casesPanel(await casesOf(deps.db.prisma, customerId, 10)) }),
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
        run: async (request) => {
          await requireEarly(request, importRoles, 'import reports');
          return { modal: views.importModal(formats) };
        },
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
      'case.contacted': opens('record a contact', (of) => views.contactedModal(of.id)),
      'case.card_updated': opens('record a card update', views.cardUpdatedModal),
      'case.payment_received': opens('record a payment', openPaymentReceived),
      'case.snooze': opens('snooze a case', (of, now) => views.snoozeModal(of.id, now)),
      'case.advise_support': opens('advise Support', (of) => views.adviseModal(of.id)),
      'case.link': opens('link a case', (of) => views.linkModal(of.id)),
      'case.new_customer': opens('link a case', newCustomerModal),
      'case.open': onOpen,
      'case.undo': onUndo,
      'case.browse': onBrowse,
      'case.payment': openPaymentOf,
      'case.reverse_payment': reversePaymentOf,
      'report.map': openMap(formats),
    },
    submissions: {
      'case.contacted': onContacted,
      'case.card_updated': onCardUpdated,
      'case.payment_received': onPaymentReceived,
      'case.snooze': onSnooze,
      'case.advise_support': onAdvise,
      'case.link': onLink,
      'case.new_customer': onNewCustomer,
      'case.payment': onPayment,
      'case.payment_customer': onPaymentCustomer,
      'report.import': submitImport(formats, queued),
      'report.map': submitMap(formats, queued),
    },
    slots: [caseSlot],
    home: [home],
    sections: [customerSection, licenseSection, storySection('case')],
    windows: [caseWindow],
  }) satisfies Partial<Slice>;
