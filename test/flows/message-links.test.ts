import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { askForBills, billRemindersSlice } from '../../src/features/billing/billreminders/index.ts';
import { takeBack } from '../../src/features/billing/invoices/index.ts';
import { askInvoice, quotesSlice } from '../../src/features/billing/quotes/index.ts';
import { askToCall } from '../../src/features/billing/reminding/calls/index.ts';
import { remindingSlice } from '../../src/features/billing/reminding/index.ts';
import { rightsSlice } from '../../src/features/billing/rights/index.ts';
import { terminate, terminationsSlice } from '../../src/features/billing/terminations/index.ts';
import { writeOff, writeOffsSlice } from '../../src/features/billing/writeoffs/index.ts';
import { recordCasePayment } from '../../src/features/collections/payments/actions/payment-received.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { requestExpiry } from '../../src/features/licenses/index.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { resumeProject } from '../../src/features/onboarding/project/actions/resume-project.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { reviewHardware } from '../../src/features/purchase/hardware/actions/review-order.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { reportFormats } from '../../src/integrations/report-formats.ts';
import { deliverySlice } from '../../src/platform/delivery/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { startSubscription } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { correctProject } from '../support/entered.ts';
import { noFiles } from '../support/files.ts';
import type { Harness } from '../support/harness.ts';
import { correctAmount, setTaxes } from '../support/invoices.ts';
import { quickPress } from '../support/papers.ts';
import { aQuote } from '../support/quotes.ts';
import { asking } from './ask.ts';
import { collectionsHarness, report } from './collections-support.ts';
import { startOffice, startProject } from './onboarding-journey.ts';

interface Link {
  readonly kind: string;
  readonly opens: readonly string[];
}

/** Every message there is, with the windows that its buttons open: action and value. */
const linksOf = async (h: Pick<Harness, 'messages' | 'db'>): Promise<readonly Link[]> => {
  const rows = await h.db.prisma.messageSlot.findMany({ distinct: ['kind'], select: { kind: true } });
  const all = await Promise.all(rows.map(async ({ kind }) => ({ kind, messages: await h.messages(kind) })));
  return all.flatMap(({ kind, messages }) =>
    messages.map(({ json }) => ({
      kind,
      opens: [
        ...json.matchAll(/"action_id":"((?:project\.show|customer\.open|activity\.open))","value":"([^"]+)"/g),
      ].map(([, action, value]) => `${action} ${value}`),
    })),
  );
};

