import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FieldErrors } from '../../../src/core/errors.ts';
import { featureSlices } from '../../../src/features/slices.ts';
import { asText, badText, policyForm, readPolicyForm } from '../../../src/platform/admin/policy-form.ts';
import { readForm } from '../../../src/platform/block-kit/form.ts';
import { examinePolicy, type PolicyDefinition, readPolicy } from '../../../src/platform/work/policies.ts';
import { checkView } from '../../../src/sandbox/slack/index.ts';

const fail = async (): Promise<never> => {
  throw new Error('nothing is read here');
};

const definition = {
  key: 'sample',
  title: 'Sample',
  schema: z.object({
    attempts: z.int().min(1).max(10),
    words: z.array(z.string()).min(1, 'Name at least one word.'),
    times: z.array(z.string()),
    zone: z.string(),
    acts: z.boolean(),
    free: z.record(z.string(), z.string()),
    holidays: z.array(z.string()),
    half: z.array(z.int()),
  }),
  defaults: {
    attempts: 5,
    words: ['done'],
    times: ['02:00'],
    zone: 'UTC',
    acts: true,
    free: { USD: '50000', JPY: '500' },
    holidays: [],
    half: [15],
  },
  fields: {
    attempts: { label: 'Attempts', kind: 'integer' },
    words: { label: 'Words', kind: 'words' },
    times: { label: 'Times', kind: 'times' },
    zone: { label: 'Zone', kind: 'zone' },
    acts: { label: 'Acts', kind: 'boolean' },
    free: { label: 'Free below', kind: 'amounts' },
    holidays: { label: 'Holidays', kind: 'days' },
    half: { label: 'Half', kind: 'integers' },
  },
} as const satisfies PolicyDefinition as unknown as PolicyDefinition;

/** What Slack sends back for a form left as it was shown, but for some fields. */
const filled = (changes: Record<string, string> = {}) => {
  const state: Record<string, Record<string, object>> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const text = changes[name] ?? asText(field.kind, definition.defaults[name]);
    state[name] = { [name]: field.kind === 'boolean' ? { selected_option: { value: text } } : { value: text } };
  }
  return readForm(state);
};

test('BIL-11 amounts of a setting are offered as the form reads them, whatever the currency', () => {
  const free = { USD: '123456', JPY: '500', KWD: '2500', CLF: '25000', EUR: '100000000' };
  expect(readPolicyForm(definition, filled({ free: asText('amounts', free) }))).toMatchObject({ free });
});

const errorsOf = (changes: Record<string, string>) => {
  try {
    readPolicyForm(definition, filled(changes));
  } catch (error) {
    return error instanceof FieldErrors ? error.fields : { thrown: String(error) };
  }
  return {};
};

describe('settings', () => {
  test('a form saved as it was shown changes nothing', () => {
    expect(readPolicyForm(definition, filled())).toEqual(definition.defaults);
  });

  test('the form is one that Slack accepts', () => {
    expect(checkView(JSON.parse(JSON.stringify(policyForm(definition, definition.defaults, '7'))), 'modal')).toEqual(
      [],
    );
  });

  test.each([
    ['attempts', '-1'],
    ['attempts', '99'],
    ['words', ''],
    ['times', '25:00'],
    ['zone', 'Nowhere/Town'],
    ['free', '500'],
    ['free', 'USD five'],
    ['holidays', '25.12.2026'],
    ['half', 'a, b'],
  ])('%s = "%s" is refused at its field', (name, text) => {
    expect(Object.keys(errorsOf({ [name]: text }))).toEqual([name]);
  });

  test('a number out of its bounds is answered with the bound, in our words', () => {
    expect(errorsOf({ attempts: '0' })).toEqual({ attempts: 'Write 1 or more.' });
    expect(errorsOf({ attempts: '99' })).toEqual({ attempts: 'Write 10 or less.' });
  });

  test('amounts keep their currency and minor units', () => {
    expect(readPolicyForm(definition, filled({ free: 'USD 1,250.50, EUR 450' })).free).toEqual({
      USD: '125050',
      EUR: '45000',
    });
  });

  test('a stored value that no longer fits falls back to the defaults', () => {
    expect(readPolicy(definition, { attempts: 7 })).toMatchObject({ attempts: 7, words: ['done'] });
    expect(readPolicy(definition, { attempts: 'many' })).toEqual(definition.defaults);
  });

  test('ALL-9 one bad field never resets the others, and is named with why', () => {
    const stored = { attempts: 'many', words: [], zone: 'Europe/Rome', acts: false, gone: 1 };
    const { value, bad } = examinePolicy(definition, stored);
    expect(value).toEqual({ ...definition.defaults, zone: 'Europe/Rome', acts: false });
    expect(bad).toEqual([
      { field: 'attempts', stored: 'many', why: 'Write a whole number, such as 7.' },
      { field: 'words', stored: [], why: 'Name at least one word.' },
    ]);
    const [first] = bad;
    expect(first && badText(definition, first)).toMatch(
      /^“Attempts”: "many" is stored, which does not fit \(.+\)\. 5 holds until somebody saves it anew\.$/,
    );
  });

  test('ALL-9 whatever does not fit is told in our words, never in those of a library', () => {
    const policies = featureSlices({ playbooks: [], reportFormats: [], openFile: fail, wakeRuns: () => {} })
      .flatMap((slice) => slice.policies ?? [])
      .concat(definition as never) as readonly PolicyDefinition[];
    expect(policies.length).toBeGreaterThan(5);
    for (const policy of policies)
      for (const field of Object.keys(policy.fields))
        for (const odd of [
          '',
          'x'.repeat(5000),
          -1,
          1e9,
          1.5,
          null,
          true,
          [],
          [''],
          [[]],
          {},
          { XXX: 'y' },
          { USD: 'y' },
        ])
          for (const { why } of examinePolicy(policy, { [field]: odd }).bad)
            expect(why).not.toMatch(/invalid|expected|received|too (small|big)|undefined|object/i);
  });

  test('ALL-9 fields that do not fit one another fall back together, and are named', () => {
    const schema = z.object({ least: z.int(), most: z.int() }).refine(({ least, most }) => least <= most);
    const field = { label: 'x', kind: 'integer' } as const;
    const pair = {
      key: 'p',
      title: 'P',
      schema,
      defaults: { least: 1, most: 5 },
      fields: { least: field, most: field },
    };
    expect(examinePolicy(pair, { least: 3, most: 9 })).toEqual({ value: { least: 3, most: 9 }, bad: [] });
    expect(examinePolicy(pair, { least: 9, most: 3 })).toMatchObject({ value: pair.defaults, bad: [{}, {}] });
    expect(examinePolicy(pair, 'nonsense')).toEqual({ value: pair.defaults, bad: [] });
  });
});
