import { z } from 'zod';
import { slack } from '../../../work/transports.ts';
import type { Capacity } from '../../settings.ts';
import type { Sent, Transport } from '../../transport.ts';
import { classify, classifyInWords } from './classify.ts';
import type { DeliveryClient } from './client.ts';
import { lookUp } from './look-up.ts';
import { defaultCapacity, defaultPace, paceOf, type SlackPace } from './pace.ts';
import { askedTwice, readPost, requestOf } from './post.ts';
import { refusal } from './refusal.ts';
import { type ReadFile, uploadFile } from './upload.ts';

export interface SlackTransportOptions {
  readonly client: DeliveryClient;
  readonly pace?: Partial<SlackPace>;
  readonly capacity?: Partial<Capacity>;
  readonly answers?: (does: boolean) => void;
  /** Attachments. */
  readonly readFile?: ReadFile;
  /** Told when the workspace took a message without its tables and charts only. WRK-7 */
  readonly refusesTables?: () => void;
}

const posted = z.object({ ts: z.string().min(1), channel: z.string().min(1) });

const nobody = (): void => {};

/** Where nobody keeps files. */
const noFile: ReadFile = () => {
  throw refusal('file_missing');
};

/** Messages in Slack: posted once, found again by the id in their metadata, changed in place. A lane is a conversation. */
export const slackTransport = ({
  client,
  answers,
  readFile = noFile,
  refusesTables = nobody,
  ...options
}: SlackTransportOptions): Transport => {
  const pace = { ...defaultPace, ...options.pace };
  return {
    name: slack,
    title: 'Slack',
    pace: paceOf(pace),
    capacity: { ...defaultCapacity(pace), ...options.capacity },
    send: async (message, mayGo) => {
      const post = readPost(message.content);
      const files = [];
      for (const each of post.attachments ?? []) files.push(await uploadFile(client, readFile, each));
      const ask = (request: Record<string, unknown>) => client.apiCall('chat.postMessage', request, mayGo);
      return placeOf(await askedTwice(requestOf(message, post, files), ask, refusesTables));
    },
    change: async (message, content, mayGo) => {
      const { text, blocks = [] } = readPost(content);
      const ask = (request: Record<string, unknown>) => client.apiCall('chat.update', request, mayGo);
      // No blocks must be said, or Slack keeps the old ones.
      return placeOf(await askedTwice({ ...message, text, blocks }, ask, refusesTables));
    },
    classify: classifyInWords,
    lookUp: (lane, thread, messages) => lookUp(client, lane, thread, messages),
    join: (channel) =>
      client.apiCall('conversations.join', { channel }).then(
        () => true,
        () => false,
      ),
    // Slack is asked for a message to nowhere, since who refuses the token or the method says so before looking at anything
    // else. `auth.test` would pass while nothing may be posted.
    isUp: async () => {
      const answer = await client.apiCall('chat.postMessage', { text: '' }).then(() => undefined, classify);
      return answer === undefined || !['paused', 'unreachable', 'unknown', 'rate_limited'].includes(answer.kind);
    },
    ...(answers ? { answers } : {}),
  };
};

const placeOf = (answer: unknown): Sent => {
  const read = posted.safeParse(answer);
  // It was taken, most likely, and nobody says where: `classify` knows no more than that.
  if (!read.success) throw new Error('Slack gave no understandable answer.');
  return { channel: read.data.channel, ts: read.data.ts };
};
