import { describe, expect, test } from 'vitest';
import { earlierStages } from '../../../src/features/playbooks/playbook.ts';
import { checkNames, checkPlaybook } from '../../../src/features/playbooks/playbook-checks.ts';
import { builtinRoles } from '../../../src/features/roles.ts';
import { catalogue, managedServices } from './a-project.ts';

const roles = new Set(builtinRoles.map((each) => each.key));
const stage = (key: string, next: string, more: object = {}) => ({
  key,
  name: key,
  desk: ['sales'],
  next,
  remindAfterBusinessDays: 2,
  ...more,
});
const book = (more: object = {}) => ({
  key: 'small',
  name: 'Small',
  stages: [stage('a', 'b'), stage('b', 'closed', { back: ['a'] })],
  ...more,
});

const problemsOf = (raw: unknown): Record<string, string> => {
  const check = checkPlaybook(raw, roles);
  const problems = check.ok ? checkNames(check.playbook, catalogue) : check.problems;
  return Object.fromEntries(problems.map((each) => [each.path, each.text]));
};
const item = (more: object) => ({ key: 'i', kind: 'tick', label: 'Item', ...more });
const first = (more: object) => book({ stages: [stage('a', 'b', more), stage('b', 'closed')] });

describe('a playbook is checked before it is used', () => {
  test('a small one is fine', () => {
    expect(problemsOf(book())).toEqual({});
  });

  test.each([
    [
      'an unknown next stage',
      first({ next: 'c' }),
      'stages[0].next',
      '"c" is no later stage: use "closed" or one of "b".',
    ],
    ['a circle', book({ stages: [stage('a', 'b'), stage('b', 'a')] }), 'stages[1].next', 'no later stage'],
    [
      'a stage that is never reached',
      book({ stages: [stage('a', 'c'), stage('b', 'c'), stage('c', 'closed')] }),
      'stages[1]',
      'No folder ever gets to "b"',
    ],
    [
      'two stages of one key',
      book({ stages: [stage('a', 'a'), stage('a', 'closed')] }),
      'stages[1].key',
      'key of its own',
    ],
    ['a stage named closed', book({ stages: [stage('closed', 'closed')] }), 'stages[0].key', 'choose another key'],
    ['a return forward', first({ back: ['b'] }), 'stages[0].back[0]', 'no earlier stage'],
    [
      'an unknown desk',
      first({ desk: ['lifeguard'] }),
      'stages[0].desk[0]',
      'There is no role "lifeguard": declare it under "roles"',
    ],
    ['no desk', first({ desk: [] }), 'stages[0].desk', 'Too small'],
    ['two items of one key', first({ items: [item({}), item({})] }), 'stages[0].items[1].key', 'key of its own'],
    [
      'two items for one date',
      first({ items: [item({ kind: 'date', sets: 'etaOn' }), item({ key: 'j', kind: 'date', sets: 'etaOn' })] }),
      'stages[0].items[1].sets',
      'key of its own',
    ],
    [
      'an unknown fact',
      first({ items: [item({ kind: 'fact', fact: 'moon_full' })] }),
      'stages[0].items[0].fact',
      'Invalid option',
    ],
    ['an unknown kind', first({ items: [item({ kind: 'wish' })] }), 'stages[0].items[0].kind', 'Invalid'],
    [
      'an unknown gate',
      first({ items: [item({ gate: 'heaven' })] }),
      'stages[0].items[0].gate',
      'There is no gate "heaven"',
    ],
    ['a misspelt field', first({ remindAfter: 3 }), 'stages[0]', 'remindAfter'],
    ['an unknown effect', first({ onOpen: ['dance'] }), 'stages[0].onOpen[0]', 'Invalid option'],
    ['an unknown action', first({ actions: ['case.snooze'] }), 'stages[0].actions[0]', 'Invalid option'],
    [
      'a gate without approvers',
      book({ gates: [{ key: 'g', name: 'G', paid: 'set_up', exceptions: ['other'] }] }),
      'gates[0].approvers',
      'name at least one role',
    ],
    [
      'a gate that never opens',
      book({ gates: [{ key: 'g', name: 'G' }] }),
      'gates[0]',
      'Nothing could ever open this gate',
    ],
    [
      'an amount limit without an amount',
      book({ gates: [{ key: 'g', name: 'G', exceptions: ['below_amount', 'other'], approvers: ['management'] }] }),
      'gates[0].exceptions[0]',
      'no exception "below_amount"',
    ],
    [
      'an unknown approver',
      book({ gates: [{ key: 'g', name: 'G', paid: 'set_up', exceptions: ['other'], approvers: ['boss'] }] }),
      'gates[0].approvers[0]',
      'no role "boss"',
    ],
    ['an unknown charge', book({ gates: [{ key: 'g', name: 'G', paid: 'bribe' }] }), 'gates[0].paid', 'Invalid option'],
    ['a key that cannot be one', book({ key: 'No Spaces' }), 'key', 'small letters'],
  ])('%s is refused with its place and what to do', (_what, raw, path, text) => {
    expect(problemsOf(raw)[path]).toContain(text);
  });

  test('a role that the playbook declares may stand at its desks and approve', () => {
    const own = book({
      roles: [{ key: 'lifeguard', name: 'Lifeguards' }],
      gates: [{ key: 'g', name: 'G', exceptions: ['other'], approvers: ['lifeguard'] }],
      stages: [stage('a', 'closed', { desk: ['lifeguard'] })],
    });
    expect(problemsOf(own)).toEqual({});
  });
});

describe('managed-services', () => {
  test('has DOMAIN §1’s stages, desks and ways', async () => {
    const { stages } = await managedServices();
    expect(stages.map(({ key, desk, next, back }) => [key, desk.join(' or '), next, back.join(', ')])).toEqual([
      ['intake', 'sales', 'review', ''],
      ['review', 'reviewer', 'billing', 'intake'],
      ['billing', 'billing or accounting', 'profile-check', 'intake, review'],
      ['profile-check', 'sales', 'planning', 'billing'],
      ['planning', 'project_manager', 'delivery', 'profile-check'],
      ['delivery', 'service', 'start-billing', 'planning'],
      ['start-billing', 'accounting', 'follow-up', 'delivery'],
      ['follow-up', 'sales', 'closed', 'start-billing'],
    ]);
  });

  test('ONB-4, ONB-5, ONB-7 its gates wait for set-up, first month and hardware, and hold only what they name', async () => {
    const { gates, stages } = await managedServices();
    expect(gates.map(({ key, waitsFor }) => [key, waitsFor])).toEqual([
      ['schedule-resources', 'billing.set_up'],
      ['go-live', 'billing.first_month'],
      ['order-hardware', 'billing.hardware_unless_small'],
    ]);
    const held = stages.flatMap(({ key, items }) =>
      items.flatMap((each) => (each.gate ? [[key, each.key, each.gate]] : [])),
    );
    expect(held).toEqual([
      ['planning', 'eta', 'schedule-resources'],
      ['planning', 'confirmed', 'schedule-resources'],
      ['delivery', 'hardware_ordered', 'order-hardware'],
      ['delivery', 'go_live_scheduled', 'go-live'],
      ['delivery', 'went_live', 'go-live'],
    ]);
  });

  test('ONB-2 every earlier desk may be returned to, the nearest first', async () => {
    const playbook = await managedServices();
    expect(earlierStages(playbook, 'billing').map((each) => each.key)).toEqual(['review', 'intake']);
    expect(earlierStages(playbook, 'intake')).toEqual([]);
    expect(earlierStages(playbook, 'closed')).toEqual([]);
  });
});
