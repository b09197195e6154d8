import type { WebClient } from '@slack/web-api';
import { GatewayError, UserError } from '../../../core/errors.ts';
import { isWebPage } from '../../../core/text/web-page.ts';
import { slackError } from './slack-error.ts';

const failed = (text: string, cause?: unknown): GatewayError =>
  new GatewayError(text, { service: 'slack', retryable: true, ambiguous: false, cause });

const mayNotRead = (): GatewayError =>
  new GatewayError(
    'Slack did not hand out this file: Baton needs the files:read permission. Ask an admin to install the app again with its manifest.',
    { service: 'slack', retryable: false, ambiguous: false },
  );

const slackHosts = ['slack.com', 'slack-files.com', 'slack-gov.com'];

/** The bot token is for Slack alone: its hosts over HTTPS, and wherever its API is said to be. DESIGN §8 */
export const isSlacks = (url: URL, apiUrl: string): boolean =>
  url.origin === new URL(apiUrl).origin ||
  (url.protocol === 'https:' && slackHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)));

const mostRedirects = 5;

/** Follows redirects by hand, so that each address is judged before the token is sent there. */
const fetchFile = async (address: string, botToken: string, apiUrl: string): Promise<Response> => {
  let url = new URL(address);
  if (!isSlacks(url, apiUrl))
    throw new UserError(
      `This file is kept outside of Slack, at ${url.hostname}. Download it there, and upload the file itself.`,
    );
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const headers = isSlacks(url, apiUrl) ? { authorization: `Bearer ${botToken}` } : undefined;
    const response = await fetch(url, { redirect: 'manual', ...(headers ? { headers } : {}) });
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) return response;
    await response.body?.cancel();
    url = new URL(next, url);
    if (url.protocol !== 'https:' && !isSlacks(url, apiUrl)) throw new Error(`a redirect to ${url.protocol}`);
  }
  throw new Error('too many redirects');
};

/** Enough to tell a page by its beginning. */
const beginning = 1000;

/**
 * Without the right to read it Slack answers 200 with its login page, however it calls that. A page is the file itself
 * only if it is as long as the file.
 * @throws GatewayError at the login page
 */
async function* checked(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] | undefined = [];
  let length = 0;
  let isPage: boolean | undefined;
  for await (const chunk of body) {
    if (!held) {
      yield chunk;
      continue;
    }
    held.push(chunk);
    length += chunk.length;
    if (length >= beginning) isPage ??= isWebPage(Buffer.concat(held).toString('utf8'));
    if (isPage && length > size) throw mayNotRead();
    if (isPage === false) {
      yield* held;
      held = undefined;
    }
  }
  if (!held) return;
  isPage ??= isWebPage(Buffer.concat(held).toString('utf8'));
  if (isPage && length !== size) throw mayNotRead();
  yield* held;
}

/** A file, as a stream of bytes. */
export type OpenFile = (
  fileId: string,
) => Promise<{ readonly name: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> }>;

/** Opens a file that somebody gave Baton in Slack. Throws GatewayError when Slack does not hand it out. */
export const fileOpener =
  (client: WebClient, botToken: string, apiUrl: string): OpenFile =>
  async (fileId) => {
    const { file } = await client.files.info({ file: fileId }).catch((cause: unknown) => {
      if (slackError(cause) === 'missing_scope') throw mayNotRead();
      throw failed('Slack did not hand out this file. Upload it again.', cause);
    });
    const url = file?.url_private_download ?? file?.url_private;
    if (!url) throw failed('Slack did not say where this file is. Upload it again.');
    const response = await fetchFile(url, botToken, apiUrl).catch((cause: unknown) => {
      throw cause instanceof UserError ? cause : failed('This file could not be fetched from Slack just now.', cause);
    });
    if (response.status === 401 || response.status === 403) throw mayNotRead();
    if (!response.ok || !response.body) throw failed(`Slack did not hand out this file (HTTP ${response.status}).`);
    const size = file?.size ?? 0;
    return { name: file?.name ?? fileId, size, body: checked(response.body, size) };
  };
