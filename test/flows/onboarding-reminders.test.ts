import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { todayIn } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { assignHandoff } from '../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { readList } from '../../src/features/onboarding/lists/list-page.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { resumeProject } from '../../src/features/onboarding/project/actions/resume-project.ts';
import { releaseDeactivated } from '../../src/features/onboarding/reminders/release-deactivated.ts';
import { remindDesks } from '../../src/features/onboarding/reminders/remind.ts';
import { factsChanging, loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { calendarPolicy } from '../../src/platform/jobs/business-days.ts';
import { giveBackWork } from '../../src/platform/work/directory-events.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';
import { startOffice, startProject } from './onboarding-journey.ts';

/** Calendar of these tests: Monday March 2 2026 is when the office starts. */
describeEachEngine('folders that lie too long', (engine) => {
  let h: Harness;
  beforeEach(async () => {
    h = await startOffice(engine);
  }, 60_000);
  afterEach(() => h.close());

  const at = (day: string) => new Date(`${day}T09:00:00Z`);
  const morning = async (day: string) => {
    h.clock.set(at(day));
    await remindDesks(h.deps, at(day));
  };
  const digests = async () => (await h.posts()).filter((post) => post.key?.startsWith('onboarding.reminder:'));
  const days = async () => (await digests()).map((post) => `${post.lane} ${post.key?.slice(-10)}`);

  it('ONB-18 a desk is reminded after its business days, then once every business day, until it has decided', async () => {
    const journey = await startProject(h, {});
    await morning('2026-03-03');
    expect(await days()).toEqual([]);
    for (const day of ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09'])
      await morning(day);
    expect(await days()).toEqual([
      'C_SALES 2026-03-04',
      'C_SALES 2026-03-05',
      'C_SALES 2026-03-06',
      'C_SALES 2026-03-09',
    ]);
    await journey.tick();
    await journey.approve();
    await morning('2026-03-10');
    expect(await days()).toContain('C_REVIEWER 2026-03-10');
    expect((await days()).filter((each) => each.startsWith('C_SALES'))).toHaveLength(4);
  });

  it('ONB-18 what is late stays late after the morning’s reminder, in the list and on Home, until it is decided or held', async () => {
    const journey = await startProject(h, {});
    const late = async () => {
      const filter = { kind: 'late', today: todayIn('UTC', h.clock.now()) } as const;
      return (await readList(h.deps, filter, 0)).rows.map(({ project, isLate }) => [project.id, isLate]);
    };
    const home = async () => JSON.stringify(await asking(h, onboardingSlice(await loadPlaybooks()), 'sales').home());
    h.clock.set(new Date('2026-03-03T23:00:00Z'));
    expect(await late()).toEqual([]);
    expect(await home()).not.toContain('late');
    for (const day of ['2026-03-04', '2026-03-05']) {
      await morning(day);
      expect((await journey.state()).handoff.remindOn).not.toBe(day);
      expect(await late()).toEqual([[journey.id, true]]);
      expect(await home()).toContain('late');
    }
    await holdProject(h.deps, h.person('sales'), { projectId: journey.id, reason: 'Customer moves' });
    expect(await late()).toEqual([]);
    await resumeProject(h.deps, h.person('sales'), { projectId: journey.id, reason: 'Moved' });
    expect(await late()).toEqual([]);
    await morning('2026-03-09');
    expect(await late()).toEqual([[journey.id, true]]);
    await journey.tick();
    await journey.approve();
    expect(await late()).toEqual([]);
  });

  it('ONB-18 a turn that an older version opened is late from its reminder on, and stays so', async () => {
    const journey = await startProject(h, {});
    await h.db.prisma.handoff.updateMany({ data: { expectedOn: null } });
    await morning('2026-03-04');
    const filter = { kind: 'late', today: todayIn('UTC', h.clock.now()) } as const;
    expect((await readList(h.deps, filter, 0)).rows.map(({ project, isLate }) => [project.id, isLate])).toEqual([
      [journey.id, true],
    ]);
    expect((await journey.state()).handoff).toMatchObject({ remindOn: '2026-03-05', expectedOn: '2026-03-04' });
  });

  it('a morning that was missed on Friday is not made up for at the weekend, but on Monday; the next one is Tuesday’s', async () => {
    const journey = await startProject(h, {});
    await morning('2026-03-07');
    expect(await days()).toEqual([]);
    await morning('2026-03-09');
    expect(await days()).toEqual(['C_SALES 2026-03-09']);
    expect((await journey.state()).handoff.remindOn).toBe('2026-03-10');
  });

  it('one digest for each channel, however many folders and desks share it', async () => {
    await h.db.prisma.roleChannel.update({ where: { role: 'reviewer' }, data: { channelId: 'C_SALES' } });
    const first = await startProject(h, {});
    const second = await startProject(h, {});
    await first.tick();
    await first.approve();
    await morning('2026-03-04');
    const [digest, ...others] = await digests();
    expect(others).toEqual([]);
    for (const journey of [first, second]) {
      expect(JSON.stringify(digest?.payload)).toContain(`P-${(await journey.state()).ref}*`);
    }
  });

  it('the same morning carried out twice, also by two replicas at once, reminds once', async () => {
    await startProject(h, {});
    h.clock.set(at('2026-03-04'));
    await Promise.all([remindDesks(h.deps, at('2026-03-04')), remindDesks(h.deps, at('2026-03-04'))]);
    await remindDesks(h.deps, at('2026-03-04'));
    expect(await days()).toEqual(['C_SALES 2026-03-04']);
  });

  it('nobody is reminded on a holiday, nor does it count', async () => {
    await h.setPolicy(calendarPolicy, { holidays: ['2026-03-04'] });
    await startProject(h, {});
    for (const day of ['2026-03-04', '2026-03-05', '2026-03-06']) await morning(day);
    expect(await days()).toEqual(['C_SALES 2026-03-05', 'C_SALES 2026-03-06']);
    expect(JSON.stringify((await digests())[0]?.payload)).toContain('2 business days');
  });

  it('a project on hold reminds nobody; resumed, its days count anew', async () => {
    const journey = await startProject(h, {});
    const by = h.person('sales');
    await holdProject(h.deps, by, { projectId: journey.id, reason: 'Customer moves' });
    await morning('2026-03-05');
    await resumeProject(h.deps, by, { projectId: journey.id, reason: 'Moved' });
    await morning('2026-03-06');
    expect(await days()).toEqual([]);
    await morning('2026-03-09');
    expect(await days()).toEqual(['C_SALES 2026-03-09']);
  });

  it('a desk without a channel is told in the one it gets', async () => {
    await h.db.prisma.roleChannel.delete({ where: { role: 'sales' } });
    await startProject(h, {});
    await morning('2026-03-04');
    expect((await digests()).map((post) => [post.lane, post.role])).toEqual([['role:sales', 'sales']]);
  });

  it('ALL-6 what waits for somebody who was deactivated is offered to the desk, and said in its thread; once', async () => {
    const journey = await startProject(h, {});
    const { handoff } = await journey.state();
    await assignHandoff(h.deps, h.person('sales'), { handoffId: handoff.id, assigneeId: 'U_SALES_2' });
    const other = await startProject(h, {});
    await h.deps.transact(system, (work) => giveBackWork(work, 'U_SALES_2'));
    expect((await journey.state()).handoff.assigneeId).toBeUndefined();
    expect((await other.state()).handoff.assigneeId).toBe('U_SALES');
    const said = async () => (await h.posts()).filter((post) => post.text.includes('<@U_SALES_2> was deactivated'));
    expect((await said()).map((post) => post.slotId !== null)).toEqual([true]);
    await h.deps.transact(system, (work) => releaseDeactivated(work, 'U_SALES_2'));
    expect(await said()).toHaveLength(1);
    expect(await h.audit({ action: 'handoff.released', subjectId: journey.id })).toHaveLength(1);
  });
});

describePostgres('somebody is deactivated while others work', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice('postgres');
  }, 60_000);
  afterAll(() => h.close());

  it('ALL-6 the projects of their folders and activities are locked before the activities, as everywhere', async () => {
    const { id, today } = await startProject(h, {});
    const subject = { type: 'project', id };
    const call = { type: 'Call', subject, description: 'Ask', unit: 'sales', assigneeId: 'U_SALES_2' };
    const activityId = await planActivity(h.deps, h.person('sales'), { ...call, estimatedOn: today() });
    const waits = async () =>
      (
        await h.db.prisma.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      )[0]?.n;
    let givenBack: Promise<void> | undefined;
    await h.deps.transact(system, async (work) => {
      await work.emit(factsChanging, [id]);
      givenBack = h.deps.transact(system, (other) => giveBackWork(other, 'U_SALES_2'));
      await expect.poll(waits).toBe(1);
      await work.tx.$queryRaw`SELECT 1 FROM activities WHERE id = ${activityId}::uuid FOR UPDATE NOWAIT`;
    });
    await givenBack;
    const after = await h.db.prisma.activity.findUniqueOrThrow({ where: { id: activityId } });
    expect(after.assigneeId).toBeNull();
  });
});
