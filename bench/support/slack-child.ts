/**
 * The Slack stand-in in a process of its own, so that it doesn't share an event loop with what is measured. Started by
 * `slackProcess` with its options as the first argument; answers questions over IPC.
 */

import type { Fault } from '../../src/sandbox/slack/faults.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import type { SlackOptions } from '../../src/sandbox/slack/types.ts';

export type Question =
  | { readonly ask: 'messages' }
  | { readonly ask: 'counts' }
  | { readonly ask: 'clear' }
  | { readonly ask: 'fault'; readonly fault: Fault }
  | { readonly ask: 'faultless' }
  | { readonly ask: 'grant'; readonly scopes: readonly string[] }
  /** Ends that process when the `count`-th such thing happens; answers with the ids Slack has at that moment. */
  | {
      readonly ask: 'kill';
      readonly on: 'arrival' | 'acceptance' | 'lookup';
      readonly count: number;
      readonly pid: number;
    }
  | { readonly ask: 'disarm' };

export interface Said {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  /** The delivery id in its metadata. */
  readonly id: string;
  readonly thread: string;
}

const idOf = (metadata: unknown): string => {
  const payload =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'event_payload') : undefined;
  return typeof payload === 'object' && payload !== null ? String(Reflect.get(payload, 'id')) : '';
};

type Moment = Extract<Question, { ask: 'kill' }>['on'];

let armed:
  | { readonly on: Moment; readonly pid: number; left: number; readonly done: (ids: string[]) => void }
  | undefined;

/** Kills from the middle of handling a request, so that no answer can have left, and says what Slack had at that moment. */
const reached = (on: Moment): void => {
  if (armed?.on !== on) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  const { pid, done } = armed;
  armed = undefined;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had finished by itself.
  }
  done(said().map((message) => message.id));
};

const slack = await startSlack({
  ...(JSON.parse(process.argv[2] ?? '{}') as SlackOptions),
  routes: (request) => {
    if (request.url?.startsWith('/api/chat.postMessage')) reached('arrival');
    if (request.url?.startsWith('/api/conversations.')) reached('lookup');
    return false;
  },
});
slack.onChange((change) => {
  if (change.kind === 'message') reached('acceptance');
});

const said = (): Said[] =>
  slack.channels.flatMap((channel) =>
    [...channel.roots, ...[...channel.threads.values()].flat()].map(({ ts, text, metadata, thread_ts }) => ({
      channel: channel.id,
      ts,
      text,
      id: idOf(metadata),
      thread: thread_ts ?? '',
    })),
  );

const answer = (question: Question): unknown => {
  switch (question.ask) {
    case 'messages':
      return said();
    case 'counts':
      return { calls: [...slack.counts], faults: [...slack.faults.hits] };
    case 'clear':
      for (const channel of slack.channels) {
        channel.roots.length = 0;
        channel.byTs.clear();
        channel.threads.clear();
      }
      return true;
    case 'fault':
      slack.faults.add(question.fault);
      return true;
    case 'faultless':
      slack.faults.clear();
      return true;
    case 'grant':
      slack.grant(question.scopes);
      return true;
    case 'kill':
      return new Promise((done) => {
        armed = { on: question.on, pid: question.pid, left: question.count, done };
      });
    case 'disarm':
      armed?.done([]);
      armed = undefined;
      return true;
  }
};

process.on('message', async ({ n, question }: { n: number; question: Question }) => {
  process.send?.({ n, answer: await answer(question) });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ n: 0, answer: { apiUrl: slack.apiUrl, token: slack.botToken } });
