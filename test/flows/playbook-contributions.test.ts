import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { billingOnboardingSlice } from '../../src/features/billing/onboarding/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { addDocument, documentsSlice } from '../../src/features/documents/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { createProject } from '../../src/features/onboarding/project/actions/new-project.ts';
import {
  fact,
  loadPlaybooks,
  obligation,
  type Part,
  type Playbook,
  playbookContributions,
  readerOf,
  requireNames,
} from '../../src/features/playbooks/index.ts';
import { context } from '../../src/platform/block-kit/blocks.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
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
  gates: [{ key: 'swim', name: 'Swimming', waitsFor: 'pool.depth', exceptions: ['other'], approvers: ['management'] }],
  stages: [
    {
      key: 'dig',
      name: 'Digging',
      desk: ['sales'],
      next: 'swim',
      remindAfterBusinessDays: 1,
      actions: ['pool.dig'],
      items: [{ key: 'dug', kind: 'fact', fact: 'pool.dug', label: 'Dug' }],
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

let h: Harness;
let directory: string;
let playbooks: readonly Playbook[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pool-'));
  await writeFile(join(directory, 'pool.json'), JSON.stringify(file));
  // The shipped one names what slices contribute that are not here.
  playbooks = (await loadPlaybooks(directory)).filter(({ key }) => key === 'pool');
  const slices = [documentsSlice, customersSlice, billingOnboardingSlice, onboardingSlice(playbooks)];
  h = await createHarness({ engine: 'embedded', slices: [...slices, poolSlice, waterSlice] });
});
afterAll(async () => {
  await h.close();
  await rm(directory, { recursive: true });
});

const begin = async (customer: string) => {
  const { id } = await createProject(h.deps, h.person('sales'), playbooks, {
    customer,
    playbook: 'pool',
    ownerId: 'U_SALES',
    managerId: 'U_PROJECT_MANAGER',
    currency: 'EUR',
    amounts: {},
    pickedUp: { set_up: 'nothing', first_month: 'nothing' },
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
  const lists = await Promise.all(['One', 'Two', 'Three'].map(begin));
  reads.length = 0;
  const home = h.registry.slices.flatMap((slice) => slice.commands ?? []).find((each) => each.word === 'list');
  const by = h.person('sales');
  await home?.run({
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
    const [early, late, held, clean] = await Promise.all(['Early', 'Late', 'Held', 'Clean'].map(begin));
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
