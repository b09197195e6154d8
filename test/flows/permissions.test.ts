import type { KnownBlock, ModalView } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { assignmentsOf } from '../../src/features/billing/assets/assignments/store.ts';
import { addServer, parkAssets } from '../../src/features/billing/assets/index.ts';
import { insertAssets } from '../../src/features/billing/assets/inventory/store.ts';
import { askForBills, skipBill } from '../../src/features/billing/billreminders/index.ts';
import { addCharge, addPlan } from '../../src/features/billing/catalog/index.ts';
import { creditableLines, creditInvoice } from '../../src/features/billing/credits/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import { armProject } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { giveAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/give-acknowledgement.ts';
import { askInvoice } from '../../src/features/billing/quotes/index.ts';
import { giveRefund } from '../../src/features/billing/refunds/index.ts';
import { askToCall } from '../../src/features/billing/reminding/calls/index.ts';
import { holdReminders } from '../../src/features/billing/reminding/index.ts';
import { asDeed, type DeedOf, doOrAsk, guardedDeeds } from '../../src/features/billing/rights/index.ts';
import { changeService } from '../../src/features/billing/subscriptions/index.ts';
import { makeInactive, terminate } from '../../src/features/billing/terminations/index.ts';
import { adviseSupport } from '../../src/features/collections/cases/actions/advise-support.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { addContractType } from '../../src/features/customers/contract-types/actions/add-contract-type.ts';
import { recordNotice } from '../../src/features/customers/contracts/actions/record-notice.ts';
import { informationPolicy } from '../../src/features/customers/details/policy.ts';
import { addContract, addGroup, addTerms, linkGatewayCustomer } from '../../src/features/customers/index.ts';
import { startEntry } from '../../src/features/entries/index.ts';
import { requestForm } from '../../src/features/forms/index.ts';
import { addLicense } from '../../src/features/licenses/index.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { csvKinds, featureSlices } from '../../src/features/slices.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { createAdminSlice } from '../../src/platform/admin/slice.ts';
import { readForm, type ViewState } from '../../src/platform/block-kit/form.ts';
import { deliverySlice } from '../../src/platform/delivery/index.ts';
import { runsSlice, workThroughRuns } from '../../src/platform/runs/index.ts';
import { createRegistry, type Registry } from '../../src/platform/slice/registry.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { type Deps, system } from '../../src/platform/work/work.ts';
import { makeSeller } from '../support/billing.ts';
import { bill, startSubscription } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { openerOf } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { accepted, aQuote, sent } from '../support/quotes.ts';
import { customerOwing } from '../support/settling.ts';
import { report } from './collections-support.ts';
import { startProject } from './onboarding-journey.ts';

/**
 * ALL-1: a form opens only for who may send it. Every button and command is pressed by each role; the forms that open are sent
 * by each role. Nothing is kept of what they do.
 */
let h: Harness;
let registry: Registry;
let deps: Deps;
const roles = builtinRoles.map(({ key }) => key);
const everybody = 'U_ALL';

class Undone extends Error {}

interface Form {
  readonly opener: string;
  readonly press: (userId: string, held: readonly string[]) => Promise<unknown>;
  readonly view: ModalView;
}
const forms = new Map<string, Form>();

const requestOf = (userId: string, held: readonly string[]) => ({
  deps,
  by: { userId },
  userId,
  timeZone: 'UTC',
  roles: async () => new Set(held),
});

/** Why not, if it is for lack of a role; otherwise it went through, or is wrong in another way. */
const refusal = async (attempt: Promise<unknown>): Promise<string | undefined> => {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return error instanceof NotAllowed ? error.message : undefined;
  }
};

let customerId: string;
const file = { id: 'F1', name: 'a.csv', mimetype: 'text/csv', size: 5, url_private: 'https://files.slack.com/a' };

type Element = Extract<KnownBlock, { type: 'input' }>['element'];
/** What each line of an invoice comes to is asked for by its id. */
const isLineId = (name: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name);

