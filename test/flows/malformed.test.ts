import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { readForm } from '../../src/platform/block-kit/form.ts';
import { refusalOf } from '../../src/platform/slack/answers/errors.ts';
import type { Answer } from '../../src/platform/slice/slice.ts';
import { silent } from '../support/database.ts';
import { noFiles } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { startProject } from './onboarding-journey.ts';

let h: Harness;
const roles = builtinRoles.map(({ key }) => key);
beforeAll(async () => {
  const ingredients = {
    playbooks: await loadPlaybooks(),
    reportFormats: [],
    openFile: noFiles,
    wakeRuns: () => {},
  };
  h = await createHarness({ engine: 'embedded', slices: featureSlices(ingredients) });
  await h.addPerson('U_ALL', roles);
});
afterAll(() => h.close());

/** What the person is told, however it ends. */
const told = async (produce: () => Promise<Answer>): Promise<string> => {
  try {
    return JSON.stringify(await produce());
  } catch (error) {
    return refusalOf(error, silent)?.text ?? '';
  }
};

test('a value that Baton never made and a form with nothing in it are answered in a sentence, and change nothing', async () => {
  const { id, state } = await startProject(h, { set_up: '1000', first_month: '2000', hardware: '3000' });
  const project = await state();
  const request = {
    deps: h.deps,
    by: { userId: 'U_ALL' },
    userId: 'U_ALL',
    timeZone: 'UTC',
    roles: async () => new Set(roles),
  };
  const nobody = '01980000-0000-7000-8000-000000000000';
  const made = [
    id,
    project.customerId,
    project.handoff.id,
    project.invoices[0]?.id ?? '',
    `project:${id}`,
    `${id}:sales`,
  ];
  const never = ['', 'nonsense', `${id}\0`, nobody, `${nobody}:x`, `${id}:x`, 'mine|x', 'mine|-1', `project:${nobody}`];
  const before = await h.audit();
  const unanswered: string[] = [];
  const check = (what: string, text: string) => {
    if (['', '{}'].includes(text) || text.includes('Something went wrong')) unanswered.push(`${what}: ${text}`);
  };
  for (const value of [...never, ...made]) {
    for (const [action, listener] of h.registry.actions) {
      check(
        `${action} “${value}”`,
        await told(() => listener({ ...request, actionId: action, value, selected: [value] })),
      );
    }
    for (const [callback, listener] of h.registry.submissions) {
      check(
        `form ${callback} “${value}”`,
        await told(() => listener({ ...request, data: value, values: readForm({}) })),
      );
    }
  }
  expect(unanswered).toEqual([]);
  expect((await h.audit()).slice(before.length).map((row) => row.action)).toEqual([]);
}, 180_000);
