import { z } from 'zod';
import type { Found, Sent, Sought, Transport } from '../../transport.ts';
import { classify, classifyInWords } from './classify.ts';
import type { DeliveryClient } from './client.ts';
import { inWords } from './words.ts';

/** The metadata by which a message of unknown outcome is found again. */
export const postEventType = 'baton_post';

const page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).optional() })
        .optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const mostPages = 100;
/** Clocks differ; no message is looked for further back than this before it was tried. */
const clockSkewMs = 3_600_000;

type Lane = Parameters<Transport['lookUp']>[0];

/** Where reading may begin: after the last message known to be there, which is older than what is looked for. */
const oldestOf = (messages: readonly Sought[], lastTs: string | undefined): string => {
  const earliest = Math.min(...messages.map((message) => message.triedAt.getTime())) - clockSkewMs;
  const byTime = (earliest / 1000).toFixed(6);
  return lastTs !== undefined && Number(lastTs) > Number(byTime) ? lastTs : byTime;
};

/**
 * Looks for messages of unknown outcome, all of one channel (or one thread) with one paged read.
 * @param thread the message they answer; undefined for the channel itself
 */
export const lookUp = async (
  client: DeliveryClient,
  lane: Lane,
  thread: Sent | undefined,
  messages: readonly Sought[],
): Promise<Found> => {
  const wanted = new Set(messages.map((message) => message.id));
  const sent = new Map<string, Sent>();
  try {
    const channel = thread?.channel ?? lane.channel ?? (await conversation(client, lane.id));
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const answer = page.parse(
        await client.apiCall(thread ? 'conversations.replies' : 'conversations.history', {
          channel,
          ...(thread ? { ts: thread.ts } : {}),
          oldest: oldestOf(messages, lane.lastTs),
          limit: 200,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        }),
      );
      for (const { ts, metadata } of answer.messages) {
        const id = metadata?.event_type === postEventType ? metadata.event_payload?.id : undefined;
        if (typeof id === 'string' && wanted.has(id)) sent.set(id, { channel, ts });
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor || sent.size === wanted.size) return { kind: 'read', sent, last: newest(sent, lane.lastTs) };
    }
    return { kind: 'unreadable', problem: 'the channel has too many newer messages' };
  } catch (error) {
    return ofFailure(error, thread);
  }
};

const newest = (sent: ReadonlyMap<string, Sent>, lastTs: string | undefined): string | undefined =>
  [...sent.values()].reduce((last, { ts }) => (last === undefined || Number(ts) > Number(last) ? ts : last), lastTs);

const ofFailure = (error: unknown, thread: Sent | undefined): Found => {
  const nothing: Found = { kind: 'read', sent: new Map() };
  const outcome = classify(error);
  switch (outcome.kind) {
    case 'gone':
      return nothing;
    case 'refused':
      // A thread that isn't there holds no reply either.
      if (thread && outcome.problem === 'thread_not_found') return nothing;
      return { kind: 'unreadable', problem: inWords(outcome.problem) };
    case 'held':
      return { kind: 'unreadable', problem: inWords(outcome.problem) };
    case 'paused':
      if (outcome.problem === 'missing_scope') return { kind: 'unreadable', problem: inWords(outcome.problem) };
  }
  return { kind: 'later', outcome: classifyInWords(error) };
};

const opened = z.object({ channel: z.object({ id: z.string() }) });

/** A direct message's lane is the person; its history is read by the conversation's own id. */
const conversation = async (client: DeliveryClient, lane: string): Promise<string> => {
  if (!/^[UW]/.test(lane)) return lane;
  const answer = await client.apiCall('conversations.open', { users: lane });
  return opened.parse(answer).channel.id;
};
