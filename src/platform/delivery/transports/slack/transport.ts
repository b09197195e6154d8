import { z } from 'zod';
import { slack } from '../../../work/transports.ts';
import type { Capacity } from '../../settings.ts';
import type { Outgoing, Sent, Transport } from '../../transport.ts';
import { classify, classifyInWords } from './classify.ts';
import type { DeliveryClient } from './client.ts';
import { lookUp, postEventType } from './look-up.ts';
import { defaultCapacity, defaultPace, paceOf, type SlackPace } from './pace.ts';
import { inWords } from './words.ts';

export interface SlackTransportOptions {
  readonly client: DeliveryClient;
  readonly pace?: Partial<SlackPace>;
  readonly capacity?: Partial<Capacity>;
  readonly answers?: (does: boolean) => void;
}

const posted = z.object({ ts: z.string().min(1), channel: z.string().min(1) });

/** What features write: see `MessageContent`, and whether a reply is shown in the channel too. */
const stored = z.object({
  text: z.string(),
  blocks: z.array(z.unknown()).optional(),
  broadcast: z.boolean().optional(),
});

/** Messages in Slack: posted once, found again by the id in their metadata, changed in place. A lane is a conversation. */
export const slackTransport = ({ client, answers, ...options }: SlackTransportOptions): Transport => {
  const pace = { ...defaultPace, ...options.pace };
  return {
    name: slack,
    title: 'Slack',
    pace: paceOf(pace),
    capacity: { ...defaultCapacity(pace), ...options.capacity },
    send: async (message, mayGo) => placeOf(await client.apiCall('chat.postMessage', requestOf(message), mayGo)),
    change: async (message, content, mayGo) => {
      const { text, blocks = [] } = stored.parse(content);
      // No blocks must be said, or Slack keeps the old ones.
      return placeOf(await client.apiCall('chat.update', { ...message, text, blocks }, mayGo));
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

const requestOf = ({ id, lane, thread, content }: Outgoing): Record<string, unknown> => {
  const read = stored.safeParse(content);
  if (!read.success) throw refusal('not_readable');
  const { text, blocks, broadcast } = read.data;
  return {
    channel: thread?.channel ?? lane,
    text,
    ...(blocks ? { blocks } : {}),
    ...(thread ? { thread_ts: thread.ts, ...(broadcast ? { reply_broadcast: true } : {}) } : {}),
    metadata: { event_type: postEventType, event_payload: { id } },
    unfurl_links: false,
    unfurl_media: false,
  };
};

/** As if Slack had refused it: nothing was asked. */
const refusal = (error: string): Error =>
  Object.assign(new Error(inWords(error)), { code: 'slack_webapi_platform_error', data: { ok: false, error } });
