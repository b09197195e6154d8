import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtinRoles } from '../../src/features/roles.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { loadPlaybooks } from '../../src/features/onboarding/index.ts';
import { readForm } from '../../src/platform/slack/form.ts';
import { refusalOf } from '../../src/platform/slack/errors.ts';
import type { Answer } from '../../src/platform/slice.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { silent } from '../support/database.ts';

let h: Harness;
beforeAll(async () => {
  const playbooks = await loadPlaybooks();
  h = await createHarness({ engine: 'embedded', slices: featureSlices({ playbooks, reportFormats: [], importQueued: () => undefined }) });
  await h.addPerson('U_ALL', builtinRoles.map(({ key }) => key));
});
afterAll(() => h.close());

const nobody = '01980000-0000-7000-8000-000000000000';
const values = ['', 'nonsense', nobody, `${nobody}:x`, 'mine|x', 'mine|-1', `project:${nobody}`, `${nobody}:sales`];

/** What the person is told, however it ends. */
const told = async (produce: () => Promise<Answer>): Promise<string> => {
  try {
    return JSON.stringify(await produce());
  } catch (error) {
    const t = refusalOf(error, silent)?.text ?? ''; if (t.includes('Something went')) console.log(String(error).slice(-200)); return t;
  }
};

test('a value or a form that Baton never made is answered in a sentence, and changes nothing', async () => {
  const request = {
    deps: h.deps,
    by: { userId: 'U_ALL' },
    userId: 'U_ALL',
    timeZone: 'UTC',
    roles: async () => new Set(builtinRoles.map(({ key }) => key)),
  };
  const silentOnes: string[] = [];
  const check = (what: string, text: string) => {
    if (text === '' || text === '{}' || text.includes('Something went wrong')) silentOnes.push(`${what} → ${text}`);
  };
  for (const value of values) {
    for (const [action, listener] of h.registry.actions) {
      if (action.startsWith('admin')) continue;
      check(`${action} “${value}”`, await told(() => listener({ ...request, actionId: action, value, selected: [value] })));
    }
    for (const [callback, listener] of h.registry.submissions) {
      check(`form ${callback} “${value}”`, await told(() => listener({ ...request, data: value, values: readForm({}) })));
    }
  }
  expect(silentOnes).toEqual([]);
  expect(await h.audit()).toEqual([]);
});
