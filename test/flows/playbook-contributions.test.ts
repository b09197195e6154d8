import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { activitiesSlice } from '../../src/features/activities/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { addDocument, documentsSlice } from '../../src/features/documents/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { createProject } from '../../src/features/onboarding/project/actions/new-project.ts';
import { reopenProject } from '../../src/features/onboarding/project/actions/reopen-project.ts';
import {
  type Follow,
  fact,
  type Intake,
  loadPlaybooks,
  obligation,
  type Part,
  type Playbook,
  playbookContributions,
  readerOf,
  requireNames,
} from '../../src/features/playbooks/index.ts';
import { context, textInput } from '../../src/platform/block-kit/blocks.ts';
import type { FormValues } from '../../src/platform/block-kit/form.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { startApp } from '../support/app.ts';
import { filledIn } from '../support/entered.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

/** What the slice keeps: how deep each project's pool is, in metres. */
const depths = new Map<string, number>();
const reads: string[][] = [];
const pool: Part<number> = {
  name: 'pool',
  none: 0,
  read: async (_from, projects) => {
    reads.push(projects.map(({ id }) => id));
    return new Map(projects.flatMap(({ id }) => (depths.has(id) ? [[id, depths.get(id) ?? 0] as const] : [])));
  },
};

const sizeInput = (initial?: string) =>
  textInput({ name: 'pool_size', label: 'How deep', optional: true, ...(initial ? { initial } : {}) });

const readSize = (values: FormValues) => {
  const size = Number(values.text('pool_size') ?? 0);
  return { size, problems: size >= 0 ? {} : { pool_size: 'Write it in metres.' } };
};

const size: Intake = {
  reads: [pool],
  fields: [sizeInput()],
  read: (values, { currency }) => {
    const { size, problems } = readSize(values);
    return {
      problems,
      logged: { depth: `${size} m, paid in ${currency}` },
      carryOut: async (_work, { id }) => {
        depths.set(id, size);
      },
    };
  },
  correcting: {
    what: 'depth',
    about: 'how deep it is.',
    keptWith: 'Kept with the pool.',
    asItWas: 'It is that deep',
    by: ['service'],
    fields: ({ parts }) => [sizeInput(String(parts.of(pool)))],
    read: (values, { id, parts }) => {
      const { size, problems } = readSize(values);
      const before = parts.of(pool);
      return {
        problems,
        isChange: size !== before,
        carryOut: async () => {
          if (size > 9) throw new FieldErrors({ pool_size: 'Nobody digs that deep.' });
          depths.set(id, size);
          return {
            action: 'pool.corrected',
            before: { depth: before },
            after: { depth: size },
            lines: [`${before} m → ${size} m`],
          };
        },
      };
    },
  },
};

/** The water is let out of a cancelled project's pool. */
const water: Follow = {
  reads: [pool],
  dateStands: ({ parts }, date) => (date === 'etaOn' && parts.of(pool) > 5 ? 'It is too deep for a day.' : undefined),
  foretells: () => [{ place: 15, text: 'the water is let out' }],
  onCancel: async (work, { id, parts }) => {
    work.post({ to: { role: 'service' }, content: { text: 'Pull the plug!' } });
    depths.set(id, 0);
    return [
      { place: 35, text: 'the towels are dry' },
      { place: 15, text: `${parts.of(pool)} m of water let out` },
    ];
  },
  goesOnAt: () => 'dig',
  onReopen: async (_work, _project, reason) => [{ place: 15, text: `the pool is empty (${reason})` }],
};

/** One of each, for a playbook to name. */
const poolSlice: Slice = {
  name: 'pool',
  contributes: [
    contribute(playbookContributions, {
      slice: 'pool',
      facts: { dug: fact(pool, (depth) => depth > 0) },
      obligations: {
        depth: obligation(pool, (depth) =>
          depth >= 2
            ? { state: 'settled', why: 'It is deep.' }
            : { state: 'open', why: `It is ${depth} m deep, not 2.`, with: { role: 'sales', doing: 'digs' } },
        ),
      },
      effects: {
        call_diver: {
          reads: [pool],
          run: async (work, { parts }) =>
            work.post({ to: { role: 'service' }, content: { text: `Dive ${parts.of(pool)} m!` } }),
        },
      },
      actions: {
        'pool.dig': {
          reads: [pool],
          offered: ({ project }) => (project.parts.of(pool) >= 2 ? undefined : { text: 'Dig', value: project.id }),
        },
      },
      sections: {
        depth: { on: ['message'], reads: [pool], blocks: ({ parts }) => [context(`${parts.of(pool)} m of water`)] },
      },
      intake: { size },
      follows: [water],
    }),
  ],
};

