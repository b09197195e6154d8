import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { newId } from '../../src/core/ids.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { slotKey } from '../../src/platform/work/slot-key.ts';
import { writeEffects } from '../../src/platform/work/write-effects.ts';
import { bundleOf } from '../support/bundle.ts';
import type { Said } from '../support/slack-child.ts';
import type { ChildOptions, FromChild, Unsent } from './deliver-child.ts';

/** What must be at Slack in the end: each text once, in this order within its channel (or thread). */
export interface Expected {
  readonly roots: ReadonlyMap<string, string[]>;
  readonly replies: ReadonlyMap<string, string[]>;
  readonly total: number;
}

/** Writes posts, living messages and replies to them, mixed, over the channels. */
export const writeMixed = async (db: Database, channels: readonly string[], count: number): Promise<Expected> => {
  const roots = new Map<string, string[]>(channels.map((channel) => [channel, []]));
  const replies = new Map<string, string[]>();
  const run = newId().slice(-6);
  for (let n = 0; n < count; ) {
    const channel = channels[n % channels.length] ?? '';
    // Every fifth is a living message with one reply.
    if (n % 5 === 0 && n + 1 < count) {
      const slot = { kind: 'card', subjectId: newId() };
      await db.tx((tx) =>
        writeEffects(tx, new Date(), {
          slots: [{ ...slot, key: slotKey(slot), to: { channel } }],
          posts: [{ id: newId(), to: { thread: slot }, content: { text: `reply ${run} ${n}` } }],
        }),
      );
      roots.get(channel)?.push(`card ${slot.subjectId}`);
      replies.set(`card ${slot.subjectId}`, [`reply ${run} ${n}`]);
      n += 2;
    } else {
      await db.tx((tx) =>
        writeEffects(tx, new Date(), {
          slots: [],
          posts: [{ id: newId(), to: { channel }, content: { text: `post ${run} ${n}` } }],
        }),
      );
      roots.get(channel)?.push(`post ${run} ${n}`);
      n += 1;
    }
  }
  return { roots, replies, total: count };
};

export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
}

/** Compares what Slack has with what was to be sent. Replies may overtake other messages of the channel, not each other. */
export const judge = (expected: Expected, messages: readonly Said[]): Verdict => {
  const seen = new Map<string, number>();
  for (const { text } of messages) seen.set(text, (seen.get(text) ?? 0) + 1);
  const wanted = [...[...expected.roots.values()].flat(), ...[...expected.replies.values()].flat()];
  let outOfOrder = 0;
  for (const [channel, texts] of expected.roots) {
    const order = messages
      .filter((message) => message.channel === channel && (message.thread === '' || message.thread === message.ts))
      .sort((a, b) => Number(a.ts) - Number(b.ts))
      .map((message) => texts.indexOf(message.text))
      .filter((at) => at >= 0);
    outOfOrder += order.filter((at, n) => n > 0 && at < (order[n - 1] ?? 0)).length;
  }
  for (const [root, texts] of expected.replies) {
    const ts = messages.find((message) => message.text === root)?.ts;
    outOfOrder += messages.filter((message) => texts.includes(message.text) && message.thread !== ts).length;
  }
  return {
    lost: wanted.filter((text) => !seen.has(text)).length,
    doubled: wanted.filter((text) => (seen.get(text) ?? 0) > 1).length,
    outOfOrder,
  };
};

/** To be bundled before the first life. */
export const childFile = 'soak/deliver-child.ts';

/** A delivering process that can be killed; loaded ahead, so that starting costs little. */
export interface Life {
  readonly child: ChildProcess;
  /** Starts delivering; resolves with what the former life left unsent. */
  start(): Promise<Unsent[]>;
  /** Resolves when nothing is left to send. */
  readonly empty: Promise<void>;
  /** The same, for a life that must not be ended before. */
  finished(): Promise<void>;
  kill(): Promise<void>;
}

export const life = (options: ChildOptions): Life => {
  const child = fork(bundleOf(childFile), [JSON.stringify(options)], { execArgv: [] });
  const told = <K extends string>(kind: K) =>
    new Promise<FromChild | { kind: 'loaded' }>((resolve) => {
      child.on('message', (message: FromChild | { kind: 'loaded' }) => message.kind === kind && resolve(message));
    });
  // A child that ends by itself must fail the experiment, not stall it.
  const ended = once(child, 'exit').then(([code, signal]): never => {
    throw new Error(`The delivering process ended by itself or was ended: ${String(code ?? signal)}.`);
  });
  ended.catch(() => undefined);
  const loaded = told('loaded');
  const found = told('found');
  const empty = told('empty').then(() => undefined);
  return {
    child,
    empty,
    finished: () => Promise.race([empty, ended]),
    start: async () => {
      await Promise.race([loaded, ended]);
      child.send('go');
      const message = await Promise.race([found, ended]);
      return message.kind === 'found' ? message.unsent : [];
    },
    kill: async () => {
      const gone = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await gone;
    },
  };
};