const typed = (name: string): string => {
  if (name === 'amounts') return 'USD 10.00';
  if (name === 'rate') return '22';
  if (/amount|fee|first_month|hardware|set_up$|^price$/.test(name)) return '10.00';
  if (name === 'time_zone') return 'UTC';
  if (name === 'email') return 'jo@example.com';
  if (name === 'currency') return 'USD';
  if (/_year$/.test(name)) return '2028';
  if (name === 'services') return '1 x Managed services @ 10.00';
  if (name === 'lines') return 'Managed services | 1 | 10.00 | services';
  if (name === 'payments') return '10.00; A1';
  if (isLineId(name)) return '7.00';
  return /months|attempts|days|quantity|remaining/i.test(name) ? '3' : 'because';
};

/** Where another than what the form offers is entered: a new quantity, and more than is open. */
const changed = ['amount', 'quantity', 'months'];

/** Where a day would say something else: more licenses are from today on. */
const leftEmpty = ['from'];

/** Something that fits in every field. What is searched for is chosen where it must be. */
const filled = (view: ModalView): ViewState => {
  const entry = (name: string, element: Element): object => {
    switch (element.type) {
      case 'static_select':
        return {
          selected_option: changed.includes(name)
            ? element.options?.at(-1)
            : (element.initial_option ?? element.options?.[0]),
        };
      case 'external_select':
        return { selected_option: { value: customerId } };
      case 'checkboxes':
      case 'multi_static_select':
        return { selected_options: element.options };
      case 'radio_buttons':
        return { selected_option: element.options[0] };
      case 'users_select':
        return { selected_user: 'U_SALES' };
      case 'multi_users_select':
        return { selected_users: ['U_SALES'] };
      case 'datepicker':
        return { selected_date: element.initial_date ?? '2026-03-02' };
      case 'file_input':
        return { files: [file] };
      case 'plain_text_input':
        return { value: (!changed.includes(name) && !isLineId(name) && element.initial_value) || typed(name) };
      default:
        return {};
    }
  };
  return Object.fromEntries(
    view.blocks.flatMap((block) =>
      block.type === 'input' &&
      block.block_id &&
      'element' in block &&
      !(block.optional && (block.element.type === 'external_select' || leftEmpty.includes(block.block_id)))
        ? [[block.block_id, { x: entry(block.block_id, block.element) }]]
        : [],
    ),
  );
};

const send = (view: ModalView, userId: string, held: readonly string[]): Promise<unknown> => {
  const submission = registry.submissions.get(view.callback_id ?? '');
  if (!submission) throw new Error(`${view.callback_id} is not listened to`);
  return submission({ ...requestOf(userId, held), data: view.private_metadata ?? '', values: readForm(filled(view)) });
};

