import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SlackOptions } from '../../src/sandbox/slack/types.ts';
import type { Question, Said } from './slack-child.ts';

export interface SlackProcess {
  readonly apiUrl: string;
  readonly token: string;
  messages(): Promise<Said[]>;
  counts(): Promise<{ readonly calls: [string, number][]; readonly faults: [string, number][] }>;
  ask(question: Question): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the stand-in as a child process. */
export const slackProcess = async (options: SlackOptions): Promise<SlackProcess> => {
  const child = fork(fileURLToPath(new URL('./slack-child.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  child.on('message', ({ n, answer }: { n: number; answer: unknown }) => waiting.get(n)?.(answer));
  const reply = (n: number) => new Promise<unknown>((resolve) => waiting.set(n, resolve));
  const { apiUrl, token } = (await reply(0)) as { apiUrl: string; token: string };
  let asked = 0;
  const ask = (question: Question): Promise<unknown> => {
    asked += 1;
    const answer = reply(asked);
    child.send({ n: asked, question });
    return answer;
  };
  return {
    apiUrl,
    token,
    ask,
    messages: async () => (await ask({ ask: 'messages' })) as Said[],
    counts: async () => (await ask({ ask: 'counts' })) as { calls: [string, number][]; faults: [string, number][] },
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
};

/** So many channels that the app is in, `C_000`… */
export const manyChannels = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const name = `c_${String(n).padStart(3, '0')}`;
    return { id: name.toUpperCase(), name };
  });