/** Since when each project's water is green, and when it was last let in. */
const green = new Map<string, Date>();
const filled = new Map<string, Date>();
const looks: number[] = [];

/** What a slice adds besides what a playbook names. */
const waterSlice: Slice = {
  name: 'water',
  contributes: [
    contribute(playbookContributions, {
      slice: 'water',
      tasks: {
        clean: {
          order: 5,
          by: ['service'],
          reads: [pool],
          asking: async (_from, _reader, take) => {
            looks.push(take);
            return [...green].map(([projectId, since]) => ({ projectId, since }));
          },
          rows: ({ id, parts }) =>
            green.has(id)
              ? [
                  {
                    text: `${parts.of(pool)} m of green water`,
                    next: { text: 'Clean', action: 'water.clean', value: id },
                  },
                ]
              : [],
        },
      },
      actions: {
        'water.drain': {
          reads: [],
          offered: () => undefined,
          inWindow: ({ id }) => (filled.has(id) ? { text: 'Drain', value: id } : undefined),
        },
      },
      intake: {
        heat: {
          reads: [],
          fields: [textInput({ name: 'water_heat', label: 'How warm', optional: true })],
          read: () => ({ problems: {}, logged: { heat: 'as it comes' }, carryOut: async () => {} }),
        },
      },
      belongings: { reads: [], subjects: ({ id }) => [{ type: 'water', id }] },
      noReturn: {
        reads: [],
        passed: ({ id }, since) =>
          (filled.get(id)?.getTime() ?? 0) > since.getTime() ? 'water was let in' : undefined,
      },
    }),
  ],
  sections: [
    {
      subject: 'project',
      order: 70,
      title: 'Water',
      read: async (_deps, id) => ({ blocks: [context(filled.has(id) ? 'It is in.' : 'It is dry.')] }),
    },
  ],
};

const file = {
  key: 'pool',
  name: 'Pool',
  sections: ['pool.depth'],
  intake: ['pool.size'],
  gates: [{ key: 'swim', name: 'Swimming', waitsFor: 'pool.depth', exceptions: ['other'], approvers: ['management'] }],
  stages: [
    {
      key: 'dig',
      name: 'Digging',
      desk: ['sales'],
      next: 'swim',
      remindAfterBusinessDays: 1,
      actions: ['pool.dig'],
      items: [
        { key: 'dug', kind: 'fact', fact: 'pool.dug', label: 'Dug' },
        { key: 'eta', kind: 'date', sets: 'etaOn', label: 'Dug on', optional: true },
      ],
    },
    {
      key: 'swim',
      name: 'Swim',
      desk: ['service'],
      next: 'closed',
      remindAfterBusinessDays: 1,
      onOpen: ['pool.call_diver'],
      items: [{ key: 'swum', kind: 'tick', label: 'Swum', gate: 'swim' }],
    },
  ],
};

/** It asks for something else, and comes first. */
const house = { ...file, key: 'house', name: 'House', intake: ['water.heat'] };

let h: Harness;
let directory: string;
let playbooks: readonly Playbook[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pool-'));
  await writeFile(join(directory, 'pool.json'), JSON.stringify(file));
  await writeFile(join(directory, 'house.json'), JSON.stringify(house));
  // The shipped one names what slices contribute that are not here.
  playbooks = (await loadPlaybooks(directory)).filter(({ key }) => key !== 'managed-services');
  // Onboarding, and what lies below it: no slice that knows of money or goods.
  const slices = [documentsSlice, customersSlice, activitiesSlice, onboardingSlice(playbooks)];
  h = await createHarness({ engine: 'embedded', slices: [...slices, poolSlice, waterSlice] });
});
afterAll(async () => {
  await h.close();
  await rm(directory, { recursive: true });
});

const begin = async (customer: string, depth?: string) => {
  const { id } = await createProject(h.deps, h.person('sales'), playbooks, {
    customer,
    playbook: 'pool',
    ownerId: 'U_SALES',
    managerId: 'U_PROJECT_MANAGER',
    currency: 'EUR',
    entered: filledIn({ pool_size: depth }),
  });
  return { id, state: () => loadProject(readerOf(h.deps), id) };
};