/** What there is: each kind of thing that a button may be about, in states in which most of them do something. */
const things = async (): Promise<readonly string[]> => {
  const accounting = h.person('accounting');
  const project = await startProject(h, { set_up: '1000', first_month: '2000', hardware: '3000' });
  await project.walkTo('planning');
  await requestOverride(h.deps, h.person('sales'), {
    projectId: project.id,
    gate: 'schedule-resources',
    kind: 'other',
    reason: 'Agreed',
  });
  const other = await startProject(h, { first_month: '10' });
  await other.walkTo('billing');
  const lives = [await startProject(h, { first_month: '2000' }), await startProject(h, { first_month: '2000' })];
  for (const live of lives) {
    await live.walkTo('start-billing');
    for (const desk of ['sales', 'service'])
      await giveAcknowledgement(h.deps, h.person(desk), { projectId: live.id, desk });
  }
  const [live, armed] = lives;
  if (!live || !armed) throw new Error('no projects');
  await armProject(h.deps, accounting, { projectId: armed.id });
  const state = await project.state();
  customerId = state.customerId;
  await h.deps.transact(system, (work) =>
    linkGatewayCustomer(work, { gateway: 'axia', reference: 'AX-1', customerId }),
  );
  await editNow(h.deps, accounting, customerId, { paymentMethod: 'credit_card' }, 'They pay by card');
  await h.setPolicy(informationPolicy, { fields: ['Industry'] });
  const terms = await addTerms(h.deps, accounting, { name: 'Net 14', rule: { kind: 'net_days', days: 14 } });
  const type = await addContractType(h.deps, accounting, 'Reseller');
  const group = await addGroup(h.deps, accounting, {
    customerId,
    group: {
      name: 'Hosting',
      startOn: day('2026-03-01'),
      endOn: null,
      termsId: null,
      purchaseOrder: null,
      addressees: [],
      contractId: null,
      sellerId: null,
    },
  });
  const contracts = [];
  for (const number of ['C-1', 'C-2']) {
    const contract = {
      number,
      parties: null,
      startOn: day('2026-01-01'),
      endOn: day('2026-12-31'),
      termMonths: 12,
      renews: true,
      noticeDays: 90,
      signedOn: null,
      owner: 'U_SALES',
    };
    contracts.push((await addContract(h.deps, accounting, { customerId, contract })).id);
  }
  await recordNotice(h.deps, accounting, {
    contractId: contracts[1] ?? '',
    from: 'Ann',
    receivedOn: day('2026-03-01'),
    effectiveOn: day('2026-12-31'),
  });
  const license = await addLicense(h.deps, accounting, {
    customerId,
    product: 'LEGACY',
    key: 'KEY-1',
    policy: 'manual',
    expiresOn: day('2026-06-30'),
    periodMonths: 12,
    gateway: 'axia',
    gatewaySubscription: 'SUB-1',
  });
  for (const fileId of ['good', 'unmapped'])
    await startImport(h.deps, accounting, { gateway: 'axia', fileName: `${fileId}.csv`, fileId: fileId, size: 9 });
  const bankFile = { kind: 'bank', fileName: 'bank.csv', fileId: 'bank', isPreview: false };
  const refusedFile = await startEntry(h.deps, accounting, csvKinds, bankFile);
  await workThroughRuns(h.deps);
  const failed = await h.db.prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: 'SUB-1' } });
  await adviseSupport(h.deps, accounting, { caseId: failed.id, reason: 'No answer' });
  const activity = await planActivity(h.deps, h.person('service'), {
    type: 'Visit',
    description: 'Visit',
    unit: 'service',
    services: [],
    attendees: [],
  });
  const { prisma } = h.db;
  const ids = async (rows: Promise<readonly { readonly id: string }[]>) => (await rows).map((row) => row.id);
  const every = { select: { id: true } } as const;
  return [
    refusedFile,
    ...[state, ...(await Promise.all([other, live, armed].map((each) => each.state())))].flatMap((each) => [
      each.id,
      each.handoff.id,
      each.customerId,
      `project:${each.id}`,
      `${each.id}:sales`,
      `project:${each.id} ${each.customerId}`,
      ...each.playbook.gates.map((gate) => `${each.id}:${gate.key}`),
      ...each.invoices.map((invoice) => invoice.id),
    ]),
    group.id,
    ...contracts,
    terms.id,
    type.id,
    license.id,
    activity,
    ...(await ids(prisma.collectionCase.findMany(every))),
    ...(await ids(prisma.expiryAction.findMany(every))),
    ...(await ids(prisma.payment.findMany(every))),
    ...(await ids(prisma.gateOverride.findMany(every))),
    ...(await ids(prisma.reportImport.findMany(every))),
    ...(await billingThings()),
    ...(await moneyThings()),
    ...(await quoteThings()),
    ...(await formThings(other.id, live.id)),
    'all',
    'collections',
    'new',
    'plans',
  ];
};

