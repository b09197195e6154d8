/** What a message becomes on its way to Slack. */
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { section } from '../../../block-kit/blocks.ts';
import { classicBlocks, hasData } from '../../../block-kit/classic.ts';
import type { Outgoing } from '../../transport.ts';
import { postEventType } from './look-up.ts';
import { refusal } from './refusal.ts';
import type { Uploaded } from './upload.ts';

/** What features write: see `PostContent`, and whether a reply is shown in the channel too. */
const stored = z.object({
  text: z.string(),
  // As Baton's views drew them.
  blocks: z.custom<KnownBlock[]>(Array.isArray).optional(),
  broadcast: z.boolean().optional(),
  attachments: z.array(z.object({ name: z.string(), hash: z.string() })).optional(),
});
export type StoredPost = z.infer<typeof stored>;

export const readPost = (content: unknown): StoredPost => {
  const read = stored.safeParse(content);
  if (!read.success) throw refusal('not_readable');
  return read.data;
};

const linkTo = ({ name, permalink }: Uploaded): string => `<${permalink}|${escapeMrkdwn(name).replaceAll('|', '/')}>`;

/** With its files below what it says. */
const withFiles = ({ text, blocks }: StoredPost, files: readonly Uploaded[]): Pick<StoredPost, 'text' | 'blocks'> => {
  if (files.length === 0) return { text, ...(blocks ? { blocks } : {}) };
  const links = files.map(linkTo).join('\n');
  return { text: `${text}\n${links}`, ...(blocks ? { blocks: [...blocks, section(links)] } : {}) };
};

/** `chat.postMessage` of it. */
export const requestOf = (
  { id, lane, thread }: Outgoing,
  post: StoredPost,
  files: readonly Uploaded[],
): Record<string, unknown> => ({
  channel: thread?.channel ?? lane,
  ...withFiles(post, files),
  ...(thread ? { thread_ts: thread.ts, ...(post.broadcast ? { reply_broadcast: true } : {}) } : {}),
  metadata: { event_type: postEventType, event_payload: { id } },
  unfurl_links: false,
  // A file is shown with the message that leads to it.
  unfurl_media: files.length > 0,
});

const isInvalidBlocks = (error: unknown): boolean =>
  error instanceof Error &&
  'data' in error &&
  (error.data as { error?: unknown } | undefined)?.error === 'invalid_blocks';

/**
 * WRK-7: asked once more with classic blocks where its tables or charts were refused: nothing was posted, so nothing is doubled.
 * @param refused told when the workspace took it without them
 */
export const askedTwice = async <T>(
  request: Record<string, unknown>,
  ask: (request: Record<string, unknown>) => Promise<T>,
  refused: () => void,
): Promise<T> => {
  try {
    return await ask(request);
  } catch (error) {
    const blocks = (request.blocks ?? []) as readonly KnownBlock[];
    if (!isInvalidBlocks(error) || !hasData(blocks)) throw error;
    const answer = await ask({ ...request, blocks: classicBlocks(blocks) });
    refused();
    return answer;
  }
};