test('a slice contributes a fact, an obligation, an effect, a button and a section to a playbook in a file', async () => {
  requireNames(playbooks, h.deps.contributions);
  const { id, state } = await begin('Lido');
  const approve = async (role: string) =>
    approveHandoff(h.deps, h.person(role), { handoffId: (await state()).handoff.id });
  const message = async () => (await h.messages('handoff', (await state()).handoff.id))[0]?.json;

  await expect(approve('sales')).rejects.toThrow('• Dug (sets itself)');
  expect(await message()).toContain('"action_id":"pool.dig"');
  expect(await message()).toContain('0 m of water');

  depths.set(id, 1);
  expect(await message()).toContain('1 m of water');
  await approve('sales');
  expect((await h.posts()).map(({ text }) => text)).toContain('Dive 1 m!');

  const swim = async () =>
    saveChecklist(h.deps, h.person('service'), {
      handoffId: (await state()).handoff.id,
      shownAt: h.clock.now(),
      ticked: ['swum'],
      dates: {},
      texts: {},
    });
  expect(await message()).toContain('🔒 Swimming: It is 1 m deep, not 2.');
  await expect(swim()).rejects.toThrow('It is 1 m deep, not 2.');
  depths.set(id, 2);
  await swim();
  await approve('service');
  expect(await state()).toMatchObject({ state: 'closed', playbook: { sections: ['pool.depth'] } });
});

test('what a slice knows is read once for many projects', async () => {
  const lists = await Promise.all(['One', 'Two', 'Three'].map((name) => begin(name)));
  reads.length = 0;
  const list = h.registry.commands.find(({ command, word }) => command === '/onboard' && word === 'list');
  const by = h.person('sales');
  await list?.run({
    deps: h.deps,
    by,
    userId: by.userId,
    timeZone: 'UTC',
    roles: async () => new Set(['sales']),
    text: '',
  });
  expect(reads).toHaveLength(1);
  expect(reads[0]).toEqual(expect.arrayContaining(lists.map(({ id }) => id)));
});

describe('what a slice adds besides what a playbook names', () => {
  const as = (role: string) => asking(h, onboardingSlice(playbooks), role);
  const atHome = async (role: string) => JSON.stringify((await as(role).home()).flat());

  test('WRK-3 a task stands at the Home of whose it is, the longest first, read once however many ask', async () => {
    const [early, late, held, clean] = await Promise.all(['Early', 'Late', 'Held', 'Clean'].map((name) => begin(name)));
    const hours = (count: number) => new Date(h.clock.now().getTime() - count * 3_600_000);
    for (const [each, since] of [
      [late, hours(1)],
      [early, hours(2)],
      [held, hours(3)],
    ] as const)
      if (each) green.set(each.id, since);
    depths.set(early?.id ?? '', 3);
    await holdProject(h.deps, h.person('sales'), { projectId: held?.id ?? '', reason: 'Winter' });
    looks.length = 0;
    reads.length = 0;
    const home = await atHome('service');
    expect(home).toMatch(/Early: 3 m of green water.*"action_id":"water.clean".*Late: 0 m of green water/);
    expect(home).not.toContain('Held: 0 m');
    expect(home).not.toContain(clean?.id);
    expect(looks).toHaveLength(1);
    expect(reads.filter((ids) => ids.includes(early?.id ?? ''))).toHaveLength(1);
    expect(await atHome('management')).not.toContain('green water');
    expect(looks).toHaveLength(1);
  });

  test('WRK-1 a section and a button stand in the project’s window, whichever desk has the folder', async () => {
    const { id } = await begin('Spa');
    const window = async () => JSON.stringify((await as('management').press('project.show', id)).modal);
    expect(await window()).toContain('It is dry.');
    expect(await window()).not.toContain('water.drain');
    filled.set(id, h.clock.now());
    expect(await window()).toMatch(/"action_id":"water.drain".*\*Water\*.*It is in\./);
  });

  test('ONB-8 a document of what belongs to a project stands on its desk’s message', async () => {
    const { id, state } = await begin('Baths');
    const subject = { type: 'water', id };
    const { customerId, handoff } = await state();
    await addDocument(h.deps, h.person('sales'), { subject, customerId, kind: 'other', location: 'Shelf 7' });
    expect((await h.messages('handoff', handoff.id))[0]?.json).toContain('Shelf 7');
  });

  test('ALL-5 a decision stands once a slice says that something has left Baton since', async () => {
    const { id, state } = await begin('Thermae');
    depths.set(id, 1);
    const { handoff } = await state();
    const decide = () => approveHandoff(h.deps, h.person('sales'), { handoffId: handoff.id });
    const undo = () => undoDecision(h.deps, h.person('sales'), { handoffId: handoff.id });
    await decide();
    await undo();
    expect((await state()).stage).toBe('dig');
    await decide();
    h.clock.advance(60_000);
    filled.set(id, h.clock.now());
    await expect(undo()).rejects.toThrow("This can't be undone any more: water was let in meanwhile.");
  });
});