/** What billing is set up with, and a deed that waits for a second person. */
const billingThings = async (): Promise<readonly string[]> => {
  const accounting = h.person('accounting');
  const seller = await makeSeller(h);
  const article = { code: 'A-1', name: 'Article', description: '', taxCategory: 'services' };
  const plan = await addPlan(h.deps, accounting, {
    plan: { ...article, billing: 'flat', perMonths: 1, prorated: 'by months' },
    price: { currency: 'USD', price: '10', validFrom: day('2026-01-01') },
  });
  const fields = { ...article, isRecurring: false, isProratable: false, amounts: [money(1, 'USD')].map(unitPriceOf) };
  const charge = await addCharge(h.deps, accounting, fields);
  const waiting = await h.deps.transact(accounting, (work) => doOrAsk(work, credit, {}));
  const { id: serverId } = await addServer(h.deps, accounting, { name: 'mail-1', comments: '' });
  const [asset] = await insertAssets(h.db.prisma, serverId, [{ listedId: '1', name: 'News', site: '' }], h.clock.now());
  await parkAssets(h.deps, accounting, { assetIds: [asset?.id ?? ''], first: day('2026-03-01') });
  const [parked] = await assignmentsOf(h.db.prisma, [asset?.id ?? '']);
  const assets = [serverId, `server:${serverId}`, `asset:${asset?.id}`, parked?.id ?? ''];
  return [
    ...assets,
    seller.id,
    `${seller.id}:invoice:2027`,
    plan.id,
    charge.id,
    ...(waiting.done ? [] : [waiting.approvalId]),
  ];
};

/** Money that came, is left over, was given back, allocated or credited; and services that are billed. */
const moneyThings = async (): Promise<readonly string[]> => {
  const accounting = h.person('accounting');
  await setTaxes(h, { services: 0 });
  // 10.00 is received: more than is open of the first.
  const owing = await customerOwing(h, [5_00, 100_00]);
  const { customerId: id } = owing;
  await owing.pay(owing.invoices[1], 130_00, { reference: '1234', leftOver: money(30_00, 'USD') });
  const given = { amount: '1000', currency: 'USD', method: 'check', refundedOn: day('2026-03-02') } as const;
  await giveRefund(h.deps, accounting, { customerId: id, ...given, reason: 'They asked for it' });
  const draft = await aDraft(h, id, [aLine(100_00)]);
  await markSent(h.deps, accounting, { invoiceId: draft.id, sentOn: day('2026-03-02') });
  const [line] = await creditableLines(h.db.prisma, draft);
  const lines = [{ lineId: line?.id ?? '', net: '1000' }];
  await creditInvoice(h.deps, accounting, { invoiceId: draft.id, lines, reason: 'Agreed' });
  const article = { code: 'MAIL', name: 'Mail', description: '', taxCategory: 'services' };
  const mail = await addPlan(h.deps, accounting, {
    plan: { ...article, billing: 'metered', perMonths: 1, prorated: 'by months' },
    price: { currency: 'USD', price: '45', included: '1000', above: '0.0035', validFrom: day('2026-01-01') },
  });
  const drafted = await aDraft(h, id, [aLine(100_00), aLine(50_00)]);
  const { subscription } = await startSubscription(h, {
    customerId: id,
    rule: { firstOn: day('2026-03-02'), nextOn: day('2026-03-02') },
    rows: [{}, { sold: { kind: 'plan', id: mail.id }, ownPrice: undefined, prices: [] }],
  });
  const [item] = subscription.items;
  await bill(h, id, '2026-03-02');
  const change = { kind: 'quantity', itemId: item?.id ?? '', id: newId(), on: day('2026-04-01'), quantity: 2 } as const;
  await changeService(h.deps, h.person('billing'), { subscriptionId: subscription.id, change });
  const ended = [...(await endingThings(id)), ...(await remindedThings(id, owing.invoices[0] ?? ''))];
  const { prisma } = h.db;
  const select = { select: { id: true } } as const;
  const rows = await Promise.all([
    prisma.allocation.findMany(select),
    prisma.refund.findMany(select),
    prisma.creditNote.findMany(select),
    prisma.plannedChange.findMany(select),
  ]);
  return [
    ...[id, ...owing.invoices, draft.id, drafted.id, ...ended],
    ...[subscription.id, `${subscription.id} ${item?.id}`],
    ...rows.flat().map((row) => row.id),
  ];
};

