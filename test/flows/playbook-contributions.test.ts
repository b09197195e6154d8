import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billingOnboardingSlice } from '../../src/features/billing/onboarding/index.ts';
import { customersSlice } from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
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
import { hardwareSlice } from '../../src/features/purchase/hardware/index.ts';
import { context } from '../../src/platform/block-kit/blocks.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { createHarness, type Harness } from '../support/harness.ts';

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
  playbooks = await loadPlaybooks(directory);
  const slices = [documentsSlice, customersSlice, billingOnboardingSlice, hardwareSlice, onboardingSlice(playbooks)];
  h = await createHarness({ engine: 'embedded', slices: [...slices, poolSlice] });
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
