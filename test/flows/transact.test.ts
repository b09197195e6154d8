import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { eventType, on } from '../../src/platform/work/events.ts';
import { Repeated } from '../../src/platform/work/transact.ts';
import { system, type Work } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';

const happened = eventType<{ readonly what: string }>('sample.happened');

describeEachEngine('one transaction', (engine) => {
  let h: Harness;
  const slice: Slice = {
    name: 'sample',
    slots: [{ kind: 'sample', render: async () => ({ text: 'sample', open: true }) }],
    reactions: [
      on(happened, async (work, { what }) => {
        if (what === 'refuse') throw new Error('refused by a reaction');
        work.audit({ action: 'sample.heard', subject: { type: 'sample', id: what } });
      }),
    ],
  };

  beforeAll(async () => {
    h = await createHarness({ engine, slices: [slice] });
  });
  afterAll(() => h.close());

  test('ALL-2 state, audit, message and reaction commit together, with who and when', async () => {
    await h.acting(h.person('sales'), async (work) => {
      work.audit({
        action: 'sample.made',
        subject: { type: 'sample', id: 's1' },
        before: { n: 1 },
        after: { n: 2n },
        reason: 'because',
      });
      work.post({ to: { role: 'sales' }, content: { text: 'made' }, key: 'made:s1' });
      await work.emit(happened, { what: 's1' });
    });
    const rows = await h.audit({ subjectId: 's1' });
    expect(rows.map((row) => row.action)).toEqual(['sample.made', 'sample.heard']);
    expect(rows[0]).toMatchObject({
      actor: 'U_SALES',
      at: h.clock.now(),
      before: { n: 1 },
      after: { n: '2' },
      reason: 'because',
    });
    expect((await h.posts()).map((post) => [post.lane, post.text])).toEqual([['C_SALES', 'made']]);
  });

  test('a reaction that fails takes everything back', async () => {
    const before = (await h.posts()).length;
    const doomed = h.deps.transact(system, async (work) => {
      work.audit({ action: 'sample.made', subject: { type: 'sample', id: 's2' } });
      work.post({ to: { role: 'sales' }, content: { text: 'doomed' } });
      await work.emit(happened, { what: 'refuse' });
    });
    await expect(doomed).rejects.toThrow('refused by a reaction');
    expect(await h.audit({ subjectId: 's2' })).toEqual([]);
    expect((await h.posts()).length).toBe(before);
  });

  test('the same request carried out twice, also at once, has one effect', async () => {
    const by = { ...h.person('sales'), requestId: 'action:1' };
    const once = () =>
      h.acting(by, async (work) => work.audit({ action: 'sample.once', subject: { type: 'sample', id: 's3' } }));
    const outcomes = await Promise.allSettled([once(), once()]);
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const [lost] = outcomes.filter((each) => each.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Repeated);
    await expect(once()).rejects.toBeInstanceOf(Repeated);
    expect(await h.audit({ subjectId: 's3' })).toHaveLength(1);
  });

  test('a request that failed may be carried out again', async () => {
    const by = { ...h.person('sales'), requestId: 'action:2' };
    await expect(h.deps.transact(by, async () => Promise.reject(new Error('first try')))).rejects.toThrow('first try');
    await h.acting(by, async (work) => work.audit({ action: 'sample.again', subject: { type: 'sample', id: 's4' } }));
    expect(await h.audit({ subjectId: 's4' })).toHaveLength(1);
  });

  describe('ALL-1 who may is decided when it is carried out', () => {
    const asks = (userId: string) =>
      h.deps.transact({ userId }, async (work) => work.require(['billing', 'accounting'], 'do this'));

    test('one of the roles is enough; none is refused, naming who may', async () => {
      await asks('U_BILLING');
      await expect(asks('U_SALES')).rejects.toThrow('Only Billing or Accounting can do this.');
    });

    test('what nobody asked for is not committed: a use case that forgets to ask changes nothing', async () => {
      const change = (more: (work: Work) => void) =>
        h.deps.transact(h.person('admin'), async (work) => {
          more(work);
          work.audit({ action: 'sample.slipped', subject: { type: 'sample', id: 's5' } });
        });
      await expect(change(() => undefined)).rejects.toThrow('nobody asked whether U_ADMIN may do this');
      expect(await h.audit({ subjectId: 's5' })).toEqual([]);
      await change((work) => work.require(['admin'], 'do this'));
      expect(await h.audit({ subjectId: 's5' })).toHaveLength(1);
    });

    test('what is somebody’s own needs no role, and yet somebody who may decide', async () => {
      const own = (userId: string) => h.deps.transact({ userId }, async (work) => work.require([], 'do this', true));
      await own('U_SALES');
      await h.addPerson('U_LEFT', ['sales'], { isDeactivated: true });
      await expect(own('U_LEFT')).rejects.toThrow("You can't do this: your Slack account is deactivated.");
    });

    test('a role that was taken away counts no more', async () => {
      await h.addPerson('U_SHORT', ['billing']);
      await asks('U_SHORT');
      await h.db.prisma.roleMember.deleteMany({ where: { userId: 'U_SHORT' } });
      await expect(asks('U_SHORT')).rejects.toBeInstanceOf(NotAllowed);
    });

    test.each([
      [{ isDeactivated: true }, 'deactivated'],
      [{ isGuest: true }, 'guests'],
      [{ isStranger: true }, 'other organisations'],
    ])('ALL-6 %o cannot decide, whatever their role', async (flags, why) => {
      await h.addPerson(`U_${why}`, ['billing'], flags);
      await expect(asks(`U_${why}`)).rejects.toThrow(why);
    });
  });
});
