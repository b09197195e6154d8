import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import type { ProjectCharge } from '../../../src/features/billing/onboarding/index.ts';
import type { Document } from '../../../src/features/documents/index.ts';
import { checklistOf, gatesOf } from '../../../src/features/onboarding/engine/checklist.ts';
import { assignForm } from '../../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { returnForm } from '../../../src/features/onboarding/folder/actions/return-handoff.ts';
import { checklistForm } from '../../../src/features/onboarding/folder/actions/save-checklist.ts';
import { deskButtons } from '../../../src/features/onboarding/folder/desk-action-list.ts';
import { handoffMessage } from '../../../src/features/onboarding/folder/handoff-views.ts';
import { listModal } from '../../../src/features/onboarding/lists/actions/list-projects.ts';
import { chooseProjectModal } from '../../../src/features/onboarding/lists/actions/show-project.ts';
import { customerProjects, waitingBlocks } from '../../../src/features/onboarding/lists/list-views.ts';
import type { ProjectPage } from '../../../src/features/onboarding/page/project-page.ts';
import { projectHead } from '../../../src/features/onboarding/page/project-views.ts';
import { timelineLine } from '../../../src/features/onboarding/page/timeline.ts';
import { cancelProjectForm } from '../../../src/features/onboarding/project/actions/cancel-project.ts';
import { teamForm } from '../../../src/features/onboarding/project/actions/change-team.ts';
import { correctProjectForm } from '../../../src/features/onboarding/project/actions/correct-project.ts';
import { holdProjectForm } from '../../../src/features/onboarding/project/actions/hold-project.ts';
import { newProjectForm } from '../../../src/features/onboarding/project/actions/new-project.ts';
import { reopenProjectForm } from '../../../src/features/onboarding/project/actions/reopen-project.ts';
import { resumeProjectForm } from '../../../src/features/onboarding/project/actions/resume-project.ts';
import { gatesNow } from '../../../src/features/playbooks/gates.ts';
import type { Playbook, Stage } from '../../../src/features/playbooks/playbook.ts';
import type { Handoff, ProjectState } from '../../../src/features/playbooks/projects/project.ts';
import type { StoryEntry } from '../../../src/features/story/index.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';
import type { Json } from '../../../src/sandbox/slack/json.ts';
import { aService } from '../../support/services.ts';
import { windowFor } from '../../support/window.ts';
import { anInvoice, aProject, aSubscription, catalogue, knowing, type More, managedServices } from './a-project.ts';

const playbook = await managedServices();
const at = new Date('2026-03-02T09:00:00Z');
/** What people may enter at worst: long, in both directions, and full of what Slack would take for commands. */
const nasty = '<!channel> & مرحبا 👩🏽‍🚀 *x* '.repeat(80);
const roleName = (role: string) => `the ${role} desk`;
const sent = { on: day('2026-03-02'), by: 'U_X', at, number: 'A-7' };
const document: Document = {
  id: 'd',
  subject: { type: 'project', id: 'p' },
  kind: 'other',
  name: 'Plan',
  addedBy: 'U_X',
  addedAt: at,
};
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const label = 'Ünüsual 👩🏽‍🚀 item '.repeat(8).slice(0, 150);
/** As large as a playbook may be: forty stages with thirty items each. */
const huge: Playbook = {
  ...playbook,
  key: 'huge',
  name: 'N'.repeat(60),
  stages: Array.from({ length: 40 }, (_, n) => ({
    key: `stage${n}`,
    name: `${n} ${'S'.repeat(56)}`,
    desk: ['sales'],
    items: Array.from({ length: 30 }, (_, i) => ({
      key: `item${i}`,
      kind: i % 3 === 0 ? ('text' as const) : ('tick' as const),
      label,
      optional: false,
      gate: 'go-live',
    })),
    next: n === 39 ? 'closed' : `stage${n + 1}`,
    back: [],
    remindAfterBusinessDays: 1,
    onOpen: [],
    onApprove: [],
    actions: ['gate.override', 'project.correct', 'document.add'],
  })),
};
const hugeProject = (stage: string, more: More = {}): ProjectState =>
  aProject(huge, {
    stage,
    customer: {
      ...aProject(huge).customer,
      name: nasty.slice(0, 200),
      contactName: nasty,
      phone: nasty,
      email: nasty,
    },
    stateReason: nasty,
    hardwareText: nasty,
    ticks: huge.stages.flatMap((each) =>
      each.items.map((item) => ({ stage: each.key, item: item.key, ticked: true, value: nasty, by: 'U_SALES', at })),
    ),
    invoices: [anInvoice('first_month', 5, 0, { label: nasty.slice(0, 100) })],
    ...more,
  });

