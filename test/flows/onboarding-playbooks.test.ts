import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { invoicingSlice } from '../../src/features/billing/invoices/index.ts';
import { billingOnboardingSlice } from '../../src/features/billing/onboarding/index.ts';
import { armProject } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { disarmProject } from '../../src/features/billing/onboarding/recurring/actions/disarm-recurring.ts';
import { setUpProjectSubscription } from '../../src/features/billing/onboarding/recurring/actions/set-up-subscription.ts';
import { paymentsSlice } from '../../src/features/billing/payments/index.ts';
import { subscriptionsSlice } from '../../src/features/billing/subscriptions/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { catalogueOf, loadPlaybooks, type Playbook, readerOf, rolesOf } from '../../src/features/playbooks/index.ts';
import { checkPlaybook } from '../../src/features/playbooks/playbook-checks.ts';
import { hardwareSlice } from '../../src/features/purchase/hardware/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { createProject } from '../support/entered.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';
import { startProject } from './onboarding-journey.ts';

/** A playbook as a workspace writes it: a desk of its own, a stage of its own, a gate that money doesn't open. */
const ownFile = {
  key: 'pool-service',
  name: 'Pool service',
  roles: [{ key: 'lifeguard', name: 'Lifeguards' }],
  gates: [{ key: 'water', name: 'Filling the pool', exceptions: ['other'], approvers: ['management'] }],
  stages: [
    {
      key: 'order',
      name: 'Order',
      desk: ['sales'],
      items: [{ key: 'pool_kind', kind: 'text', label: 'Which pool' }],
      next: 'swim',
      remindAfterBusinessDays: 1,
    },
    {
      key: 'swim',
      name: 'First swim',
      desk: ['lifeguard'],
      items: [
        { key: 'ring', kind: 'tick', label: 'Ring hung up' },
        { key: 'filled', kind: 'tick', label: 'Pool filled', gate: 'water', optional: true },
      ],
      next: 'closed',
      back: ['order'],
      remindAfterBusinessDays: 3,
    },
  ],
};

