import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { invoicesOf } from '../../src/features/billing/onboarding/index.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { findProjects } from '../../src/features/onboarding/lists/find-project.ts';
import { readList } from '../../src/features/onboarding/lists/list-page.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { loadPlaybooks, type Playbook } from '../../src/features/playbooks/index.ts';
import { onboardingPolicy } from '../../src/features/playbooks/projects/policies.ts';
import { describeEachEngine } from '../support/database.ts';
import { createProject, type NewProjectInput } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';
import { startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('ONB-1 sales creates projects', (engine) => {
  let h: Harness;
  let playbooks: readonly Playbook[];
  beforeAll(async () => {
    h = await startOffice(engine);
    playbooks = await loadPlaybooks();
  });
  afterAll(() => h.close());

  const input: NewProjectInput = {
    customer: 'Acme & <Sons>',
    contactName: 'Jo',
    email: 'jo@acme.test',
    playbook: 'managed-services',
    ownerId: 'U_SALES_2',
    managerId: 'U_PROJECT_MANAGER',
    currency: 'eur',
    amounts: { set_up: '1.000,50', first_month: '2000' },
    taxRate: '22',
    pickedUp: { set_up: 'check', first_month: 'nothing' },
  };
  const create = (more: Partial<NewProjectInput> = {}, role = 'sales') =>
    createProject(h.deps, h.person(role), playbooks, { ...input, ...more });

  test('customer, team, drafts and the first turn stand after it; the owner is told', async () => {
    const project = await create();
    expect(project).toMatchObject({
      stage: 'intake',
      currency: 'EUR',
      ownerId: 'U_SALES_2',
      customer: { name: 'Acme & <Sons>' },
      handoff: { turn: 1, cameBy: 'created', assigneeId: 'U_SALES_2', remindOn: '2026-03-04' },
    });
    expect(
      invoicesOf(project).map((each) => [
        each.kind,
        each.net.amount,
        each.tax.amount,
        each.state,
        each.pickedUp,
        each.presented,
      ]),
    ).toEqual([
      ['set_up', 1000_50n, 220_11n, 'draft', 'check', false],
      ['first_month', 2000_00n, 440_00n, 'draft', 'nothing', false],
    ]);
    const told = (await h.posts()).filter((post) => post.lane === 'U_SALES_2');
    expect(told.at(-1)?.text).toContain('Acme &amp; &lt;Sons&gt; is with you at *Intake*');
    const [row] = await h.audit({ action: 'project.created', subjectId: project.id });
    expect(row?.after).toMatchObject({ charges: 'Set-up fee €1,000.50, First month €2,000.00' });
  });

  test('an existing name is the existing customer, however it is written', async () => {
    const first = await create({ customer: 'Beta Corp' });
    const second = await create({ customer: '  BETA   corp ' });
    const chosen = await create({ customer: undefined, customerId: first.customer.id });
    expect([second.customer.id, chosen.customer.id]).toEqual([first.customer.id, first.customer.id]);
  });

  test('CUS-1 contact data entered for a known customer: what was not known is taken, what was stays, and the answer says so', async () => {
    const [{ id } = { id: '' }] = await h.db.prisma.$queryRaw<
      { id: string }[]
    >`SELECT id FROM customers WHERE name = 'Acme & <Sons>'`;
    const asks = asking(h, onboardingSlice(playbooks), 'sales');
    const answer = await asks.submit('project.create', '', {
      existing_customer: id,
      contact_name: { text: 'Bo' },
      phone: { text: '555 0101' },
      playbook: 'managed-services',
      owner: { user: 'U_SALES' },
      project_manager: { user: 'U_PROJECT_MANAGER' },
      currency: { text: 'USD' },
    });
    expect(answer.say?.text).toContain('another contact, which stays');
    expect(await h.db.prisma.customer.findUnique({ where: { id } })).toMatchObject({
      contactName: 'Jo',
      phone: '555 0101',
    });
    const edits = await h.audit({ action: 'customer.edited', subjectId: id });
    expect(edits.map((row) => row.after)).toEqual([{ changed: ['phone'] }]);
  });

  test('two people creating for the same new customer at once make one customer and two projects', async () => {
    const [a, b] = await Promise.all([create({ customer: 'Gamma' }), create({ customer: 'gamma' })]);
    expect(a.customer.id).toBe(b.customer.id);
    expect(a.ref).not.toBe(b.ref);
  });

  test('the currency that a new project is offered is a setting', async () => {
    const asks = asking(h, onboardingSlice(playbooks), 'sales');
    const offered = async () => JSON.stringify((await asks.type('new', '')).modal);
    expect(await offered()).toContain('"initial_value":"USD"');
    await h.setPolicy(onboardingPolicy, { ...onboardingPolicy.defaults, defaultCurrency: 'EUR' });
    expect(await offered()).toContain('"initial_value":"EUR"');
  });

  test('a target before the project begins is refused at its field, and nothing is stored', async () => {
    const before = await h.db.prisma.project.count();
    await expect(create({ targetGoLiveOn: day('2026-03-01') })).rejects.toMatchObject({
      fields: { target_go_live: expect.stringContaining('began on Mar 2, 2026') },
    });
    expect(await h.db.prisma.project.count()).toBe(before);
    expect((await create({ targetGoLiveOn: day('2026-03-02') })).targetGoLiveOn).toBe('2026-03-02');
  });

  test('only sales may', async () => {
    await expect(create({}, 'reviewer')).rejects.toThrow(NotAllowed);
  });

  test.each<[string, Partial<NewProjectInput>]>([
    ['customer', { customer: '  ' }],
    ['customer', { customerId: '01890000-0000-7000-8000-000000000009' }],
    ['customer', { customer: 'x'.repeat(201) }],
    ['existing_customer', { customer: undefined, customerId: '01890000-0000-7000-8000-000000000009' }],
    ['email', { email: 'not an address' }],
    ['currency', { currency: 'Taler' }],
    ['set_up_fee', { amounts: { set_up: '12.345.6' } }],
    ['first_month', { amounts: { first_month: '-5' } }],
    ['hardware', { amounts: {}, hardwareText: 'A firewall' }],
    ['tax_rate', { taxRate: 'much' }],
    ['playbook', { playbook: 'nothing' }],
    ['owner', { ownerId: 'U_SERVICE' }],
    ['project_manager', { managerId: undefined }],
    ['project_manager', { managerId: 'U_SALES' }],
  ])('bad input is told at its field (%s), and nothing is stored', async (field, more) => {
    const before = [await h.db.prisma.project.count(), await h.db.prisma.customer.count()];
    await expect(create(more)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect([await h.db.prisma.project.count(), await h.db.prisma.customer.count()]).toEqual(before);
  });

  test('a project is found by its number and by part of its customer’s name; more than one asks', async () => {
    const one = await create({ customer: 'Zeta 100% Möbel' });
    const other = await create({ customer: 'Zeta Two' });
    for (const text of [`P-${one.ref}`, `p${one.ref}`, String(one.ref), 'möbel', '100%']) {
      expect(await findProjects(h.deps, text)).toEqual({ id: one.id });
    }
    const found = await findProjects(h.deps, 'zeta');
    const several = 'several' in found ? found.several : [];
    expect(several.map((each) => [each.id, each.customer])).toEqual(
      expect.arrayContaining([
        [one.id, 'Zeta 100% Möbel'],
        [other.id, 'Zeta Two'],
      ]),
    );
    expect(several).toHaveLength(2);
    await expect(findProjects(h.deps, 'Omega <!channel>')).rejects.toThrow('There is no project “Omega');
    await expect(findProjects(h.deps, 'P-999999')).rejects.toThrow('no project');
  });
});

describeEachEngine('lists', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  });
  afterAll(() => h.close());
  const ids = async (filter: Parameters<typeof readList>[1], skip = 0) =>
    (await readList(h.deps, filter, skip)).rows.map((row) => row.project.id);

  test('mine, by desk, blocked, late: each shows what it says; decided folders are in none', async () => {
    const intake = await startProject(h, {});
    const review = await startProject(h, {});
    await review.walkTo('review');
    const unpaid = await startProject(h, { set_up: '500' });
    await unpaid.walkTo('planning');
    const held = await startProject(h, {});
    await holdProject(h.deps, h.person('sales'), { projectId: held.id, reason: 'x' });

    expect(await ids({ kind: 'desk', role: 'reviewer' })).toEqual([review.id]);
    expect(await ids({ kind: 'all' })).toHaveLength(4);
    expect((await ids({ kind: 'blocked' })).sort()).toEqual([unpaid.id, held.id].sort());
    await unpaid.pay('set_up');
    expect(await ids({ kind: 'blocked' })).toEqual([held.id]);
    // Owner of all, manager of all, assigned to one.
    expect(await ids({ kind: 'mine', userId: 'U_SALES' })).toHaveLength(4);
    expect(await ids({ kind: 'mine', userId: 'U_SALES_2' })).toEqual([]);
    // Assigned to me, or unassigned at a desk of mine; nothing that is on hold.
    expect(await ids({ kind: 'waiting', userId: 'U_SALES', desks: ['sales'] })).toEqual([intake.id]);
    expect(await ids({ kind: 'waiting', userId: 'U_SALES_2', desks: ['sales'] })).toEqual([]);
    expect(await ids({ kind: 'waiting', userId: 'U_REVIEWER_2', desks: ['reviewer'] })).toEqual([review.id]);

    const late = (today: string) => ids({ kind: 'late', today: day(today) });
    expect(await late('2026-03-02')).toEqual([]);
    expect(await late('2026-03-03')).toEqual([review.id]);
    const page = await readList(h.deps, { kind: 'desk', role: 'reviewer' }, 0);
    expect(page.rows[0]?.missing).toBe(2);
    expect(page.next).toBeUndefined();
  });

  test('long lists page', async () => {
    const seen = new Set<string>();
    for (let n = 0; n < 10; n++) await startProject(h, {});
    let skip: number | undefined = 0;
    let pages = 0;
    while (skip !== undefined) {
      const page: Awaited<ReturnType<typeof readList>> = await readList(h.deps, { kind: 'all' }, skip);
      for (const row of page.rows) seen.add(row.project.id);
      skip = page.next;
      pages++;
    }
    expect(pages).toBe(2);
    expect(seen.size).toBe(14);
  });
});
