import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { addDays, todayIn } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { snooze } from '../../src/features/collections/cases/actions/snooze.ts';
import { startImport } from '../../src/features/collections/imports/actions/import-report.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { assignHandoff } from '../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { returnHandoff } from '../../src/features/onboarding/folder/actions/return-handoff.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { axiaReport } from '../../src/integrations/axia/index.ts';
import { startDelivery } from '../../src/platform/delivery/deliverer.ts';
import { deliverySlice } from '../../src/platform/delivery/parked/slice.ts';
import { deliveryClient } from '../../src/platform/delivery/transports/slack/client.ts';
import { slackTransport } from '../../src/platform/delivery/transports/slack/transport.ts';
import { startJobs } from '../../src/platform/jobs/index.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { answerClient } from '../../src/platform/slack/api/clients.ts';
import { createDirectory } from '../../src/platform/slack/directory/directory.ts';
import { type Slack, startSlack } from '../../src/sandbox/slack/index.ts';
import { describeEachEngine, silent } from '../support/database.ts';
import { openerOf } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { startProject } from '../support/journey.ts';
import { manualWall } from '../support/wall.ts';
import { report } from './collections-support.ts';

describeEachEngine('mornings with every slice', (engine) => {
  let h: Harness;
  let slack: Slack;
  const wall = manualWall();

  beforeAll(async () => {
    const files = { F1: { name: 'report.csv', content: report({}) } };
    const slices = [
      ...featureSlices({
        playbooks: await loadPlaybooks(),
        reportFormats: [axiaReport],
        openFile: openerOf(files),
        wakeRuns: () => {},
      }),
      deliverySlice,
    ];
    h = await createHarness({ engine, slices });
    slack = await startSlack({
      channels: h.registry.roles.map(({ key }) => ({ id: `C_${key.toUpperCase()}`, name: key })),
      people: h.registry.roles.flatMap(({ key }) =>
        ['', '_2'].map((n) => {
          const id = `U_${key.toUpperCase()}${n}`;
          return { id, name: id.toLowerCase(), realName: id, email: `${id}@example.com`, tz: 'UTC' };
        }),
      ),
      logSize: 10_000,
    });
  }, 60_000);
  afterAll(async () => {
    await slack.close();
    await h.close();
  });

  const delivered = async (): Promise<void> => {
    const delivery = startDelivery({
      deps: h.deps,
      slots: h.registry.slots,
      transports: [
        slackTransport({
          client: deliveryClient({ token: slack.botToken, apiUrl: slack.apiUrl }),
          pace: { messageIntervalMs: 0, updatesPerMinute: 0 },
        }),
      ],
      log: silent,
      metrics: createMetrics(),
      wall,
    });
    for (let n = 0; n < 4; n++) {
      await delivery.idle();
      wall.advance(1000);
    }
    await delivery.idle();
    await delivery.stop();
  };
  const jobsOf = () =>
    startJobs({
      deps: h.deps,
      jobs: h.registry.slices.flatMap((slice) => slice.jobs ?? []).filter((job) => job.name !== 'collections.imports'),
      log: silent,
      metrics: createMetrics(),
      wall,
      awake: false,
    });
  const heldOrWaiting = () => h.db.prisma.post.findMany({ where: { state: { notIn: ['sent', 'dropped'] } } });

  test('T34 a reason of 3,000 ampersands: the message shows the decision, no button that decides, and no half of an entity', async () => {
    const reason = '&'.repeat(3000);
    const journey = await startProject(h, { first_month: '2000.00' });
    await journey.walkTo('review');
    await delivered();
    const { handoff } = await journey.state();
    await returnHandoff(h.deps, h.person('reviewer'), { handoffId: handoff.id, to: 'intake', reason });
    const other = await startProject(h, { first_month: '2000.00' });
    await other.walkTo('delivery');
    const { id } = await requestOverride(h.deps, h.person('service'), {
      projectId: other.id,
      gate: 'go-live',
      kind: 'other',
      reason,
    });
    await delivered();
    await approveOverride(h.deps, h.person('management'), { id });
    await delivered();

    const shown = async (subjectId: string) => {
      const slot = await h.db.prisma.messageSlot.findFirstOrThrow({ where: { subjectId } });
      const message = slack.messages(slot.channel ?? '').find((each) => each.ts === slot.ts);
      return { slot, json: JSON.stringify(message) };
    };
    for (const subjectId of [handoff.id, id]) {
      const { slot, json } = await shown(subjectId);
      expect(slot).toMatchObject({ state: 'idle', problem: null });
      // What is left leads to the project.
      expect([...json.matchAll(/"action_id":"([^"]+)"/g)].map((each) => each[1])).toEqual(
        json.includes('action_id') ? ['project.show'] : [],
      );
      expect(json).toMatch(/returned|approved/i);
    }
    const all = slack.channels
      .flatMap((channel) => [...channel.byTs.values()])
      .map((message) => JSON.stringify(message));
    expect(all.filter((json) => json.includes('&amp;&amp;')).length).toBeGreaterThan(2);
    for (const json of all) expect(json).not.toMatch(/&(?!(?:amp|lt|gt);)/);
    expect(await heldOrWaiting()).toEqual([]);
  });

  test('T35 somebody who holds a folder, an activity and a snoozed case is deactivated: all goes back to the role, once; the others have their digests', async () => {
    const journey = await startProject(h, {});
    const { handoff } = await journey.state();
    const left = 'U_SALES_2';
    await h.addPerson(left, ['sales', 'accounting']);
    await assignHandoff(h.deps, h.person('sales'), { handoffId: handoff.id, assigneeId: left });
    const subject = { type: 'project', id: journey.id };
    await planActivity(h.deps, h.person('sales'), {
      type: 'Call',
      subject,
      description: 'Ask',
      unit: 'sales',
      assigneeId: left,
      estimatedOn: todayIn('UTC', h.clock.now()),
    });
    await startImport(
      h.deps,
      { ...h.person('accounting'), requestId: newId() },
      { gateway: 'axia', fileName: 'report.csv', fileId: 'F1', size: 100 },
    );
    await workThroughRuns(h.deps);
    const { id: caseId } = await h.db.prisma.collectionCase.findFirstOrThrow();
    const until = addDays(todayIn('UTC', h.clock.now()), 2);
    await snooze(h.deps, { userId: left }, { caseId, until, reason: 'asked for time' });
    await delivered();

    slack.changePerson(left, { deleted: true });
    const client = answerClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: silent });
    const parts = { db: h.db, clock: h.clock, client, timeZone: 'UTC', transact: h.deps.transact };
    const directory = createDirectory(parts);
    await directory.changed({ id: left, name: left, deleted: true });
    // Slack says it again.
    await directory.changed({ id: left, name: left, deleted: true });
    await delivered();
    const jobs = jobsOf();
    for (let n = 0; n < 4; n++) {
      h.clock.advance(86_400_000);
      await jobs.tick();
      await delivered();
    }
    await jobs.stop();

    expect((await journey.state()).handoff.assigneeId).toBeUndefined();
    expect(await h.db.prisma.activity.findMany({ where: { assigneeId: left } })).toEqual([]);
    expect((await h.db.prisma.collectionCase.findUniqueOrThrow({ where: { id: caseId } })).snoozedUntil).not.toBeNull();
    const said = (await h.posts()).filter((post) => post.text?.includes(`<@${left}> was deactivated`));
    expect(said.length).toBeGreaterThan(0);
    expect(new Set(said.map((post) => post.slotId)).size).toBe(said.length);
    expect(await heldOrWaiting()).toEqual([]);
    expect(await h.db.prisma.lane.findMany({ where: { heldReason: { not: null } } })).toEqual([]);
    const sales = slack.messages('C_SALES').map((message) => message.text);
    expect(sales.filter((text) => /overdue/i.test(text)).length).toBeGreaterThan(0);
  });

  test('T43 two replicas restarted around nine, the clock to and fro by an hour: each digest once', async () => {
    await h.db.prisma.post.deleteMany();
    const from = h.clock.now();
    const nine = new Date(`${addDays(todayIn('UTC', from), 7)}T09:00:00Z`).getTime();
    const subject = { type: 'project', id: (await startProject(h, {})).id };
    await planActivity(h.deps, h.person('service'), {
      type: 'Call',
      subject,
      description: 'Ask',
      unit: 'service',
      estimatedOn: addDays(todayIn('UTC', from), 6),
    });
    const second = 1000;
    const hour = 3_600_000;
    for (const offset of [-second, 0, second, -hour, -second, 0, hour, -hour, 0, second, hour]) {
      h.clock.set(new Date(nine + offset));
      const replicas = [jobsOf(), jobsOf()];
      await Promise.all(replicas.map((each) => each.tick()));
      await Promise.all(replicas.map((each) => each.stop()));
    }
    await delivered();
    const today = todayIn('UTC', new Date(nine));
    const keys = (await h.posts()).flatMap((post) => (post.key?.includes(today) ? [post.key] : []));
    expect(keys).toContain(`activities.overdue:role:service:${today}`);
    expect(new Set(keys).size).toBe(keys.length);
    const overdue = slack.messages('C_SERVICE').filter((message) => /activity is overdue/.test(message.text));
    expect(overdue).toHaveLength(1);
    const ran = await h.db.prisma.jobSlot.findMany({ where: { job: 'activities.remind', slotAt: new Date(nine) } });
    expect(ran).toMatchObject([{ state: 'done', attempts: 1 }]);
  });
});