const view = (project: ProjectState, turn: Partial<Handoff> = {}, documents: readonly Document[] = []) => {
  const stage = project.playbook.stages.find((each) => each.key === project.stage);
  if (!stage) throw new Error(project.stage);
  const items = checklistOf(project, stage);
  const offers = deskButtons({ project, stage, gates: gatesOf(items) });
  return { project, stage, items, offers, documents, roleName, turn: { ...project.handoff, ...turn } };
};
const draw = (project: ProjectState, turn: Partial<Handoff> = {}, documents: readonly Document[] = []) => {
  const content = handoffMessage(view(project, turn, documents));
  return { content, problems: checkBlocks(json(content.blocks ?? []), 'message'), text: JSON.stringify(content) };
};

describe('the message of a desk’s turn', () => {
  test('who hands over, what is done, what blocks, who has it, and the four buttons (ONB-2, ONB-18)', () => {
    const ticks = [
      { stage: 'planning', item: 'customer_contacted', ticked: true, value: undefined, by: 'U_PROJECT_MANAGER', at },
    ];
    const project = aProject(playbook, {
      stage: 'planning',
      ticks,
      invoices: [anInvoice('set_up', 500_00, 0, { label: 'Set-up fee' })],
    });
    const { text, content, problems } = draw(project, {
      cameBy: 'approved',
      cameFrom: 'profile-check',
      openedBy: 'U_SALES',
      assigneeId: 'U_PROJECT_MANAGER',
    });
    expect(problems).toEqual([]);
    expect(content.open).toBe(true);
    expect(content.text).toBe('Planning: P-17 Acme is at your desk');
    for (const said of [
      'Handed over from Profile check by <@U_SALES>',
      '☑ Customer contacted (<@U_PROJECT_MANAGER>',
      '☐ ETA set 🔒',
      '🔒 Scheduling of resources: Set-up fee of $500.00 is not paid yet.',
    ]) {
      expect(text).toContain(said);
    }
    for (const action of [
      'handoff.approve',
      'handoff.return',
      'handoff.assign',
      'handoff.checklist',
      'transfer.schedule',
      'gate.override',
    ]) {
      expect(text).toContain(`"action_id":"${action}"`);
    }
  });

  const taxed = (kind: string, net: number, tax: number, more: Partial<ProjectCharge>) =>
    anInvoice(kind, net + tax, 0, { net: money(net, 'USD'), tax: money(tax, 'USD'), state: 'draft', ...more });

  test('ONB-2 the reviewer sees the figures with tax, their total, what was picked up, the hardware and the documents', () => {
    const project = aProject(playbook, {
      stage: 'review',
      hardwareText: '2 firewalls',
      invoices: [
        taxed('set_up', 1000_00, 82_50, { ref: 1, label: 'Set-up fee', pickedUp: 'check' }),
        taxed('first_month', 2000_00, 165_00, { ref: 2, label: 'First month', pickedUp: 'card_authorization' }),
        anInvoice('hardware', 300_00, 300_00, { ref: 3, label: 'Hardware', sent }),
      ],
    });
    const paper = { ...document, name: 'Contract.pdf', kind: 'paperwork' };
    const { text, problems } = draw(project, { expectedOn: day('2026-03-04') }, [paper]);
    expect(problems).toEqual([]);
    for (const said of [
      '• I-1 Set-up fee: $1,082.50 ($1,000.00 and $82.50 tax) · picked up: check · not sent yet',
      '• I-2 First month: $2,165.00 ($2,000.00 and $165.00 tax) · picked up: card authorization · not sent yet',
      '✓ I-3 Hardware: $300.00, paid',
      '*Total $3,547.50*, open: $3,247.50',
      '>2 firewalls',
      'Contract.pdf',
      'Signed paperwork',
      '*Late from*\\nMar 4, 2026',
      '*With*\\nthe reviewer desk (nobody has taken it)',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('*Phone*');
    expect(draw(project).text).toContain('No document of this project is filed yet.');
  });

  test.each([
    ['billing', { invoices: [anInvoice('set_up', 500_00)] }, 'On receipt, in advance'],
    ['start-billing', { subscription: aSubscription(), wentLiveOn: day('2026-03-15') }, 'First bill Apr 1, 2026'],
    ['start-billing', { subscription: aSubscription(true) }, 'Next bill May 2, 2026'],
  ] as const)('accounting’s card at %s has the phone, the email and what is due when', (stage, more, due) => {
    const customer = { ...aProject(playbook).customer, phone: '+1 555 <0100>', email: 'cara@acme.test' };
    const { text, problems } = draw(aProject(playbook, { stage, customer, ...more }));
    expect(problems).toEqual([]);
    expect(text).toContain('*Phone*\\n+1 555 &lt;0100&gt;');
    expect(text).toContain('*Email*\\ncara@acme.test');
    expect(text).toContain(`*Due*\\n${due}`);
  });

  test('a hundred services, documents and amounts fit, and what is left out is counted', () => {
    const subscription = {
      ...aSubscription(),
      items: Array.from({ length: 100 }, () => aService(nasty, 9, 1)),
    };
    const invoices = [anInvoice('set_up', 9_999_999_999_999, 1, { label: nasty, sent: { ...sent, number: nasty } })];
    const documents = Array.from({ length: 100 }, () => ({ ...document, name: nasty, location: nasty }));
    const drawn = draw(hugeProject('stage7', { subscription, invoices }), {}, documents);
    expect(drawn.problems).toEqual([]);
    expect(drawn.text).toContain('… and 90 more');
    expect(drawn.text.match(/… and \d\d more/g)).toHaveLength(2);
    expect(drawn.text).toContain('"action_id":"handoff.approve"');
  });

  test('whoever holds a gate shut is named: accounting with what it is at, approvers since when', () => {
    const overrides = [
      {
        id: 'o',
        gate: 'schedule-resources',
        kind: 'other' as const,
        reason: 'x',
        state: 'requested' as const,
        requestedBy: 'U_X',
        requestedAt: at,
      },
    ];
    const invoices = [anInvoice('set_up', 500_00, 0, { label: 'Set-up fee', sent })];
    const { text } = draw(aProject(playbook, { stage: 'planning', overrides, invoices }));
    expect(text).toContain('*the accounting desk* waits for the customer’s payment.');
    expect(text).toContain('<@U_X> asked for an exception, <!date^1772442000');
    expect(text).toContain('*the management desk or the accounting desk* decides.');
  });

  test('a button that would lead nowhere isn’t there: no return from the first desk, no exception at an open gate', () => {
    expect(draw(aProject(playbook, { stage: 'intake' })).text).not.toContain('handoff.return');
    expect(draw(aProject(playbook, { stage: 'planning' })).text).not.toContain('gate.override');
  });

  test.each([
    ['approved', {}, '✅ Approved by <@U_X>'],
    ['returned', { returnedTo: 'intake', decisionReason: 'No <b>' }, '↩️ Returned to Intake by <@U_X>'],
    ['undone', {}, '<@U_X> took back the decision'],
    ['cancelled', { decisionReason: 'Gone' }, '<@U_X> cancelled the project'],
  ] as const)('once %s it says who, and only opens the project', (state, more, said) => {
    const { text, content, problems } = draw(aProject(playbook, { stage: 'review' }), {
      state,
      decidedBy: 'U_X',
      decidedAt: at,
      ...more,
    });
    expect(problems).toEqual([]);
    expect(content.open).toBe(false);
    expect(text).toContain(said);
    expect([...text.matchAll(/"action_id":"([^"]+)"/g)].map(([, action]) => action)).toEqual(['project.show']);
    expect(text).not.toContain('<b>');
  });

  test('on hold it says why, and nothing can be decided', () => {
    const { text, content } = draw(aProject(playbook, { state: 'on_hold', stateReason: 'They move' }));
    expect(text).toContain('*On hold*: They move');
    expect([...text.matchAll(/"action_id":"([^"]+)"/g)].map(([, action]) => action)).toEqual(['project.show']);
    expect(content.open).toBe(false);
  });

  test('the worst that people and playbooks may write fits, and calls nobody', () => {
    const turns: Partial<Handoff>[] = [
      { reason: nasty, cameBy: 'returned', cameFrom: 'stage1' },
      { state: 'returned', decidedBy: 'U_X', decidedAt: at, decisionReason: nasty, returnedTo: 'stage1' },
    ];
    for (const turn of turns) {
      for (const ticks of [undefined, []]) {
        const { problems, text, content } = draw(
          hugeProject('stage7', { state: 'active', ...(ticks ? { ticks } : {}) }),
          turn,
        );
        expect(problems).toEqual([]);
        expect(content.text.length).toBeLessThanOrEqual(3000);
        expect(text.replaceAll(/"type":"plain_text","text":"(?:[^"\\]|\\.)*"/g, '')).not.toContain('<!channel>');
      }
    }
  });
});

const entry = (action: string, more: Partial<StoryEntry> = {}): StoryEntry => ({
  id: 5n,
  at,
  actor: 'U_X',
  action,
  before: null,
  after: null,
  reason: null,
  ...more,
});

const page = (project: ProjectState, more: Partial<ProjectPage> = {}): ProjectPage => {
  return {
    project,
    stages: project.playbook.stages.map((stage) => ({ stage, items: checklistOf(project, stage) })),
    gates: gatesNow(project),
    documents: [],
    notes: [],
    timeline: { entries: [entry('project.created')], more: false, isFirst: true },
    undo: undefined,
    roleName,
    ...more,
  };
};
const addDocument = { text: 'Add document', action: 'document.add', value: 'x' };
const show = (shown: ProjectPage, sections: Parameters<typeof windowFor>[2] = []) => {
  const modal = windowFor('sales', projectHead(shown, addDocument), sections);
  return { problems: checkView(json(modal), 'modal'), text: JSON.stringify(modal) };
};

describe('the project’s window', () => {
  test('ONB-18 where it is, since when, who has it, what blocks it, what is ticked, who did what', () => {
    const project = aProject(playbook, {
      stage: 'delivery',
      goLiveOn: day('2026-04-01'),
      invoices: [anInvoice('first_month', 2000_00, 500_00, { label: 'First month' })],
      subscription: aSubscription(),
    });
    const { problems, text } = show(
      page({ ...project, handoff: { ...project.handoff, stage: 'delivery', assigneeId: 'U_SERVICE' } }),
    );
    expect(problems).toEqual([]);
    for (const said of [
      'At *Delivery* since <!date^',
      '<@U_SERVICE>',
      '🔒 Going live: First month: $1,500.00 of $2,000.00 is still to be paid',
      '☑ Go-live date scheduled: Apr 1, 2026',
      'set while its gate was open; it is shut again',
      '$500.00 paid',
      '<@U_X> created the project',
    ]) {
      expect(text).toContain(said);
    }
  });

  test.each([
    ['active', ['project.hold', 'project.cancel', 'handoff.approve'], ['project.resume', 'project.reopen']],
    ['on_hold', ['project.resume', 'project.cancel'], ['project.hold', 'handoff.approve']],
    ['cancelled', ['project.reopen'], ['project.cancel', 'handoff.approve', 'project.correct']],
    ['closed', ['project.reopen', 'project.correct'], ['project.cancel', 'handoff.approve']],
  ] as const)('while %s it offers what is possible', (state, offered, absent) => {
    const { text, problems } = show(
      page(aProject(playbook, { state, ...(state === 'closed' ? { stage: 'closed' } : {}) })),
    );
    expect(problems).toEqual([]);
    for (const action of offered) expect(text).toContain(`"action_id":"${action}"`);
    for (const action of absent) expect(text).not.toContain(`"action_id":"${action}"`);
  });

  test('ONB-19 once cancelled it lists no gates: what would open them is no longer offered', () => {
    const setUp = anInvoice('set_up', 2500_00, 0, { label: 'Set-up fee', state: 'void' });
    const running = show(page(aProject(playbook, { invoices: [setUp] })));
    expect(running.text).toContain('correct the amount, or ask for an exception');
    const { text, problems } = show(page(aProject(playbook, { invoices: [setUp], state: 'cancelled' })));
    expect(problems).toEqual([]);
    expect(text).not.toContain('*Gates*');
    expect(text).not.toContain('ask for an exception');
  });

  test('as much as there can be fits, and the timeline stays in sight', () => {
    const entries = Array.from({ length: 10 }, (_, n) =>
      entry('checklist.changed', { id: BigInt(n), after: { stage: 'stage1', note: nasty }, reason: nasty }),
    );
    const sections = Array.from({ length: 9 }, (_, n) => ({
      order: 70 + n,
      title: `Section ${n}`,
      blocks: Array.from({ length: 12 }, () => ({ type: 'divider' as const })),
    }));
    const documents = Array.from({ length: 60 }, (_, n) => ({
      id: `d${n}`,
      subject: { type: 'project', id: 'p' },
      kind: 'other',
      name: nasty,
      location: nasty,
      addedBy: 'U',
      addedAt: at,
    }));
    const activities = Array.from({ length: 60 }, (_, n) => ({
      id: `a${n}`,
      ref: n,
      type: 'visit',
      description: nasty,
      services: [],
      attendees: [],
      state: 'open' as const,
      createdBy: 'U',
      createdAt: at,
    }));
    const full = {
      documents,
      notes: Array.from({ length: 10 }, () => ({ text: nasty, by: 'U_X', at })),
      timeline: { entries, more: true, isFirst: false },
      undo: 'h1',
    };
    for (const stage of ['stage0', 'stage39', 'closed']) {
      const state = stage === 'closed' ? 'closed' : 'active';
      const { problems, text } = show(page(hugeProject(stage, { state, activities }), full), sections);
      expect(problems).toEqual([]);
      expect(text).toContain('timeline.older');
      expect(text).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/);
      expect(Buffer.byteLength(text)).toBeLessThan(250_000);
    }
  });

  test('WRK-7 the timeline tells names, words and days, and no ids or keys', () => {
    const told = (action: string, more: Partial<StoryEntry> = {}) =>
      timelineLine(playbook, entry(action, more), roleName);
    const sent = { invoice: '01890000-0000-7000-8000-000000000001', number: 'A<7', accountingNumber: 'X_1_y' };
    expect(told('invoice.sent', { after: sent, reason: 'Why & how' })).toContain(
      '<@U_X> marked an invoice as sent: A&lt;7 · accounting number: X_1_y “Why &amp; how”',
    );
    expect(
      told('handoff.approved', { actor: 'baton', before: { stage: 'review' }, after: { stage: 'billing' } }),
    ).toContain('Baton approved Review → Billing');
    expect(told('override.requested', { after: { gate: 'go-live', kind: 'other' } })).toContain(
      'asked for an exception: gate: Going live · other',
    );
    const checklist = {
      stage: 'profile-check',
      profile_reviewed: true,
      target_go_live: '2026-03-20',
      details_agreed: false,
    };
    expect(told('checklist.changed', { after: checklist })).toContain(
      'changed the checklist of Profile check: ☑ Customer profile reviewed · ☑ Target go-live date: Mar 20, 2026 · ☐ Details agreed',
    );
  });
});

describe('lists', () => {
  const row = (project: ProjectState) => ({
    project,
    holder: roleName('sales'),
    blockedBy: [nasty],
    missing: 2,
    isLate: true,
  });
  test('a page of the worst rows fits in a window and in Home', () => {
    const rows = Array.from({ length: 8 }, () => row(hugeProject('stage7')));
    const desks = Array.from({ length: 120 }, (_, n) => ({ key: `desk${n}`, name: `Desk ${n}` }));
    expect(checkView(json(listModal({ rows, next: 8 }, 'blocked', 8, desks)), 'modal')).toEqual([]);
    expect(checkBlocks(json(waitingBlocks({ rows, next: 8 })), 'home')).toEqual([]);
  });

  test('an empty list says what to do', () => {
    expect(JSON.stringify(listModal({ rows: [], next: undefined }, 'mine', 0, []))).toContain('/onboard new');
    expect(waitingBlocks({ rows: [], next: undefined })).toEqual([]);
    expect(customerProjects([])).toEqual([]);
  });
});

describe('forms', () => {
  const project = hugeProject('stage39');
  const stage = huge.stages[39] as Stage;
  test.each([
    [
      'new project',
      newProjectForm({ playbooks: [huge, playbook], catalogue, owner: 'U_SALES', currency: 'USD', customer: nasty }),
    ],
    ['return', returnForm(project, project.handoff, stage)],
    ['assign', assignForm(project, { ...project.handoff, assigneeId: 'U_SALES' }, stage, 'Sales or Billing', 'U_X')],
    [
      'checklist behind a shut gate',
      checklistForm(project, project.handoff, stage, view(project).items, { at, roleName }),
    ],
    ['checklist', checklistForm(project, project.handoff, stage, view(knowing(project, {})).items, { at, roleName })],
    ['hold', holdProjectForm({ ...project, ref: 2147483647 })],
    ['resume', resumeProjectForm({ ...project, ref: 2147483647 })],
    ['cancel', cancelProjectForm({ ...project, ref: 2147483647 })],
    ['re-open', reopenProjectForm({ ...project, ref: 2147483647 })],
    ['team', teamForm({ ...project, ref: 2147483647 })],
    ['amounts', correctProjectForm({ ...project, ref: 2147483647 })],
    [
      'choice',
      chooseProjectModal(
        Array.from({ length: 20 }, (_, n) => ({
          id: `p${n}`,
          ref: n,
          customerId: 'c',
          state: 'on_hold',
          stage: 'stage1',
          customer: nasty,
        })),
      ),
    ],
  ])('%s: Slack takes it', (_what, form) => {
    expect(checkView(json(form), 'modal')).toEqual([]);
  });

  test('the return form offers the usual desk first and every earlier one', () => {
    const planning = aProject(playbook, { stage: 'billing' });
    const billing = playbook.stages[2] as Stage;
    const form = JSON.stringify(returnForm(planning, planning.handoff, billing));
    expect(form).toContain('"value":"intake"');
    expect(form).toContain('"initial_option":{"text":{"type":"plain_text","text":"Review"');
  });

  test('a checklist shows facts and what waits for a gate to read, the rest to set', () => {
    const delivery = aProject(playbook, { stage: 'delivery', invoices: [anInvoice('first_month', 2000_00)] });
    const form = checklistForm(delivery, delivery.handoff, playbook.stages[5] as Stage, view(delivery).items, {
      at,
      roleName,
    });
    expect(form.submit).toBeUndefined();
    const paid = knowing(delivery, { invoices: [anInvoice('first_month', 2000_00, 2000_00)] });
    const open = checklistForm(paid, paid.handoff, playbook.stages[5] as Stage, view(paid).items, { at, roleName });
    expect(open.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))).toEqual([
      'go_live_scheduled',
      'went_live',
    ]);
  });
});
