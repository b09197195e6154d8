import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../src/platform/delivery/deliverer.ts';
import { sendAgain } from '../../src/platform/delivery/parked/actions/send-again.ts';
import { problemBlocks } from '../../src/platform/delivery/parked/home-view.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { deliveryPolicy } from '../../src/platform/delivery/policy.ts';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;
const billing = { role: 'billing' } as const;
const longest = 30_000;

describeEachEngine('attempts end', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine);
  }, 60_000);
  afterEach(async () => {
    await at.reset();
    await at.db.prisma.policy.deleteMany();
  });
  afterAll(() => at.close());

  const often = { attempts: 3 };
  const pass = async (delivery: Delivery, ms = longest, times = 1) => {
    for (let n = 0; n < times; n++) {
      at.wall.advance(ms);
      await delivery.idle();
    }
  };
  /** How often Slack was asked to take this text. */
  const counting = (text: string, answer: string | number) => {
    const seen = { count: 0 };
    const client = at.answering((method, request) => {
      if (method !== 'chat.postMessage' || request.text !== text) return undefined;
      seen.count += 1;
      return answer;
    });
    return { seen, client };
  };

  for (const answer of [500, 'internal_error'] as const) {
    test(`a message to which Slack answers ${answer} each time is parked with its reason, its neighbours go in order, and the admins are told`, async () => {
      await at.post(sales, 'bad');
      for (const text of ['m1', 'm2', 'm3']) await at.post(sales, text);
      const { client } = counting('bad', answer);
      const delivery = at.start({ client });
      await pass(delivery, longest, 12);
      expect(at.texts('sales')).toEqual(['m1', 'm2', 'm3']);
      expect(await at.states()).toEqual(['parked', 'sent', 'sent', 'sent']);
      const { parked } = await problems(at.db);
      expect(parked).toMatchObject([{ excerpt: 'bad', problem: expect.stringContaining('while other messages went') }]);
      expect(at.texts('admin')).toEqual(['1 message could not be sent.']);
      expect(JSON.stringify(at.slack.messages('admin'))).toContain('<#C_SALES>');
      expect(JSON.stringify(problemBlocks(await problems(at.db), (role) => role))).toContain('Send again');
      await sendAgain(at.deps, at.person('admin'), parked[0]?.id ?? '');
      await at.stop();
      const mended = at.start();
      await pass(mended);
      expect(at.texts('sales')).toEqual(['m1', 'm2', 'm3', 'bad']);
      expect(at.texts('admin')).toEqual(['No message is held back any more.']);
    });
  }

  for (const attempts of [3, 5]) {
    test(`how often it is tried is a setting: ${attempts}`, async () => {
      await at.setPolicy(deliveryPolicy, { attempts });
      await at.post(sales, 'bad');
      await at.post(sales, 'good');
      const { client, seen } = counting('bad', 500);
      const delivery = at.start({ client });
      await pass(delivery, longest, attempts + 4);
      expect(await at.states()).toEqual(['parked', 'sent']);
      // Once more after the neighbour's luck has shown that it is not Slack.
      expect(seen.count).toBe(attempts + 1);
    });
  }

  test('a message alone in a quiet workspace is parked once the admins’ own notice went through', async () => {
    await at.setPolicy(deliveryPolicy, often);
    await at.post(sales, 'bad');
    const { client } = counting('bad', 500);
    await pass(at.start({ client }), longest, 8);
    expect(await at.states()).toEqual(['parked']);
    expect(at.texts('admin')).toEqual(['1 message could not be sent.']);
  });

  test('an outage parks nothing and keeps the order, whether all of Slack fails or only posting', async () => {
    await at.setPolicy(deliveryPolicy, often);
    for (const method of [undefined, 'chat.postMessage']) {
      for (let n = 0; n < 4; n++) {
        await at.post(sales, `s${n}`);
        await at.post(billing, `b${n}`);
      }
      const fault = at.slack.faults.add({ kind: 'error_500', ...(method ? { method } : {}) });
      const delivery = at.start();
      await pass(delivery, longest, 14);
      expect((await problems(at.db)).parked).toEqual([]);
      expect(at.texts('sales')).toEqual([]);
      at.slack.faults.remove(fault.id);
      await pass(delivery, longest, 4);
      expect(at.texts('sales')).toEqual(['s0', 's1', 's2', 's3']);
      expect(at.texts('billing')).toEqual(['b0', 'b1', 'b2', 'b3']);
      expect((await problems(at.db)).parkedCount).toBe(0);
      await at.reset();
    }
  });

  test('tries to which nobody answered are not counted', async () => {
    await at.post(sales, 'm0');
    const fault = at.slack.faults.add({ kind: 'rate_limited', method: 'chat.postMessage', retryAfter: 1 });
    const delivery = at.start();
    await pass(delivery, longest, 12);
    expect(await at.posts()).toMatchObject([{ state: 'pending', attempts: 0 }]);
    at.slack.faults.remove(fault.id);
    await pass(delivery);
    expect(at.texts('sales')).toEqual(['m0']);
  });

  test('what was tried for the last time and arrived all the same is found, not parked', async () => {
    await at.setPolicy(deliveryPolicy, often);
    await at.post(sales, 'late');
    await at.post(sales, 'good');
    let tries = 0;
    const client = at.answering((method, request) => {
      if (method !== 'chat.postMessage' || request.text !== 'late') return undefined;
      tries += 1;
      return tries < 4 ? 500 : undefined;
    });
    const delivery = at.start({ client });
    while (tries < 3) await pass(delivery);
    at.slack.faults.add({ kind: 'error_500_after', method: 'chat.postMessage', count: 1 });
    await pass(delivery, longest, 4);
    expect(tries).toBe(4);
    expect(at.texts('sales')).toEqual(['good', 'late']);
    expect((await problems(at.db)).parkedCount).toBe(0);
  });

  test('a living message that cannot be posted is parked with its replies; one that cannot be changed is parked as it stands', async () => {
    await at.setPolicy(deliveryPolicy, often);
    const bad = at.card('bad');
    await at.show(bad, sales);
    await at.post({ thread: bad }, 'reply');
    const changing = at.card('v1');
    await at.show(changing, sales);
    const client = at.answering((method, request) =>
      (method === 'chat.postMessage' && request.text === 'bad') || (method === 'chat.update' && request.text === 'v2')
        ? 500
        : undefined,
    );
    const delivery = at.start({ client });
    await delivery.idle();
    await pass(delivery, longest, 6);
    expect(await at.slot(bad)).toMatchObject({ state: 'parked' });
    expect(await at.states()).toEqual(['parked']);
    at.cards.set(changing.subjectId, { text: 'v2', open: true });
    await at.show(changing);
    await pass(delivery, longest, 8);
    expect(await at.slot(changing)).toMatchObject({ state: 'parked', problem: expect.stringContaining('HTTP 500') });
    expect(at.texts('sales')).toEqual(['v1']);
    expect(at.slack.messages('admin').length).toBe(1);
  });

  test('updates that all fail are an outage: none is parked', async () => {
    await at.setPolicy(deliveryPolicy, often);
    const cards = [at.card('a'), at.card('b'), at.card('c')];
    for (const card of cards) await at.show(card, sales);
    const delivery = at.start();
    await delivery.idle();
    const fault = at.slack.faults.add({ kind: 'error_500', method: 'chat.update' });
    for (const card of cards) {
      at.cards.set(card.subjectId, { text: 'new', open: true });
      await at.show(card);
    }
    await pass(delivery, longest, 10);
    expect((await problems(at.db)).parkedCount).toBe(0);
    at.slack.faults.remove(fault.id);
    await pass(delivery, longest, 2);
    expect(at.texts('sales')).toEqual(['new', 'new', 'new']);
  });

  test('a row that cannot be read is parked at once, and its neighbours go', async () => {
    await at.post(sales, 'bad');
    await at.post(sales, 'good');
    const [bad] = await at.posts();
    await at.db.prisma.post.update({ where: { id: bad?.id ?? '' }, data: { payload: { no: 'text' } } });
    const delivery = at.start();
    await pass(delivery, 250);
    expect(at.texts('sales')).toEqual(['good']);
    expect((await problems(at.db)).parked).toMatchObject([{ problem: 'what was stored of it cannot be read' }]);
    expect(at.texts('admin')).toEqual(['1 message could not be sent.']);
  });

  test('what can never be looked up does not hold up its channel for ever', async () => {
    await at.setPolicy(deliveryPolicy, often);
    await at.post(sales, 'lost');
    await at.post(sales, 'next');
    await at.post(billing, 'elsewhere');
    at.slack.faults.add({ kind: 'error_500', method: 'chat.postMessage', channel: 'C_SALES', count: 1 });
    at.slack.faults.add({ kind: 'error_500', method: 'conversations.history', channel: 'C_SALES' });
    const delivery = at.start();
    await pass(delivery, longest, 2);
    await at.post(billing, 'elsewhere too');
    await pass(delivery, longest, 6);
    expect(await at.states()).toEqual(['parked', 'sent', 'sent', 'sent']);
    expect((await problems(at.db)).parked[0]?.problem).toMatch(/Baton cannot look/);
  });

  test('many that are parked within the hour are one notice, and a later one is said anew', async () => {
    for (let n = 0; n < 7; n++) await at.show(at.card('x'.repeat(45_000)), sales);
    const delivery = at.start();
    await pass(delivery, 250, 3);
    expect(at.texts('admin')).toEqual(['7 messages could not be sent.']);
    at.clock.advance(2 * 3_600_000);
    await at.show(at.card('y'.repeat(45_000)), sales);
    delivery.wake();
    await pass(delivery, 250, 3);
    expect(at.texts('admin')).toEqual(['7 messages could not be sent.', '8 messages could not be sent.']);
  });
});
