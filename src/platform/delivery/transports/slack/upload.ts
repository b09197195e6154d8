import { z } from 'zod';
import { FileDamaged } from '../../../files/kept-files.ts';
import type { DeliveryClient } from './client.ts';
import { refusal } from './refusal.ts';

/** Reads a kept file by its hash. @throws FileDamaged, also when it is not kept any more */
export type ReadFile = (hash: string) => AsyncIterable<Uint8Array>;

export interface Uploaded {
  readonly name: string;
  /** Whoever sees a message with this address can open the file. */
  readonly permalink: string;
}

const ticket = z.object({ upload_url: z.string(), file_id: z.string() });
const completed = z.object({ files: z.array(z.object({ permalink: z.string().optional() })).min(1) });
const described = z.object({ file: z.object({ permalink: z.string() }) });

/** Nothing was posted: it is tried again later. */
const notNow = (cause: unknown): Error =>
  Object.assign(new Error('A file could not be handed to Slack.', { cause }), { code: 'BATON_FILE_NOT_NOW' });

const field = (from: unknown, key: string): unknown =>
  typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;

/** What Slack says of a file concerns that message only: others are not kept waiting for a scope that they do not need. */
const ofFile = (error: unknown): Error => {
  const code = field(error, 'code');
  if (code === 'slack_webapi_rate_limited_error' && error instanceof Error) return error;
  if (code !== 'slack_webapi_platform_error') return notNow(error);
  return refusal(field(field(error, 'data'), 'error') === 'missing_scope' ? 'file_scope_missing' : 'file_refused');
};

const bytesOf = async (read: ReadFile, hash: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of read(hash)) parts.push(part);
  } catch (error) {
    throw error instanceof FileDamaged ? refusal('file_missing') : notNow(error);
  }
  return Buffer.concat(parts);
};

/**
 * Hands a file to Slack, shared with nobody: a message of ours that holds its address follows, which can be looked for when its
 * outcome is unknown.
 */
export const uploadFile = async (
  client: DeliveryClient,
  read: ReadFile,
  { name, hash }: { readonly name: string; readonly hash: string },
): Promise<Uploaded> => {
  const bytes = await bytesOf(read, hash);
  try {
    const { upload_url: url, file_id: id } = ticket.parse(
      await client.apiCall('files.getUploadURLExternal', { filename: name, length: bytes.length }),
    );
    if (!(await client.upload(url, bytes))) throw notNow('its upload was refused');
    const done = completed.parse(
      await client.apiCall('files.completeUploadExternal', { files: [{ id, title: name }] }),
    );
    const permalink =
      done.files[0]?.permalink ?? described.parse(await client.apiCall('files.info', { file: id })).file.permalink;
    return { name, permalink };
  } catch (error) {
    throw ofFile(error);
  }
};
