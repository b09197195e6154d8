import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { channelOfRoleChanged } from '../../src/platform/delivery/outbox/channel-of-role.ts';
import { recordResults } from '../../src/platform/delivery/outbox/results.ts';
import { drop } from '../../src/platform/delivery/parked/actions/drop.ts';
import { releaseHold } from '../../src/platform/delivery/parked/actions/release-hold.ts';
import { releaseLane } from '../../src/platform/delivery/parked/actions/release-lane.ts';
import { sendAgain } from '../../src/platform/delivery/parked/actions/send-again.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { deliveryClient } from '../../src/platform/delivery/transports/slack/client.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import { createDelivering, type Delivering, pauseOf } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;
const settle = 10_000;
const longest = 30_000;

describeEachEngine('delivery on bad days', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine);
  }, 60_000);
  afterEach(() => at.reset());
  afterAll(() => at.close());

  const pass = async (delivery: Delivery, ms: number) => {
    at.wall.advance(ms);
    await delivery.idle();
  };
  const five = async () => {
    for (let n = 0; n < 5; n++) await at.post(sales, `m${n}`);
  };
  const inOrder = ['m0', 'm1', 'm2', 'm3', 'm4'];

  for (const kind of ['accept_then_drop', 'error_500_after', 'drop', 'error_500', 'garbage'] as const) {
    test(`outcome unknown (${kind}): looked up after the old request can no longer land, each message once and in order`, async () => {
      await five();
      at.slack.faults.add({ kind, method: 'chat.postMessage', count: 1 });
      const delivery = at.start();
      await delivery.idle();
      expect(await at.states()).toEqual(['unknown', 'pending', 'pending', 'pending', 'pending']);
      await pass(delivery, settle - 1);
      expect(at.slack.calls.some((call) => call.method === 'conversations.history')).toBe(false);
      await pass(delivery, 2);
      expect(at.texts('sales')).toEqual(inOrder);
      expect(await at.states()).toEqual(Array(5).fill('sent'));
    });
  }

  test('a request that takes too long is of unknown outcome; if it lands after all it is found, not repeated', async () => {
    await at.post(sales, 'slow');
    at.slack.faults.add({ kind: 'delay', method: 'chat.postMessage', ms: 150, count: 1 });
    const hasty = at.start({
      client: deliveryClient({ token: at.slack.botToken, apiUrl: at.slack.apiUrl, timeoutMs: 60 }),
    });
    await hasty.idle();
    expect(await at.states()).toEqual(['unknown']);
    await at.slack.settled();
    // Looking it up may take longer than that on a busy machine.
    await at.stop();
    await pass(at.start(), settle + 1);
    expect(at.texts('sales')).toEqual(['slow']);
    expect(await at.states()).toEqual(['sent']);
  });

  test('first posts of living messages and thread replies of unknown outcome are looked up likewise', async () => {
    const card = at.card('root');
    await at.show(card, sales);
    await at.post({ thread: card }, 'reply 1');
    await at.post({ thread: card }, 'reply 2');
    at.slack.faults.add({ kind: 'accept_then_drop', method: 'chat.postMessage', count: 1 });
    const delivery = at.start();
    await delivery.idle();
    at.slack.faults.add({ kind: 'error_500_after', method: 'chat.postMessage', count: 1 });
    await pass(delivery, settle + 1);
    await pass(delivery, settle + longest);
    const [root] = at.slack.messages('sales');
    expect(at.slack.thread('sales', root?.ts ?? '').map((message) => message.text)).toEqual([
      'root',
      'reply 1',
      'reply 2',
    ]);
    expect(at.slack.messages('sales')).toHaveLength(1);
  });

  test('what cannot be looked up is parked, shown to admins, and sent again or dropped only by them', async () => {
    await at.post(sales, 'm0');
    await at.post(sales, 'm1');
    const scopes = ['chat:write', 'im:write'];
    at.slack.grant(scopes);
    at.slack.faults.add({ kind: 'error_500', method: 'chat.postMessage', count: 1 });
    const delivery = at.start();
    await delivery.idle();
    await pass(delivery, settle + 1);
    expect(await at.states()).toEqual(['parked', 'sent']);
    const [parked] = (await problems(at.db)).parked;
    expect(parked).toMatchObject({ lane: 'C_SALES', excerpt: 'm0' });
    const id = parked?.id ?? '';
    await expect(sendAgain(at.deps, at.person('sales'), id)).rejects.toThrow(/can send held-back messages again/);
    await sendAgain(at.deps, at.person('admin'), id);
    await expect(drop(at.deps, at.person('admin', 2), id, 'late')).rejects.toThrow(/Somebody was first/);
    delivery.wake();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['m1', 'm0']);
    expect(await at.audit({ subjectId: id })).toMatchObject([{ action: 'message.sent_again', actor: 'U_ADMIN' }]);
    at.slack.grant([
      ...scopes,
      'channels:history',
      'groups:history',
      'im:history',
      'mpim:history',
      'channels:read',
      'groups:read',
      'im:read',
    ]);
  });

  test('a message Slack refuses is parked with the reason, with its replies; the lane goes on', async () => {
    const card = at.card('x'.repeat(45_000));
    await at.show(card, sales);
    await at.post({ thread: card }, 'reply');
    await at.post(sales, 'next');
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['next']);
    expect(await at.slot(card)).toMatchObject({ state: 'parked', problem: 'the message is too long' });
    expect(await at.states()).toEqual(['parked', 'sent']);
    // A reply written later shares the fate, and both follow when the message can be drawn.
    await at.post({ thread: card }, 'reply 2');
    expect(await at.states()).toEqual(['parked', 'sent', 'parked']);
    at.cards.set(card.subjectId, { text: 'short', open: true });
    await sendAgain(at.deps, at.person('admin'), (await at.slot(card)).id);
    delivery.wake();
    await delivery.idle();
    const root = at.slack.messages('sales')[1];
    expect(at.slack.thread('sales', root?.ts ?? '').map((message) => message.text)).toEqual([
      'short',
      'reply',
      'reply 2',
    ]);
  });

  test('dropping a message that was never posted drops its replies', async () => {
    const card = at.card('x'.repeat(45_000));
    await at.show(card, sales);
    await at.post({ thread: card }, 'reply');
    const delivery = at.start();
    await delivery.idle();
    const { id } = await at.slot(card);
    await drop(at.deps, at.person('admin'), id, 'not needed');
    expect(await at.states()).toEqual(['dropped']);
    expect((await problems(at.db)).parked).toEqual([]);
    expect(await at.audit({ subjectId: id })).toMatchObject([{ action: 'message.dropped', reason: 'not needed' }]);
  });

  test('an archived channel holds only itself and tells the admins once; what waits is sent when it works again', async () => {
    at.slack.archive('sales');
    await five();
    await at.post({ role: 'billing' }, 'elsewhere');
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('billing')).toEqual(['elsewhere']);
    await pass(delivery, 15 * 60_000 + 1);
    await pass(delivery, 15 * 60_000 + 1);
    expect(at.texts('admin')).toHaveLength(1);
    expect(at.texts('admin')[0]).toContain('<#C_SALES>');
    expect((await problems(at.db)).heldLanes).toMatchObject([
      { lane: 'C_SALES', waiting: 5, reason: 'the channel is archived' },
    ]);
    at.slack.archive('sales', false);
    await expect(releaseLane(at.deps, at.person('sales'), 'C_SALES')).rejects.toThrow(/can release held channels/);
    await releaseLane(at.deps, at.person('admin'), 'C_SALES');
    delivery.wake();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(inOrder);
    expect((await problems(at.db)).heldLanes).toEqual([]);
  });

  test('two things that find the same channel closed at once tell the admins once', async () => {
    const card = at.card('v1');
    await at.show(card, sales);
    const delivery = at.start();
    await delivery.idle();
    at.slack.archive('sales');
    await at.show(card);
    await five();
    delivery.wake();
    await delivery.idle();
    expect(at.texts('admin')).toHaveLength(1);
    at.slack.archive('sales', false);
    at.cards.set(card.subjectId, { text: 'v2', open: true });
    await pass(delivery, 15 * 60_000 + 1);
    expect(at.texts('sales')).toEqual(['v2', ...inOrder]);
    expect((await problems(at.db)).heldLanes).toEqual([]);
  });

  test('a held channel is tried again by itself, and once another channel is chosen its messages go there in order', async () => {
    at.slack.archive('sales');
    await five();
    const delivery = at.start();
    await delivery.idle();
    at.slack.archive('sales', false);
    await pass(delivery, 15 * 60_000 + 1);
    expect(at.texts('sales')).toEqual(inOrder);
    at.slack.archive('sales');
    await five();
    delivery.wake();
    await delivery.idle();
    await at.db.tx((tx) => channelOfRoleChanged(tx, 'sales', 'C_BILLING'));
    delivery.wake();
    await delivery.idle();
    expect(at.texts('billing')).toEqual(inOrder);
  });

  test('a revoked token pauses everything, says so, and delivery goes on when Slack accepts it again', async () => {
    at.slack.refuseToken('token_revoked');
    await five();
    const delivery = at.start();
    await delivery.idle();
    expect(pauseOf(delivery)?.reason).toContain('token revoked');
    const asked = at.slack.calls.length;
    await pass(delivery, 29_000);
    expect(at.slack.calls.length).toBe(asked);
    await pass(delivery, 2_000);
    expect(pauseOf(delivery)).toBeDefined();
    at.slack.refuseToken(undefined);
    await pass(delivery, 31_000);
    await pass(delivery, 250);
    expect(pauseOf(delivery)).toBeUndefined();
    expect(at.texts('sales')).toEqual(inOrder);
  });

  test('Retry-After is obeyed by all replicas, also by one that starts later', async () => {
    await five();
    at.slack.faults.add({ kind: 'rate_limited', method: 'chat.postMessage', count: 1, retryAfter: 7 });
    const first = at.start();
    await first.idle();
    await at.stop();
    const second = at.start();
    await second.idle();
    await pass(second, 6_999);
    expect(at.texts('sales')).toEqual([]);
    await pass(second, 1);
    expect(at.texts('sales')).toEqual(inOrder);
  });

  test('Slack down: nothing is lost, tries thin out to twice a minute, and it goes on without a restart', async () => {
    await five();
    const down = at.start({
      client: deliveryClient({ token: at.slack.botToken, apiUrl: 'http://127.0.0.1:1/api/', timeoutMs: 500 }),
    });
    for (let n = 0; n < 12; n++) {
      await down.idle();
      await pass(down, longest);
    }
    const [lane] = await at.db.prisma.lane.findMany();
    expect(lane?.failures).toBeGreaterThanOrEqual(10);
    expect(Number(lane?.nextAt?.getTime()) - at.wall.now().getTime()).toBeLessThanOrEqual(longest);
    expect(await at.states()).toEqual(Array(5).fill('pending'));
    await at.stop();
    at.slack.faults.add({ kind: 'drop', method: 'chat.postMessage', count: 3 });
    const delivery = at.start();
    for (let n = 0; n < 6; n++) await pass(delivery, longest);
    expect(at.texts('sales')).toEqual(inOrder);
  });

  test('DELIVERY_HOLD: nothing is sent until an admin releases it', async () => {
    await five();
    const delivery = at.start({ hold: true });
    await delivery.idle();
    await pass(delivery, 60_000);
    expect(at.slack.calls.filter((call) => call.method === 'chat.postMessage')).toEqual([]);
    expect(await problems(at.db)).toMatchObject({
      restrained: [{ kind: 'hold', reason: 'DELIVERY_HOLD is set', waiting: 5 }],
      waiting: 5,
    });
    await expect(releaseHold(at.deps, at.person('management'), 'hold')).rejects.toThrow(/can release the hold/);
    await releaseHold(at.deps, at.person('admin'), 'hold');
    delivery.wake();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(inOrder);
    expect(await at.audit({ action: 'delivery.released' })).toHaveLength(1);
  });

  test('one message a second per channel, counted from the answer, and kept across a restart', async () => {
    await five();
    const pace = { messageIntervalMs: 1000, updatesPerMinute: 0 };
    const delivery = at.start({ pace });
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['m0']);
    await pass(delivery, 1000);
    expect(at.texts('sales')).toEqual(['m0']);
    await pass(delivery, 10);
    expect(at.texts('sales')).toEqual(['m0', 'm1']);
    await at.stop();
    expect(await at.states()).toEqual(['sent', 'sent', 'pending', 'pending', 'pending']);
    const again = at.start({ pace });
    await pass(again, 900);
    expect(at.texts('sales')).toEqual(['m0', 'm1']);
    for (let n = 0; n < 8; n++) await pass(again, 500);
    expect(at.texts('sales')).toEqual(inOrder);
  });

  test('updates keep within their budget, shared by replicas', async () => {
    const cards = await Promise.all(Array.from({ length: 35 }, async (_, n) => at.card(`c${n}`)));
    for (const card of cards) await at.show(card, sales);
    const pace = { messageIntervalMs: 0, updatesPerMinute: 50 };
    const replicas = [at.start({ pace }), at.start({ pace })];
    await Promise.all(replicas.map((each) => each.idle()));
    await Promise.all(replicas.map((each) => pass(each, 250)));
    for (const card of cards) await at.show(card);
    for (const each of replicas) each.wake();
    await Promise.all(replicas.map((each) => each.idle()));
    const updates = () => at.slack.calls.filter((call) => call.method === 'chat.update').length;
    expect(updates()).toBe(30);
    for (let n = 0; n < 7; n++) await Promise.all(replicas.map((each) => pass(each, 1000)));
    expect(updates()).toBe(35);
  });

  test('a budget that is used up is asked for again when it has grown, however often there is news meanwhile', async () => {
    let asked = 0;
    const $executeRaw = (query: TemplateStringsArray, ...values: unknown[]) => {
      if (query.join('').includes('INSERT INTO delivery_limits')) asked++;
      return at.db.prisma.$executeRaw(query, ...values);
    };
    const prisma = new Proxy(at.db.prisma, {
      get: (target, name) => (name === '$executeRaw' ? $executeRaw : Reflect.get(target, name)),
    });
    const cards = Array.from({ length: 32 }, (_, n) => at.card(`c${n}`));
    for (const card of cards) await at.show(card, sales);
    const delivery = at.start({
      deps: { ...at.deps, db: { ...at.db, prisma } },
      pace: { messageIntervalMs: 0, updatesPerMinute: 50 },
    });
    await delivery.idle();
    for (const card of cards) await at.show(card);
    await pass(delivery, 250);
    const updates = () => at.slack.calls.filter((call) => call.method === 'chat.update').length;
    expect(updates()).toBe(30);
    const before = asked;
    for (let n = 0; n < 10; n++) {
      delivery.wake();
      await pass(delivery, 50);
    }
    expect(asked).toBe(before);
    for (let n = 0; n < 10; n++) await pass(delivery, 250);
    expect(asked).toBeGreaterThan(before);
    expect(updates()).toBe(32);
  });

  test('a replica that died in the middle: its lane is taken over after the lease, what it sent is not sent again', async () => {
    await five();
    // What a process killed between writing to the socket and recording the answer leaves behind.
    const [m0, m1] = await at.posts();
    const dead = at.start();
    at.slack.faults.add({ kind: 'accept_then_drop', method: 'chat.postMessage', count: 1 });
    await dead.idle();
    await at.stop();
    const lease = new Date(at.wall.now().getTime() + 30_000);
    await at.db.prisma.lane.update({
      where: { id: 'C_SALES' },
      data: { leasedBy: 'dead', leaseUntil: lease, nextAt: null },
    });
    await at.db.prisma.post.updateMany({
      where: { id: { in: [m0?.id ?? '', m1?.id ?? ''] } },
      data: { state: 'sending', triedAt: at.wall.now() },
    });
    const delivery = at.start();
    await delivery.idle();
    await pass(delivery, 29_999);
    expect(at.texts('sales')).toEqual(['m0']);
    await pass(delivery, 2);
    expect(await at.states()).toEqual(['unknown', 'unknown', 'pending', 'pending', 'pending']);
    await pass(delivery, settle + 1);
    expect(at.texts('sales')).toEqual(inOrder);
  });

  test('a process frozen past its lease does not write to the socket', async () => {
    await at.post(sales, 'm0');
    const frozen = at.card('drawn while time stands');
    await at.show(frozen, { role: 'billing' });
    let froze = false;
    const delivery = at.start({
      slots: new Map([
        [
          'card',
          {
            kind: 'card',
            // The process sleeps between claiming the message and sending it.
            render: async () => {
              if (!froze) at.wall.advance(31_000);
              froze = true;
              return { text: 'drawn', open: true };
            },
          },
        ],
      ]),
    });
    await delivery.idle();
    expect(froze).toBe(true);
    expect(at.texts('billing')).toEqual([]);
    await pass(delivery, 250);
    await pass(delivery, settle + 1);
    expect(at.texts('billing')).toEqual(['drawn']);
  });

  test('a change while a message is being drawn asks for one more drawing', async () => {
    const card = at.card('before');
    await at.show(card, sales);
    let changed = false;
    const delivery = at.start({
      slots: new Map([
        [
          'card',
          {
            kind: 'card',
            render: async () => {
              const drawn = at.cards.get(card.subjectId);
              if (!changed) {
                changed = true;
                at.cards.set(card.subjectId, { text: 'after', open: true });
                await at.show(card);
              }
              return drawn;
            },
          },
        ],
      ]),
    });
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['after']);
  });

  test('what a replica records after losing its lane: that a message was sent counts, anything else does not', async () => {
    await at.post(sales, 'm0');
    await at.post(sales, 'm1');
    const [m0, m1] = await at.posts();
    const ids = [m0?.id ?? '', m1?.id ?? ''] as const;
    await at.db.prisma.lane.create({
      data: { id: 'C_SALES', leasedBy: 'new owner', leaseUntil: new Date('2100-01-01') },
    });
    await at.db.prisma.post.updateMany({ data: { state: 'sending' } });
    const lane = { id: 'C_SALES', nextAt: 0, failures: 9, release: true };
    const posts = [
      { id: ids[0], state: 'sent', channel: 'C_SALES', ts: '1.2' },
      { id: ids[1], state: 'pending' },
    ] as const;
    await recordResults(at.db, 'former owner', at.clock.now(), posts, [lane]);
    expect(await at.states()).toEqual(['sent', 'sending']);
    expect(await at.db.prisma.lane.findMany()).toMatchObject([{ leasedBy: 'new owner', failures: 0 }]);
    await recordResults(at.db, 'new owner', at.clock.now(), posts, []);
    expect(await at.states()).toEqual(['sent', 'pending']);
  });
});

describePostgres('delivery among concurrent writers', () => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering('postgres');
  }, 60_000);
  afterAll(() => at.close());

  test('a message that is being changed this moment is neither overtaken nor waited for', async () => {
    const card = at.card('first');
    await at.show(card, sales);
    await at.post(sales, 'second');
    await at.post({ role: 'billing' }, 'elsewhere');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let changing: Promise<void> = Promise.resolve();
    await new Promise<void>((locked) => {
      changing = at.db.tx(async (tx) => {
        await tx.$queryRaw`SELECT id FROM message_slots WHERE kind = 'card' FOR UPDATE`;
        locked();
        await released;
      });
    });
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('billing')).toEqual(['elsewhere']);
    expect(at.texts('sales')).toEqual([]);
    release();
    await changing;
    at.wall.advance(250);
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['first', 'second']);
  });
});
