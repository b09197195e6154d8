import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering, pauseOf } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;
const billing = { role: 'billing' } as const;
/** Without `chat:write.public`: Baton must be in the channels it posts to. */
const scopes = [
  'chat:write',
  'channels:history',
  'groups:history',
  'im:history',
  'im:write',
  'channels:read',
  'channels:join',
];
const quarter = 15 * 60_000;

describeEachEngine('who refuses costs others nothing', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine, { scopes });
  }, 60_000);
  afterEach(() => at.reset());
  afterAll(() => at.close());

  const pass = async (delivery: Delivery, ms: number) => {
    at.wall.advance(ms);
    await delivery.idle();
  };
  const calls = (method: string, channel?: string) =>
    at.slack.calls.filter((call) => call.method === method && (!channel || call.args.channel === channel)).length;
  const cardsIn = async (count: number, to: typeof sales | typeof billing) => {
    const cards = Array.from({ length: count }, (_, n) => at.card(`${to.role} ${n}`));
    for (const card of cards) await at.show(card, to);
    return cards;
  };
  const change = async (cards: Awaited<ReturnType<typeof cardsIn>>) => {
    for (const card of cards) {
      at.cards.set(card.subjectId, { text: 'changed', open: true });
      await at.show(card);
    }
  };

  test('a channel that refuses changes is tried with one message each quarter of an hour; the budget is spent on what can go', async () => {
    const refused = await cardsIn(45, sales);
    const others = await cardsIn(25, billing);
    const pace = { messageIntervalMs: 0, updatesPerMinute: 50 };
    const delivery = at.start({ pace });
    await delivery.idle();
    at.slack.archive('sales');
    await change(refused);
    await change(others);
    delivery.wake();
    await pass(delivery, 250);
    for (let n = 0; n < 20; n++) await pass(delivery, 1000);
    expect(at.texts('billing')).toEqual(Array(25).fill('changed'));
    const first = calls('chat.update', 'C_SALES');
    expect(first).toBeLessThanOrEqual(10);
    for (let n = 1; n <= 3; n++) {
      await pass(delivery, quarter + 1);
      await pass(delivery, 250);
      expect(calls('chat.update', 'C_SALES')).toBe(first + n);
    }
    expect(at.texts('admin')).toHaveLength(1);
    at.slack.archive('sales', false);
    await pass(delivery, quarter + 1);
    for (let n = 0; n < 60; n++) await pass(delivery, 1250);
    expect(at.texts('sales')).toEqual(Array(45).fill('changed'));
    expect((await problems(at.db)).heldLanes).toEqual([]);
  });

  test('a channel that takes changes but no new messages is not told of again with each change', async () => {
    const [card] = await cardsIn(1, sales);
    const client = at.answering((method, request) =>
      method === 'chat.postMessage' && request.channel === 'C_SALES' && request.text === 'new'
        ? 'restricted_action'
        : undefined,
    );
    const delivery = at.start({ client });
    await delivery.idle();
    await at.post(sales, 'new');
    delivery.wake();
    await pass(delivery, 250);
    for (let n = 0; n < 3; n++) {
      at.cards.set(card?.subjectId ?? '', { text: `change ${n}`, open: true });
      if (card) await at.show(card);
      delivery.wake();
      await pass(delivery, 250);
      expect(at.texts('sales')).toEqual([`change ${n}`]);
    }
    expect(at.texts('admin')).toHaveLength(1);
    expect((await problems(at.db)).heldLanes).toMatchObject([{ lane: 'C_SALES', waiting: 1 }]);
  });

  test('access_denied of one channel holds that channel, nothing else', async () => {
    for (let n = 0; n < 3; n++) await at.post(sales, `s${n}`);
    await at.post(billing, 'elsewhere');
    let asked = 0;
    const client = at.answering((method, request) => {
      if (method !== 'chat.postMessage' || request.channel !== 'C_SALES') return undefined;
      asked += 1;
      return 'access_denied';
    });
    const delivery = at.start({ client });
    await pass(delivery, 250);
    for (let n = 0; n < 10; n++) await pass(delivery, 31_000);
    expect(at.texts('billing')).toEqual(['elsewhere']);
    expect(pauseOf(delivery)).toBeUndefined();
    expect(asked).toBe(1);
    expect((await problems(at.db)).heldLanes).toMatchObject([{ lane: 'C_SALES', waiting: 3 }]);
    expect(at.texts('admin')).toHaveLength(1);
  });

  test('a pause ends when Slack would take a message, not already when it knows the token', async () => {
    for (let n = 0; n < 3; n++) await at.post(sales, `s${n}`);
    at.slack.grant(['channels:history', 'im:write']);
    const delivery = at.start();
    await delivery.idle();
    expect(pauseOf(delivery)?.reason).toContain('install it again');
    const { since } = pauseOf(delivery) ?? {};
    const sent = calls('chat.postMessage');
    for (let n = 1; n <= 4; n++) {
      await pass(delivery, 31_000);
      expect(pauseOf(delivery)?.since).toEqual(since);
      expect(calls('chat.postMessage')).toBe(sent + n);
    }
    at.slack.grant(scopes);
    await pass(delivery, 31_000);
    await pass(delivery, 250);
    expect(at.texts('sales')).toEqual(['s0', 's1', 's2']);
    expect(pauseOf(delivery)).toBeUndefined();
  });

  test('T39 a public channel that was archived and brought back: Baton joins and delivers, in order, once', async () => {
    at.slack.archive('sales');
    for (let n = 0; n < 3; n++) await at.post(sales, `m${n}`);
    const delivery = at.start();
    await pass(delivery, 250);
    at.slack.archive('sales', false);
    at.slack.removeApp('sales');
    await pass(delivery, quarter + 1);
    for (let n = 0; n < 4; n++) await pass(delivery, 1000);
    expect(at.texts('sales')).toEqual(['m0', 'm1', 'm2']);
    expect(calls('conversations.join')).toBe(1);
    expect(at.texts('admin')).toHaveLength(1);
  });

  test('T39 a private channel that was archived and brought back: the admins are told to invite Baton, and then it delivers', async () => {
    const channel = at.slack.channel('support');
    channel.kind = 'private';
    at.slack.archive('support');
    for (let n = 0; n < 3; n++) await at.post({ role: 'support' }, `m${n}`);
    const delivery = at.start();
    await pass(delivery, 250);
    at.slack.archive('support', false);
    at.slack.removeApp('support');
    await pass(delivery, quarter + 1);
    for (let n = 0; n < 4; n++) await pass(delivery, 1000);
    expect(at.texts('support')).toEqual([]);
    expect(at.texts('admin')).toHaveLength(2);
    expect(at.texts('admin')[1]).toContain('/invite @Baton');
    at.slack.inviteApp('support');
    await pass(delivery, quarter + 1);
    for (let n = 0; n < 4; n++) await pass(delivery, 1000);
    expect(at.texts('support')).toEqual(['m0', 'm1', 'm2']);
    channel.kind = 'public';
  });
});
