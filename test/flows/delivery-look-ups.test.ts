import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;
const settle = 10_000;
const longest = 30_000;

/** ALL-3: what may be there already is looked for where it can be, however much of it there is. */
describeEachEngine('several messages of one channel whose outcome is unknown', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine);
  }, 60_000);
  afterEach(() => at.reset());
  afterAll(() => at.close());

  /** A card, and what comes after it in the channel and in its thread: all at Slack. */
  const allThere = async (...after: readonly ('channel' | 'thread')[]) => {
    const card = at.card('root');
    await at.show(card, sales);
    for (const [n, where] of after.entries())
      await at.post(where === 'thread' ? { thread: card } : sales, `${where} ${n}`);
    await at.start().idle();
    await at.stop();
    expect(everything()).toEqual(['root', ...after.map((where, n) => `${where} ${n}`)].sort());
  };
  const everything = (): readonly string[] => {
    const [root] = at.slack.messages('sales');
    const replies = at.slack.thread('sales', root?.ts ?? '').slice(1);
    return [...at.slack.messages('sales'), ...replies].map(({ text }) => text).sort();
  };
  /** As a process leaves them that dies once they are at Slack, and before it has written that down. */
  const diedBeforeRecording = async (): Promise<void> => {
    await at.db.prisma.$executeRaw`UPDATE posts SET state = 'sending', ts = NULL, channel = NULL, sent_at = NULL`;
    await at.db.prisma
      .$executeRaw`UPDATE lanes SET last_ts = (SELECT ts FROM message_slots WHERE ts IS NOT NULL LIMIT 1), next_at = NULL`;
  };

  test('ALL-3 a look into the thread that fails forgets nothing of what the channel was seen to hold', async () => {
    await allThere('channel', 'thread');
    const before = everything();
    await diedBeforeRecording();
    let fails = 1;
    const delivery = at.start({
      client: at.answering((method) => (method === 'conversations.replies' && fails-- > 0 ? 500 : undefined)),
    });
    for (const ms of [0, settle + 1, settle + longest, settle + longest]) {
      at.wall.advance(ms);
      await delivery.idle();
    }
    expect(fails).toBeLessThan(1);
    expect(everything()).toEqual(before);
    expect(await at.states()).toEqual(['sent', 'sent']);
  });

  test('ALL-3 what stands in the channel between two replies is found, though the later of them was seen first', async () => {
    await allThere('thread', 'channel', 'thread');
    const before = everything();
    await diedBeforeRecording();
    const delivery = at.start();
    for (const ms of [0, settle + 1]) {
      at.wall.advance(ms);
      await delivery.idle();
    }
    expect(everything()).toEqual(before);
    expect(await at.states()).toEqual(['sent', 'sent', 'sent']);
  });

  test('ALL-3 one that was put aside is found, though others went after it', async () => {
    await at.post(sales, 'first');
    await at.post(sales, 'second');
    // Its tries are used up, and nothing shows that others fare better: the next one passes it.
    await at.db.prisma.$executeRaw`UPDATE posts SET attempts = 8 WHERE payload->>'text' = 'first'`;
    at.slack.faults.add({ kind: 'error_500_after', method: 'chat.postMessage', count: 1 });
    const delivery = at.start();
    for (const ms of [0, settle + 1, settle + longest]) {
      at.wall.advance(ms);
      await delivery.idle();
    }
    expect(at.texts('sales')).toEqual(['first', 'second']);
    expect(await at.states()).toEqual(['sent', 'sent']);
  });
});