const money = /before tax|tax in percent|set-up fee|first month|picked up|hardware|amounts|billing/i;
const office = (role = 'sales') => asking(h, onboardingSlice(playbooks), role);
const newest = async () => (await h.db.prisma.project.findFirst({ orderBy: { ref: 'desc' } }))?.id ?? '';

test('ONB-1 "New project" asks for what the playbook names, says all that is wrong at once, and stores it', async () => {
  const asks = office();
  const first = JSON.stringify((await asks.type('new', 'Baths')).modal);
  expect(first).toContain('"dispatch_action":true');
  expect(first).toContain('water_heat');
  expect(first).not.toContain('pool_size');
  const chosen = JSON.stringify((await asks.press('playbook.choose', 'pool')).replace);
  expect(chosen).toContain('pool_size');
  expect(chosen).not.toContain('water_heat');
  expect(chosen).not.toMatch(money);
  await expect(office('service').press('playbook.choose', 'pool')).rejects.toThrow(NotAllowed);

  const filled = { customer: { text: 'Baths' }, playbook: 'pool', currency: { text: 'EUR' } };
  const count = await h.db.prisma.project.count();
  const wrong = asks.submit('project.create', '', { ...filled, pool_size: { text: 'deep' } });
  await expect(wrong).rejects.toMatchObject({
    fields: { pool_size: 'Write it in metres.', project_manager: expect.any(String) },
  });
  expect(await h.db.prisma.project.count()).toBe(count);

  await asks.submit('project.create', '', {
    ...filled,
    project_manager: { user: 'U_PROJECT_MANAGER' },
    pool_size: { text: '3' },
    water_heat: { text: 'nobody asked' },
  });
  const id = await newest();
  expect(depths.get(id)).toBe(3);
  const [row] = await h.audit({ action: 'project.created', subjectId: id });
  expect(row?.after).toMatchObject({ playbook: 'pool', depth: '3 m, paid in EUR' });
  expect(row?.after).not.toHaveProperty('heat');
});

test('ONB-19 "Correct" asks for the same with what stands, refuses at its field, and tells what was corrected', async () => {
  const { id, state } = await begin('Spa', '3');
  const message = async () => (await h.messages('handoff', (await state()).handoff.id))[0]?.json;
  expect(await message()).toContain('3 m of water');
  const asks = office();
  const form = JSON.stringify((await asks.press('project.correct', id)).modal);
  expect(form).toContain(`Depth of P-${(await state()).ref}`);
  expect(form).toContain('"initial_value":"3"');
  expect(form).not.toMatch(money);

  const send = (role: string, text: string) =>
    office(role).submit('project.correct', id, { pool_size: { text }, reason: { text: 'Measured <anew>' } });
  await expect(send('billing', '4')).rejects.toThrow('correct a project’s depth');
  await expect(send('sales', '3')).rejects.toThrow('It is that deep: change something, or cancel.');
  await expect(send('sales', 'x')).rejects.toMatchObject({ fields: { pool_size: 'Write it in metres.' } });
  await expect(send('sales', '10')).rejects.toMatchObject({ fields: { pool_size: 'Nobody digs that deep.' } });
  expect(await h.audit({ action: 'pool.corrected', subjectId: id })).toEqual([]);
  await send('service', '4');
  expect(depths.get(id)).toBe(4);
  const [row] = await h.audit({ action: 'pool.corrected', subjectId: id });
  expect(row).toMatchObject({ before: { depth: 3 }, after: { depth: 4 }, reason: 'Measured <anew>' });
  expect((await h.posts()).at(-1)?.text).toBe('<@U_SERVICE> corrected the depth: 3 m → 4 m. Measured &lt;anew&gt;');
  expect(await message()).toContain('4 m of water');
});

