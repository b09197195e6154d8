import { expect, test } from 'vitest';
import { problemBlocks } from '../../../../src/platform/delivery/parked/home-view.ts';
import type { Problems } from '../../../../src/platform/delivery/parked/problems.ts';
import { checkBlocks } from '../../../../src/sandbox/slack/index.ts';

const since = new Date('2026-03-02T09:00:00Z');
const none: Problems = {
  restrained: [],
  parked: [],
  parkedCount: 0,
  heldLanes: [],
  heldCount: 0,
  rolesWithoutChannel: [],
  waiting: 0,
};
const nasty = `<!channel> & ${'👩‍👩‍👧‍👦'.repeat(400)}`;
const roleName = (role: string) => `Role ${role}`;

test('nothing is shown when nothing needs an admin', () => {
  expect(problemBlocks({ ...none, waiting: 12 }, roleName)).toEqual([]);
});

test("extreme contents stay within Slack's limits, and text is escaped", () => {
  const id = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const blocks = problemBlocks(
    {
      restrained: ['slack', 'mail'].flatMap((transport) =>
        (['hold', 'pause'] as const).map((kind) => ({
          transport,
          kind,
          key: `${transport}.${kind}`,
          reason: nasty,
          since,
          waiting: 1_000_000,
        })),
      ),
      parked: Array.from({ length: 9 }, (_, n) => ({
        id: id(n),
        lane: 'C_SALES',
        problem: nasty,
        excerpt: nasty,
        since,
      })),
      parkedCount: 4000,
      heldLanes: Array.from({ length: 9 }, (_, n) => ({ lane: `C_${n}`, reason: nasty, since, waiting: 1_000_000 })),
      heldCount: 9,
      rolesWithoutChannel: Array.from({ length: 200 }, () => ({ role: nasty, waiting: 3 })),
      waiting: 1_000_000,
    },
    roleName,
  );
  expect(blocks.length).toBeLessThanOrEqual(24);
  expect(checkBlocks(JSON.parse(JSON.stringify(blocks)), 'home')).toEqual([]);
  expect(JSON.stringify(blocks)).not.toContain('<!channel>');
  expect(JSON.stringify(blocks)).toContain('3,999 more');
});

test('a parked message offers to send it again or to drop it, says why it was not sent, and leads to what it is about', () => {
  const blocks = problemBlocks(
    {
      ...none,
      parked: [{ id: 'p1', lane: 'U_SALES', problem: 'the message is too long', excerpt: 'hello', since }],
      parkedCount: 1,
    },
    roleName,
    new Map([['p1', { text: 'Open invoice', action: 'invoice.open', value: 'i1' }]]),
  );
  const json = JSON.stringify(blocks);
  expect(json).toContain('"action_id":"invoice.open","value":"i1"');
  expect(json).toContain('<@U_SALES>');
  expect(json).toContain('Not sent: the message is too long');
  for (const action of ['delivery.send_again', 'delivery.drop'])
    expect(json).toContain(`"action_id":"${action}","value":"p1"`);
});