/** Quotes in each state in which something is done with them, and licenses of which there can be fewer. */
const quoteThings = async (): Promise<readonly string[]> => {
  const { customerId: id } = await startSubscription(h, {
    rule: { firstOn: day('2026-03-02'), nextOn: day('2026-03-02') },
    rows: [{ quantity: 5 }],
  });
  const [draft, out] = [await aQuote(h, id), await aQuote(h, id)];
  await sent(h, out);
  const request = await askInvoice(h.deps, h.person('support'), { customerId: id, purpose: 'taxes', quoteId: out.id });
  const begins = await accepted(h, id, { becomes: 'onboarding' });
  return [id, draft.id, out.id, (await accepted(h, id)).id, begins.id, request];
};

/** A form that is with the customer, and one that came back. */
const formThings = async (...projects: readonly string[]): Promise<readonly string[]> => {
  const asked: string[] = [];
  for (const projectId of projects)
    asked.push(await requestForm(h.deps, h.person('sales'), { projectId, key: 'registry' }));
  const answers = { address: 'Via Roma 1' };
  await h.db.prisma.formRequest.update({ where: { id: asked.at(-1) ?? '' }, data: { state: 'returned', answers } });
  return asked;
};

/** What keeps a customer from being reminded, and whom to call. */
const remindedThings = async (customerId: string, invoiceId: string): Promise<readonly string[]> => {
  const accounting = h.person('accounting');
  const call = await h.acting(accounting, (work) => askToCall(work, { customerId, why: 'step' }));
  const about = { customerId, groupId: undefined, invoiceId: undefined, reason: 'Asked' };
  const hold = await holdReminders(h.deps, accounting, { ...about, fromOn: day('2026-03-02'), untilOn: undefined });
  return [call, hold, `customer:${customerId}`, `invoice:${invoiceId}`, 'all:0'];
};

/** Bills that people are asked for, and what ends: before its last day, and after it. */
const endingThings = async (customerId: string): Promise<readonly string[]> => {
  const accounting = h.person('accounting');
  const asked = { mode: 'remind', firstOn: day('2026-03-01'), nextOn: day('2026-03-01') } as const;
  for (const _ of [1, 2]) await startSubscription(h, { customerId, rule: asked });
  await askForBills(h.deps);
  const reminders = await h.db.prisma.billReminder.findMany({ select: { id: true } });
  await skipBill(h.deps, accounting, { reminderId: reminders[0]?.id ?? '', reason: 'Closed' });
  const { customerId: leaver } = await startSubscription(h, { rule: asked });
  const { customerId: gone } = await startSubscription(h, { rows: [] });
  const ends = [leaver, gone].map((id) =>
    terminate(h.deps, accounting, {
      subject: { type: 'customer', id },
      noticeOn: day('2026-03-01'),
      endOn: day('2026-03-01'),
      reason: 'They moved',
    }),
  );
  const terminations = await Promise.all(ends);
  await makeInactive(h.deps, accounting, terminations[1]?.id ?? '');
  return [
    ...reminders.map(({ id }) => id),
    ...terminations.map(({ id }) => id),
    `customer:${customerId}`,
    ...[leaver, gone],
  ];
};

const credit: DeedOf<object, void> = {
  name: 'sample.credit',
  right: 'credit',
  payload: z.object({}),
  examine: async () => ({
    description: 'credit very much',
    amount: money(1_000_000, 'USD'),
    subject: { type: 'sample', id: '01980000-0000-7000-8000-000000000777' },
  }),
  carryOut: async () => undefined,
};