describe('WRK-1 every message leads to what it is about', () => {
  let h: Harness;
  let c: Awaited<ReturnType<typeof collectionsHarness>>;
  beforeAll(async () => {
    h = await startOffice('embedded', {
      slices: [
        rightsSlice,
        writeOffsSlice,
        quotesSlice({ press: quickPress, wakeRuns: () => {} }),
        deliverySlice,
        billRemindersSlice,
        terminationsSlice,
        remindingSlice(undefined),
      ],
    });
    c = await collectionsHarness('embedded');
  }, 300_000);
  afterAll(async () => {
    await h.close();
    await c.close();
  });

  test('of all kinds, open or decided: a project’s to the project, a customer’s to the customer', async () => {
    const journey = await startProject(h, { set_up: '500', first_month: '2000', hardware: '900' });
    await journey.walkTo('delivery');
    const asked = { projectId: journey.id, gate: 'order-hardware', kind: 'expedite' as const, reason: 'Monday' };
    await requestOverride(h.deps, h.person('service'), asked);
    await correctProject(h.deps, h.person('accounting'), {
      projectId: journey.id,
      amounts: { set_up: '500', first_month: '', hardware: '900' },
      reason: 'Free',
    });
    await journey.pay('hardware');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    const { customerId } = await journey.state();
    const plan = { type: 'Visit', description: 'Rack', unit: 'service', customerId };
    await planActivity(h.deps, h.person('service'), { ...plan, subject: { type: 'project', id: journey.id } });
    const links = await linksOf(h);
    for (const { kind, opens } of links) expect(opens, kind).toContain(`project.show ${journey.id}`);

    await planActivity(h.deps, h.person('service'), plan);
    expect((await linksOf(h)).flatMap(({ opens }) => opens)).toContain(`customer.open ${customerId}`);

    const { customer, license } = await c.licensed('Hart', 'SUB-1', { reference: 'AX-1' });
    await c.importCsv(report({}));
    await c.deps.transact(system, (work) => requestExpiry(work, { licenseId: license.id, cause: 'x' }));
    await recordCasePayment(c.deps, c.accounting, {
      caseId: (await c.theCase()).id,
      amount: { amount: 12000n, currency: 'USD' },
      method: 'card',
      reference: undefined,
      receivedOn: day('2026-03-01'),
    });
    await c.importCsv(report({ id: 'T-9', status: 'Approved', response: 'OK', code: '00', at: '2026-03-01 08:00:00' }));
    const theirs = await linksOf(c);
    for (const { kind, opens } of theirs) expect(opens, kind).toEqual([`customer.open ${customer.id}`]);

    const known = featureSlices({
      playbooks: await loadPlaybooks(),
      reportFormats,
      openFile: noFiles,
      wakeRuns: () => {},
    }).flatMap((slice) => slice.slots ?? []);
    const asking = await startProject(h, { first_month: '2000' });
    await asking.walkTo('start-billing');
    // Above what one person does alone: a second one is asked.
    const unpaid = await startProject(h, { first_month: '2000' });
    await unpaid.walkTo('billing');
    const { id: invoiceId } = await unpaid.invoice('first_month');
    await writeOff(h.deps, h.person('accounting'), { invoiceId, reason: 'Gone' });
    const [request] = await h.messages('approval');
    expect(request?.json).toContain(`"action_id":"invoice.open","value":"${invoiceId}"`);

    await setTaxes(h, { services: 0 });
    const { id: quoteId } = await aQuote(h, customerId);
    await askInvoice(h.deps, h.person('support'), { customerId, purpose: 'taxes', quoteId });
    for (const kind of ['quote', 'invoice-request'])
      expect((await h.messages(kind))[0]?.json).toContain(`"action_id":"customer.open","value":"${customerId}"`);

    const { customerId: leaver } = await startSubscription(h, { rule: { mode: 'remind' } });
    await askForBills(h.deps);
    await terminate(h.deps, h.person('accounting'), {
      subject: { type: 'customer', id: leaver },
      noticeOn: day('2026-03-02'),
      endOn: day('2026-04-30'),
      ...{ from: 'Ann', reason: 'They moved' },
    });
    await h.deps.transact(system, (work) => askToCall(work, { customerId: leaver, why: 'step' }));
    for (const kind of ['bill_reminder', 'termination', 'customer_call'])
      expect((await h.messages(kind))[0]?.json).toContain(`"action_id":"customer.open","value":"${leaver}"`);

    const seen = new Set([...(await linksOf(h)), ...theirs].map(({ kind }) => kind));
    expect(known.map(({ kind }) => kind).filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test('what cannot be sent leads there from Home: a message, and what was to stand in its thread', async () => {
    const { prisma } = h.db;
    const journey = await startProject(h, { first_month: '2000' });
    const { id, kind, subjectId } = await prisma.messageSlot.findFirstOrThrow({
      where: { kind: 'handoff' },
      orderBy: { seq: 'desc' },
    });
    await h.deps.transact(system, async (work) =>
      work.post({ to: { thread: { kind, subjectId } }, content: { text: 'a line' } }),
    );
    const line = await prisma.post.findFirstOrThrow({ where: { slotId: id }, orderBy: { seq: 'desc' } });
    const home = async () => JSON.stringify(await asking(h, deliverySlice, 'admin').home());
    const way = `"action_id":"project.show","value":"${journey.id}"`;
    for (const park of [
      () => prisma.messageSlot.update({ where: { id }, data: { state: 'parked', problem: 'too long' } }),
      () => prisma.post.update({ where: { id: line.id }, data: { state: 'parked', problem: 'too long' } }),
    ]) {
      expect(await home()).not.toContain(way);
      await park();
      expect(await home()).toContain(way);
      await prisma.messageSlot.update({ where: { id }, data: { state: 'pending', problem: null } });
    }
    await prisma.post.update({ where: { id: line.id }, data: { state: 'pending', problem: null } });
  });

  /** What was said in the channel although its message stood there already: to whose channel, and the text. */
  const saidAnew = async (does: () => Promise<unknown>) => {
    const { prisma } = h.db;
    await prisma.messageSlot.updateMany({ data: { ts: '1.000001', state: 'idle' } });
    const before = await prisma.post.count();
    await does();
    const posts = (await h.posts()).slice(before);
    return posts.flatMap(({ lane, payload, text }) =>
      (payload as { broadcast?: boolean }).broadcast ? [`${lane} ${text}`] : [],
    );
  };

  test('what asks again is said in the channel anew, once: an exception opens a gate, a decision is taken back, work is resumed', async () => {
    const journey = await startProject(h, { first_month: '2000', hardware: '900' });
    await journey.walkTo('delivery');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    const asked = { projectId: journey.id, gate: 'order-hardware', kind: 'expedite' as const, reason: 'Monday' };
    expect(await saidAnew(() => requestOverride(h.deps, h.person('service'), asked))).toEqual([]);
    const override = (await journey.state()).overrides[0];
    const opened = await saidAnew(() => approveOverride(h.deps, h.person('reviewer'), { id: override?.id ?? '' }));
    const said = expect.stringContaining('<@U_REVIEWER> has approved the exception at “Ordering of hardware”');
    expect(opened.map((each) => each.split(' ')[0]).sort()).toEqual(['C_PURCHASING', 'C_SERVICE']);
    expect(opened).toEqual([said, said]);

    const { id: hardware } = await journey.invoice('hardware');
    const card = (await h.messages('invoice', hardware))[0]?.json;
    expect(card).toContain('🔓 Ordering of hardware: Open by exception');
    expect(card).not.toContain('🔒');

    const status = { projectId: journey.id, reason: 'They move' };
    expect(await saidAnew(() => holdProject(h.deps, h.person('sales'), status))).toEqual([]);
    expect(await saidAnew(() => resumeProject(h.deps, h.person('sales'), status))).toEqual([
      'C_SERVICE <@U_SALES> resumed the project: They move',
    ]);

    const early = await startProject(h, {});
    await early.tick();
    const { handoff } = await early.state();
    await early.approve();
    expect(await saidAnew(() => undoDecision(h.deps, h.person('sales'), { handoffId: handoff.id }))).toEqual([
      'C_SALES <@U_SALES> took this decision back; Intake has the folder again.',
    ]);
  });

  test('ONB-5 an invoice that is to be sent or asked for again is said to accounting anew', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('profile-check');
    const { id: invoiceId, net } = await journey.invoice('first_month');
    const accounting = h.person('accounting');
    const corrected = await saidAnew(() =>
      correctAmount(h, accounting, { invoiceId, net: { ...net, amount: net.amount + 1n }, reason: 'More' }),
    );
    expect(corrected).toEqual([
      expect.stringMatching(/^C_ACCOUNTING <@U_ACCOUNTING> corrected it .* Send the customer/),
    ]);
    const again = await saidAnew(() => takeBack(h.deps, accounting, { invoiceId, reason: 'Bounced' }));
    expect(again).toEqual(['C_ACCOUNTING <@U_ACCOUNTING> took back that it was sent: Bounced']);
  });

  test('CUS-1, ALL-7 accounting’s cards are drawn anew when the contact is another one, and when it is erased', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('billing');
    const { id: customerId } = (await journey.state()).customer;
    const { id: invoiceId } = await journey.invoice('first_month');
    const drawnAnew = async (does: () => Promise<unknown>) => {
      const cards = { subjectId: { in: [invoiceId, (await journey.state()).handoff.id] } };
      const before = await h.db.prisma.messageSlot.findMany({ where: cards, orderBy: { key: 'asc' } });
      await does();
      const after = await h.db.prisma.messageSlot.findMany({ where: cards, orderBy: { key: 'asc' } });
      return after.map(({ kind, wanted }, at) => `${kind} ${wanted - (before[at]?.wanted ?? 0)}`);
    };
    const edit = () => editNow(h.deps, h.person('sales'), customerId, { phone: '+1 555 0199' }, 'She moved');
    expect(await drawnAnew(edit)).toEqual(['handoff 1', 'invoice 1']);
    for (const kind of ['handoff', 'invoice'])
      expect((await h.messages(kind)).some(({ json }) => json.includes('+1 555 0199'))).toBe(true);
    const erasing = { customerId, reason: 'They asked for it' };
    expect(await drawnAnew(() => eraseContact(h.deps, h.person('admin'), erasing))).toEqual(['handoff 1', 'invoice 1']);
    for (const kind of ['handoff', 'invoice'])
      expect((await h.messages(kind)).some(({ json }) => json.includes('+1 555 0199'))).toBe(false);
  });

  test('ALL-8 amounts stand in roles’ channels: every card that shows one is sent there', async () => {
    const rows = await h.db.prisma.messageSlot.findMany();
    const shown = await Promise.all(
      [...new Set(rows.map((row) => row.kind))].map((kind) => h.messages(kind).then((all) => ({ kind, all }))),
    );
    const withAmounts = shown.flatMap(({ all }) => all.filter(({ json }) => /\$\d/.test(json)));
    expect(withAmounts.length).toBeGreaterThan(5);
    expect(withAmounts.filter(({ row }) => row.role === null).map(({ row }) => row.kind)).toEqual([]);
  });
});
