import { z } from 'zod';
import type { MessageContent } from '../../../work/content.ts';
import type { Engine } from '../../engine.ts';
import type { Item } from '../../outbox/lanes.ts';
import { classify, type Outcome } from './outcome.ts';

/** The metadata by which a message of unknown outcome is found again. */
export const postEventType = 'baton_post';

const posted = z.object({ ts: z.string().min(1), channel: z.string().min(1) });
const stored = z.object({
  text: z.string(),
  blocks: z.array(z.unknown()).optional(),
  broadcast: z.boolean().optional(),
});

/** Posts one message, once. The guard is asked again when the request is about to be written. */
export const postMessage = async (
  engine: Engine,
  item: Item,
  content: unknown,
  mayGo: () => boolean,
): Promise<Outcome> => {
  const read = stored.safeParse(content);
  if (!read.success) return { kind: 'refused', problem: 'not_readable' };
  const { text, blocks, broadcast } = read.data;
  const request = {
    channel: item.thread?.channel ?? item.lane,
    text,
    ...(blocks ? { blocks } : {}),
    ...(item.thread ? { thread_ts: item.thread.ts, ...(broadcast ? { reply_broadcast: true } : {}) } : {}),
    metadata: { event_type: postEventType, event_payload: { id: item.id } },
    unfurl_links: false,
    unfurl_media: false,
  };
  return attempt(engine, mayGo, 'chat.postMessage', request);
};

/** Changes a message in place; repeating it is harmless. */
export const updateMessage = (
  engine: Engine,
  target: { readonly channel: string; readonly ts: string },
  content: MessageContent,
  mayGo: () => boolean,
): Promise<Outcome> =>
  // No blocks must be said, or Slack keeps the old ones.
  attempt(engine, mayGo, 'chat.update', { ...target, text: content.text, blocks: content.blocks ?? [] });

/**
 * Whether Slack accepts this app again: it is asked for a message to nowhere, since who refuses the token or the method says so
 * before looking at anything else. `auth.test` would pass while nothing may be posted.
 */
export const isAccepted = async (engine: Engine): Promise<boolean> => {
  const answer = await engine.client.apiCall('chat.postMessage', { text: '' }).then(() => undefined, classify);
  return answer === undefined || !['paused', 'unreachable', 'unknown', 'rate_limited'].includes(answer.kind);
};

const attempt = async (
  engine: Engine,
  mayGo: () => boolean,
  method: string,
  request: Record<string, unknown>,
): Promise<Outcome> => {
  if (!mayGo()) return { kind: 'lost' };
  try {
    const answer = await engine.client.apiCall(method, request, mayGo);
    const parsed = posted.safeParse(answer);
    engine.metrics.slackUp.set(1);
    return parsed.success
      ? { kind: 'sent', channel: parsed.data.channel, ts: parsed.data.ts }
      : { kind: 'unknown', problem: 'Slack gave no understandable answer.' };
  } catch (error) {
    const outcome = classify(error);
    if (outcome.kind === 'unreachable' || outcome.kind === 'unknown') engine.metrics.slackUp.set(0);
    return outcome;
  }
};
