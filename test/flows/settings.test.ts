import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { collectionsPolicy } from '../../src/features/collections/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { onboardingPolicy } from '../../src/features/playbooks/projects/policies.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { rolesSubject, saveRoles } from '../../src/platform/admin/actions/edit-roles.ts';
import { policySubject, savePolicy } from '../../src/platform/admin/actions/edit-setting.ts';
import { bootstrapAdmins } from '../../src/platform/admin/bootstrap.ts';
import { versionOf } from '../../src/platform/admin/settings-lock.ts';
import type { PolicyDefinition } from '../../src/platform/work/policies.ts';
import { membersOf } from '../../src/platform/work/roles.ts';
import { describeEachEngine } from '../support/database.ts';
import { noFiles } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { collectionsHarness, report } from './collections-support.ts';
import { startProject } from './onboarding-journey.ts';

const slices = async () =>
  featureSlices({
    playbooks: await loadPlaybooks(),
    reportFormats: [],
    openFile: noFiles,
    wakeRuns: () => {},
  });
const asDefinition = (definition: object) => definition as unknown as PolicyDefinition;

describeEachEngine('ALL-9 settings and roles', (engine) => {
  let h: Harness;
  const ada = () => h.person('admin');
  const bob = () => h.person('admin', 2);
  beforeAll(async () => {
    h = await createHarness({ engine, slices: await slices() });
  });
  afterAll(() => h.close());

  const stored = async () => (await h.db.prisma.policy.findUnique({ where: { key: 'onboarding' } }))?.value;
  const version = () => versionOf(h.db.prisma, policySubject('onboarding'));
  const save = (by: ReturnType<typeof ada>, change: object, as?: string) =>
    savePolicy(h.deps, by, asDefinition(onboardingPolicy), { ...onboardingPolicy.defaults, ...change }, as);

  test('what somebody else saved meanwhile is not overwritten: who changed what is told', async () => {
    const opened = await version();
    await save(bob(), { defaultCurrency: 'EUR' }, opened);
    const late = save(ada(), { allowSelfApproval: true }, opened);
    await expect(late).rejects.toThrow(Conflict);
    await expect(late).rejects.toThrow(
      /^<@U_ADMIN_2> changed “Currency offered for new projects” from USD to EUR <!date.*Nothing was saved: what you entered is still here/,
    );
    expect(await stored()).toMatchObject({ defaultCurrency: 'EUR', allowSelfApproval: false });
    await save(ada(), { defaultCurrency: 'EUR', allowSelfApproval: true }, await version());
    expect(await stored()).toMatchObject({ defaultCurrency: 'EUR', allowSelfApproval: true });
  });

  test('of two who save at once one is told of the other', async () => {
    const opened = await version();
    const outcomes = await Promise.allSettled([
      save(ada(), { defaultCurrency: 'USD' }, opened),
      save(bob(), { defaultCurrency: 'CHF' }, opened),
    ]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((each) => each.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Conflict);
  });

  test('roles too; what Slack says of a user group is no change of the form', async () => {
    const opened = await versionOf(h.db.prisma, rolesSubject(['sales', 'billing']));
    const members = ['U_SALES', 'U_SALES_2'];
    await saveRoles(h.deps, bob(), [{ role: 'sales', members: ['U_SALES'] }], opened);
    const late = saveRoles(h.deps, ada(), [{ role: 'sales', members: [...members, 'U_HOSTING'] }], opened);
    await expect(late).rejects.toThrow(/^<@U_ADMIN_2> changed the people of Sales <!date/);
    await saveRoles(h.deps, ada(), [{ role: 'billing', members: ['U_BILLING'] }], opened);
    expect(await membersOf(h.db.prisma, ['sales'])).toEqual(['U_SALES']);
  });

  test('two admins who remove each other at once: one stays, and the other is told', async () => {
    const outcomes = await Promise.allSettled([
      saveRoles(h.deps, ada(), [{ role: 'admin', members: [ada().userId] }]),
      saveRoles(h.deps, bob(), [{ role: 'admin', members: [bob().userId] }]),
    ]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((each) => each.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(NotAllowed);
    expect(String(lost?.reason)).toMatch(/You are no longer an admin|Only Administration/);
    expect(await membersOf(h.db.prisma, ['admin'])).toHaveLength(1);
  });

  test('the last admin who can decide stays one: nobody else counts who cannot', async () => {
    const [last = ''] = await membersOf(h.db.prisma, ['admin']);
    await h.addPerson('U_GONE', ['admin'], { isDeactivated: true });
    await h.db.prisma.roleMember.updateMany({ where: { userId: 'U_GONE' }, data: { source: 'S0GROUP' } });
    const leaving = saveRoles(h.deps, { userId: last }, [{ role: 'admin', members: [] }]);
    await expect(leaving).rejects.toThrow(FieldErrors);
    await expect(leaving).rejects.toMatchObject({
      fields: { members_admin: expect.stringContaining('stay an admin') },
    });
    expect(await membersOf(h.db.prisma, ['admin'])).toEqual([last]);
    await h.db.prisma.roleMember.deleteMany({ where: { userId: 'U_GONE' } });
    await h.addPerson('U_ADMIN', ['admin']);
    await h.addPerson('U_ADMIN_2', ['admin']);
  });

  test('who is dropped from ADMIN_USER_IDS is an admin no more, unless nobody else would be', async () => {
    await h.addPerson('U_ENV', []);
    expect(await bootstrapAdmins(h.deps.transact, ['U_ENV'])).toEqual([]);
    await saveRoles(h.deps, { userId: 'U_ENV' }, [{ role: 'admin', members: ['U_ADMIN', 'U_ADMIN_2'] }]);
    expect(await membersOf(h.db.prisma, ['admin'])).toContain('U_ENV');
    expect(await bootstrapAdmins(h.deps.transact, [])).toEqual([]);
    expect(await membersOf(h.db.prisma, ['admin'])).toEqual(['U_ADMIN', 'U_ADMIN_2']);
    await bootstrapAdmins(h.deps.transact, ['U_ENV']);
    await h.db.prisma.roleMember.deleteMany({ where: { role: 'admin', source: 'direct' } });
    expect(await bootstrapAdmins(h.deps.transact, [])).toEqual(['U_ENV']);
    expect(await membersOf(h.db.prisma, ['admin'])).toEqual(['U_ENV']);
    await h.addPerson('U_ADMIN', ['admin']);
  });

  describe('a limit that is changed redraws what it decides', () => {
    const limit = (minor: string) => save(ada(), { hardwareFreeBelow: { USD: minor } });
    const news = async (before: number) => (await h.posts()).slice(before).map((post) => post.text);

    test('ONB-7 hardware below a raised limit opens its gate, what was asked for is taken back, the thread says so; and back', async () => {
      await limit('50000');
      const project = await startProject(h, { hardware: '700' });
      const other = await startProject(h, { hardware: '900' });
      const drawn = async (p: typeof project) => {
        const { handoff } = await p.state();
        return (await h.messages('handoff', handoff.id)).map(({ row }) => row.wanted);
      };
      const [was, otherWas] = [await drawn(project), await drawn(other)];
      const before = (await h.posts()).length;
      await limit('80000');
      expect(await news(before)).toEqual([
        '<@U_ADMIN> changed the setting “Hardware below this is ordered before it is paid”. Open now: “Ordering of hardware”.',
      ]);
      expect(await drawn(project)).not.toEqual(was);
      expect(await drawn(other)).toEqual(otherWas);
      const opened = (await h.posts()).length;
      await limit('60000');
      expect((await news(opened)).join()).toContain('Shut again: “Ordering of hardware”.');
      await save(ada(), { hardwareFreeBelow: {} });
      expect((await h.posts()).length).toBe(opened + 1);
    });
  });
});

describe('ALL-9 another number of attempts', () => {
  let h: Awaited<ReturnType<typeof collectionsHarness>>;
  beforeAll(async () => {
    h = await collectionsHarness('embedded');
  });
  afterAll(() => h.close());

  test('COL-2 shows in the messages at once; a lower one fails what has reached it, with time to act', async () => {
    await h.importCsv(
      report(
        { id: 'a1', subscription: 'S-A', attempt: '3', next: '2026-03-09' },
        { id: 'b1', subscription: 'S-B', customer: 'AX-2', name: 'Other', attempt: '1', next: '2026-03-09' },
      ),
    );
    const state = async (subscription: string) =>
      h.db.prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: subscription } });
    expect(await state('S-A')).toMatchObject({ state: 'retrying', attempts: 3, deadlineOn: null });
    const drawn = async () =>
      (await h.messages('case')).map(({ row, json }) => [row.wanted, /\d of \d/.exec(json)?.[0]]);
    const before = await drawn();
    await savePolicy(h.deps, h.person('admin'), asDefinition(collectionsPolicy), {
      ...collectionsPolicy.defaults,
      attempts: 3,
    });
    expect(await state('S-A')).toMatchObject({ state: 'failed', deadlineOn: new Date('2026-03-08T00:00:00Z') });
    expect(await state('S-B')).toMatchObject({ state: 'retrying', attempts: 1 });
    const after = await drawn();
    expect(after.map(([, text]) => text)).toEqual(['3 of 3', '1 of 3']);
    expect(after.map(([wanted]) => wanted)).not.toEqual(before.map(([wanted]) => wanted));
    expect((await h.posts()).map((post) => post.text).join()).toContain(
      'FAILED: 3 attempts are as many as there may be now',
    );
  });
});
