/**
 * The Slack stand-in in a process of its own, so that it doesn't share an event loop with what is measured. Started by
 * `slackProcess` with its options as the first argument; answers questions over IPC.
 */
import { startSlack } from '../../src/sandbox/slack/index.ts';
import type { SlackOptions } from '../../src/sandbox/slack/types.ts';
import type { Fault } from '../../src/sandbox/slack/faults.ts';

export type Question =
  | { readonly ask: 'messages' }
  | { readonly ask: 'counts' }
  | { readonly ask: 'clear' }
  | { readonly ask: 'fault'; readonly fault: Fault };

export interface Said {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
}

const slack = await startSlack(JSON.parse(process.argv[2] ?? '{}') as SlackOptions);

const answer = (question: Question): unknown => {
  switch (question.ask) {
    case 'messages':
      return slack.channels.flatMap((channel) =>
        [...channel.roots, ...[...channel.threads.values()].flat()].map(({ ts, text }): Said => ({ channel: channel.id, ts, text })),
      );
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
  }
};

process.on('message', ({ n, question }: { n: number; question: Question }) => process.send?.({ n, answer: answer(question) }));
process.on('disconnect', () => process.exit(0));
process.send?.({ n: 0, answer: { apiUrl: slack.apiUrl, token: slack.botToken } });