describe('playbooks are data', () => {
  let h: Harness;
  let directory: string;
  let playbooks: readonly Playbook[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'playbooks-'));
    await writeFile(join(directory, 'pool.json'), JSON.stringify(ownFile));
    playbooks = await loadPlaybooks(directory);
    h = await createHarness({
      engine: 'embedded',
      slices: [
        customersSlice,
        documentsSlice,
        subscriptionsSlice,
        invoicingSlice,
        paymentsSlice,
        billingOnboardingSlice,
        hardwareSlice,
        onboardingSlice(playbooks),
      ],
      roles: rolesOf(playbooks),
    });
  });
  afterAll(async () => {
    await h.close();
    await rm(directory, { recursive: true });
  });

  test('a file alone adds a playbook with its own desk, stages and checklist; the shipped ones stay', async () => {
    expect(playbooks.map((each) => each.key)).toEqual(['managed-services', 'pool-service']);
    expect(rolesOf(playbooks)).toEqual([{ key: 'lifeguard', name: 'Lifeguards' }]);
    const sales = h.person('sales');
    const { id } = await createProject(h.deps, sales, playbooks, {
      customer: 'Lido',
      playbook: 'pool-service',
      ownerId: 'U_SALES',
      managerId: 'U_PROJECT_MANAGER',
      currency: 'EUR',
      amounts: {},
      pickedUp: { set_up: 'nothing', first_month: 'nothing' },
    });
    const state = () => loadProject(readerOf(h.deps), id);
    const save = async (role: string, ticked: string[], texts = {}) =>
      saveChecklist(h.deps, h.person(role), {
        handoffId: (await state()).handoff.id,
        shownAt: h.clock.now(),
        ticked,
        dates: {},
        texts,
      });
    const approve = async (role: string) =>
      approveHandoff(h.deps, h.person(role), { handoffId: (await state()).handoff.id });

    await expect(approve('sales')).rejects.toThrow('• Which pool');
    await save('sales', [], { pool_kind: 'Round & <deep>' });
    await approve('sales');
    const swim = (await state()).handoff;
    const [message] = await h.messages('handoff', swim.id);
    expect(message?.row.lane).toBe('C_LIFEGUARD');
    expect(message?.json).toContain('Ring hung up');
    await expect(approve('sales')).rejects.toThrow('Only Lifeguards can');
    await expect(save('lifeguard', ['ring', 'filled'])).rejects.toThrow('Filling the pool');
    await save('lifeguard', ['ring']);
    await approve('lifeguard');
    expect(await state()).toMatchObject({ state: 'closed', stage: 'closed' });
  });

  test('a desk of its own may do what its stage offers: subscription and recurring billing need no role of Baton’s', async () => {
    const stage = { items: [], remindAfterBusinessDays: 1 };
    const file = {
      key: 'moorings',
      name: 'Moorings',
      roles: [{ key: 'harbour', name: 'Harbour office' }],
      stages: [
        { ...stage, key: 'berth', name: 'Berth', desk: ['sales'], next: 'dues' },
        {
          ...stage,
          key: 'dues',
          name: 'Dues',
          desk: ['harbour'],
          items: [{ key: 'moored', kind: 'date', sets: 'wentLiveOn', label: 'Moored since' }],
          next: 'closed',
          actions: ['subscription.set_up', 'recurring.arm'],
        },
      ],
    };
    const checked = checkPlaybook(file, new Set(builtinRoles.map(({ key }) => key)));
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    await h.addPerson('U_HARBOUR', ['harbour']);
    const p = await startProject(h, { first_month: '100' }, { playbook: checked.playbook });
    await p.approve();
    const harbour = h.person('harbour');
    const { handoff } = await p.state();
    await saveChecklist(h.deps, harbour, {
      handoffId: handoff.id,
      shownAt: h.clock.now(),
      ticked: [],
      dates: { moored: p.today() },
      texts: {},
    });
    await setUpProjectSubscription(h.deps, harbour, {
      projectId: p.id,
      services: [{ description: 'Berth', quantity: 1, unitAmount: money(100_00, 'USD') }],
    });
    await expect(armProject(h.deps, h.person('accounting'), { projectId: p.id })).rejects.toThrow('Only harbour');
    await armProject(h.deps, harbour, { projectId: p.id });
    expect((await p.state()).subscription?.template.armed).toBe(true);
    await disarmProject(h.deps, harbour, { projectId: p.id, reason: 'Wrong day' });
    expect((await p.state()).subscription?.template.armed).toBe(false);
  });

  /** What only the desk does whose stage names it: where that is, who, and what its form sends. */
  const ofStage = {
    'subscription.set_up': { at: 'Billing', role: 'billing', data: '', sent: { services: { text: 'Desk | 1 | 5' } } },
    'recurring.arm': { at: 'Start of billing', role: 'accounting', data: ':x', sent: {} },
    'transfer.schedule': { at: 'Planning', role: 'project_manager', data: '', sent: { on: { day: '2026-03-09' } } },
  } as const;
  /** What stands in the project's window, too, and so is for whoever may, wherever the folder is. */
  const anywhere = ['gate.override', 'project.correct', 'document.add'];

  test('ALL-1 each desk action that a slice contributes is one or the other', () => {
    const contributed = [...catalogueOf(h.deps.contributions).actions.keys()];
    // Contracts are the customer's, in whose window its button stands.
    expect(contributed.sort()).toEqual([...Object.keys(ofStage), ...anywhere, 'contract.add'].sort());
  });

  test.each(Object.entries(ofStage))(
    'ALL-1 %s, pressed or sent where the stage does not name it or no stage does, is refused and changes nothing',
    async (action, { at, role, data, sent }) => {
      const own = playbooks.find(({ key }) => key === 'pool-service');
      const [shipped, without] = [await startProject(h, {}), await startProject(h, {}, { playbook: own as Playbook })];
      const before = (await h.audit()).length;
      const by = asking(h, onboardingSlice(playbooks), role);
      for (const [{ id }, why] of [
        [shipped, `is at Intake: this is done at ${at}.`],
        [without, "The playbook “Pool service” doesn't have this step."],
      ] as const) {
        await expect(by.press(action, id)).rejects.toThrow(why);
        await expect(by.submit(action, `${id}${data}`, sent)).rejects.toThrow(why);
      }
      expect(await h.audit()).toHaveLength(before);
    },
  );

  test.each(anywhere)('WRK-1 %s stands in the window of a project whose playbook does not name it', async (action) => {
    const own = playbooks.find(({ key }) => key === 'pool-service');
    const { id } = await startProject(h, {}, { playbook: own as Playbook });
    const by = asking(h, onboardingSlice(playbooks), 'sales');
    const { modal: window } = await by.press('project.show', id);
    const [, value = ''] = new RegExp(`"action_id":"${action}","value":"([^"]+)"`).exec(JSON.stringify(window)) ?? [];
    expect((await by.press(action, value)).modal?.callback_id).toBe(action);
  });

  test('a running project keeps the playbook it began with', async () => {
    const { id, handoff } = await createProject(h.deps, h.person('sales'), playbooks, {
      customer: 'Lido two',
      playbook: 'pool-service',
      ownerId: 'U_SALES',
      managerId: 'U_PROJECT_MANAGER',
      currency: 'EUR',
      amounts: {},
      pickedUp: { set_up: 'nothing', first_month: 'nothing' },
    });
    const edited = { ...ownFile, stages: ownFile.stages.map((stage) => ({ ...stage, desk: ['hosting'] })) };
    await writeFile(join(directory, 'pool.json'), JSON.stringify(edited));
    const later = await loadPlaybooks(directory);
    expect(later.find((each) => each.key === 'pool-service')?.stages[0]?.desk).toEqual(['hosting']);
    expect((await loadProject(readerOf(h.deps), id)).playbook.stages[0]?.desk).toEqual(['sales']);
    const texts = { pool_kind: 'Square' };
    await saveChecklist(h.deps, h.person('sales'), {
      handoffId: handoff.id,
      shownAt: h.clock.now(),
      ticked: [],
      dates: {},
      texts,
    });
    await approveHandoff(h.deps, h.person('sales'), { handoffId: handoff.id });
    await writeFile(join(directory, 'pool.json'), JSON.stringify(ownFile));
  });

  test('an own playbook replaces the shipped one of the same key', async () => {
    const file = join(directory, 'mine.json');
    await writeFile(file, JSON.stringify({ ...ownFile, key: 'managed-services', name: 'Ours' }));
    expect((await loadPlaybooks(directory)).find((each) => each.key === 'managed-services')?.name).toBe('Ours');
    await rm(file);
  });

  test('what is wrong with a file is said with its name, the place in it and what to do', async () => {
    const file = join(directory, 'broken.json');
    const broken = { ...ownFile, key: 'broken', stages: [{ ...ownFile.stages[0], next: 'nowhere' }] };
    await writeFile(file, JSON.stringify(broken));
    await expect(loadPlaybooks(directory)).rejects.toThrow(
      /broken\.json is no usable playbook.*\n {2}stages\[0\]\.next: "nowhere" is no later stage: use "closed"/,
    );
    await writeFile(file, '{ "key": ');
    await expect(loadPlaybooks(directory)).rejects.toThrow(/broken\.json is no JSON/);
    await writeFile(file, JSON.stringify(ownFile));
    await expect(loadPlaybooks(directory)).rejects.toThrow('has the key "pool-service" too');
    await rm(file);
  });
});
