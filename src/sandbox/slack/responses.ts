import { argsOf, Refusal } from './api/answer.ts';
import { readContent } from './api/chat.ts';
import { checkBlocks, withIds } from './blocks/blocks.ts';
import { isObj, type Json, type Obj } from './json.ts';
import {
  changedEphemeral,
  type Draft,
  editMessage,
  newBlockId,
  postEphemeral,
  postMessage,
  removeMessage,
} from './messages.ts';
import type { Channel, Message } from './types.ts';
import { APP } from './workspace.ts';
import { problem, type World } from './world.ts';

/** What an app says through a response_url, or in its answer to a slash command. */

const USES = 5;

export interface Outcome {
  status: number;
  body: string;
}

const refusal = (status: number, error: string, extra: Obj = {}): Outcome => ({
  status,
  body: JSON.stringify({ ok: false, error, ...extra }),
});

const draft = (content: ReturnType<typeof readContent>, threadTs: Json | undefined): Draft => ({
  user: APP.botUser,
  bot: true,
  text: content.text ?? '',
  ...(content.blocks?.length ? { blocks: content.blocks } : {}),
  ...(content.attachments?.length ? { attachments: content.attachments } : {}),
  ...(typeof threadTs === 'string' ? { threadTs } : {}),
});

/** Needs no membership: the person who pressed lends the app their place. Throws a Refusal. */
export const say = (world: World, channel: Channel, userId: string, payload: Obj): void => {
  const content = readContent(world, argsOf(payload));
  if (!content.text && !content.blocks?.length && !content.attachments?.length) throw new Refusal('no_text');
  const message = draft(content, payload.thread_ts);
  if (payload.response_type === 'in_channel') postMessage(world, channel, message);
  else postEphemeral(world, channel, userId, message);
};

const original = (
  world: World,
  channel: Channel,
  userId: string,
  about: { ts: string; ephemeral: boolean },
): Message | undefined => {
  if (!about.ephemeral) return channel.byTs.get(about.ts);
  return world.ephemerals.get(userId)?.find((m) => m.ts === about.ts);
};

const remove = (world: World, channel: Channel, userId: string, message: Message): void => {
  if (message.ephemeralFor === undefined) {
    removeMessage(world, channel, message);
    return;
  }
  const mine = world.ephemerals.get(userId) ?? [];
  mine.splice(mine.indexOf(message), 1);
  changedEphemeral(world, message);
};

/** Replacing leaves nothing of the original: without blocks in the answer there are none afterwards. */
const replace = (world: World, channel: Channel, message: Message, payload: Obj): void => {
  const content = readContent(world, argsOf(payload));
  if (!content.text && !content.blocks?.length && !content.attachments?.length) throw new Refusal('no_text');
  if (message.ephemeralFor === undefined) {
    editMessage(world, channel, message, { ...content, blocks: content.blocks ?? [] });
    return;
  }
  message.text = content.text ?? '';
  message.blocks = withIds(content.blocks ?? [], newBlockId(world));
  changedEphemeral(world, message);
};

/** Five uses within thirty minutes, then 404. */
export const spendResponseUrl = (world: World, path: string, payload: Json | undefined): Outcome => {
  const known = world.responseUrls.get(path);
  if (!known) return refusal(404, 'no_service');
  if (performance.now() - known.at > world.settings.responseUrlMs) return refusal(404, 'expired_url');
  if (known.uses >= USES) return refusal(404, 'used_url');
  if (!isObj(payload)) return refusal(400, 'invalid_payload');
  const channel = world.channels.get(known.channel);
  if (!channel) return refusal(404, 'channel_not_found');
  known.uses += 1;
  try {
    if (payload.replace_original === true || payload.delete_original === true) {
      const message = known.original && original(world, channel, known.userId, known.original);
      if (!message) return refusal(404, 'message_not_found');
      if (payload.delete_original === true) remove(world, channel, known.userId, message);
      else replace(world, channel, message, payload);
    } else {
      say(world, channel, known.userId, payload);
    }
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (error instanceof Refusal) return refusal(400, error.code, error.extra);
    throw error;
  }
};

/** A slash command may be answered in its ack: plain text or a message, ephemeral unless it says otherwise. */
export const answerCommand = (world: World, channel: Channel, userId: string, ack: Json): string | undefined => {
  if (ack === '' || (isObj(ack) && Object.keys(ack).length === 0)) return undefined;
  const payload: Obj = isObj(ack) ? ack : { text: String(ack) };
  try {
    say(world, channel, userId, payload);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const details = checkBlocks(payload.blocks ?? [], 'message').join('; ');
    problem(world, `slash command answered with an invalid message: ${error.code} ${details}`);
    return error.code;
  }
};
