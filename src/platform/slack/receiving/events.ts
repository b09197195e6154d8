import { UserError } from '../../../core/errors.ts';
import { findSlotByMessage } from '../../delivery/index.ts';
import { Repeated } from '../../work/transact.ts';
import { system } from '../../work/work.ts';
import { asker } from '../directory/asker.ts';
import { answered, type DispatchParts, later } from './dispatch.ts';
import type { EventBody, MessageNow } from './payloads.ts';

export interface EventParts extends DispatchParts {
  /** Somebody let Baton into a channel, or brought one back: what was held for it may go on. */
  readonly channelChanged: (channel: string) => Promise<void>;
  readonly botUserId: () => string | undefined;
}

type MessageEvent = Extract<EventBody, { type: 'message' }>;

/** Slack may tell of one message by several events: it counts once, however it is told and edited. DESIGN §4 */
const requestOf = (channel: string, ts: string): string => `message:${channel}:${ts}`;

/**
 * A reply in the thread of a living message goes to the slice that owns it; all other talk is left alone.
 * @param before what it said before it was edited
 */
const onThreadReply = async (
  parts: EventParts,
  channel: string,
  { thread_ts, user, text, ts, bot_id }: MessageNow,
  before?: string,
): Promise<void> => {
  if (!thread_ts || !user || !text || !ts || bot_id) return;
  const slot = await findSlotByMessage(parts.deps.db, channel, thread_ts);
  const reply = slot && parts.registry.slots.get(slot.kind)?.reply;
  if (!slot || !reply) return;
  const answer = await answered(parts, channel, async (timely) => {
    // What it asks for, if anything, only the slice knows: talk is anybody's, and a decision is refused by its use case.
    const base = await asker(timely, { userId: user, requestId: requestOf(channel, ts), channel });
    const edited = before === undefined ? {} : { before };
    return (await reply({ ...base, subjectId: slot.subjectId, text, ...edited })) ?? {};
  });
  later(parts, { userId: user, surface: 'command', origin: { channel }, threadTs: thread_ts }, answer);
};

/** An edit counts like a reply. Slack also calls it one when a link unfolds or a reply is counted: then the text is the same. */
const onChanged = async (parts: EventParts, { channel, message, previous_message }: MessageEvent): Promise<void> => {
  const before = previous_message?.text ?? '';
  if (message && message.text !== before) await onThreadReply(parts, channel, message, before);
};

/** A deleted message that still asks for something is posted anew: the next update finds it gone (DESIGN §5). */
const onDeleted = async (parts: EventParts, event: MessageEvent): Promise<void> => {
  if (!event.deleted_ts) return;
  const slot = await findSlotByMessage(parts.deps.db, event.channel, event.deleted_ts);
  if (slot) await parts.deps.transact(system, async (work) => work.show(slot));
};

/** Somebody writes to Baton itself: say what it listens to. */
const onDirectMessage = async (parts: EventParts, event: MessageEvent): Promise<void> => {
  const { user } = event;
  if (!user || event.bot_id || event.subtype || event.thread_ts) return;
  await parts.directory.ensure(user);
  await parts.deps.transact({ userId: user, requestId: requestOf(event.channel, event.ts) }, async (work) =>
    work.post({
      to: { user },
      content: {
        text: 'I work through commands and buttons: try `/onboard`, `/bill` or `/activity`, each also with `help`; `/baton` finds what you are looking for. My Home tab shows what waits for you.',
      },
    }),
  );
};

const onMessage = async (parts: EventParts, event: MessageEvent): Promise<void> => {
  if (event.subtype === 'message_deleted') return onDeleted(parts, event);
  if (event.subtype === 'message_changed') return onChanged(parts, event);
  // With a file, or shown in the channel as well, a reply is a reply all the same.
  if (event.subtype && event.subtype !== 'file_share' && event.subtype !== 'thread_broadcast') return;
  if (event.thread_ts) return onThreadReply(parts, event.channel, event);
  if (event.channel_type === 'im') return onDirectMessage(parts, event);
};

/** Throws when the event was not taken care of: Slack then sends it again. An event that comes twice has one effect. */
export const onEvent = async (parts: EventParts, event: EventBody): Promise<void> => {
  try {
    switch (event.type) {
      case 'app_home_opened':
        if (event.tab !== 'messages') parts.background(openHome(parts, event.user));
        return;
      case 'message':
        return await onMessage(parts, event);
      case 'user_change':
        return event.user && (await parts.directory.changed(event.user));
      case 'subteam_members_changed':
        return await parts.directory.refreshGroup(event.subteam_id);
      case 'member_joined_channel':
        if (event.user === parts.botUserId()) parts.background(parts.channelChanged(event.channel));
        return;
      case 'channel_unarchive':
      case 'group_unarchive':
        parts.background(parts.channelChanged(event.channel));
        return;
    }
  } catch (error) {
    // Sent again, it would come to the same.
    if (!(error instanceof Repeated || error instanceof UserError)) throw error;
  }
};

const openHome = async (parts: EventParts, userId: string): Promise<void> => {
  try {
    await parts.publishHome(userId);
  } catch (error) {
    parts.log.warn({ err: error }, 'a Home tab could not be shown');
  }
};
