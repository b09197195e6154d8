import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { createCustomer, linkGatewayCustomer } from '../../src/features/customers/index.ts';
import { addLicense } from '../../src/features/licenses/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { loadPlaybooks, readerOf } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { sealAudit } from '../../src/platform/audit/seal.ts';
import { unsentByState } from '../../src/platform/delivery/outbox/items.ts';
import { waitingLanes } from '../../src/platform/delivery/outbox/lanes.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { deliverySlice } from '../../src/platform/delivery/parked/slice.ts';
import { anyStale, findSlotByMessage } from '../../src/platform/delivery/slots/stale-slots.ts';
import { latestSlots } from '../../src/platform/jobs/store.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import type { Answer } from '../../src/platform/slice/slice.ts';
import { drawWindow } from '../../src/platform/windows/draw-window.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import { system } from '../../src/platform/work/work.ts';
import { report } from '../flows/collections-support.ts';
import { describePostgres } from '../support/database.ts';
import { openerOf } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { multiply, readBy } from '../support/history.ts';
import { startProject } from '../support/journey.ts';

const many = 60_000;
/** A click may read its project, its lists and what is set; not what was. */
const mostRows = 2_500;

describePostgres(`among ${many.toLocaleString('en-US')} of everything that is over`, () => {
  let h: Harness;
  let project: Awaited<ReturnType<typeof startProject>>;
  let caseId = '';
  let customerId = '';

  beforeAll(async () => {
    const playbooks = await loadPlaybooks();
    const files = { F1: { name: 'report.csv', content: report({}, { subscription: 'SUB-2', customer: 'AX-1' }) } };
    const slices = [
      ...featureSlices({ playbooks, reportFormats: [axiaReport], openFile: openerOf(files), wakeRuns: () => {} }),
      deliverySlice,
    ];
    h = await createHarness({ engine: 'postgres', slices });
    const { db, deps, person } = h;
    const walked = await startProject(h, { set_up: '500.00', first_month: '2000.00', hardware: '100.00' });
    await walked.walkTo('delivery');
    project = await startProject(h, { set_up: '500.00', first_month: '2000.00' });
    await project.walkTo('planning');
    const customer = await deps.transact(system, async (work) => {
      const made = await createCustomer(work, { name: 'Hart & Sons', currency: 'USD' });
      await linkGatewayCustomer(work, { gateway: 'axia', reference: 'AX-1', customerId: made.id });
      return made;
    });
    customerId = customer.id;
    await addLicense(deps, person('accounting'), {
      customerId,
      product: 'LEGACY',
      key: 'KEY-1',
      policy: 'manual',
      expiresOn: day('2026-04-30'),
      periodMonths: 12,
      gateway: 'axia',
      gatewaySubscription: 'SUB-1',
    });
    const subject = { type: 'project', id: project.id };
    await planActivity(deps, person('service'), {
      type: 'Call',
      subject,
      customerId,
      description: 'Ask',
      unit: 'service',
    });
    await startImport(
      deps,
      { ...person('accounting'), requestId: newId() },
      { gateway: 'axia', fileName: 'report.csv', fileId: 'F1', size: files.F1.content.length },
    );
    await workThroughRuns(deps);
    caseId = (await db.prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: 'SUB-1' } })).id;
    await db.prisma.jobSlot.create({ data: { job: 'sweep', slotAt: h.clock.now(), state: 'done' } });
    await db.prisma.inbox.create({ data: { key: 'event:1', receivedAt: h.clock.now() } });
    await sealAudit(db, h.clock.now());

    const at = `'2025-01-01'::timestamptz`;
    await multiply(db, 'customers', many);
    await multiply(db, 'projects', many, { state: `'closed'`, ended_at: at });
    await multiply(db, 'handoffs', many, { state: `'approved'`, remind_on: 'NULL', turn: 't.turn' });
    await multiply(db, 'ticks', many);
    await multiply(db, 'invoices', many, { state: `'paid'`, sent_on: `'2025-01-01'`, paid: 'amount', paid_at: at });
    await multiply(db, 'payments', many, { method: 't.method' });
    await multiply(db, 'activities', many, { state: `'completed'`, ended_at: at, remind_on: 'NULL' });
    await multiply(db, 'documents', many);
    await multiply(db, 'licenses', many);
    await multiply(db, 'cases', many, { state: `'recovered'`, next_action_on: 'NULL' });
    await multiply(db, 'payment_attempts', many);
    await multiply(db, 'message_slots', many, {
      state: `'idle'`,
      channel: `'C_SALES'`,
      ts: `'1700000000.' || n`,
      sent: 'wanted',
    });
    await multiply(db, 'posts', many, { state: `'sent'`, sent_at: at, key: 'NULL', seq: '-n' });
    await multiply(db, 'audit_log', many, { id: '1000000 + n' });
    // The project's own story is as long.
    const ofProject = {
      id: '2000000 + n',
      subject_type: `'project'`,
      subject_id: `'${project.id}'`,
      after: `'{"n": 1}'`,
    };
    await multiply(db, 'audit_log', many, ofProject);
    await multiply(db, 'inbox', many);
    await multiply(db, 'job_slots', many, { job: 't.job' });
  }, 600_000);
  afterAll(() => h?.close());

  const asked = (role: Role) => ({
    deps: h.deps,
    by: h.person(role),
    userId: h.person(role).userId,
    timeZone: 'UTC',
    roles: async () => new Set([role]),
  });
  const drawn = async (role: Role, answer: Promise<Answer>) => {
    const { window } = await answer;
    if (window) await drawWindow(h.registry, asked(role), window);
  };
  const typed = (role: Role, word: string, text = '') => {
    const command = h.registry.slices.flatMap((slice) => slice.commands ?? []).find((each) => each.word === word);
    if (!command) throw new Error(`no command ${word}`);
    return drawn(role, command.run({ ...asked(role), text }));
  };
  const pressed = (role: Role, action: string, value: string) => {
    const listener = h.registry.actions.get(action);
    if (!listener) throw new Error(`no action ${action}`);
    return drawn(role, listener({ ...asked(role), actionId: action, value, selected: [value] }));
  };
  const ref = async () => `P-${(await h.db.prisma.project.findUniqueOrThrow({ where: { id: project.id } })).ref}`;

  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    'to open a transaction and write what is to be sent': () => {
      const slot = { kind: 'handoff', subjectId: newId() };
      return h.deps.transact({ ...h.person('sales'), requestId: newId() }, async (work) => {
        work.show(slot, { role: 'sales' });
        work.post({ to: { thread: slot }, content: { text: 'x' } });
      });
    },
    'to load a project': () => loadProject(readerOf(h.deps), project.id),
    '/onboard list': () => typed('sales', 'list'),
    '/onboard show': async () => typed('sales', 'show', await ref()),
    'a project, its timeline': () => pressed('sales', 'project.show', project.id),
    '/bill cases, as Home shows them': async () => homeOf('accounting'),
    'an invoice with its story': async () => {
      const { id } = await project.invoice('set_up');
      await pressed('accounting', 'invoice.open', id);
      await pressed('accounting', 'story.show', `mentioned/invoice:${id}`);
      await pressed('accounting', 'story.older', `mentioned/invoice:${id}:2000000`);
    },
    'an activity with its story': async () => {
      const { id } = await h.db.prisma.activity.findFirstOrThrow({ where: { subjectId: project.id } });
      await pressed('service', 'activity.open', id);
    },
    'a customer with its panels': () => pressed('accounting', 'customer.open', customerId),
    'a new project, its checklist, Approve': async () => {
      const made = await startProject(h, { first_month: '2000.00' });
      await made.tick();
      await made.approve();
    },
    'a payment': () => project.pay('set_up', 100),
    Contacted: () => pressed('accounting', 'case.contacted', caseId),
    'whose message a reply is under': () => findSlotByMessage(h.db, 'C_SALES', '1700000000.5'),
    'what delivery looks for': async () => {
      await waitingLanes(h.db, new Date());
      await anyStale(h.db, new Date(), 30_000);
      await unsentByState(h.db);
      await problems(h.db);
    },
    'what is due': () => latestSlots(h.db),
    sealing: () => sealAudit(h.db, h.clock.now()),
  };

  const homeOf = async (role: Role) => {
    for (const section of h.registry.home) await section.render(asked(role));
  };

  test('reading a whole table would be noticed', async () => {
    expect((await readBy(h.db, () => h.db.prisma.payment.count())).payments).toBeGreaterThan(many);
  });

  for (const [name, action] of Object.entries(actions)) {
    test(`${name}: reads what it needs, not what there was`, async () => {
      await action();
      const read = await readBy(h.db, action);
      expect(Object.entries(read).filter(([, rows]) => rows > mostRows)).toEqual([]);
    });
  }
  for (const role of [
    'sales',
    'accounting',
    'support',
    'service',
    'project_manager',
    'management',
    'admin',
    'reviewer',
    'purchasing',
  ])
    test(`Home of ${role}: reads what waits, not what there was`, async () => {
      await homeOf(role);
      const read = await readBy(h.db, () => homeOf(role));
      expect(Object.entries(read).filter(([, rows]) => rows > mostRows)).toEqual([]);
    });
});
