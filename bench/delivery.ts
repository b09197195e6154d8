/**
 * How fast messages leave Baton, on PostgreSQL, against the Slack stand-in in a process of its own.
 *
 *   npx tsx bench/delivery.ts            both parts, about 80 seconds
 *   npx tsx bench/delivery.ts --quick    1,000 posts each, to see that it works
 *
 * The floor of the first part is the SDK's WebClient alone, posting the same messages to the same stand-in in the same
 * run with as many requests at a time; of the second, the rate that Slack permits.
 */
import { pathToFileURL } from 'node:url';
import { WebClient } from '@slack/web-api';
import { startDelivery } from '../src/platform/delivery/deliverer.ts';
import { deliveryClient } from '../src/platform/delivery/transports/slack/client.ts';
import type { SlackPace } from '../src/platform/delivery/transports/slack/pace.ts';
import { slackTransport } from '../src/platform/delivery/transports/slack/transport.ts';
import { createMetrics } from '../src/platform/process/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { benchDeps, silent, writePosts } from './support/deps.ts';
import { type Figure, median, report } from './support/figures.ts';
import type { Said } from './support/slack-child.ts';
import { manyChannels, type SlackProcess, slackProcess } from './support/slack-process.ts';

const channelCount = 200;

/** Messages by channel in the order in which Slack got them. */
const byChannel = (messages: readonly Said[]): Map<string, Said[]> => {
  const channels = new Map<string, Said[]>();
  for (const message of messages) channels.set(message.channel, [...(channels.get(message.channel) ?? []), message]);
  for (const list of channels.values()) list.sort((a, b) => Number(a.ts) - Number(b.ts));
  return channels;
};

const outOfOrder = (messages: readonly Said[]): number =>
  [...byChannel(messages).values()].reduce(
    (sum, list) => sum + list.filter((message, n) => Number(message.text) !== n).length,
    0,
  );

const deliver = async (
  slack: SlackProcess,
  perChannel: number,
  pace: SlackPace,
): Promise<{ readonly seconds: number; readonly messages: Said[]; readonly limited: number }> => {
  const db = await testDatabase('postgres');
  const total = channelCount * perChannel;
  try {
    await writePosts(
      db,
      manyChannels(channelCount).map((channel) => channel.id),
      perChannel,
    );
    const metrics = createMetrics();
    const started = performance.now();
    const delivery = startDelivery({
      deps: benchDeps(db),
      slots: new Map(),
      transports: [slackTransport({ client: deliveryClient({ token: slack.token, apiUrl: slack.apiUrl }), pace })],
      log: silent,
      metrics,
    });
    // Until it is recorded as sent, not only until Slack has it.
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const left = await db.prisma.$queryRaw<
        unknown[]
      >`SELECT 1 FROM posts WHERE state IN ('pending', 'sending', 'unknown') LIMIT 1`;
      if (left.length === 0) break;
    }
    const seconds = (performance.now() - started) / 1000;
    await delivery.stop();
    const sent = await db.prisma.post.count({ where: { state: 'sent' } });
    const messages = await slack.messages();
    if (sent !== total || messages.length !== total)
      throw new Error(`${total} posts, ${sent} recorded as sent, ${messages.length} at Slack`);
    const limited =
      (await metrics.delivered.get()).values.find((each) => each.labels.outcome === 'rate_limited')?.value ?? 0;
    return { seconds, messages, limited };
  } finally {
    await db.close();
  }
};

const clientAlone = async (slack: SlackProcess, perChannel: number): Promise<number> => {
  const client = new WebClient(slack.token, { slackApiUrl: slack.apiUrl, maxRequestConcurrency: 40 });
  const started = performance.now();
  await Promise.all(
    manyChannels(channelCount).map(async ({ id }) => {
      for (let n = 0; n < perChannel; n++) await client.chat.postMessage({ channel: id, text: String(n) });
    }),
  );
  const rate = (channelCount * perChannel) / ((performance.now() - started) / 1000);
  await slack.ask({ ask: 'clear' });
  return rate;
};

export const benchDelivery = async (quick = false): Promise<Figure[]> => {
  const perChannel = quick ? 5 : 50;
  const open = await slackProcess({ log: false, channels: manyChannels(channelCount) });
  const figures: Figure[] = [];
  try {
    // Turn and turn about, so that both see the same machine.
    const turns: { readonly own: number; readonly alone: number; readonly disorder: number }[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      const alone = await clientAlone(open, perChannel);
      const { seconds, messages } = await deliver(open, perChannel, { messageIntervalMs: 0, updatesPerMinute: 0 });
      turns.push({ own: (channelCount * perChannel) / seconds, alone, disorder: outOfOrder(messages) });
      await open.ask({ ask: 'clear' });
    }
    figures.push(
      {
        name: 'delivery, no limits',
        value: median(turns.map(({ own }) => own)),
        unit: 'posts/s',
        floor: median(turns.map(({ alone }) => alone)),
      },
      {
        name: 'delivery, no limits: against the WebClient alone',
        value: median(turns.map(({ own, alone }) => own / alone)),
        unit: 'times',
        ...(quick ? {} : { atLeast: 1 }),
      },
      {
        name: 'delivery, no limits: out of order',
        value: turns.reduce((sum, { disorder }) => sum + disorder, 0),
        unit: 'posts',
        atMost: 0,
      },
    );
  } finally {
    await open.close();
  }
  const strict = await slackProcess({
    log: false,
    channels: manyChannels(channelCount),
    limits: { postsPerSecondPerChannel: 1 },
  });
  try {
    const { seconds, messages, limited } = await deliver(strict, perChannel, {
      messageIntervalMs: 1000,
      updatesPerMinute: 50,
    });
    const gaps = [...byChannel(messages).values()].flatMap((list) =>
      list.slice(1).map((message, n) => Number(message.ts) - Number(list[n]?.ts)),
    );
    const permitted = channelCount * (perChannel - 1);
    // The first message of each channel needs no wait, so what is permitted is counted from there.
    const rate = permitted / gaps.reduce((sum, gap) => sum + gap, 0);
    figures.push(
      {
        name: 'delivery, 1/s per channel: share of the permitted rate',
        value: rate * 100,
        unit: '%',
        floor: 100,
        atLeast: 95,
      },
      {
        name: 'delivery, 1/s per channel: whole run',
        value: ((perChannel - 1) / seconds) * 100,
        unit: '% of permitted',
        floor: 100,
      },
      { name: 'delivery, 1/s per channel: shortest gap', value: Math.min(...gaps) * 1000, unit: 'ms', atLeast: 1000 },
      { name: 'delivery, 1/s per channel: answers 429', value: limited, unit: 'answers', atMost: 0 },
      { name: 'delivery, 1/s per channel: out of order', value: outOfOrder(messages), unit: 'posts', atMost: 0 },
    );
  } finally {
    await strict.close();
  }
  return figures;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  report(await benchDelivery(process.argv.includes('--quick')));
}