test('ONB-19 a slice hears that a project is cancelled and that it goes on, and says in its place what it did', async () => {
  const { id, state } = await begin('Tarn', '6');
  const by = h.person('sales');
  const eta = saveChecklist(h.deps, by, {
    handoffId: (await state()).handoff.id,
    shownAt: h.clock.now(),
    ticked: [],
    dates: { eta: day('2026-03-09') },
    texts: {},
  });
  await expect(eta).rejects.toMatchObject({ fields: { eta: 'It is too deep for a day.' } });
  await approveHandoff(h.deps, by, { handoffId: (await state()).handoff.id });
  const form = JSON.stringify((await office().press('project.cancel', id)).modal);
  expect(form).toContain('The water is let out and activities end.');
  expect(form).not.toMatch(money);

  await cancelProject(h.deps, by, { projectId: id, reason: 'Too cold' });
  expect(depths.get(id)).toBe(0);
  const texts = async () => (await h.posts()).map(({ text }) => text);
  expect(await texts()).toContain('Pull the plug!');
  expect(await texts()).toContain(
    '<@U_SALES> cancelled the project: Too cold\n• 6 m of water let out\n• the towels are dry',
  );
  const [row] = await h.audit({ action: 'project.cancelled', subjectId: id });
  expect(row?.after).toMatchObject({ also: '6 m of water let out; the towels are dry' });

  await reopenProject(h.deps, by, { projectId: id, reason: 'It thaws' });
  expect(await state()).toMatchObject({ state: 'active', stage: 'dig' });
  expect(await texts()).toContain('<@U_SALES> re-opened the project: It thaws\n• the pool is empty (It thaws)');
});

test('a playbook that names an intake nobody contributes stops the start, with those that exist', () => {
  const wrong = playbooks.map((each) => ({ ...each, intake: ['pool.colour'] }));
  expect(() => requireNames(wrong, h.deps.contributions)).toThrow(
    'intake[0]: There is no intake "pool.colour": use one of "pool.size", "water.heat".',
  );
});

test('where a playbook asks for nothing, nothing can be corrected', async () => {
  const plain = playbooks.map((each) => ({ ...each, intake: [] }));
  const { id } = await createProject(h.deps, h.person('sales'), plain, {
    customer: 'Puddle',
    playbook: 'pool',
    ownerId: 'U_SALES',
    managerId: 'U_PROJECT_MANAGER',
    currency: 'EUR',
    entered: filledIn({ pool_size: 'x' }),
  });
  await expect(office().press('project.correct', id)).rejects.toThrow(
    'The playbook “Pool” asks for nothing that could be corrected.',
  );
  expect(JSON.stringify((await office().press('project.show', id)).modal)).not.toContain('project.correct');
});

test('a project is begun, corrected, handed on, cancelled and re-opened where nobody knows of money', async () => {
  const sales = office();
  await sales.submit('project.create', '', {
    customer: { text: 'Cove' },
    playbook: 'pool',
    project_manager: { user: 'U_PROJECT_MANAGER' },
    currency: { text: 'USD' },
    pool_size: { text: '1' },
  });
  const id = await newest();
  const state = () => loadProject(readerOf(h.deps), id);
  await sales.submit('project.correct', id, { pool_size: { text: '2' }, reason: { text: 'Measured' } });
  await sales.press('handoff.approve', (await state()).handoff.id);
  expect(await state()).toMatchObject({ stage: 'swim', parts: expect.anything() });
  await sales.submit('project.cancel', id, { reason: { text: 'Too cold' } });
  const window = JSON.stringify(await sales.submit('project.reopen', id, { reason: { text: 'It thaws' } }));
  expect(window).toContain('"action_id":"project.correct"');
  expect(window).toContain('At *Digging*');
  expect(window).not.toMatch(money);
});

test('ONB-1 in Slack, another playbook asks for other things in the same form, and what was filled in stays', async () => {
  const own = await mkdtemp(join(tmpdir(), 'plain-'));
  const plain = { ...file, key: 'plain', name: 'Plain', sections: [], intake: [], gates: [] };
  const stages = [{ key: 'do', name: 'Do it', desk: ['sales'], next: 'closed', remindAfterBusinessDays: 1 }];
  await writeFile(join(own, 'plain.json'), JSON.stringify({ ...plain, stages }));
  const app = await startApp({ env: { PLAYBOOKS_DIR: own } });
  try {
    const sally = app.slack.as('sales');
    const form = () => JSON.stringify(app.slack.modals('sales').at(-1)?.body);
    await sally.command('general', '/onboard new');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    expect(form()).toMatch(money);
    await sally.fill({ customer: 'Pond', project_manager: app.slack.person('project_manager').id, set_up_fee: '500' });
    await sally.clickInModal('playbook.choose', 'plain');
    await app.slack.waitFor(() => !form().includes('set_up_fee'));
    expect(form()).not.toMatch(money);
    await sally.submit();
    await app.settled();
    const [project] = await app.db.prisma.project.findMany({ select: { playbookKey: true, customerId: true } });
    expect(project?.playbookKey).toBe('plain');
    expect(await app.db.prisma.customer.count({ where: { id: project?.customerId ?? '', name: 'Pond' } })).toBe(1);
    expect(await app.db.prisma.invoice.count()).toBe(0);
  } finally {
    await app.stop();
    await rm(own, { recursive: true });
  }
});
