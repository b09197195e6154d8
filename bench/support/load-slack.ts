/**
 * The stand-in under load, in a process of its own: it knows the messages that Baton believes it posted, and the triggers
 * and response URLs that the planned requests carry, each from the moment its request is sent.
 */
import { readFileSync } from 'node:fs';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { listen } from '../../src/sandbox/slack/server.ts';
import { APP } from '../../src/sandbox/slack/workspace.ts';
import { createWorld } from '../../src/sandbox/slack/world.ts';

export interface Known {
  readonly messages: readonly (readonly [channel: string, ts: string])[];
  readonly requests: readonly {
    readonly at: number;
    readonly user: string;
    readonly channel: string;
    readonly trigger: string;
    readonly path: string;
  }[];
}

const options = { ...manifestOptions(), mode: 'http' as const, log: false };
const world = createWorld(options);
await listen(world, options);

const learn = ({ messages }: Known): void => {
  for (const [id, ts] of messages) {
    const channel = world.channels.get(id);
    if (!channel || channel.byTs.has(ts)) continue;
    const message = { channel: id, ts, user: APP.botUser, bot: true, text: 'A message of Baton’s.' };
    channel.roots.push(message);
    channel.byTs.set(ts, message);
  }
};

const begin = ({ requests }: Known): void => {
  const start = performance.now();
  for (const { at, user, channel, trigger, path } of requests) {
    world.triggers.set(trigger, { userId: user, at: start + at, used: false });
    world.responseUrls.set(path, { at: start + at, uses: 0, channel, userId: user });
  }
};

let known: Known = { messages: [], requests: [] };
process.on('message', (order: { readonly learn?: string; readonly begin?: true; readonly counts?: true }) => {
  if (order.learn) {
    known = JSON.parse(readFileSync(order.learn, 'utf8')) as Known;
    learn(known);
  }
  if (order.begin) begin(known);
  process.send?.({ done: true, counts: [...world.counts], problems: world.problems.slice(0, 5) });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ apiUrl: `${world.baseUrl}/api/`, baseUrl: world.baseUrl });
