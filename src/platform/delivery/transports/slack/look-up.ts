import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import type { UnknownItem } from '../../outbox/unknown-items.ts';
import { classify, inWords, type Outcome } from './outcome.ts';
import { postEventType } from './send.ts';

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

export type Found =
  | { readonly kind: 'read'; readonly channel: string; readonly ts: ReadonlyMap<string, string> }
  /** Reading failed for now. */
  | { readonly kind: 'later'; readonly outcome: Outcome }
  /** Baton cannot look, now or later. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Where reading may begin: after the last message known to be there, which is older than what is looked for. */
const oldestOf = (items: readonly UnknownItem[], lastTs: string | undefined): string => {
  const earliest = Math.min(...items.map((item) => item.triedAt.getTime())) - clockSkewMs;
  const byTime = (earliest / 1000).toFixed(6);
  return lastTs !== undefined && Number(lastTs) > Number(byTime) ? lastTs : byTime;
};

/**
 * Looks for messages of unknown outcome, all of one channel (or one thread) with one paged read.
 * @param threadTs the thread they were sent to, or null for the channel itself
 */
export const lookUp = async (
  engine: Engine,
  lane: { readonly id: string; readonly channel?: string | undefined; readonly lastTs?: string | undefined },
  threadTs: string | null,
  items: readonly UnknownItem[],
): Promise<Found> => {
  const wanted = new Set(items.map((item) => item.id));
  const found = new Map<string, string>();
  try {
    const channel = items[0]?.thread?.channel ?? lane.channel ?? (await conversation(engine, lane.id));
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const answer = page.parse(
        await engine.gate(() =>
          engine.client.apiCall(threadTs === null ? 'conversations.history' : 'conversations.replies', {
            channel,
            ...(threadTs === null ? {} : { ts: threadTs }),
            oldest: oldestOf(items, lane.lastTs),
            limit: 200,
            include_all_metadata: true,
            ...(cursor ? { cursor } : {}),
          }),
        ),
      );
      for (const message of answer.messages) {
        const id = message.metadata?.event_type === postEventType ? message.metadata.event_payload?.id : undefined;
        if (typeof id === 'string' && wanted.has(id)) found.set(id, message.ts);
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor || found.size === wanted.size) return { kind: 'read', channel, ts: found };
    }
    return { kind: 'unreadable', problem: 'the channel has too many newer messages' };
  } catch (error) {
    return ofFailure(error, threadTs, lane.channel ?? lane.id);
  }
};

const ofFailure = (error: unknown, threadTs: string | null, channel: string): Found => {
  const outcome = classify(error);
  switch (outcome.kind) {
    case 'gone':
      return { kind: 'read', channel, ts: new Map() };
    case 'refused':
      // A thread that isn't there holds no reply either.
      if (threadTs !== null && outcome.problem === 'thread_not_found') return { kind: 'read', channel, ts: new Map() };
      return { kind: 'unreadable', problem: inWords(outcome.problem) };
    case 'held':
      return { kind: 'unreadable', problem: inWords(outcome.problem) };
    case 'paused':
      return outcome.problem === 'missing_scope'
        ? { kind: 'unreadable', problem: inWords(outcome.problem) }
        : { kind: 'later', outcome };
    default:
      return { kind: 'later', outcome };
  }
};

const opened = z.object({ channel: z.object({ id: z.string() }) });

/** A direct message's lane is the person; its history is read by the conversation's own id. */
const conversation = async (engine: Engine, lane: string): Promise<string> => {
  if (!/^[UW]/.test(lane)) return lane;
  const answer = await engine.gate(() => engine.client.apiCall('conversations.open', { users: lane }));
  return opened.parse(answer).channel.id;
};
