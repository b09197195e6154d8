import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { readClosing, requireOpenPeriod, setClosing } from '../../src/features/billing/closing/index.ts';
import {
  approve,
  asDeed,
  type DeedOf,
  decline,
  doOrAsk,
  guardedDeeds,
  requireRight,
  rightsPolicy,
  withdraw,
} from '../../src/features/billing/rights/index.ts';
import { onboardingPolicy } from '../../src/features/playbooks/index.ts';
import { savePolicy } from '../../src/platform/admin/actions/edit-setting.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import type { PolicyDefinition } from '../../src/platform/work/policies.ts';
import type { By } from '../../src/platform/work/work.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';

describeEachEngine('ALL-11 the matrix of rights, and a second person', (engine) => {
  let h: Harness;
  /** What the deed of the test gave away, and whether it still may. */
  const given: string[] = [];
  let left = 0n;
  const subjectId = '01980000-0000-7000-8000-000000000777';
  const giveAway: DeedOf<{ readonly amount: string }, string> = {
    name: 'sample.give',
    right: 'credit',
    payload: z.object({ amount: z.string() }),
    examine: async (_work, { amount }) => {
      if (BigInt(amount) > left) throw new UserError(`Only ${left} are left.`);
      return {
        description: `give ${amount} away`,
        amount: money(BigInt(amount), 'USD'),
        subject: { type: 'sample', id: subjectId },
      };
    },
    carryOut: async (work, { amount }) => {
      given.push(amount);
      work.audit({ action: 'project.noted', subject: { type: 'sample', id: subjectId }, after: { amount } });
      return amount;
    },
  };
  beforeAll(async () => {
    h = await billingHarness(engine, {
      slices: [{ name: 'sample', contributes: [contribute(guardedDeeds, asDeed(giveAway))] }],
    });
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    given.length = 0;
    left = 1_000_000n;
    await h.db.prisma.approval.deleteMany();
    await h.setPolicy(rightsPolicy, {});
    await h.setPolicy(onboardingPolicy, {});
  });

  const [anna, bea] = [{ userId: 'U_ACCOUNTING' }, { userId: 'U_ACCOUNTING_2' }] as const;
  const give = (by: By, amount: string, reason = 'Goodwill') =>
    h.deps.transact(by, (work) => doOrAsk(work, giveAway, { amount }, reason));
  const ask = async (by: By = anna, amount = '100001'): Promise<string> => {
    const outcome = await give(by, amount);
    if (outcome.done) throw new Error('nobody was asked');
    return outcome.approvalId;
  };
  const stateOf = async (id: string) => (await h.db.prisma.approval.findUniqueOrThrow({ where: { id } })).state;

  test('ALL-11 up to the amount one person who has the right does it; nobody else does', async () => {
    await expect(give(h.person('sales'), '1')).rejects.toThrow(/Only Accounting can issue credit notes/);
    expect(await give(anna, '100000')).toEqual({ done: true, result: '100000' });
    expect(given).toEqual(['100000']);
    await h.setPolicy(rightsPolicy, { credit: ['sales', 'management'] });
    await expect(give(anna, '1')).rejects.toThrow(NotAllowed);
    expect(await give(h.person('management'), '1')).toMatchObject({ done: true });
  });

  test('ALL-11 above it a second person is asked in accounting’s channel, approves, and it is done; who asked is told', async () => {
    const id = await ask();
    expect(given).toEqual([]);
    const [request] = await h.messages('approval', id);
    expect(request?.row.lane).toBe('C_ACCOUNTING');
    expect(request?.content).toMatchObject({ open: true });
    for (const shown of ['<@U_ACCOUNTING> asks to give 100001 away', 'Goodwill', 'approval.approve', '$1,000.01'])
      expect(request?.json).toContain(shown);
    await approve(h.deps, bea, id);
    expect(given).toEqual(['100001']);
    expect(await stateOf(id)).toBe('approved');
    const [decided] = await h.messages('approval', id);
    expect(decided?.content).toMatchObject({ open: false });
    expect(decided?.json).toContain('*Approved* by <@U_ACCOUNTING_2>');
    expect(decided?.json).not.toContain('approval.approve');
    const told = (await h.posts()).filter(({ text }) => text.includes('approved: give 100001 away'));
    expect(told.map(({ lane }) => lane)).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
    const audit = (await h.audit({ subjectId })).slice(-3);
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['approval.requested', 'U_ACCOUNTING'],
      ['approval.approved', 'U_ACCOUNTING_2'],
      ['project.noted', 'U_ACCOUNTING_2'],
    ]);
  });

  test('ALL-1 who asked does not approve it, unless the workspace allows it; nor does who has not the right', async () => {
    const id = await ask();
    await expect(approve(h.deps, anna, id)).rejects.toThrow(/somebody else must approve/);
    await expect(approve(h.deps, h.person('billing'), id)).rejects.toThrow(/Only Accounting/);
    expect(given).toEqual([]);
    await h.setPolicy(onboardingPolicy, { allowSelfApproval: true });
    await approve(h.deps, anna, id);
    expect(given).toEqual(['100001']);
  });

  test('ALL-3 two who approve at once: it is done once, and the other is told who was first', async () => {
    await h.addPerson('U_THIRD', ['accounting']);
    const id = await ask();
    const outcomes = await Promise.allSettled([approve(h.deps, bea, id), approve(h.deps, { userId: 'U_THIRD' }, id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((each) => each.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Conflict);
    expect(String(lost?.reason)).toMatch(/approved by <@U_/);
    expect(given).toEqual(['100001']);
  });

  test('ALL-11 everything is checked again when it is approved: what no longer holds is refused, and the request stays', async () => {
    const id = await ask();
    left = 5n;
    await expect(approve(h.deps, bea, id)).rejects.toThrow('Only 5 are left.');
    expect(await stateOf(id)).toBe('requested');
    left = 1_000_000n;
    await h.db.prisma.approval.update({ where: { id }, data: { amount: 100_002n } });
    await expect(approve(h.deps, bea, id)).rejects.toThrow(/now that would be/);
    await h.db.prisma.approval.update({ where: { id }, data: { amount: 100_001n } });
    await h.setPolicy(rightsPolicy, { credit: ['management'] });
    await expect(approve(h.deps, h.person('management'), id)).rejects.toThrow(
      /<@U_ACCOUNTING>, who asked, can no longer issue credit notes/,
    );
    expect(given).toEqual([]);
  });

  test('ALL-11 declined with a reason, or taken back by who asked: nothing is done, and it cannot be approved any more', async () => {
    const declined = await ask();
    expect(await problemsOf(decline(h.deps, bea, { id: declined, reason: ' ' }))).toEqual({
      reason: expect.any(String),
    });
    await expect(decline(h.deps, h.person('sales'), { id: declined, reason: 'No' })).rejects.toThrow(NotAllowed);
    await decline(h.deps, bea, { id: declined, reason: 'Too much' });
    await expect(approve(h.deps, bea, declined)).rejects.toThrow(/declined by <@U_ACCOUNTING_2> already/);
    const taken = await ask();
    await expect(withdraw(h.deps, bea, taken)).rejects.toThrow(/Only <@U_ACCOUNTING> can take this back/);
    await withdraw(h.deps, anna, taken);
    await expect(approve(h.deps, bea, taken)).rejects.toThrow(/taken back by <@U_ACCOUNTING> already/);
    expect(given).toEqual([]);
    const told = (await h.posts()).filter(({ text }) => text.includes('Too much'));
    expect(told.map(({ lane }) => lane)).toEqual(['C_ACCOUNTING', 'U_ACCOUNTING']);
  });

  test('ALL-3 the same is not asked twice while it waits', async () => {
    await ask();
    await expect(ask(bea)).rejects.toThrow(/<@U_ACCOUNTING> asked to give 100001 away already/);
  });

  test('ALL-11 who may change settings is in the matrix too; the matrix itself is for admins', async () => {
    const save = (by: By, definition: object, value: object) =>
      savePolicy(h.deps, by, definition as PolicyDefinition, value as Record<string, unknown>);
    const management = h.person('management');
    const settings = { ...onboardingPolicy.defaults, defaultCurrency: 'EUR' };
    await expect(save(management, onboardingPolicy, settings)).rejects.toThrow(/Only Administration can change/);
    await h.setPolicy(rightsPolicy, { changePolicy: ['management'] });
    await save(management, onboardingPolicy, settings);
    await save(h.person('admin'), onboardingPolicy, onboardingPolicy.defaults);
    const matrix = { ...rightsPolicy.defaults, credit: ['management'] };
    await expect(save(management, rightsPolicy, matrix)).rejects.toThrow(/Only Administration/);
    await save(h.person('admin'), rightsPolicy, matrix);
    await h.acting(management, (work) => requireRight(work, 'credit'));
    await expect(h.acting(anna, (work) => requireRight(work, 'credit'))).rejects.toThrow(NotAllowed);
  });

  test('BIL-16 the closing date: by whom the matrix lets, moved back with a reason; nothing is dated before it', async () => {
    const dated = (on: string) => h.acting(anna, (work) => requireOpenPeriod(work, day(on)));
    await dated('1999-01-01');
    const close = (by: By, closedOn: string | undefined, shown: string | undefined, reason?: string) =>
      setClosing(h.deps, by, {
        ...(closedOn ? { closedOn: day(closedOn) } : {}),
        ...(shown ? { shown: day(shown) } : {}),
        reason,
      });
    await expect(close(h.person('billing'), '2026-01-31', undefined)).rejects.toThrow(/Only Accounting can close/);
    expect(await problemsOf(close(anna, '2026-03-03', undefined))).toMatchObject({ closed_on: /up to today/ });
    await close(anna, '2026-01-31', undefined);
    await expect(dated('2026-01-31')).rejects.toThrow(
      'Jan 31, 2026 lies in a closed period: the books are closed through Jan 31, 2026.',
    );
    await dated('2026-02-01');
    await expect(close(bea, '2026-02-28', undefined)).rejects.toThrow(/^<@U_ACCOUNTING> changed it first/);
    await close(bea, '2026-02-28', '2026-01-31');
    expect(await problemsOf(close(bea, '2026-01-31', '2026-02-28', ' '))).toMatchObject({ reason: /say why/ });
    await close(bea, '2026-01-31', '2026-02-28', 'A credit note was forgotten');
    await close(bea, undefined, '2026-01-31', 'Test is over');
    expect(await readClosing(h.db.prisma)).toMatchObject({ closedOn: undefined, changedBy: 'U_ACCOUNTING_2' });
    await dated('1999-01-01');
    expect((await h.audit({ action: 'closing.set' })).map(({ after, reason }) => [after, reason])).toEqual([
      [{ closedOn: '2026-01-31' }, null],
      [{ closedOn: '2026-02-28' }, null],
      [{ closedOn: '2026-01-31' }, 'A credit note was forgotten'],
      [{ closedOn: null }, 'Test is over'],
    ]);
  });
});
