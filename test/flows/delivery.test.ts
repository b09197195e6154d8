import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;

describeEachEngine('delivery', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine);
  }, 60_000);
  afterEach(() => at.reset());
  afterAll(() => at.close());

  test('a channel gets its posts once and in the order they were written', async () => {
    for (let n = 0; n < 25; n++) await at.post(n % 2 ? sales : { role: 'billing' }, `m${n}`);
    await at.start().idle();
    expect(at.texts('sales')).toEqual(Array.from({ length: 12 }, (_, n) => `m${2 * n + 1}`));
    expect(at.texts('billing')).toEqual(Array.from({ length: 13 }, (_, n) => `m${2 * n}`));
    expect(await at.states()).toEqual(Array(25).fill('sent'));
  });

  test('decisions go before digests that were written earlier', async () => {
    await at.post(sales, 'digest', { priority: 2 });
    await at.post(sales, 'notice', { priority: 1 });
    await at.post(sales, 'decision');
    await at.start().idle();
    expect(at.texts('sales')).toEqual(['decision', 'notice', 'digest']);
  });

  test('a post with a key is written once, however often its cause is told', async () => {
    await at.post(sales, 'paid', { key: 'paid:1' });
    await at.post(sales, 'paid again', { key: 'paid:1' });
    await at.start().idle();
    expect(at.texts('sales')).toEqual(['paid']);
  });

  test('many changes of a living message before it is posted are one message, after it one update', async () => {
    const card = at.card('v1');
    await at.show(card, sales);
    at.cards.set(card.subjectId, { text: 'v2', open: true });
    await at.show(card);
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['v2']);
    for (let n = 3; n < 10; n++) {
      at.cards.set(card.subjectId, { text: `v${n}`, open: true });
      await at.show(card);
    }
    delivery.wake();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['v9']);
    expect(at.slack.calls.filter((call) => call.method === 'chat.update')).toHaveLength(1);
    expect(await at.slot(card)).toMatchObject({ state: 'idle', sent: 9, wanted: 9 });
  });

  test('a reply written before its message is posted waits for it and lands in its thread', async () => {
    const card = at.card('root');
    await at.deps.transact({ userId: 'baton' }, async (work) => {
      work.post({ to: { thread: card }, content: { text: 'reply' } });
      work.show(card, sales);
    });
    await at.start().idle();
    const ts = at.slack.messages('sales')[0]?.ts ?? '';
    expect(at.slack.thread('sales', ts).map((message) => message.text)).toEqual(['root', 'reply']);
  });

  test('what asks somebody to act is said in the channel anew, once; under a message that is new itself it is a reply', async () => {
    const card = at.card('root');
    await at.show(card, sales);
    await at.post({ thread: card }, 'please look', { broadcast: true });
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['root']);
    await at.post({ thread: card }, 'please look again', { broadcast: true, key: 'again' });
    await at.post({ thread: card }, 'please look again', { broadcast: true, key: 'again' });
    await at.post({ thread: card }, 'for the log');
    delivery.wake();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['root', 'please look again']);
    const ts = at.slack.messages('sales')[0]?.ts ?? '';
    expect(at.slack.thread('sales', ts).map((message) => message.text)).toEqual([
      'root',
      'please look',
      'please look again',
      'for the log',
    ]);
  });

  test('direct messages go to the person, and their thread and updates to the conversation Slack opened', async () => {
    const card = at.card('for you');
    await at.show(card, { user: 'U_SALES' });
    await at.post({ thread: card }, 'more');
    const delivery = at.start();
    await delivery.idle();
    at.cards.set(card.subjectId, { text: 'done', open: false });
    await at.show(card);
    delivery.wake();
    await delivery.idle();
    const [root] = at.slack.directMessages('U_SALES');
    expect(root?.text).toBe('done');
    expect((await at.slot(card)).channel).toMatch(/^D/);
    expect(at.slack.thread(root?.channel ?? '', root?.ts ?? '').map((message) => message.text)).toEqual([
      'done',
      'more',
    ]);
  });

  test('what waits for a role without a channel is sent, in order, once it has one', async () => {
    await at.db.prisma.roleChannel.delete({ where: { role: 'support' } });
    const card = at.card('first');
    await at.show(card, { role: 'support' });
    await at.post({ role: 'support' }, 'second');
    const delivery = at.start();
    await delivery.idle();
    expect(await at.states()).toEqual(['pending']);
    await at.db.prisma.roleChannel.create({ data: { role: 'support', channelId: 'C_SUPPORT', name: 'support' } });
    delivery.wake();
    await delivery.idle();
    expect(at.texts('support')).toEqual(['first', 'second']);
  });

  test('a message that asks for something and was deleted is posted anew once; a settled one is not', async () => {
    const open = at.card('asks');
    const settled = at.card('asks too');
    await at.show(open, sales);
    await at.show(settled, sales);
    const delivery = at.start();
    await delivery.idle();
    at.cards.set(settled.subjectId, { text: 'settled', open: false });
    for (let round = 0; round < 2; round++) {
      const channel = at.slack.channel('sales');
      channel.roots.length = 0;
      channel.byTs.clear();
      await at.show(open);
      await at.show(settled);
      delivery.wake();
      await delivery.idle();
      expect(at.texts('sales')).toEqual(round === 0 ? ['asks'] : []);
    }
    expect((await at.slot(open)).state).toBe('idle');
  });

  test('a view that fails is tried as often as the policy says while its neighbours are sent, then parked', async () => {
    const card = at.card('cannot be drawn');
    await at.show(card, sales);
    await at.post(sales, 'neighbour');
    const delivery = at.start();
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['neighbour']);
    for (let n = 0; n < 8; n++) {
      at.wall.advance(30_000);
      await delivery.idle();
    }
    expect(await at.slot(card)).toMatchObject({ state: 'parked', attempts: 8 });
  });

  test('nothing is posted for a subject that is gone', async () => {
    const card = at.card('x');
    at.cards.delete(card.subjectId);
    await at.show(card, sales);
    await at.start().idle();
    expect(at.texts('sales')).toEqual([]);
    expect((await at.slot(card)).state).toBe('idle');
  });

  test('two replicas share the lanes and double nothing', async () => {
    for (let n = 0; n < 40; n++)
      await at.post({ channel: ['C_SALES', 'C_BILLING', 'C_SUPPORT'][n % 3] ?? '' }, `m${n}`);
    const replicas = [at.start(), at.start()];
    await Promise.all(replicas.map((each) => each.idle()));
    for (let n = 0; n < 5; n++) {
      at.wall.advance(250);
      await Promise.all(replicas.map((each) => each.idle()));
    }
    expect([...at.texts('sales'), ...at.texts('billing'), ...at.texts('support')]).toHaveLength(40);
    for (const channel of ['sales', 'billing', 'support']) {
      const numbers = at.texts(channel).map((text) => Number(text.slice(1)));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });
});
