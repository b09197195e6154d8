import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { missing } from '../../src/platform/admin/setup-views.ts';
import { answerClient } from '../../src/platform/slack/api/clients.ts';
import { createDirectory } from '../../src/platform/slack/directory/directory.ts';
import { type Slack, startSlack } from '../../src/sandbox/slack/index.ts';
import { describeEachEngine, silent } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { manualWall } from '../support/wall.ts';

const people = Array.from({ length: 1_250 }, (_, n) => ({
  id: `U${String(n).padStart(8, '0')}`,
  name: `p${n}`,
  realName: `Person ${n}`,
  email: `p${n}@example.com`,
  tz: 'UTC',
}));
const last = people.at(-1)?.id ?? '';

describeEachEngine('reading people and groups', (engine) => {
  let h: Harness;
  let slack: Slack;
  let directory: ReturnType<typeof createDirectory>;
  const wall = manualWall();
  beforeAll(async () => {
    h = await createHarness({ engine, slices: [] });
    slack = await startSlack({
      people,
      usergroups: [
        { id: 'S_GONE', handle: 'gone', name: 'Gone', users: ['U00000001'], disabled: true },
        { id: 'S_SALES', handle: 'sales', name: 'Sales', users: ['U00000002', 'U00000003'] },
      ],
      logSize: 10_000,
    });
    const client = answerClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: silent });
    directory = createDirectory({ db: h.db, clock: h.clock, client, timeZone: 'UTC', transact: h.deps.transact, wall });
  }, 60_000);
  beforeEach(async () => {
    slack.faults.clear();
    slack.calls.length = 0;
    await h.db.prisma.roleGroup.deleteMany();
  });
  afterAll(async () => {
    await slack.close();
    await h.close();
  });

  /** Lets the machine's time pass, a second at a turn, until it is done. */
  const passing = async (work: Promise<unknown>): Promise<void> => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    while (!isDone) {
      wall.advance(1000);
      await turn();
    }
    await done;
  };
  const pages = () => slack.calls.filter((call) => call.method === 'users.list');
  const knownAs = (id: string) => h.db.prisma.person.findUniqueOrThrow({ where: { id } });
  const member = { timeZone: 'UTC', updatedAt: new Date('2026-01-01') };

  test('ALL-6 a page of people that is limited is waited for as long as Slack says, and the last one is read', async () => {
    await h.db.prisma.person.create({ data: { id: last, name: 'an old name', ...member } });
    slack.faults.add({ kind: 'rate_limited', method: 'users.list', retryAfter: 60, count: 3 });
    const before = wall.now().getTime();
    await passing(directory.refresh());
    expect(wall.now().getTime() - before).toBeGreaterThanOrEqual(180_000);
    expect((await knownAs(last)).name).toBe('p1249');
  });

  test('ALL-6 what broke off goes on where it was', async () => {
    await directory.refresh().catch(() => undefined);
    slack.calls.length = 0;
    let page = 0;
    slack.onChange((change) => {
      if (change.kind === 'call' && pages().length === 3 && page++ === 0)
        slack.faults.add({ kind: 'drop', method: 'users.list', count: 6 });
    });
    await expect(passing(directory.refresh())).rejects.toThrow();
    const ok = pages().filter((call) => call.ok).length;
    expect(ok).toBeLessThan(4);
    await passing(directory.refresh());
    // The bot, Slackbot and 1,250 people in pages of 200.
    expect(pages().filter((call) => call.ok)).toHaveLength(7);
  });

  test('ALL-6 a user group that was disabled keeps its members and says so to the admins; the others are read', async () => {
    await h.db.prisma.roleGroup.createMany({
      data: [
        { role: 'billing', groupId: 'S_GONE' },
        { role: 'sales', groupId: 'S_SALES', problem: 'of yesterday' },
      ],
    });
    await h.db.prisma.roleMember.create({ data: { role: 'billing', userId: 'U00000001', source: 'S_GONE' } });
    await passing(directory.refresh());
    const of = (source: string) => h.db.prisma.roleMember.findMany({ where: { source }, orderBy: { userId: 'asc' } });
    expect((await of('S_SALES')).map((row) => row.userId)).toEqual(['U00000002', 'U00000003']);
    expect(await of('S_GONE')).toHaveLength(1);
    const { problem } = await h.db.prisma.roleGroup.findFirstOrThrow({ where: { groupId: 'S_GONE' } });
    expect(problem).toBe('the user group was disabled or deleted in Slack; choose another one, or none');
    const role = { key: 'billing', name: 'Billing', members: [], others: ['U1'], channel: 'C1', tested: true };
    expect(missing([{ ...role, groupProblem: problem ?? '' }])).toEqual([`Billing, its user group: ${problem}.`]);
    const sales = await h.db.prisma.roleGroup.findFirstOrThrow({ where: { groupId: 'S_SALES' } });
    expect(sales.problem).toBeNull();
  });

  test('ALL-6 a description of somebody that comes late does not win over a newer one', async () => {
    const id = 'U00000007';
    await h.db.prisma.person.create({ data: { id, name: 'first', ...member } });
    const said = (name: string, updated: number | undefined, deleted = false) =>
      directory.changed({ id, name, deleted, ...(updated === undefined ? {} : { updated }) });
    await said('left', 1_700_000_200, true);
    await said('still here', 1_700_000_100);
    expect(await knownAs(id)).toMatchObject({ name: 'left', isDeactivated: true });
    await said('same second', 1_700_000_200, true);
    expect((await knownAs(id)).name).toBe('same second');
    await said('without a time', undefined, true);
    expect((await knownAs(id)).name).toBe('without a time');
    await said('late again', 1_700_000_150);
    expect((await knownAs(id)).name).toBe('without a time');
    await said('back', 1_700_000_300);
    expect(await knownAs(id)).toMatchObject({ name: 'back', isDeactivated: false });
    expect(await h.audit({ action: 'person.deactivated', subjectId: id })).toHaveLength(1);
  });
});