beforeAll(async () => {
  const nothing = async () => undefined;
  const admin = createAdminSlice({
    registry: () => registry,
    userGroups: async () => [],
    checkChannels: nothing,
    refreshGroup: nothing,
    ensurePerson: nothing,
    publishHome: nothing,
    background: () => undefined,
  });
  const slices: readonly Slice[] = [
    ...featureSlices({
      playbooks: await loadPlaybooks(),
      reportFormats: [axiaReport],
      openFile: openerOf({
        good: {
          name: 'good.csv',
          content: report(
            { id: 'g1', attempt: '5' },
            { id: 'g2', subscription: 'S-9', customer: 'AX-9' },
            // Of the first one's customer, who can still be written to about it.
            { id: 'g3', subscription: 'S-10' },
          ),
        },
        unmapped: {
          name: 'unmapped.csv',
          content: 'Transaction number,Customer number,Amount due,Date tried\n1,AX-1,10.00,2026-02-20\n',
        },
        bank: { name: 'bank.csv', content: 'booked date;the text;the amount\n2026-03-02;Wire;10.00\n' },
      }),
      wakeRuns: () => {},
    }),
    deliverySlice,
    runsSlice({ work: async () => {}, wake: () => {} }),
    admin,
    { name: 'sample', contributes: [contribute(guardedDeeds, asDeed(credit))] },
  ];
  h = await createHarness({
    engine: 'embedded',
    slices,
  });
  registry = createRegistry(slices, builtinRoles);
  await h.addPerson(everybody, roles);
  const values = await things();
  deps = {
    ...h.deps,
    // What is only tried out is rolled back by itself.
    transact: (by, body, options) =>
      options?.rehearsed
        ? h.deps.transact(by, body, options)
        : h.deps.transact(
            by,
            async (work) => {
              await body(work);
              throw new Undone();
            },
            options,
          ),
  };
  const sent = new Set<string>();
  const note = async (opener: string, press: Form['press']): Promise<void> => {
    const answer = (await press(everybody, roles).catch(() => undefined)) as { modal?: ModalView; replace?: ModalView };
    const view = answer?.modal ?? answer?.replace;
    const callback = view?.callback_id;
    if (!view || !callback || !registry.submissions.has(callback)) return;
    if (!forms.has(`${opener} ${callback}`)) forms.set(`${opener} ${callback}`, { opener, press, view });
    // Some are followed by another, which shows what would be done: whoever sends the first opens it.
    const filledIn = `${callback} ${view.private_metadata}`;
    if (sent.has(filledIn)) return;
    sent.add(filledIn);
    await note(callback, (userId, held) => send(view, userId, held));
  };
  for (const { command, word, run } of registry.commands) {
    for (const text of ['', 'Customer 1', 'new'])
      await note(`${command} ${word}`, (userId, held) => run({ ...requestOf(userId, held), text }));
  }
  for (const [action, listener] of registry.actions) {
    for (const value of values) {
      await note(action, (userId, held) =>
        listener({ ...requestOf(userId, held), actionId: action, value, selected: [value] }),
      );
    }
  }
}, 600_000);
afterAll(() => h.close());

describe('ALL-1 a form opens only for who may send it', () => {
  test('every form that can be sent was opened here', () => {
    const opened = new Set([...forms.values()].map(({ view }) => view.callback_id));
    expect([...registry.submissions.keys()].filter((callback) => !opened.has(callback))).toEqual([]);
  });

  test('whoever it opens for may send it, and whoever may not is refused in the same words when they press', async () => {
    const wrong: string[] = [];
    for (const { opener, press, view } of forms.values()) {
      for (const role of roles) {
        const { userId } = h.person(role, 2);
        const pressed = await refusal(press(userId, [role]));
        const sent = await refusal(send(view, userId, [role]));
        if (pressed !== sent) wrong.push(`${opener} → ${view.callback_id} as ${role}:\n  ${pressed}\n  ${sent}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  test('nobody without a role sends any, whoever it opened for', async () => {
    await h.addPerson('U_NOBODY', []);
    // What only shows a customer is refused before, by the platform (flows/reading).
    const shows = [
      'customer.open',
      'bill.calendar',
      'customer.history_filter',
      'plan.find',
      'charge.find',
      'server.find',
      'asset.find',
      'find.open',
    ];
    for (const { view } of [...forms.values()].filter((form) => !shows.includes(form.view.callback_id ?? '')))
      expect(await refusal(send(view, 'U_NOBODY', [])), view.callback_id).toMatch(/^(Only .+ can|You can't) /);
  }, 300_000);
});
